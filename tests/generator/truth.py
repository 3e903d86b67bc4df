"""What is true of a fictional report: its cells, consistent with every identity (勾稽关系) of the forms.

A truth is made year after year, so that what is carried out of one year is carried into the next,
and a consolidated report (汇总) is the sum of its members, cell by cell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from gik.forms import load_forms

Key = tuple[str, str, str]
"""A cell's table, row and column, by the codes of the forms."""

ORGANISATIONS = ("enterprise", "research", "charity", "legal_service", "other")
ADDED_UP = ("requests.received", "requests.closed", "replies", "replies.denied")
RESULTS = ("reviews", "lawsuits", "complaints")


@dataclass(frozen=True, slots=True)
class Body:
    """A fictional public body: its printed name, how it calls itself, its region, and how busy it is."""

    name: str
    we: str
    region: str
    level: str = "department"
    busy: float = 1.0
    legislates: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """A report's form, year, body and cells; None is a blank cell, '-' a dash, '无' none."""

    form: str
    year: int
    body: Body
    cells: Mapping[Key, float | str | None]

    def amount(self, table: str, row: str, column: str = "value") -> float:
        """Give a cell's number, 0 for a cell without one."""
        value = self.cells.get((table, row, column))
        return value if isinstance(value, float) else 0.0


def form_due(year: int) -> str:
    """Give the code of the form that the rules ask for in that year."""
    return "stat2014" if year < 2019 else "art2019" if year < 2021 else "art2021"


def truth(form: str, year: int, seed: int | str, body: Body | None = None) -> Truth:
    """Give a single truth, without a year before it."""
    return _MAKERS[form](
        body or Body("青禾县水务局", "我局", "青禾县", legislates=True), year, Random(f"{form}{year}{seed}"), None
    )


def history(body: Body, years: Iterable[int], seed: int | str) -> tuple[Truth, ...]:
    """Give a body's truths for the years in order, each one carrying on from the one before."""
    made: list[Truth] = []
    for year in years:
        random = Random(f"{body.name}{year}{seed}")
        made.append(_MAKERS[form_due(year)](body, year, random, made[-1] if made else None))
    return tuple(made)


def consolidated(body: Body, members: Sequence[Truth]) -> Truth:
    """Give the sum of the members' cells (all of one form and year) as the report of the body."""
    cells = {key: round(sum(member.amount(*key) for member in members), 4) for key in members[0].cells}
    return Truth(members[0].form, members[0].year, body, cells)


def _some(random: Random, usual: float) -> float:
    """Give a count that is often nothing, mostly small and now and then large."""
    return 0.0 if random.random() < 0.2 else float(int(random.expovariate(1 / max(usual, 0.1))))


def _split(random: Random, total: float, parts: Sequence[str]) -> dict[str, float]:
    shares = [random.random() ** 3 for _ in parts]
    whole = sum(shares)
    split = [float(int(total * share / whole)) for share in shares]
    split[random.randrange(len(parts))] += total - sum(split)
    return dict(zip(parts, split, strict=True))


def _stat(body: Body, year: int, random: Random, before: Truth | None) -> Truth:
    table, busy = load_forms()["stat2014"].table("stat"), body.busy
    disclosed = 50.0 + _some(random, 1500 * busy)
    value = {row.code: _some(random, 12 * busy) for row in table.rows} | {"disclosed": disclosed}
    for row in table.rows:
        if row.code.startswith("channel."):
            value[row.code] = float(random.randrange(int(disclosed) + 1)) if random.random() < 0.8 else 0.0
        if row.parent in ("disclosed", "response.press_conferences", "response.online_interviews"):
            value[row.code] = float(random.randrange(int(value[row.parent]) + 1))
    value["requests.received"] = _some(random, 60 * busy)
    value["requests.closed"] = value["replies"] = value["requests.received"]
    for parent in (*ADDED_UP, *RESULTS, "capacity.staff"):
        parts = [row.code for row in table.rows if row.parent == parent]
        value |= _split(random, value[parent], parts)
    value["fees.collected"] = round(random.random(), 2) if random.random() < 0.2 else 0.0
    value["capacity.budget"] = round(random.expovariate(0.1), 1)
    value["trainees"] = float(int(value["trainings"] * random.uniform(10, 60)))
    return Truth("stat2014", year, body, {("stat", row.code, "value"): value[row.code] for row in table.rows})


