"""What happens to the words of a form's rows and cells, whatever the layout: Draft in, Draft out."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from tests.generator.prose import Draft
from tests.generator.sheets import Answer, Printed, Row, Style, number, printed

FULLWIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
NOTES = ("{}（其中修订 {} 件）", "{}（含上年{}件）", "{}(其中{}件为联合办理)", "{}（{}件已转出）")
DASHES = ("-", "—", "–", "/", "／", "----", "——")
NONES = ("无", "无此项", "未发生")
LOCAL = {
    "stat": (
        ("requests.received.letter", "三（一）5", "其他形式", "件"),
        ("complaints.other", "〇", "向图书馆、档案馆等查阅场所报送信息数", "条"),
    ),
    "art20": (("coercion", "第二十条第（六）项", "行政检查", "件"),),
    "requests": (("denied.enquiry", "三（三）9", "依规不予公开的内部名册", "件"),),
}
LABELS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "stat2014": {
        "disclosed": ("主动公开政府信息数", "主动公开政府信息数(不同渠道和方式公开相同信息计1条)"),
        "response.hot_topics": (
            "回应公众关注热点或重大舆情数",
            "回应公众关注热点或重大舆情数(不同方式回应同一热点或舆情计1次)",
        ),
        "complaints": ("被举报投诉数量",),
        "complaints.corrected": ("被依法纠错数",),
        "capacity.staff.full_time": ("专职人员数(不包括政府网站工作人员数)", "专职人员数"),
        "capacity.budget": ("政府信息公开专项经费(不包括用于政府网站建设维护费用)", "政府信息公开专项经费"),
        "replies.denied.not_government_information": ("不是《条例》所指政府信息",),
    },
    "art2019": {
        "normative": ("行政规范性文件",),
        "partial": ("部分公开", "部分公开(区分处理的,只计这一情形,不计其他情形)"),
        "denied.security": ("危及三安全一稳定", '危及"三安全一稳定"', "危及‘三安全一稳定’"),
        "other": ("其他",),
    },
    "art2021": {
        "normative": ("规范性文件",),
        "partial": ("部分公开", "部分公开 (区分处理的，只计这一情形，不计其他情形)"),
        "denied.security": ("危及三安全一稳定", '危及"三安全一稳定"', "危及”三安全一稳定“"),
        "other.not_amended": ("逾期不补正", "申请人无正当理由逾期不补正"),
    },
}
HEADS = (
    {
        "本年新制作数量": "本年新",
        "本年新公开数量": "本年新",
        "本年增/减": "本年增/",
        "本年废止件数": "废止数量",
        "现行有效件数": "现行有效数量",
        "其他处理": "其他",
        "统计数": "数量",
        "总计": "合计",
    },
    {
        "本年新制作数量": "本年新制作",
        "本年新公开数量": "本年新公开",
        "本年增/减": "本年数量",
        "本年废止件数": "废止件数",
        "现行有效件数": "现行有效件",
        "对外公开总数量": "对外公开总数",
        "统计数": "统计数据",
    },
)
TRADITIONAL = dict(
    zip(
        "数开报办处维纠终",
        ("數(shù)", "開(kāi)", "報(bào)", "辦(bàn)", "處(chù)", "維(wéi)", "糾(jiū)", "終"),
        strict=True,
    )
)
KANGXI = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}

CellChange = Callable[[Row, Printed, Random], Printed]


def each(draft: Draft, random: Random, share: float, change: CellChange) -> Draft:
    """Change a share of the printed cells, at least one a table."""

    def changed(row: Row) -> Row:
        cells = {
            column: change(row, cell, random) if random.random() < share else cell for column, cell in row.cells.items()
        }
        return replace(row, cells=cells)

    return replace(draft, rows=tuple(changed(row) for row in draft.rows))


def blanks(draft: Draft, random: Random) -> Draft:
    """Leave some cells empty."""
    return each(draft, random, 0.3, lambda row, cell, chance: printed(None))


def unfilled(draft: Draft, random: Random) -> Draft:
    """Leave every cell empty: the form printed without a single value."""
    return each(draft, random, 1.0, lambda row, cell, chance: printed(None))


def dashes(draft: Draft, random: Random) -> Draft:
    """Put dashes and words of nothing into some cells."""

    def change(row: Row, cell: Printed, chance: Random) -> Printed:
        if chance.random() < 0.7:
            return Printed(chance.choice(DASHES), Answer("dash"))
        return Printed(chance.choice(NONES), Answer("none"))

    return each(draft, random, 0.3, change)


def notes(draft: Draft, random: Random) -> Draft:
    """Put a note with a number of its own behind some values."""

    def change(row: Row, cell: Printed, chance: Random) -> Printed:
        value = cell.answer.value
        if not value or value < 2:
            return cell
        return cell._replace(text=chance.choice(NOTES).format(cell.text, chance.randrange(1, int(value))))

    return each(draft, random, 0.4, change)


def large(draft: Draft, random: Random) -> Draft:
    """Print large values with thousands separators, half and full width."""

    def change(row: Row, cell: Printed, chance: Random) -> Printed:
        value = (cell.answer.value or 0.0) * 1000 + chance.randrange(1000)
        return Printed(f"{int(value):,}".replace(",", chance.choice(",，")), Answer("number", float(int(value))))

    return each(draft, random, 0.6, change)


def fullwidth(draft: Draft, random: Random) -> Draft:
    """Print digits and points full width."""
    return each(draft, random, 0.7, lambda row, cell, chance: cell._replace(text=cell.text.translate(FULLWIDTH)))


def units(draft: Draft, random: Random) -> Draft:
    """Put the unit into the cell: 12件, 59237.2449万元, 251000元."""

    def change(row: Row, cell: Printed, chance: Random) -> Printed:
        value = cell.answer.value
        if value is None or not cell.text.replace(".", "").isdigit():
            return cell
        if row.code not in ("procurement", "admin_fees", "fees.collected", "capacity.budget") or row.unit == "项":
            return cell._replace(text=f"{cell.text}{row.unit}")
        if row.code == "procurement" and cell is row.cells["projects"]:
            return cell._replace(text=f"{cell.text}项")
        text, unit = (cell.text, "万元") if chance.random() < 0.5 else (number(round(value * 10000)), "元")
        return Printed(text + unit, Answer("number", value if unit == "万元" else float(text), unit=unit))

    return each(draft, random, 0.6, change)


def odd_spaces(draft: Draft, random: Random) -> Draft:
    """Print no-break and ideographic spaces around values, and in place of blanks."""

    def change(row: Row, cell: Printed, chance: Random) -> Printed:
        space = chance.choice(("\u3000", "\u00a0", "\u3000\u3000", " \u00a0"))
        return (
            Printed(space, Answer("blank"))
            if chance.random() < 0.2
            else cell._replace(text=f"{space}{cell.text}{space}")
        )

    return each(draft, random, 0.5, change)


def signs(draft: Draft, random: Random) -> Draft:
    """Print changes with their sign: +19, -35, －35."""

    def changed(row: Row) -> Row:
        if "change" not in row.cells:
            return row
        value = float(random.choice((-1, 1)) * random.randrange(1, 90))
        text = f"{int(value):+d}"
        text = text.replace("-", random.choice(("-", "－", "−"))).replace("+", random.choice("+＋"))
        return replace(row, cells={**row.cells, "change": Printed(text, Answer("number", value))})

    return replace(draft, rows=tuple(changed(row) for row in draft.rows))


def zeros(draft: Draft, random: Random) -> Draft:
    """Print a wall of zeros, with one number here and there."""
    return each(draft, random, 0.93, lambda row, cell, chance: printed(0.0))


def rows_left_out(draft: Draft, random: Random) -> Draft:
    """Leave some rows out, numbers as they were; of reviews, lawsuits and complaints the parts go with the whole."""
    out = {row.code for row in draft.rows if row.table != "disputes" and random.random() < 0.2}
    return replace(draft, rows=tuple(row for row in draft.rows if not out & {row.code, row.code.split(".")[0]}))


def renumbered(draft: Draft, random: Random) -> Draft:
    """Leave some rows out and number the others anew, as departments do."""
    made: list[Row] = []
    counts: dict[str, int] = {}
    for row in rows_left_out(draft, random).rows:
        stem = row.number.rstrip("0123456789")
        if row.number and row.number[-1].isdigit():
            counts[stem] = counts.get(stem, 0) + 1
            row = replace(row, number=f"{stem}{counts[stem]}")
        made.append(row)
    return replace(draft, rows=tuple(made))


def rows_added(draft: Draft, random: Random) -> Draft:
    """Add local rows, and move the chapters after them by one."""
    made: list[Row] = []
    for row in draft.rows:
        made.append(row)
        for after, place, label, unit in LOCAL.get(row.table, ()):
            if row.code == after:
                cells = {column: printed(float(random.randrange(200, 900))) for column in row.cells}
                made.append(Row(row.table, label, place, label, unit, cells, local=True))
    moved = {"〇": "七", "七": "八", "八": "九", "九": "十"} if draft.truth.form == "stat2014" else {}
    return replace(draft, rows=tuple(made), style=replace(draft.style, renames={**draft.style.renames, **moved}))


def labels(draft: Draft, random: Random) -> Draft:
    """Print other wordings of rows, columns and clauses."""
    words = LABELS[draft.truth.form]
    relabelled = tuple(
        replace(row, label=random.choice(words[row.code])) if row.code in words else row for row in draft.rows
    )
    clause = random.choice(("第二十条 第({})项", "第二十条第({})项", "第二十条第{}项", "第二十条第（{}）项"))
    clauses = {f"第二十条第（{n}）项": clause.format(n) for n in "一五六八九"}
    style = Style(dot=random.choice((".", "、", "．", "()")), renames={**random.choice(HEADS), **clauses})
    return replace(draft, rows=relabelled, style=style)


def bare_numbers(draft: Draft, random: Random) -> Draft:
    """Print the numbers of rows without a point: 1属于国家秘密."""
    return replace(draft, style=Style(dot=""))


def brackets(draft: Draft, random: Random) -> Draft:
    """Print half-width brackets, spaces after numbers and other points."""
    style = Style(
        random.choice((".", "、", "．", "()")),
        "()",
        random.choice(("", " ")),
        random.choice(("-------", "", "/", "——")),
    )
    return replace(draft, rows=draft.rows, style=style)


def medley(draft: Draft, random: Random) -> Draft:
    """Let three of these befall the same report."""
    chosen = random.sample((blanks, dashes, notes, fullwidth, units, zeros, renumbered, labels, brackets), 3)
    for change in sorted(chosen, key=lambda change: change.__name__):
        draft = change(draft, random)
    return draft
