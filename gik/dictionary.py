"""The data dictionary (数据字典): what every column and code means, out of the definitions.

A workbook's sheet and ``docs/dictionary.md`` are both made of it; ``python -m gik.dictionary`` prints the page.
"""

import sys
from collections.abc import Iterator
from io import TextIOWrapper
from typing import Any

import pandas as pd

from gik.definitions import definition
from gik.forms import FormRow, load_forms
from gik.frames import FRAMES
from gik.series import families, load_rates, load_series

COLUMNS = ["where", "code", "zh", "en", "unit", "parent", "type", "cells"]
COMMAND = "python -m gik.dictionary"
_HEAD = f"""# 数据字典 Data dictionary

由 `{COMMAND} > docs/dictionary.md` 从 `gik/definitions` 生成，请勿手改；有测试保证两者一致。
Printed by `{COMMAND} > docs/dictionary.md` out of `gik/definitions`; not edited by hand, and a test holds it to them.

单元格的位置写作 `表/行@列`。 A cell is written `table/row@column`.
"""


def dictionary() -> pd.DataFrame:
    """Give what each column of the frames, and each code of forms, states, series, rates and rules means.

    Columns: where (frame, form, or kind of code), code, zh, en, unit, parent (of a form's row), type (of a column),
    cells (of a series: form by form). What isn't said is empty. Source: the files in ``gik/definitions``.

    >>> dictionary().query("where == 'rate' and code == 'denied_rate'")["cells"].item()
    'denied ÷ replies'
    """
    words = definition("workbook_words.toml")
    said = definition("dictionary.toml")
    lines = [
        *_columns_said(),
        *_forms_said(),
        *(
            {"where": kind, "code": code, **{language: words[language][kind][code] for language in ("zh", "en")}}
            for kind in ("state", "status", "blanks", "comparability")
            for code in words["zh"][kind]
        ),
        *({"where": "topic", "code": code, **entry} for code, entry in said["topic"].items()),
        *_series_said(),
        *(
            {"where": "rule", "code": code, "zh": rule["zh"], "en": rule["en"]}
            for code, rule in definition("rules.toml").items()
        ),
    ]
    return pd.DataFrame(lines, columns=COLUMNS).fillna("").astype("str")


def page() -> str:
    """Give the dictionary as a page of Markdown, in both languages."""
    titles = definition("dictionary.toml")["parts"]
    named = {**titles, **{code: {"zh": form.name, "en": form.name_en} for code, form in load_forms().items()}}
    parts = [
        "\n".join([f"\n## {named[where]['zh']} {named[where]['en']}\n", *_table(rows), ""])
        for where, rows in dictionary().groupby("where", sort=False)
    ]
    return "".join([_HEAD, *parts])


def _columns_said() -> Iterator[dict[str, str]]:
    added = definition("dictionary.toml")["added"]
    for frame in FRAMES:
        for code, (kind, en, zh) in {**definition("frames.toml")[frame], **added.get(frame, {})}.items():
            yield {"where": frame, "code": code, "zh": zh, "en": en, "type": kind}


def _forms_said() -> Iterator[dict[str, str]]:
    for form in load_forms().values():
        yield {"where": form.code, "code": form.code, "zh": f"{form.name}：{form.source}", "en": form.name_en}
        for table in form.tables:
            for column in table.columns:
                code = f"{table.code}@{column.code}"
                yield {"where": form.code, "code": code, "zh": column.label, "en": column.label_en}
            for row in table.rows:
                units = "、".join(unit for unit in dict.fromkeys(row.units) if unit)
                about = {"zh": _numbered(row), "en": row.label_en, "unit": units, "parent": row.parent}
                yield {"where": form.code, "code": f"{table.code}/{row.code}", **about}


def _numbered(row: FormRow) -> str:
    """Give a row's label behind its whole number, as in ``三（三）1.属于国家秘密``."""
    last = row.number[-1:]
    sign = "" if last in ("", "）") else "：" if last == "项" else "." if last.isdigit() else "、"
    return row.number + sign + row.label


def _series_said() -> Iterator[dict[str, str]]:
    for code, series in load_series().items():
        made = "；".join(f"{form}：{_sum(cells)}" for form, cells in series.cells.items() if cells)
        zh = f"{series.label}（{series.note}）" if series.note else series.label
        yield {"where": "series", "code": code, "zh": zh, "en": series.label_en, "unit": series.unit, "cells": made}
    for code, rate in load_rates().items():
        made = f"{rate.numerator.code} ÷ {rate.denominator.code}"
        about = {"zh": rate.label, "en": rate.label_en, "unit": rate.unit, "cells": made}
        yield {"where": "rate", "code": code, **about}
    for code, codes in families().items():
        entry = definition("rates.toml")["families"][code]
        about = {"zh": entry["label"], "en": entry["label_en"], "cells": "、".join(codes)}
        yield {"where": "family", "code": code, **about}


def _sum(cells: Any) -> str:
    return " + ".join(f"{table}/{row}@{column}" for table, row, column in cells)


def _table(rows: pd.DataFrame) -> Iterator[str]:
    """Give rows as a table of Markdown, without the columns that say nothing."""
    headings = definition("dictionary.toml")["headings"]
    columns = [column for column in headings if rows[column].ne("").any()]
    yield "| " + " | ".join(f"{headings[column]['zh']} {headings[column]['en']}" for column in columns) + " |"
    yield "|" + " --- |" * len(columns)
    for row in rows[columns].to_dict("records"):
        shown = [f"`{row[column]}`" if column == "code" else _plain(row[column]) for column in columns]
        yield "| " + " | ".join(shown) + " |"


def _plain(words: str) -> str:
    """Keep Markdown from taking words for its own signs."""
    for sign in ("\\", "|", "<", "*", "_"):
        words = words.replace(sign, f"\\{sign}")
    return words


if __name__ == "__main__":
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print(page(), end="")
