"""What a panel of many agencies and years costs, from frames to findings, sums and series.

Each step is timed beside a plain pandas groupby-sum of the same cells. ``python -m benchmarks.panel 34`` takes so many
times the 2,970 reports of the panel, 100,980 here, and prints each step's processor time and the memory until then.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import cache, partial
from itertools import islice

import pandas as pd

import gik
from benchmarks.timing import Ratio, ratio
from gik.frames import Tables, frame
from tests.generator.folders import BUREAUS, PLACES
from tests.generator.samples import LAYOUTS, draft, plainly
from tests.generator.truth import Body, Truth, consolidated, history

YEARS = range(2014, 2025)
SERIES = ["received", "closed", "granted", "denied", "reviews", "lawsuits"]
AGENCIES = ["name", "agency", "level", "superior", "region", "region_code", "from", "until"]


def measures(regions: int = 27) -> tuple[Callable[[], Ratio], ...]:
    """Give a measure a step over so many regions with ten agencies each, eleven years of each."""
    bounds = {"check": 20.0, "clean": 10.0, "roll_up": 8.0, "trend": 10.0}
    return tuple(partial(_measure, name, regions, bound) for name, bound in bounds.items())


def _measure(name: str, regions: int, bound: float) -> Ratio:
    tables = cleaned(regions)
    steps: dict[str, Callable[[], object]] = {
        "check": lambda: gik.check(tables),
        "clean": lambda: gik.clean(panel(regions), agencies=agencies(regions)),
        "roll_up": lambda: gik.roll_up(tables),
        "trend": lambda: gik.trend(tables, SERIES, by="agency"),
    }
    cells = tables.cells
    return ratio(
        f"gik.{name}, {len(tables.reports)} 份报告 / pandas groupby sum",
        steps[name],
        lambda: cells.groupby(["form", "table", "row", "column"])["value"].sum(),
        bound,
        pairs=3,
    )


@cache
def large(copies: int, regions: int = 27) -> tuple[Tables, pd.DataFrame]:
    """Give the frames of so many times the regions, each under names and with sentences of its own, and their agencies.

    The names are those of panel() with a character more, which every sentence ends with too.
    """
    made = [_copy(panel(regions), agencies(regions), number) for number in range(copies)]
    names = [field.name for field in fields(Tables)]
    whole = {name: pd.concat([getattr(tables, name) for tables, _ in made], ignore_index=True) for name in names}
    return Tables(**whole), pd.concat([bodies for _, bodies in made], ignore_index=True)


def _copy(tables: Tables, bodies: pd.DataFrame, number: int) -> tuple[Tables, pd.DataFrame]:
    mark = chr(ord("甲") + number)

    def own(rows: pd.DataFrame, names: tuple[str, ...] = ()) -> pd.DataFrame:
        changed = {name: f"{number:04x}" + rows[name].str[4:] for name in ("report",) if name in rows}
        changed |= {name: rows[name].str.replace("市", f"{mark}市", n=1, regex=False) for name in names}
        return rows.assign(**changed)

    texts = tables.texts.assign(text=tables.texts["text"].str.replace("。", f"{mark}。", regex=False))
    made = replace(
        tables, reports=own(tables.reports, ("issuer", "region", "file")), texts=own(texts), cells=own(tables.cells)
    )
    return made, own(bodies, ("name", "agency", "superior"))


@cache
def panel(regions: int = 27) -> Tables:
    """Give the frames of regions with nine bureaus each and a government whose report is the sum of theirs."""
    texts, cells, reports = [], [], []
    for number, truth in enumerate(_truths(regions)):
        code, body, year = f"{number:012x}", truth.body, truth.year
        day = "01-20" if body.level == "department" else "03-20"
        about = {"report": code, "file": f"{body.region}/{body.name}_{year}.txt", "format": "txt", "issuer": body.name}
        about |= {"year": year, "form": truth.form, "status": "ok", "published": f"{year + 1}-{day}"}
        reports.append({**about, "region": body.region})
        texts.append({"report": code, "text": plainly(draft(truth, number), LAYOUTS["row_pipes"])})
        cells += _cells(code, truth)
    read = {"reports": reports, "texts": texts, "cells": cells}
    names = ("reports", "texts", "sections", "cells", "figures", "findings")
    return Tables(**{name: frame(name, read.get(name, ())) for name in names})


@cache
def agencies(regions: int = 27) -> pd.DataFrame:
    """Give the list of agencies of those regions."""
    lines = [
        {"name": body.name, "agency": body.name, "superior": "" if body is members[-1] else members[-1].name}
        for members in _bodies(regions)
        for body in members
    ]
    return pd.DataFrame(lines, columns=AGENCIES)


@cache
def cleaned(regions: int = 27) -> Tables:
    """Give the same frames with the agencies settled."""
    return gik.clean(panel(regions), agencies=agencies(regions))


def _bodies(regions: int) -> Iterator[list[Body]]:
    for place in islice(PLACES, regions):
        region = f"{place}市"
        bureaus = [Body(region + name, "我局", region) for name in (*BUREAUS[:-1], "审计局")]
        yield [*bureaus, Body(f"{region}人民政府", "我市", region, "city")]


def _truths(regions: int) -> Iterator[Truth]:
    for *bureaus, government in _bodies(regions):
        series = [history(body, YEARS, "panel") for body in bureaus]
        for of_year in zip(*series, strict=True):
            yield from (*of_year, consolidated(government, of_year))


def _cells(code: str, truth: Truth) -> Iterator[dict[str, object]]:
    for line, ((table, row, column), value) in enumerate(truth.cells.items(), start=1):
        number = value if isinstance(value, float) else 0.0
        words = {"label": row, "text": str(int(number)), "place": f"line {line} cell {column}"}
        key = {"report": code, "form": truth.form, "table": table, "row": row, "column": column}
        yield {**key, **words, "value": number, "state": "number", "unit": "件"}


def main(copies: int) -> None:
    """Print a line a step, and one for all."""
    from resource import RUSAGE_SELF, getrusage  # not on Windows

    read, bodies = large(copies)
    spent = 0.0
    tables = read
    print(f"{len(read.reports)} reports, {len(read.cells)} cells")
    steps: dict[str, Callable[[], object]] = {
        "clean": lambda: gik.clean(read, agencies=bodies),
        "check": lambda: gik.check(tables),
        "roll_up": lambda: gik.roll_up(tables),
        "trend": lambda: gik.trend(tables, SERIES, by="agency"),
    }
    for name, step in steps.items():
        began = time.process_time()
        made = step()
        spent += time.process_time() - began
        tables = made if isinstance(made, Tables) else tables
        print(f"{name:8}{time.process_time() - began:8.2f} s{getrusage(RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")
    print(f"{'all':8}{spent:8.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
