"""Comma-separated files as spreadsheets export them: every cell where it stands, and no other text changed."""

import gik
from gik.reading import read
from gik.reading.commas import tabbed

EXPORTED = """岚川市体育局2022年政府信息公开工作年度报告,,,
第二十条第（一）项,,,
信息内容,本年制发件数,本年废止件数,现行有效件数
规章,1,0,11
行政规范性文件,7,,37
第二十条第（五）项,,,
信息内容,本年处理决定数量,,
行政许可,"7,617",,
"""


def cells(tmp_path, text, encoding):
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(encoding))
    read = gik.parse(path).cells
    shown = read.loc[read["state"] != "absent", ["row", "column", "text", "state", "place"]]
    return [tuple(row) for row in shown.itertuples(index=False)]


def test_cells_of_an_export_are_read_where_they_stand(tmp_path):
    expected = [
        ("rules", "made", "1", "number", "line 4"),
        ("rules", "repealed", "0", "number", "line 4"),
        ("rules", "in_force", "11", "number", "line 4"),
        ("normative", "made", "7", "number", "line 5"),
        ("normative", "repealed", "", "blank", "line 5"),
        ("normative", "in_force", "37", "number", "line 5"),
        ("licensing", "decisions", "7,617", "number", "line 8"),
    ]
    assert cells(tmp_path, EXPORTED, "utf-8-sig") == expected
    fenced = "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in EXPORTED.splitlines()[:5])
    assert cells(tmp_path, fenced.replace("\n", "\r\n"), "gb18030") == expected[:6]


def test_no_other_text_is_changed():
    commas = "一、加强领导,完善机制\n全年公开信息,均属真实,可查\n收到申请,都已办结\n二、问题,一是慢\n"
    prose = "全年公开1,360条。\n收到申请1,024件。\n办结,均按时。\n二、问题\n宣传不够。\n"
    pasted = "规章\t1,000\t2\n许可\t1,0\t2\n处罚\t1,0\t2\n"
    several = '规章,"1\n2",3\n许可,1,2\n处罚,1,2\n'
    endless = "\n".join("公,布," + "开" * 200_000 for _ in range(4))
    for text in (commas, prose, pasted, several, endless, "a,b\n"):
        assert tabbed(text) == text
    assert (read("a.csv", prose.encode()).text, read("a.csv", prose.encode()).format) == (prose, "txt")


def test_a_text_of_commas_says_that_it_is_no_plain_text_whatever_it_is_called():
    document = read("a.txt", EXPORTED.encode())
    assert (document.format, document.text) == ("csv", tabbed(EXPORTED))
