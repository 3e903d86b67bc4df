"""Which parts of a document print a table: the text that each covers, its cells with their places, and what is told."""

import pytest

from gik.reading import read
from gik.tables import TableReading, read_tables
from gik.tables.regions import FEWEST_VALUES, LONGEST_GAP

ART20 = "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
RULES = "规章 | 1 | 2 | 3 |\n"
NORMATIVE = "行政规范性文件 | 4 | 5 | 6 |\n"
APPLICANTS = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n"
NEW = "一、本年新收政府信息公开申请数量 | 10 | 5 | 1 | 1 | 1 | 1 | 19 |\n"
STAT = "统计指标 单位 统计数\n（一）收到申请数 件 3\n1、当面申请数 件 1\n2、传真申请数 件 2\n"
NOTHING = TableReading("none", (), (), ())


def page(*rows):
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def shown(text, name="a.txt"):
    """Each row's values or states with their places, the texts covered, and the rules told of."""
    document = read(name, text.encode())
    reading = read_tables(document)
    rows = {}
    for cell in reading.cells:
        if cell.place:
            value = cell.value if cell.state == "number" else cell.state
            rows.setdefault(cell.row or cell.label, []).append((value, cell.place))
    spans = [document.text[start:end] for start, end in reading.spans]
    return rows, spans, [(found["rule"], found["place"]) for found in reading.findings]


def on_line(line, *values):
    return [(value, f"line {line}") for value in values]


def test_a_table_covers_what_stands_between_its_head_and_its_last_value():
    text = f"本局概况\n{ART20}{RULES}三、收到和处理政府信息公开申请情况\n | {APPLICANTS}{NEW}特此说明\n"
    rows, spans, told = shown(text)
    assert rows == {"rules": on_line(3, 1, 2, 3), "new": on_line(6, 10, 5, 1, 1, 1, 1, 19)}
    assert spans == [(ART20 + RULES).rstrip("\n"), f"| {APPLICANTS}{NEW}".rstrip("\n")]
    assert told == []


def test_tables_of_text_stand_before_and_behind_a_grid():
    lines = [line.rstrip("\n") for line in (ART20, RULES)]
    grid = page(("信息内容", "本年处理决定数量"), ("行政许可", 7), ("行政处罚", 8))
    applied = [line.rstrip("\n") for line in (APPLICANTS, NEW)]
    text = "".join(f"<p>{line}</p>" for line in lines) + grid + "".join(f"<p>{line}</p>" for line in applied)
    rows, spans, told = shown(text, "a.html")
    assert rows == {
        "rules": [(value, "paragraph 2") for value in (1, 2, 3)],
        "licensing": [(7, "table 1 row 2 cell 2")],
        "penalty": [(8, "table 1 row 3 cell 2")],
        "new": [(value, "paragraph 4") for value in (10, 5, 1, 1, 1, 1, 19)],
    }
    assert spans == [
        "\n".join(lines),
        "信息内容 | 本年处理决定数量\n行政许可 | 7\n行政处罚 | 8",
        "\n".join(applied),
    ]
    assert told == []


def test_a_sentence_between_two_tables_is_part_of_neither():
    rows, spans, told = shown(f"{ART20}{RULES}以上为本局制发的文件。\n{APPLICANTS}{NEW}")
    assert list(rows) == ["rules", "new"]
    assert spans == [(ART20 + RULES).rstrip("\n"), (APPLICANTS + NEW).rstrip("\n")]
    assert told == []


def test_a_grid_of_other_things_and_labels_in_a_sentence_are_no_table():
    grid = page(("科室", "电话"), ("办公室", 8123), ("一科", 8124))
    assert read_tables(read("a.html", grid.encode())) == NOTHING
    sentence = "全年受理 自然人 3 商业企业 4 社会公益组织 5。\n"
    assert read_tables(read("a.txt", sentence.encode())) == NOTHING
    assert read_tables(read("a.txt", "行政许可 | 5 |\n行政处罚 | 6 |\n行政强制 | 7 |".encode())) == NOTHING


def test_a_table_in_one_paragraph_with_the_whole_report_is_read():
    table = f"{ART20}{RULES}{NORMATIVE}".replace(" |", "").replace("\n", " ").strip()
    report = "一、总体情况 本局重视公开。 二、主动公开政府信息情况 "
    read_rows = {"rules": on_line(1, 1, 2, 3), "normative": on_line(1, 4, 5, 6)}
    assert shown(f"{report}{table}\n")[:2] == (read_rows, [table])
    own = f"{table} 自设项 7 8 9"
    assert shown(f"{report}{own} 特此说明\n")[:2] == ({**read_rows, "自设项": on_line(1, 7, 8, 9)}, [own])
    piped = f"{ART20}{RULES}{NORMATIVE}".replace("\n", "").strip()
    assert shown(piped)[:2] == (read_rows, [piped])


