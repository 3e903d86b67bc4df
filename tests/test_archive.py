"""Archives: every file in them becomes a report, within the limits; nothing is written, nothing left is followed."""

import stat
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from gik import parse
from gik.errors import UnreadableFile
from gik.limits import limits
from gik.reading import read
from gik.reading.splitting import split

REPORT = "某局2016年政府信息公开工作年度报告\n一、概述\n全年主动公开信息5条。\n"


def archive(*members: tuple[str | ZipInfo, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return file.getvalue()


def parts(data: bytes) -> list[tuple[str, bytes, str]]:
    return [(part.name, part.data, part.reason) for part in split("a.zip", data)]


def names(data: bytes) -> list[str]:
    return [part.name for part in split("a.zip", data)]


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Give an archive whose names are written as old programs do: in their own encoding, without saying which."""
    assert len(old) == len(new)
    return data.replace(old, new)


def test_members_are_reports_of_their_own():
    inner = archive(("丙.txt", b"3"))
    data = archive(("甲.txt", b"1"), ("夹/乙.txt", b"2"), ("夹/丁.zip", inner), ("夹/", b""))
    assert parts(data) == [
        ("a.zip!/夹/丁.zip!/丙.txt", b"3", ""),
        ("a.zip!/夹/乙.txt", b"2", ""),
        ("a.zip!/甲.txt", b"1", ""),
    ]


def test_an_archive_in_a_folder(tmp_path):
    other = REPORT.replace("2016", "2017")
    (tmp_path / "年报.zip").write_bytes(
        archive(("一.txt", REPORT.encode()), ("二.txt", other.encode()), ("空.txt", b""))
    )
    (tmp_path / "重复.txt").write_bytes(REPORT.encode())
    tables = parse(tmp_path)
    assert list(zip(tables.reports["file"], tables.reports["status"], strict=True)) == [
        ("年报.zip!/一.txt", "ok"),
        ("年报.zip!/二.txt", "ok"),
        ("年报.zip!/空.txt", "failed"),
        ("重复.txt", "ok"),
    ]
    assert list(tables.reports["year"][:2]) == [2016, 2017]
    assert list(tables.findings.query("rule == 'file.duplicate'")["evidence"]) == ["重复.txt"]


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_chinese_names_without_a_mark_of_their_encoding(codec):
    written = "年报.txt".encode(codec)
    placeholder = b"x" * (len(written) - 4) + b".txt"
    assert names(renamed(archive((placeholder.decode(), b"1")), placeholder, written)) == ["a.zip!/年报.txt"]


def test_names_that_mean_harm_only_name(tmp_path):
    data = archive(("../../b.txt", b"1"), ("/etc/c.txt", b"2"), ("d\\e.txt", b"3"), ("\u202etxt.exe", b"4"))
    assert sorted(names(data)) == [
        "a.zip!/../../b.txt",
        "a.zip!/d/e.txt",
        "a.zip!/etc/c.txt",
        "a.zip!/\ufffdtxt.exe",
    ]
    assert list(tmp_path.iterdir()) == []


def test_links_are_not_followed():
    link = ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    ((name, _, reason),) = parts(archive((link, b"/etc/passwd")))
    assert (name, reason) == ("a.zip!/link.txt", "是指向别处的链接，不是文件，未打开；如需读取，请把原文件放入压缩包")


def test_what_systems_leave_is_passed_over():
    data = archive(("__MACOSX/._a.txt", b"1"), (".DS_Store", b"2"), ("b/~$c.docx", b"3"), ("d.txt", b"4"))
    assert names(data) == ["a.zip!/d.txt"]


def test_one_bad_member_costs_no_other():
    whole = archive(("a.txt", b"first"), ("b.txt", b"second"))
    damaged = bytearray(whole)
    damaged[whole.index(b"PK\x01\x02") - 10] ^= 0xFF
    assert [(name, reason) for name, _, reason in parts(bytes(damaged))] == [
        ("a.zip!/a.txt", ""),
        ("a.zip!/b.txt", "压缩包成员已损坏，无法解压，可能没有传完整，请重新取得"),
    ]
    locked = bytearray(whole)
    for at in (whole.index(b"PK\x03\x04") + 6, whole.index(b"PK\x01\x02") + 8):
        locked[at] |= 1
    assert [reason for _, _, reason in parts(bytes(locked))] == ["压缩包成员已加密（设有密码），请解压后再放入", ""]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive(), "压缩包中没有文件"),
        (archive((".DS_Store", b"")), "压缩包中没有文件"),
        (b"PK\x03\x04" + bytes(50), "已损坏，打不开"),
    ],
)
def test_an_archive_that_gives_nothing_has_a_reason(data, reason):
    ((name, _, given),) = parts(data)
    assert name == "a.zip"
    assert reason in given


def test_limits_hold():
    zeros = archive(("a.txt", bytes(5_000_000)), ("b.txt", b"1"))
    assert [bool(reason) for _, _, reason in parts(zeros)] == [True, False]
    assert "倍压缩比" in parts(zeros)[0][2]
    with limits(bytes=1000):
        assert "字节" in parts(zeros)[0][2]
    three = archive(*((f"{n}.txt", b"12345") for n in range(3)))
    with limits(members=2):
        assert [(name, "个成员" in reason) for name, _, reason in parts(three)] == [("a.zip", True)]
    with limits(unpacked=12):
        found = parts(three)
        assert [name for name, _, _ in found] == ["a.zip!/0.txt", "a.zip!/1.txt", "a.zip"]
        assert "解压后" in found[-1][2]


def test_archives_in_archives_end():
    data = archive(("甲.txt", b"1"))
    for _ in range(5):
        data = archive(("内.zip", data), ("b.txt", b"2"))
    with limits(depth=3):
        found = parts(data)
    assert [name for name, _, _ in found] == [
        "a.zip!/b.txt",
        "a.zip!/内.zip!/b.txt",
        "a.zip!/内.zip!/内.zip!/b.txt",
        "a.zip!/内.zip!/内.zip!/内.zip",
    ]
    assert "层压缩包" in found[-1][2]


def test_members_of_inner_archives_count():
    inner = archive(*((f"{n}.txt", b"1") for n in range(3)))
    with limits(members=5):
        found = parts(archive(("x.zip", inner), ("y.zip", inner)))
    assert [name.count("!") for name, _, reason in found if not reason] == [2, 2, 2]
    assert "个成员" in found[-1][2]


def test_reading_an_archive_as_a_report_says_what_it_is():
    with pytest.raises(UnreadableFile, match="压缩包"):
        read("a", archive(("a.txt", b"1")))


def test_a_file_that_takes_too_long_is_given_up_member_by_member(tmp_path):
    title = "云溪市2023年政府信息公开工作年度报告\n"  # what is no report is refused sooner
    one, two = (title + "".join(f"第{n}次发布{n * 7 + step}条。\n" for n in range(40_000)) for step in (1, 2))
    (tmp_path / "a.zip").write_bytes(archive(("一.txt", one.encode()), ("二.txt", two.encode())))
    with limits(seconds=0.2):  # each takes many seconds
        reports = parse(tmp_path).reports
    assert list(reports["file"]) == ["a.zip!/一.txt", "a.zip!/二.txt"]
    assert set(reports["status"]) == {"failed"}
    assert all("时间限度" in reason or "意外终止" in reason for reason in reports["reason"])


def test_workbooks_of_an_archive_can_be_left_unread():
    workbook = (Path(__file__).parent / "samples" / "office" / "report.xlsx").read_bytes()
    data = archive(("甲.xlsx", workbook), ("乙.txt", b"1"))
    assert [(part.name, part.document is None) for part in split("a.zip", data, whole=True)] == [
        ("a.zip!/乙.txt", True),
        ("a.zip!/甲.xlsx", True),
    ]
