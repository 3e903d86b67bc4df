"""What kind of file bytes are (文件类型): told by their content, never by a name."""

import re
from zipfile import ZipFile

from gik.errors import UnreadableFile
from gik.reading.unpacking import open_zip, unpack

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128  # bytes of an entry of the directory of an old Office file
# Streams by which an old Office file is told, and the kind that they mean.
_STREAMS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}
_HEADER = re.compile(rb"[\s\xef\xbb\xbf]*[A-Za-z-]{2,40}:[ \t]")
_PROGRAM = re.compile(rb"<\?mso-application\s+progid=[\"'](Word|Excel)\.")
_MULTIPART = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.I | re.M)
_REFUSED = {
    "ppt": "是演示文稿（PowerPoint），不是年度报告",
    "encrypted": "Office 文件已加密（设有打开密码），请去掉密码后再放入",
    "ole": "是旧版 Office 格式的文件，但其中没有 Word 文档或 Excel 工作簿",
    "xml_xls": "是 XML 格式的 Excel 表格，请另存为 .xlsx",
    "ofd": "是版式文件（.ofd），请另存为 PDF",
    "odt": "是 OpenDocument 文本文档（.odt），请另存为 .docx",
}


def kind_of(data: bytes) -> str:
    r"""Give docx, doc, rtf, mht, xlsx, xls, zip or xml (of Word), or text for all that readers of text are to judge.

    xls stands for .xlsb and .ods too: the same reader reads them.

    Raises UnreadableFile, with the reason in Chinese, for Office files that no reader can read, such as encrypted ones.

    >>> kind_of(b"{\\rtf1"), kind_of("公开".encode())
    ('rtf', 'text')
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind = _zipped(open_zip(data))
    elif data.startswith(_OLE):
        kind = _compound(data)
    elif data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        kind = "rtf"
    elif _HEADER.match(data) and _MULTIPART.search(data[:4096]):
        kind = "mht"
    else:
        program = _PROGRAM.search(data[:2000])
        kind = "text" if program is None else "xml" if program[1] == b"Word" else "xml_xls"
    if kind in _REFUSED:
        raise UnreadableFile(_REFUSED[kind])
    return kind


def _zipped(archive: ZipFile) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        if "xl/workbook.bin" in names:
            return "xls"
        if "xl/workbook.xml" in names:
            return "xlsx"
        return "ppt" if "ppt/presentation.xml" in names else "docx" if "_rels/.rels" in names else "zip"
    if "content.xml" in names and "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        return "xls" if b"spreadsheet" in unpack(archive, archive.getinfo("mimetype")) else "odt"
    return "ofd" if "OFD.xml" in names else "zip"


def _compound(data: bytes) -> str:
    """Tell an old Office file by the first stream in its directory that means anything."""
    places = {at: kind for name, kind in _STREAMS.items() if (at := _entry(data, name)) >= 0}
    return places[min(places)] if places else "ole"


def _entry(data: bytes, name: str) -> int:
    words = name.encode("utf-16-le")
    length = (len(words) + 2).to_bytes(2, "little")
    at = data.find(words)
    while at >= 0:
        if at % _ENTRY == 0 and data[at + 64 : at + 66] == length:
            return at
        at = data.find(words, at + 1)
    return -1