def _art2019(body: Body, year: int, random: Random, before: Truth | None) -> Truth:
    cells: dict[Key, float] = {}
    for row in ("rules", "normative"):
        made = _some(random, 4 * body.busy) if row == "normative" or body.legislates else 0.0
        shown = float(random.randrange(int(made) + 1))
        total = shown + (_some(random, 30) if made else 0.0)
        cells |= _row("art20", row, made=made, newly_disclosed=shown, total_disclosed=total)
    for row in ("licensing", "other_services", "penalty", "coercion", "admin_fees"):
        last = _some(random, 60) if before is None or before.form != "art2019" else _next(before, row)
        change = float(random.randint(-min(int(last), 35), 40))
        figures = {"items_last_year": last, "change": change}
        if row != "admin_fees":
            figures["decisions"] = _some(random, 900 * body.busy)
        cells |= _row("art20", row, **figures)
    amount = round(random.expovariate(1 / 20000), 4)
    cells |= _row("art20", "procurement", projects=1.0 + _some(random, 20), amount=amount)
    return Truth("art2019", year, body, cells | _requests("art2019", body, random, before) | _disputes(random, body))


def _art2021(body: Body, year: int, random: Random, before: Truth | None) -> Truth:
    cells: dict[Key, float] = {}
    for row in ("rules", "normative"):
        made = _some(random, 5 * body.busy) if row == "normative" or body.legislates else 0.0
        old = before.amount("art20", row, "in_force") if before and before.form == "art2021" else None
        standing = (_some(random, 40) if row == "normative" or body.legislates else 0.0) if old is None else old
        repealed = float(random.randrange(min(int(standing), 6) + 1))
        cells |= _row("art20", row, made=made, repealed=repealed, in_force=standing + made - repealed)
    for row in ("licensing", "penalty", "coercion"):
        cells |= _row("art20", row, decisions=_some(random, 900 * body.busy))
    cells |= _row("art20", "admin_fees", amount=round(random.expovariate(0.02), 2))
    return Truth("art2021", year, body, cells | _requests("art2021", body, random, before) | _disputes(random, body))


def _requests(form: str, body: Body, random: Random, before: Truth | None) -> dict[Key, float]:
    rows = load_forms()[form].table("requests").rows
    outcomes = [row.code for row in rows if row.parent == "outcomes"]
    cells: dict[Key, float] = {}
    for column in ("natural_person", *ORGANISATIONS):
        usual = 40 * body.busy if column == "natural_person" else 5 * body.busy
        new = _some(random, usual)
        old = before.amount("requests", "carried_out", column) if before else _some(random, usual / 10)
        left = float(random.randrange(int((new + old) / 8) + 1))
        column_cells = {"new": new, "carried_in": old, "carried_out": left, "outcomes": new + old - left}
        column_cells |= _split(random, new + old - left, outcomes)
        cells |= {("requests", row, column): value for row, value in column_cells.items()}
    for row in rows:
        people = ("natural_person", *ORGANISATIONS)
        cells["requests", row.code, "total"] = sum(cells["requests", row.code, column] for column in people)
    return {
        ("requests", row.code, column): cells["requests", row.code, column] for row in rows for column in row.columns
    }


def _disputes(random: Random, body: Body) -> dict[Key, float]:
    cells: dict[Key, float] = {}
    for row in ("review", "lawsuit_direct", "lawsuit_after_review"):
        results = {name: _some(random, 3 * body.busy) for name in ("upheld", "corrected", "other", "pending")}
        cells |= _row("disputes", row, **results, total=sum(results.values()))
    return cells


def _row(table: str, row: str, **values: float) -> dict[Key, float]:
    return {(table, row, column): value for column, value in values.items()}


def _next(before: Truth, row: str) -> float:
    return before.amount("art20", row, "items_last_year") + before.amount("art20", row, "change")


_MAKERS = {"stat2014": _stat, "art2019": _art2019, "art2021": _art2021}