def test_a_head_in_a_grid_of_its_own_heads_the_rows_below():
    head = page(("统计指标", "单位", "上年数", "统计数"))
    rows = page(("（一）收到申请数", "件", 3, 4), ("1、当面申请数", "件", 1, 2))
    found, spans, _ = shown(f"{head}<p>二、依申请公开情况</p>{rows}", "a.html")
    assert {row: values for row, values in found.items() if row.startswith("requests")} == {
        "requests.received": [(4, "table 2 row 1 cell 4")],
        "requests.received.in_person": [(2, "table 2 row 2 cell 4")],
    }
    assert [span.split("\n")[0] for span in spans] == [
        "统计指标 | 单位 | 上年数 | 统计数",
        "（一）收到申请数 | 件 | 3 | 4",
    ]


def test_a_head_with_numbers_and_no_rows_is_no_table():
    assert read_tables(read("a.html", page(("统计指标", "单位", 5)).encode())) == NOTHING


@pytest.mark.parametrize(("length", "rows"), [(LONGEST_GAP, 2), (LONGEST_GAP + 1, 1)])
def test_many_unknown_words_are_prose_and_end_the_table(length, rows):
    words = "高" * length
    found, spans, _ = shown(f"{ART20}{RULES}{words}\n{NORMATIVE}")
    assert len([row for row in found if row in {"rules", "normative"}]) == rows
    assert (words in spans[0]) == (rows == 2)


@pytest.mark.parametrize("behind", ["以上数字由各科室报送\n特此说明\n", "（盖章）\n"])
@pytest.mark.parametrize("pipe", [" ", " | "])
def test_an_unknown_last_row_is_one_where_a_unit_follows_it(pipe, behind):
    table = STAT.replace(" ", pipe)
    own = pipe.join(("自设项", "件", "7"))
    rows, spans, told = shown(f"{table}{own}\n{behind}")
    assert rows["自设项"] == on_line(5, 7)
    assert spans == [table + own]
    assert told == [("form.row_unknown", "line 5")]
    rows, spans, told = shown(table + behind)
    assert (list(rows), spans, told) == (
        ["requests.received", "requests.received.in_person", "requests.received.fax"],
        [table.rstrip("\n")],
        [],
    )


def test_unknown_last_rows_without_a_unit_are_as_long_as_the_row_above():
    def row(label, count):
        return f"{label} | {' | '.join('456'[:count])} |\n"

    assert FEWEST_VALUES == 3
    rows, spans, _ = shown(ART20 + RULES + row("自设项", 3) + row("另设项", 3) + row("其余", 2))
    assert rows == {
        "rules": on_line(2, 1, 2, 3),
        "自设项": on_line(3, 4, 5, 6),
        "另设项": on_line(4, 4, 5, 6),
    }
    assert spans == [(ART20 + RULES + row("自设项", 3) + row("另设项", 3)).rstrip("\n")]


@pytest.mark.parametrize("above", ["（六）其他\n", "3. 总计\n"])
def test_a_numbered_word_above_the_head_is_no_column_of_it(above):
    rows, spans, _ = shown(above + APPLICANTS + NEW)
    assert rows == {"new": on_line(3, 10, 5, 1, 1, 1, 1, 19)}
    assert spans == [(APPLICANTS + NEW).rstrip("\n")]


def test_a_bare_word_right_above_the_head_is_a_column_of_it():
    turned = f"总计\n{APPLICANTS.replace(' 总计 |', '')}{NEW}"
    rows, spans, _ = shown(turned)
    assert rows == {"new": on_line(3, *["text"] * 7)}
    assert spans == [turned.rstrip("\n")]


@pytest.mark.parametrize("pipes", ["| ", "| | "])
def test_pipes_before_the_first_head_belong_to_its_line(pipes):
    heads = f"{pipes}{APPLICANTS}"
    rows, spans, _ = shown(f"{heads}| {NEW}| （一）予以公开 | 4 | | | 0 | | | 4 |")
    blank = "blank"
    assert rows == {
        "new": on_line(2, 10, 5, 1, 1, 1, 1, 19),
        "granted": on_line(3, 4, blank, blank, 0, blank, blank, 4),
    }
    assert spans[0].startswith(f"{pipes}自然人")
