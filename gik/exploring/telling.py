"""Telling (出处原貌): a cell in its printed row, a number in its sentence, as small pieces of HTML with a mark."""

import re
from typing import Any

import pandas as pd

from gik.exploring.words import words
from gik.forms import load_forms
from gik.frames import Tables, records_of
from gik.safety import html_text
from gik.workbooks.words import place_words

_LINE = re.compile(r"line (\d+)")
_ROW = ["report", "form", "table", "row"]
_AROUND = 60  # characters shown on both sides of a number whose sentence isn't found
Record = dict[str, Any]


def grouped(frame: pd.DataFrame, by: list[str]) -> dict[tuple[Any, ...], list[Record]]:
    """Give the rows of a frame as records, by what they have in some columns."""
    found: dict[tuple[Any, ...], list[Record]] = {}
    for record in records_of(frame):
        found.setdefault(tuple(record[name] for name in by), []).append(record)
    return found


class Teller:
    """Tells of sources as HTML; keeps the texts, rows and figures of their reports at hand."""

    def __init__(self, tables: Tables, sources: pd.DataFrame, lang: str):
        codes = set(sources["report"])
        self.words, self.lang = words(lang), lang
        texts = tables.texts[tables.texts["report"].isin(codes)]
        self.texts: dict[str, str] = dict(zip(texts["report"], texts["text"], strict=True))
        rows = sources[_ROW].drop_duplicates()
        cells = tables.cells[tables.cells["report"].isin(codes) & (tables.cells["state"] != "absent")]
        printed = cells.merge(rows, on=_ROW)
        self.rows = grouped(printed[[*_ROW, "column", "label", "text", "place"]], _ROW)
        figures = tables.figures[tables.figures["report"].isin(codes)]
        self.figures: dict[Any, Record] = {
            (record["report"], record["figure"]): record
            for record in records_of(figures.merge(sources[["report", "figure"]].dropna().drop_duplicates()))
        }

    def tell(self, source: Record) -> str:
        """Give a source as HTML: name, words printed, place and file; then the row or the sentence, marked."""
        text = self.words
        if source["state"] == "absent":
            said = text["absent"]
        elif not source["text"].strip():
            said = text["blank"]
        else:
            said = text["printed"].format(text=source["text"].strip())
        if source["basis"]:
            value: str = text["missing"] if pd.isna(source["value"]) else f"{source['value']:.10g}"
            said += text["comma"] + text["counts_as"].format(value=value, basis=source["basis"])
        place = f"{source['file']} · {place_words(source['place'], self.lang)}".rstrip(" ·")
        figure: Record | None = (
            None if pd.isna(source["figure"]) else self.figures.get((source["report"], source["figure"]))
        )
        shown: str = self._sentence(source, figure) if figure else self._row(source) + self._line(source)
        return f"<p><b>{html_text(source['cell'])}</b>　{html_text(said)}<br>{html_text(place)}</p>{shown}"

    def _row(self, source: Record) -> str:
        """Give the printed row with the cell marked; a table of one column has no row to speak of."""
        own = self.rows.get(tuple(source[name] for name in _ROW))
        form = load_forms().get(source["form"])
        if own is None or form is None:
            return ""
        columns = {column.code: column.label for column in form.table(source["table"]).columns}
        head = [self.words["columns"]["row"], *(columns.get(cell["column"], cell["column"]) for cell in own)]
        at = source["place"], source["column"]
        cells = [
            f"<td>{_marked(cell['text']) if at == (cell['place'], cell['column']) else html_text(cell['text'])}</td>"
            for cell in own
        ]
        heads = "".join(f"<th>{html_text(name)}</th>" for name in head)
        return (
            f"<p>{self.words['whole_row']}</p><table><tr>{heads}</tr>"
            f"<tr><td>{html_text(own[0]['label'])}</td>{''.join(cells)}</tr></table>"
        )

    def _line(self, source: Record) -> str:
        """Give the line of a text file, the words marked where they stand in it once."""
        found = _LINE.fullmatch(source["place"])
        words = source["text"].strip()
        lines = self.texts.get(source["report"], "").split("\n")
        if not found or not words or int(found[1]) > len(lines):
            return ""
        line = lines[int(found[1]) - 1].strip()
        once = list(re.finditer(rf"(?<![\d.,]){re.escape(words)}(?![\d.,])", line))
        if len(once) != 1 or line == words:
            return ""
        return f"<p>{self.words['line']}</p><blockquote>{marked(line, *once[0].span())}</blockquote>"

    def _sentence(self, source: Record, figure: Record) -> str:
        text, start, end = self.texts.get(source["report"], ""), int(figure["start"]), int(figure["end"])
        sentence = figure["sentence"]
        begin = text.find(sentence, max(0, end - len(sentence))) if sentence else -1
        if not 0 <= begin <= start < end <= begin + len(sentence):
            begin, sentence = max(0, start - _AROUND), text[max(0, start - _AROUND) : end + _AROUND]
        return f"<p>{self.words['sentence']}</p><blockquote>{marked(sentence, start - begin, end - begin)}</blockquote>"


def marked(text: str, start: int, end: int) -> str:
    """Give words as HTML with a mark from one offset to another.

    >>> marked("共<1>件", 2, 3)
    '共&lt;<mark>1</mark>&gt;件'
    """
    return f"{html_text(text[:start])}{_marked(text[start:end])}{html_text(text[end:])}"


def _marked(text: str) -> str:
    return f"<mark>{html_text(text) or '　'}</mark>"
