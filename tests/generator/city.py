"""A fictional city (虚构): its consolidated reports, six departments and two counties, 2014 to 2024.

One department is merged into another after 2016, one is renamed in 2021, and one fails to report on 2020.
Written to ``data/raw/city`` by ``python -m tests.generator data/raw --city``, with the faults planted in it
listed beside the folder.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from tests.generator.city_words import own_words
from tests.generator.expected import expected_findings, marked
from tests.generator.faults import ABSENT, FAULTS, MIRROR, Fault, broken_truth, planted, version
from tests.generator.html_layouts import HtmlLayout
from tests.generator.lines import Answers
from tests.generator.prose import Draft
from tests.generator.samples import LAYOUTS, draft, plainly
from tests.generator.sheets import answers, number
from tests.generator.truth import Body, Truth, consolidated, history

YEARS = range(2014, 2025)
SEED = "云溪"
NOTE = "说明：这是一份虚构的样例，地名、机构和数字都是编出来的。"

CITY = Body("云溪市人民政府", "我市", "云溪市", "city")
MEMBERS = (
    Body("云溪市教育局", "我局", "云溪市"),
    Body("云溪市民政局", "我局", "云溪市", busy=0.6),
    Body("云溪市水务局", "我局", "云溪市", busy=0.4),
    Body("云溪市市场监督管理局", "我局", "云溪市", busy=1.5),
    Body("云溪市行政审批服务局", "我局", "云溪市", busy=0.8),
    Body("云溪市粮食局", "我局", "云溪市", busy=0.3),
    Body("青禾县人民政府", "我县", "青禾县", "county", busy=2.0),
    Body("松泉县人民政府", "我县", "松泉县", "county", busy=1.2),
)
LAST_YEAR = {"云溪市粮食局": 2016}
MERGED = {"云溪市粮食局": "2017年并入云溪市市场监督管理局"}
CORRECTED = {
    "identity.disputes": "经电话核实，总计误将一件复议后起诉的案件计入（虚构）",
    "identity.column": "来函更正，一件申请重复计入（虚构）",
}
FORMER = {"云溪市行政审批服务局": ("云溪市行政审批局", 2020)}  # the name before, and the last year that bears it


@dataclass(frozen=True, slots=True)
class Habit:
    """How a body writes: its layouts (the later ones from later years on), headings, title and encoding."""

    layouts: tuple[str, ...]
    numbering: str
    title: str
    encoding: str = "utf-8"


HABITS = {
    "云溪市人民政府": Habit(("html_nbsp",), "official", "{region}{year}年政府信息公开工作年度报告"),
    "云溪市教育局": Habit(("row_pipes", "html_spans"), "official", "{name}{year}年政府信息公开工作年度报告"),
    "云溪市民政局": Habit(("appendix", "cell_pipe"), "halfwidth", "{year}年{name}政府信息公开年报", "gb18030"),
    "云溪市水务局": Habit(("html_word", "row_tabs"), "official", "{name}{year}年度政府信息公开工作报告"),
    "云溪市市场监督管理局": Habit(
        ("lone_pipe_cells", "html_empty_cells"), "parts", "{name}{year}年政府信息公开年度报告"
    ),
    "云溪市行政审批服务局": Habit(
        ("row_markdown", "html_three_heads"), "dotted", "{name}{year}年政务公开年报", "utf-8-sig"
    ),
    "云溪市粮食局": Habit(("row_pipes",), "official", "{name}{year}年政府信息公开工作年度报告"),
    "青禾县人民政府": Habit(
        ("html_layout_tables", "html_portal"), "spaced", "{region}{year}年度政府信息公开工作年度报告"
    ),
    "松泉县人民政府": Habit(
        ("row_padded", "pipe_first"), "official", "{region}人民政府{year}年政府信息公开工作年度报告"
    ),
}


def city_files() -> dict[str, bytes]:
    """Give every file of the folder by its name."""
    files: dict[str, bytes] = {}
    for body, made, layout in _drafts():
        name = file_name(made.truth, layout)
        files[name] = plainly(made, LAYOUTS[layout]).encode(HABITS[body].encoding)
        for fault in FAULTS:
            if fault.rule == "file.duplicate" and (fault.body, fault.year) == (body, made.truth.year):
                files |= _copy(fault, made, name, layout)
    return files


def _copy(fault: Fault, made: Draft, name: str, layout: str) -> dict[str, bytes]:
    """Give the file in which a report stands once more: as it is, on a mirror site, or before it was corrected."""
    used = LAYOUTS["html_portal" if fault.new == MIRROR else layout]
    data = plainly(version(fault, made), used).encode(HABITS[fault.body].encoding)
    return {marked(name, fault.new or "重复发布"): data}


def city_answers() -> dict[str, Answers]:
    """Give the right answers to every file of the folder by its name, the second copy of one aside."""
    return {file_name(made.truth, layout): answers(made.truth.form, made.rows) for _, made, layout in _drafts()}


def city_faults() -> list[dict[str, str]]:
    """Give the rows of the list of planted faults: file, rule, place, expected, found, note."""
    truths, names = city_truths(), _names()
    return [row for fault in FAULTS for row in expected_findings(fault, truths, names)]


def city_truths() -> Mapping[tuple[str, int], Truth]:
    """Give the truth of every report by body (under its last name) and year, that of the one not made too."""
    histories = [history(body, range(YEARS[0], _last(body) + 1), SEED) for body in MEMBERS]
    truths = {(truth.body.name, truth.year): truth for series in histories for truth in series}
    for fault in FAULTS:
        truths |= broken_truth(fault, truths, SEED)
    for year in YEARS:
        truths[CITY.name, year] = consolidated(CITY, [truths[body.name, year] for body in members(year)])
    return truths


def members(year: int) -> list[Body]:
    """Give the bodies whose reports the city's own report of a year covers."""
    return [body for body in MEMBERS if year <= _last(body)]


