"""Chinese texts (用语): the national forms' own words, one word for one thing, and sentences fit for an agency."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gik.definitions import definition
from gik.forms import load_forms
from gik.layouts import boxes, printed_words
from gik.reading import read
from gik.reading.document import Grid
from gik.series import load_series

# What isn't said, as a pattern, and what is said for it.
GLOSSARY = {
    "结转下年度(?!继续办理)": "结转下年度继续办理",
    "国家(?:统一)?格式": "全国统一格式",
    "地方格式": "自定格式",
    "规范机构名": "规范机关名",
    "主动公开表|申请办理表|复议诉讼表": "主动公开政府信息情况 and the other titles of the form",
    "家单位|应报单位": "机关",
    "栏数|栏目|[一逐]栏|[｜和]栏": "列",
    "附表": "表格",
    "按零计": "按0计",
    "报告代码": "报告编号",
    "填表人": "填报人",
    "钩稽": "勾稽",
    "同比": "比上年",
    "口令": "密码",
    "序列": "指标",
    "斜线图|小多图": "斜率图, 分组小图",
}
# Words of programmers, which an official doesn't read, and signs that aren't Chinese.
FOREIGN = re.compile(r"<NA>|\bN/?A\b|NaN|None|DataFrame|dtype|缓存")
SIGNS = re.compile(r"[一-鿿”）]\s*[,;:?!]|[(][一-鿿]|[一-鿿][)]|[一-鿿]\"|\"[一-鿿]|[}\d] [一-鿿]|[一-鿿] [{\d]")
LATIN = {"Excel"}
SILENT = {"file.failed zh", "file.duplicate zh", "file.duplicate zh_mirror", "form.row_unknown zh"}
FILES = ["rules", "checks", "workbook_words", "workbook_notes", "workbook_lists", "layouts", "theme", "trend_notes"]
FILES += ["rates", "exploring", "pages"]


def chinese(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Give the Chinese texts of a definition, each with its name."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from chinese(below, f"{name} {key}".strip())
    elif isinstance(value, list):
        for below in value:
            yield from chinese(below, name)
    elif isinstance(value, str) and re.search("[一-鿿]", value):
        yield name, value


def defined() -> list[tuple[str, str]]:
    """Give the Chinese texts of the definitions that people read."""
    texts = [(f"{name} {key}", text) for name in FILES for key, text in chinese(definition(f"{name}.toml"))]
    texts += [(f"series {code}", f"{one.label}：{one.note}") for code, one in load_series().items()]
    for frame, columns in definition("frames.toml").items():
        texts += [(f"frames {frame} {code}", zh) for code, (_, _, zh) in columns.items()]
    return texts


def coded(root: Path) -> Iterator[tuple[str, str]]:
    """Give the Chinese literals of the package, its vocabulary and patterns aside."""
    for path in sorted((root / "gik").rglob("*.py")):
        if path.parent.name not in {"prose", "tables"}:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield f"{path.name}:{node.lineno}", node.value


def written(root: Path) -> Iterator[tuple[str, str]]:
    """Give the pages and notebooks."""
    for path in (root / "README.md", root / "README.zh.md", *sorted((root / "docs").glob("*.md"))):
        yield path.name, path.read_text(encoding="utf-8")
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield path.name, "\n".join("".join(cell["source"]) for cell in cells)


def test_one_thing_has_one_name(root: Path) -> None:
    texts = [*defined(), *coded(root), *written(root)]
    found = [
        (name, match[0], f"say {said}")
        for pattern, said in GLOSSARY.items()
        for name, text in texts
        for match in re.finditer(pattern, text)
    ]
    assert found == []


def test_definitions_are_written_in_chinese_signs_and_without_programmers_words() -> None:
    ours = [(name, text) for name, text in defined() if not name.startswith("checks deadlines")]  # patterns
    assert [(name, text) for name, text in ours if FOREIGN.search(text)] == []
    assert [(name, match[0]) for name, text in ours if (match := SIGNS.search(re.sub(r"\{[^}]*\}", "{}", text)))] == []


def test_messages_are_chinese_sentences_that_say_what_to_do() -> None:
    messages = {
        f"{rule} {key}": re.sub(r"\{[^}]*\}", "", text)
        for rule, entry in definition("rules.toml").items()
        for key, text in entry.items()
        if key.startswith("zh")
    }
    assert [name for name, text in messages.items() if not text.endswith("。")] == []
    assert {word for text in messages.values() for word in re.findall("[A-Za-z][A-Za-z/]*", text)} <= LATIN
    asked = {name for name, text in messages.items() if "请" in text}
    by_statement = {name for name in messages if name.startswith("identity.")}  # the statement asks
    assert set(messages) - asked - by_statement == SILENT
    statements = definition("checks.toml")["statements"]
    assert all("请" in statements[kind] for kind in ("unequal", "over", "short", "bare"))


def labels() -> set[str]:
    """Give all that the national forms print: rows, columns and headings."""
    tables = [table for form in load_forms().values() for table in form.tables]
    found = {item.label for table in tables for item in (*table.rows, *table.columns, *table.headings)}
    return found | {box.text for form in load_forms().values() for t in form.tables for box in boxes(form, t.code)}


def test_what_definitions_quote_of_the_forms_stands_on_them() -> None:
    texts = [(name, text) for name, text in defined() if name.startswith(("rules", "series"))]
    quoted = {words for _, text in texts for words in re.findall("“([^{}”]+)”", text)}
    assert {"结转下年度继续办理", "同意公开答复数"} <= quoted
    assert quoted - labels() == set()


def test_names_in_messages_are_words_of_the_form() -> None:
    tables = {form.table("requests") for code, form in load_forms().items() if code != "stat2014"}
    for row, name in definition("checks.toml")["names"]["requests"].items():
        paths = ["".join(_path(table, row)) for table in tables if row in {one.code for one in table.rows}]
        assert any(name.replace("中的", "") in path for path in paths), name


def _path(table: Any, row: str) -> Iterator[str]:
    """Give the printed headings above a row, from the outside in, and its own label."""
    entry = table.row(row)
    yield from (heading.label for heading in table.headings if entry.number.startswith(heading.number))
    yield entry.label


def test_the_form_of_2021_says_what_the_blank_form_says(shared: Path) -> None:
    document = read("blank.docx", (shared / "forms" / "art2021_blank.docx").read_bytes())
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    form = load_forms()["art2021"]
    for table, grid in zip(form.tables, grids, strict=True):
        blank = {_plain(cell.text) for cell in grid.cells} - {""}
        assert {_plain(box.text) for box in boxes(form, table.code)} - {""} == blank
        assert _plain(printed_words()[table.code]) in _plain(document.text)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)
