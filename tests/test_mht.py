"""Saved pages and rich text."""

from pathlib import Path

import pytest

from gik.errors import UnreadableFile
from gik.files import walk
from gik.findings import finding
from gik.limits import limits
from gik.reading import Document, Grid, read

PAGE = "<p>一、概述</p><p>全年主动公开信息5条。</p>"


def mht(*parts: tuple[str, str, bytes], head: str = "MIME-Version: 1.0") -> bytes:
    made = [f'{head}\nContent-Type: multipart/related; boundary="b"\n'.encode()]
    for kind, headers, content in parts:
        made.append(f"--b\nContent-Type: {kind}\nContent-Transfer-Encoding: 8bit\n{headers}\n".encode() + content)
    return b"\n".join([*made, b"--b--\n"])


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("head", ["MIME-Version: 1.0", "From: <Saved by Blink>\nSubject: =?utf-8?B?5bm05oql?="])
def test_the_page_among_the_parts(codec, head):
    parts = (
        ("text/css", "", b"p {}"),
        ("text/html", "Content-Location: http://example.invalid/a.html\n", PAGE.encode(codec)),
        ("text/html", "Content-Location: http://example.invalid/advert.html\n", b"<p>advert</p>"),
    )
    document = read("a", mht(*parts, head=head))
    assert (document.text, document.format) == ("一、概述\n全年主动公开信息5条。\n", "mht")
    assert document.claims == {"url": "http://example.invalid/a.html"}


def test_a_frame_without_words_gives_way_to_the_page_in_it():
    parts = (("text/html", "", b"<frameset><frame src=b.html></frameset>"), ("text/html", "", PAGE.encode()))
    assert read("a", mht(*parts)).text.startswith("一、概述")


def test_tables_in_frames_are_told_of():
    table = "<table><tr><td>规章<td>0</tr></table>"
    parts = (PAGE, "<p>advert</p>", table)
    document = read("a", mht(*(("text/html", "", part.encode()) for part in parts)))
    assert document.text.startswith("一、概述")
    (told,) = document.findings
    assert "另有1个框架网页" in finding(**told)["message"]


def test_quoted_printable():
    body = "=E4=B8=80=E3=80=81=E6=A6=\n=82=E8=BF=B0"
    data = f"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>{body}</p>\n"
    assert read("a", data.encode()).text == "一、概述\n"


@pytest.mark.parametrize("data", [mht(("image/png", "", b"x")), mht(("text/html", "", b"<p></p>")), mht()])
def test_a_saved_page_without_a_page_has_a_reason(data):
    with pytest.raises(UnreadableFile, match="没有"):
        read("a", data)


def test_a_report_that_begins_like_a_letter_is_text():
    assert read("a", "From: 某局\n全年主动公开信息5条。".encode()).format == "txt"


# Rich text


def rtf(body: str) -> Document:
    fonts = r"{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset0 Times;}{\f2\fcharset136 MingLiU;}}"
    head = r"{\rtf1\ansi\ansicpg936" + fonts + r"{\stylesheet{\s1 heading 1;}{\s2\outlinelevel1 x;}}"
    return read("a.doc", f"{head}{body}}}".encode("ascii"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"\'b9\'ab\'bf\'aa\par\u20844?\u-24575?x\par", ["公开", "公\ua001x"]),
        (r"\f2\'a4\'bd\f0\'b9\'ab\f1\'bf\'aa", ["公公开"]),
        (r"\uc2\u20844\'b9\'ab\uc0\u24320 A", ["公开A"]),
        (r"\u-10179?\u-8704?", ["\U0001f600"]),
        (r"A\line B\tab C\~D\emdash\lquote E", ["A", "B C D—‘E"]),
        (r"\{A\}\\B", ["{A}\\B"]),
        (r"A{\v hidden}{\deleted old}B{\*\unknown x}{\info{\title t}}{\header h}{\pict 00ff}", ["AB"]),
        (r"{\field{\*\fldinst PAGE}{\fldrslt 7}}{\listtext 1.}A", ["71.A"]),
        (r"340{\super 2}1\super 3\nosupersub 4\super 5\super0 6\par", ["340²1³4⁵6"]),
        (r"340{\up6\fs12 2}1\up2 3\up8 4\up0 5\up8 6\plain 7\super\'32\sub 8", ["340²13⁴5⁶7²₈"]),
        (r"340{\dn6 2}1\dn2 3", ["340₂13"]),
        (r"{\strike 5}7\striked1 6\striked0 8", ["5\u033676\u03368"]),
        (r"A{\footnote\pard note}B\par C", ["AB", "note", "C"]),
        (r"{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard box\par}}{\shprslt box}}A\par", ["A", "box"]),
    ],
)
def test_rich_text(body, expected):
    assert rtf(body).text.splitlines() == expected


def test_levels_of_rich_text():
    document = rtf(r"\pard\s1 A\par\pard\s2 B\par\pard\outlinelevel2 C\par\pard D\par")
    assert [block.level for block in document.blocks] == [1, 2, 3, 0]


def test_tables_of_rich_text():
    document = rtf(
        r"A\par\trowd\clvmgf\cellx1000\clmgf\cellx2000\clmrg\cellx3000"
        r"\pard\intbl X\cell 1\cell\cell\row"
        r"\trowd\clvmrg\cellx1010\cellx2000\cellx3000\pard\intbl\cell 2\cell 3\par 4\cell\row\pard B\par"
    )
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert document.text == "A\nX | 1\n2 | 3 4\nB\n"
    assert [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells] == [
        ("X", 0, 0, 2, 1),
        ("1", 0, 1, 1, 2),
        ("2", 1, 1, 1, 1),
        ("3 4", 1, 2, 1, 1),
    ]


@pytest.mark.parametrize(("body", "reason"), [("", "没有文字"), (r"\bin3 abc", "二进制"), ("{" * 3000, "嵌套")])
def test_rich_text_refused_with_a_reason(body, reason):
    with pytest.raises(UnreadableFile, match=reason):
        rtf(body)


def test_limits_of_rich_text_hold():
    with limits(cells=9), pytest.raises(UnreadableFile, match="单元格"):
        rtf(r"\pard\intbl" + r" 1\cell" * 10)


def test_the_folder_that_a_browser_saves_beside_a_page_is_part_of_it(tmp_path):
    for name in (
        "年报.html",
        "年报_files/a.css",
        "年报_files/frame.html",
        "其他_files/b.html",
        "旧.htm",
        "旧.files/c.js",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PAGE.encode())
    assert [Path(path).relative_to(tmp_path).as_posix() for path, _ in walk(tmp_path)] == [
        "其他_files/b.html",
        "年报.html",
        "旧.htm",
    ]
