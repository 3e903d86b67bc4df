"""The faults planted in the fictional city: what is changed in a report."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.generator.cell_damage import LOCAL
from tests.generator.city_words import own_words
from tests.generator.prose import Draft
from tests.generator.sheets import Row, number, printed, rows
from tests.generator.truth import Key, Truth, truth

Truths = Mapping[tuple[str, int], Truth]
CITY = "云溪市人民政府"
MIRROR, EARLIER, ABSENT = "镜像", "更正前", "应报未报"


@dataclass(frozen=True, slots=True)
class Fault:
    """A planted fault: the report, the rule that must find it, the cells changed and by how much, and a note.

    ``old`` and ``new`` are what takes the place of what: words; for a reused text, body and year of the other report;
    for a version, what its file is marked with; for a report that isn't made, that it isn't.
    """

    rule: str
    body: str
    year: int
    note: str
    cells: tuple[Key, ...] = ()
    by: float = 0.0
    old: str = ""
    new: str = ""


FAULTS = (
    Fault(
        "identity.disputes",
        "云溪市市场监督管理局",
        2021,
        "未经复议直接起诉的总计比四项之和多1",
        (("disputes", "lawsuit_direct", "total"),),
        1.0,
    ),
    Fault(
        "identity.column",
        "云溪市教育局",
        2022,
        "办理结果各行之和比总计多1（自然人、总计两栏）",
        (("requests", "denied.process", "natural_person"), ("requests", "denied.process", "total")),
        1.0,
    ),
    Fault(
        "identity.parts",
        "云溪市民政局",
        2016,
        "答复八类之和比申请答复数多1",
        (("stat", "replies.granted", "value"),),
        1.0,
    ),
    Fault(
        "prose.table",
        "云溪市水务局",
        2017,
        "正文所写主动公开政府信息数比附表多3",
        (("stat", "disclosed", "value"),),
        3.0,
    ),
    Fault("year.label", "松泉县人民政府", 2016, "附表标题写成上一年度", old="（2016年度）", new="（2015年度）"),
    Fault("form.unexpected", "松泉县人民政府", 2020, "2020年度报告用了2021年格式"),
    Fault(
        "year.carry",
        "云溪市民政局",
        2023,
        "上年结转比上年度报告的结转下年度多2（自然人、总计两栏）",
        (("requests", "carried_in", "natural_person"), ("requests", "carried_in", "total")),
        2.0,
    ),
    Fault(
        "rollup.total",
        CITY,
        2018,
        "汇总的主动公开政府信息数比各单位之和多100",
        (("stat", "disclosed", "value"),),
        100.0,
    ),
    Fault(
        "rollup.total", "云溪市水务局", 2020, "应报未报：云溪市水务局没有这一年的报告，有机关名录才能发现", new=ABSENT
    ),
    Fault(
        "year.items",
        "云溪市市场监督管理局",
        2020,
        "行政许可的上一年项目数量比上年度报告的项目数量加增减多3",
        (("art20", "licensing", "items_last_year"),),
        3.0,
    ),
    Fault("published.late", "云溪市教育局", 2020, "部门报告应于1月31日前公布", new="2021-02-26"),
    Fault("issuer.masked", "云溪市行政审批服务局", 2019, "机构名称中的地名被遮盖", old="云溪市", new="**市"),
    Fault("file.duplicate", "松泉县人民政府", 2019, "同一份报告发布了两次"),
    Fault("form.row_unknown", "云溪市水务局", 2015, "附表自设一行：向图书馆、档案馆等查阅场所报送信息数"),
    Fault(
        "file.duplicate",
        "云溪市市场监督管理局",
        2023,
        "更正前的一份：行政强制处理决定数少写了300",
        (("art20", "coercion", "decisions"),),
        -300.0,
        new=EARLIER,
    ),
    Fault("file.duplicate", "青禾县人民政府", 2016, "同一份报告在镜像网站上另有一页，各格相同", new=MIRROR),
    Fault(
        "text.reused", "松泉县人民政府", 2023, "工作、问题、打算三段照抄上一年度报告", old="松泉县人民政府", new="2022"
    ),
    Fault(
        "text.reused",
        "云溪市民政局",
        2018,
        "工作、问题、打算三段与水务局同年度报告相同",
        old="云溪市水务局",
        new="2018",
    ),
    Fault(
        "year.jump",
        "云溪市民政局",
        2024,
        "行政处罚处理决定数多写了两位",
        (("art20", "penalty", "decisions"),),
        25700.0,
    ),
    Fault(
        "year.jump",
        "松泉县人民政府",
        2018,
        "并非另行植入：编出来的申请数、办结数本身大起大落",
        (("stat", "requests.received", "value"), ("stat", "requests.closed", "value")),
    ),
    Fault(
        "year.jump",
        "青禾县人民政府",
        2023,
        "并非另行植入：编出来的自然人申请数本身大起大落",
        (("requests", "new", "natural_person"),),
    ),
)


def broken_truth(fault: Fault, truths: Truths, seed: str) -> dict[tuple[str, int], Truth]:
    """Give the truths that a fault changes before anything is printed or added up."""
    key = fault.body, fault.year
    if fault.rule == "year.carry":
        return {key: _carried_more(fault, truths[key])}
    if fault.rule in ("year.jump", "year.items"):
        more = {cell: truths[key].amount(*cell) + fault.by for cell in fault.cells}
        return {key: replace(truths[key], cells={**truths[key].cells, **more})}
    return {}


def planted(fault: Fault, made: Draft) -> Draft:
    """Give the draft with the fault in it."""
    if fault.rule in ("identity.disputes", "identity.column", "identity.parts"):
        return replace(made, rows=tuple(_more(row, fault) for row in made.rows))
    if fault.rule == "rollup.total":
        cells = {**made.truth.cells, **{key: made.truth.amount(*key) + fault.by for key in fault.cells}}
        changed = replace(made.truth, cells=cells)
        return replace(made, truth=changed, rows=rows(changed))
    if fault.rule == "prose.table":
        (key,) = fault.cells
        words = "全年主动公开政府信息{}条"
        right = made.truth.amount(*key)
        said = ((words.format(number(right)), words.format(number(right + fault.by))),)
        return replace(made, replacements=said)
    if fault.rule == "form.unexpected":
        changed = as_art2021(made.truth)
        return replace(made, truth=changed, rows=rows(changed))
    if fault.rule == "published.late":
        return replace(made, published=fault.new)
    if fault.rule in ("year.label", "issuer.masked"):
        return replace(made, replacements=((fault.old, fault.new),))
    if fault.rule == "form.row_unknown":
        return _with_local_row(made)
    if fault.rule == "text.reused":
        return replace(made, own=own_words(fault.old, int(fault.new)))
    return made


def version(fault: Fault, made: Draft) -> Draft:
    """Give another version of a report: a page of a mirror site as it is, or the one before it was corrected."""
    if not fault.cells:
        return made
    early = replace(made, rows=tuple(_more(row, fault) for row in made.rows))
    return replace(early, published=f"{fault.year + 1}-01-05")


def _more(row: Row, fault: Fault) -> Row:
    cells = {
        column: printed((cell.answer.value or 0.0) + fault.by) if (row.table, row.code, column) in fault.cells else cell
        for column, cell in row.cells.items()
    }
    return replace(row, cells=cells)


def _carried_more(fault: Fault, here: Truth) -> Truth:
    """Give the truth with more carried in and as much more granted, so that the report itself adds up."""
    more = dict(here.cells)
    for _, row, column in fault.cells:
        for changed in (row, "granted", "outcomes"):
            more["requests", changed, column] = here.amount("requests", changed, column) + fault.by
    return replace(here, cells=more)


def as_art2021(here: Truth) -> Truth:
    """Give a truth of the 2019 form on the 2021 form: what that asks besides is invented."""
    other = truth("art2021", here.year, "form", here.body)
    cells = {key: here.cells.get(key, value) for key, value in other.cells.items()}
    for row in ("rules", "normative"):
        made = here.amount("art20", row, "made")
        cells |= {
            ("art20", row, "repealed"): 0.0,
            ("art20", row, "in_force"): made + (7.0 if row == "normative" else 0.0),
        }
    for column in ("natural_person", "enterprise", "research", "charity", "legal_service", "other", "total"):
        cells |= {("requests", f"other.{row}", column): 0.0 for row in ("not_amended", "fee_unpaid")}
        cells["requests", "other.other", column] = here.amount("requests", "other", column)
    return Truth("art2021", here.year, here.body, cells)


def _with_local_row(made: Draft) -> Draft:
    after, place, label, unit = LOCAL["stat"][1]
    at = next(position for position, row in enumerate(made.rows) if row.code == after) + 1
    local = Row("stat", label, place, label, unit, {"value": printed(36.0)}, local=True)
    moved = {"〇": "七", "七": "八", "八": "九", "九": "十"}
    return replace(made, rows=(*made.rows[:at], local, *made.rows[at:]), style=replace(made.style, renames=moved))
