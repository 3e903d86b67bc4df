"""Old Word documents (.doc, .wps) → Document, by way of .docx: msdoc2docx first, LibreOffice where it is installed.

This is the only module that knows either of them. Both work in a folder of their own that is gone afterwards.
LibreOffice is started without macros and with no way to the network.
"""

import shutil
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from gik.errors import UnreadableFile
from gik.limits import limit
from gik.reading.document import Document
from gik.reading.word import read_word

_ENCRYPTED = "Word 文档已加密（设有打开密码），请去掉密码后再放入"
# What LibreOffice is told in the profile that it is given: run nothing, fetch nothing.
_SETTINGS = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}


def read_old_word(data: bytes) -> Document:
    """Give the document of a .doc or .wps file; places are those of the .docx that it becomes.

    Raises UnreadableFile for files that are encrypted, damaged or older than Word 97.
    """
    reason = "Word 文档无法读取（可能已损坏，或早于 Word 97），请另存为 .docx"
    with TemporaryDirectory(prefix="gik") as folder:
        source = Path(folder) / "report.doc"
        source.write_bytes(data)
        for converter in (_by_library, _by_office):
            made = converter(source)
            if made is not None:
                try:
                    return replace(read_word(made.read_bytes()), format="doc")
                except UnreadableFile as error:
                    reason = str(error)
    raise UnreadableFile(reason)


def _by_library(source: Path) -> Path | None:
    from doc2docx import convert  # takes half a second, which most runs can do without
    from doc2docx.errors import EncryptedDocumentError

    made = source.with_name("library.docx")
    try:
        convert(source, made)
    except EncryptedDocumentError as error:
        raise UnreadableFile(_ENCRYPTED) from error
    except (MemoryError, RecursionError):
        raise
    except Exception:  # young code that meets every kind of broken file; the second converter may do better
        return None
    return made


def _by_office(source: Path) -> Path | None:
    program = shutil.which("soffice")
    if program is None:
        return None
    profile = source.parent / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(source.parent), str(source)]
    with suppress(subprocess.SubprocessError, OSError):
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, timeout=limit("seconds") / 2 or None, check=True, **quiet)  # type: ignore[call-overload]
    made = source.with_suffix(".docx")
    return made if made.is_file() else None


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    names = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {names}>{items}</oor:items>'
