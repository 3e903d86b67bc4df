"""What must be found of the faults planted in the fictional city: the faults themselves, and what follows from them."""

from collections.abc import Mapping
from statistics import median

from tests.generator.faults import ABSENT, CITY, Fault, Truths, as_art2021
from tests.generator.sheets import number
from tests.generator.truth import Key, Truth


def expected_findings(fault: Fault, truths: Truths, names: Mapping[tuple[str, int], str]) -> list[dict[str, str]]:
    """Give what must be found: the fault itself, and what follows from it in the city's report."""
    here = truths[fault.body, fault.year]

    def row(rule: str, body: str, place: str, expected: float | None, found: float | None, note: str) -> dict[str, str]:
        numbers = {
            "expected": "" if expected is None else number(expected),
            "found": "" if found is None else number(found),
        }
        file = marked(names[body, fault.year], fault.new) if rule == "file.duplicate" else names[body, fault.year]
        return {"file": f"city/{file}", "rule": rule, "place": place, **numbers, "note": note}

    if fault.rule == "identity.column":
        columns = [key[2] for key in fault.cells]
        made = []
        for column in columns:
            total = here.amount("requests", "outcomes", column)
            made.append(row(fault.rule, fault.body, f"requests/outcomes@{column}", total + fault.by, total, fault.note))
    elif fault.rule == "identity.parts":
        total = here.amount("stat", "replies")
        made = [row(fault.rule, fault.body, "stat/replies@value", total + fault.by, total, fault.note)]
    elif fault.rule == "year.jump":
        made = []
        for key in fault.cells:
            earlier = [truths[fault.body, year] for year in range(2014, fault.year)]
            usual = median(of.amount(*key) for of in earlier if key in of.cells)
            made.append(row(fault.rule, fault.body, _place(key), usual, here.amount(*key), fault.note))
    elif fault.new == ABSENT:
        made = [row(fault.rule, CITY, "", None, None, fault.note)]
    elif fault.rule == "file.duplicate" and fault.cells:
        made = []
        for key in fault.cells:
            right = here.amount(*key)
            made.append(row(fault.rule, fault.body, _place(key), right, right + fault.by, fault.note))
    elif fault.rule in ("identity.disputes", "prose.table", "rollup.total", "year.carry", "year.items"):
        made = []
        for key in fault.cells:
            value = here.amount(*key)
            expected, found = value, value + fault.by
            if fault.rule.startswith("year."):
                expected, found = value - fault.by, value
            elif fault.rule == "prose.table":  # found in the table, where the prose makes one expect another number
                expected, found = value + fault.by, value
            made.append(row(fault.rule, fault.body, _place(key), expected, found, fault.note))
    else:
        made = [row(fault.rule, fault.body, "", None, None, fault.note)]
    if fault.rule == "form.unexpected":
        made += _follows_from_form(here, truths[fault.body, fault.year + 1], names)
    follows = "由此引起：汇总数与各单位之和不符"
    if fault.rule.startswith("identity."):
        for key in fault.cells:
            total = truths[CITY, fault.year].amount(*key)
            made.append(row("rollup.total", CITY, _place(key), total + fault.by, total, follows))
    if fault.rule in ("year.carry", "year.items"):
        for key in fault.cells:
            total = truths[CITY, fault.year].amount(*key)
            note = f"由此引起：汇总的{'结转数' if fault.rule == 'year.carry' else '项目数量'}前后年不衔接"
            made.append(row(fault.rule, CITY, _place(key), total - fault.by, total, note))
    return made


def marked(file: str, mark: str) -> str:
    """Give the name of another version of a file.

    >>> marked("青禾县人民政府_2016.html", "镜像")
    '青禾县人民政府_2016（镜像）.html'
    """
    return file.replace(".", f"（{mark}）.") if mark else file


def _follows_from_form(here: Truth, after: Truth, names: Mapping[tuple[str, int], str]) -> list[dict[str, str]]:
    """Give what doesn't go on in the year after from the numbers in force that the form of later years asked for."""
    printed_here = as_art2021(here)
    made = []
    for row in ("rules", "normative"):
        expected = printed_here.amount("art20", row, "in_force") + after.amount("art20", row, "made")
        expected -= after.amount("art20", row, "repealed")
        found = after.amount("art20", row, "in_force")
        if expected != found:
            numbers = {"expected": number(expected), "found": number(found)}
            about = {"file": f"city/{names[after.body.name, after.year]}", "rule": "year.in_force"}
            note = "由此引起：提前采用的格式所填现行有效件数与次年不衔接"
            made.append({**about, "place": f"art20/{row}@in_force", **numbers, "note": note})
    return made


def _place(key: Key) -> str:
    return f"{key[0]}/{key[1]}@{key[2]}"