def absent() -> list[tuple[str, int]]:
    """Give body and year of the reports that were due and not made (应报未报)."""
    return [(fault.body, fault.year) for fault in FAULTS if fault.new == ABSENT]


def printed_name(name: str, year: int) -> str:
    """Give the name that a body bore in a year.

    >>> printed_name("云溪市行政审批服务局", 2020), printed_name("云溪市行政审批服务局", 2021)
    ('云溪市行政审批局', '云溪市行政审批服务局')
    """
    former, last = FORMER.get(name, ("", 0))
    return former if year <= last else name


def city_agencies() -> list[dict[str, str]]:
    """Give the list of agencies that an analyst of the city would keep, a line a printed name."""
    return [
        {
            "name": name,
            "agency": body.name,
            "level": body.level,
            "superior": "" if body is CITY else CITY.name,
            "region": body.region,
            "region_code": "",
            "from": first,
            "until": until,
            "note": note,
        }
        for body in (CITY, *MEMBERS)
        for name, first, until, note in _listed(body)
    ]


def city_corrections() -> list[dict[str, str]]:
    """Give the list of corrections: what a body said of a number when it was asked, with the words it printed."""
    names, truths = _names(), city_truths()
    return [
        {
            "report": f"city/{names[fault.body, fault.year]}",
            "place": "/".join(key[:2]) + "@" + key[2],
            "found": number(truths[fault.body, fault.year].amount(*key) + fault.by),
            "use": number(truths[fault.body, fault.year].amount(*key)),
            "reason": CORRECTED[fault.rule],
        }
        for fault in FAULTS
        if fault.rule in CORRECTED
        for key in fault.cells
    ]


def city_sources() -> list[dict[str, str]]:
    """Give the list of sources: for the report whose agency is masked, where it came from says whose it is."""
    names = _names()
    return [
        {"path": f"city/{names[fault.body, fault.year]}", "url": "", "retrieved": "", "agency": fault.body, "year": ""}
        for fault in FAULTS
        if fault.rule == "issuer.masked"
    ]


def file_name(truth: Truth, layout: str) -> str:
    """Give the name of a report's file."""
    suffix = "html" if isinstance(LAYOUTS[layout], HtmlLayout) else "txt"
    return f"{truth.body.name}_{truth.year}.{suffix}"


def _last(body: Body) -> int:
    return LAST_YEAR.get(body.name, YEARS[-1])


def _listed(body: Body) -> Iterator[tuple[str, str, str, str]]:
    """Give the lines of a body in the list of agencies: name, first and last year, and a note."""
    until = str(_last(body)) if body.name in LAST_YEAR else ""
    first = ""
    if body.name in FORMER:
        former, last = FORMER[body.name]
        first = str(last + 1)
        yield former, "", str(last), f"{first}年更名为{body.name}"
    yield body.name, first, until, MERGED.get(body.name, "")
    if body.level != "department":
        yield body.region, first, until, ""


def _names() -> dict[tuple[str, int], str]:
    """Give the file of each report by body and year."""
    return {(body, made.truth.year): file_name(made.truth, layout) for body, made, layout in _drafts()}


def _drafts() -> Iterator[tuple[str, Draft, str]]:
    """Give body, draft and layout of every report that is made."""
    for (name, year), right in city_truths().items():
        if (name, year) in absent():
            continue
        habit = HABITS[name]
        truth = replace(right, body=replace(right.body, name=printed_name(name, year)))
        layout = habit.layouts[min(len(habit.layouts) - 1, (year - 2014) // 6)]
        random = Random(f"{name}{year}published")
        day = (
            f"01-{random.randrange(8, 29):02}"
            if truth.body.level == "department"
            else f"03-{random.randrange(5, 26):02}"
        )
        made = draft(
            truth,
            f"{name}{year}",
            numbering=habit.numbering,
            title=habit.title,
            published=f"{year + 1}-{day}",
            closing=NOTE,
            own=own_words(name, year),
        )
        for fault in FAULTS:
            if (fault.body, fault.year) == (name, year):
                made = planted(fault, made)
        yield name, made, layout
