"""The words around the tables: title, chapters and figures that agree with the cells, all invented here.

The numbers stand right before and right after the tables on purpose: a reader that takes numbers in
their order, instead of by their labels, is led astray.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from tests.generator.sheets import Row, Sheet, Style, number, sheets
from tests.generator.truth import Truth


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a report: kind is title, meta, heading, text, caption or sheet."""

    kind: str
    text: str = ""
    depth: int = 0
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A report before it is laid out: truth, rows as printed, and choices of wording.

    ``published`` is an ISO date; ``replacements`` are put into the finished words: what a planted fault changes.
    ``closing`` is a last paragraph; ``own`` are sentences to choose from in place of those below.
    """

    truth: Truth
    rows: tuple[Row, ...]
    style: Style = field(default_factory=Style)
    numbering: str = "official"
    title: str = "{name}{year}年政府信息公开工作年度报告"
    published: str = ""
    seed: int | str = 0
    replacements: tuple[tuple[str, str], ...] = ()
    closing: str = ""
    own: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)


NUMBERS = "一二三四五六七八九十"
NUMBERINGS: dict[str, tuple[Callable[[int], str], Callable[[int], str]]] = {
    "official": (lambda n: f"{NUMBERS[n]}、", lambda n: f"（{NUMBERS[n]}）"),
    "halfwidth": (lambda n: f"{NUMBERS[n]}、", lambda n: f"({NUMBERS[n]})"),
    "dotted": (lambda n: f"{NUMBERS[n]}．", lambda n: f"{n + 1}．"),
    "parts": (lambda n: f"第{NUMBERS[n]}部分 ", lambda n: f"{NUMBERS[n]}、"),
    "spaced": (lambda n: f"{NUMBERS[n]} ", lambda n: f"（{NUMBERS[n]}） "),
    "arabic": (lambda n: f"{n + 1}、", lambda n: f"（{n + 1}）"),
    "decimal": (lambda n: f"{n + 1}. ", lambda n: f"{n + 1}.{n + 1} "),
}

OPENINGS = (
    "现将{name}{year}年度公开政务信息的做法和数字汇集如下，供社会各界查阅和评议。",
    "这份报告由{name}编写，讲的是{we}{year}年怎样把该公开的信息公开出来。",
    "依照国家关于信息公开的法规，{name}编制本年度报告，请予监督。",
)
PERIODS = (
    "所用数字统计自{year}年1月1日，止于{year}年12月31日。",
    "统计期限为{year}年1月1日至{year}年12月31日。",
    "数据期间：{year}年1月1日—12月31日。",
)
WORK = (
    "{year}年，{we}把公开当作日常服务来办，分管负责人每季度听一次汇报，办公室2名同志负责收件、登记和回信。",
    "{we}在{region}政务大厅设了一处查阅角，备有打印机1台、长椅3把，全年接待来访群众约120人次。",
    "这一年{we}修订了公开指南，把咨询电话、受理地址和办理时限写在一页纸上，放在网站醒目处。",
    "网站栏目由原来的14个并为9个，重复的页面合并，失效的链接清理了37处。",
)
PROBLEMS = (
    "不足之处：一是有的科室发布偏晚，二是图表解读还不多，三是目录分类不够细。",
    "还要改的地方有：信息更新不均衡，个别栏目超过30天没有新内容；基层人手紧，培训次数偏少。",
)
PLANS = (
    "下一步，{we}打算在{next}年上半年完成目录重排，并请群众代表挑毛病。",
    "{next}年的安排是：每月核一次栏目，每季讲一次业务，年底前把历史文件补齐。",
)
CLOSINGS = (
    "本报告可在{region}政府网站下载。联系地址：{region}政通路8号，电话0000-1234567。",
    "对内容有不同看法的，请在办公时间拨打0000-7654321，或者来信说明。",
)


def blocks(draft: Draft) -> tuple[Block, ...]:
    """Give the whole report as blocks in reading order."""
    truth, random = draft.truth, Random(f"prose{draft.seed}")
    facts = {
        "name": truth.body.name,
        "we": truth.body.we,
        "region": truth.body.region,
        "year": truth.year,
        "next": truth.year + 1,
    }

    def say(choices: tuple[str, ...]) -> str:
        return random.choice(draft.own.get(choices, choices)).format(**facts)

    made = [Block("title", draft.title.format(**facts))]
    if draft.published:
        made.append(Block("meta", f"发布机构：{truth.body.name}  发布日期：{draft.published}"))
    made += [Block("text", say(OPENINGS) + say(PERIODS))]
    chapters = _stat_chapters if truth.form == "stat2014" else _article_chapters
    made += chapters(draft, say)
    made += [Block("text", draft.closing)] if draft.closing else []
    return tuple(_replaced(block, draft.replacements) for block in made)


def signed(draft: Draft) -> str:
    """Give the day of signature: the day of publication, if that is known."""
    if not draft.published:
        return f"{draft.truth.year + 1}年1月20日"
    year, month, day = map(int, draft.published.split("-"))
    return f"{year}年{month}月{day}日"


def _stat_chapters(draft: Draft, say: Callable[[tuple[str, ...]], str]) -> list[Block]:
    truth = draft.truth
    chapter, part = NUMBERINGS[draft.numbering]

    def n(row: str) -> str:
        return number(truth.amount("stat", row))

    year = truth.year
    (sheet,) = sheets(truth.form, draft.rows, draft.style)
    asked = (
        f"{year}年收到公开申请{n('requests.received')}件，其中当面申请{n('requests.received.in_person')}件、"
        f"网络申请{n('requests.received.online')}件；办结{n('requests.closed')}件。"
        if truth.amount("stat", "requests.received")
        else f"{year}年没有人向我们提出公开申请。"
    )
    return [
        Block("heading", f"{chapter(0)}概述", 1),
        Block("text", say(WORK)),
        Block("heading", f"{chapter(1)}主动公开政府信息情况", 1),
        Block("heading", f"{part(0)}公开的数量", 2),
        Block("text", f"全年主动公开政府信息{n('disclosed')}条，制发规范性文件{n('normative.issued')}件。"),
        Block("heading", f"{part(1)}公开的渠道", 2),
        Block("text", f"政府网站公开{n('channel.website')}条，政务微信公开{n('channel.wechat')}条。"),
        Block("heading", f"{chapter(2)}回应解读情况", 1),
        Block("text", f"发布政策解读稿件{n('response.interpretations')}篇，回应热点{n('response.hot_topics')}次。"),
        Block("heading", f"{chapter(3)}依申请公开办理情况", 1),
        Block("text", asked),
        Block("heading", f"{chapter(4)}收费、行政复议和行政诉讼情况", 1),
        Block("text", f"收取费用{n('fees.collected')}万元；行政复议{n('reviews')}件，行政诉讼{n('lawsuits')}件。"),
        Block("heading", f"{chapter(5)}机构和培训情况", 1),
        Block("text", f"现有工作人员{n('capacity.staff')}人，办培训班{n('trainings')}次，参训{n('trainees')}人次。"),
        Block("heading", f"{chapter(6)}主要问题和改进措施", 1),
        Block("text", say(PROBLEMS) + say(PLANS)),
        Block("heading", f"{chapter(7)}其他事项", 1),
        Block("text", say(CLOSINGS)),
        Block("text", f"附件：{year}年度政府信息公开情况统计表"),
        Block("caption", "政府信息公开情况统计表"),
        Block("caption", f"（{year}年度）"),
        Block("caption", f"填报单位：{truth.body.name}"),
        Block("sheet", sheet=sheet),
        Block(
            "text",
            f"单位负责人：林某  审核人：何某  填报人：方某  联系电话：0000-7654321  填报日期：{signed(draft)}",
        ),
    ]


def _article_chapters(draft: Draft, say: Callable[[tuple[str, ...]], str]) -> list[Block]:
    truth = draft.truth
    chapter, part = NUMBERINGS[draft.numbering]
    year = truth.year

    def n(table: str, row: str, column: str) -> str:
        return number(truth.amount(table, row, column))

    art20, requests, disputes = sheets(truth.form, draft.rows, draft.style)
    reviewed = "、".join(
        f"{word}{n('disputes', 'review', column)}件"
        for column, word in (("upheld", "维持"), ("corrected", "纠正"), ("pending", "未审结"))
    )
    return [
        Block("heading", f"{chapter(0)}总体情况", 1),
        Block("heading", f"{part(0)}日常工作", 2),
        Block("text", say(WORK)),
        Block("heading", f"{part(1)}申请办理", 2),
        Block(
            "text",
            f"{year}年新收公开申请{n('requests', 'new', 'total')}件，上年结转"
            f"{n('requests', 'carried_in', 'total')}件，予以公开{n('requests', 'granted', 'total')}件。",
        ),
        Block("heading", f"{chapter(1)}主动公开政府信息情况", 1),
        Block(
            "text",
            f"{year}年制发规范性文件{n('art20', 'normative', 'made')}件，"
            f"作出行政许可决定{n('art20', 'licensing', 'decisions')}件、"
            f"行政处罚决定{n('art20', 'penalty', 'decisions')}件，分项见下表。",
        ),
        Block("sheet", sheet=art20),
        Block("heading", f"{chapter(2)}收到和处理政府信息公开申请情况", 1),
        Block("sheet", sheet=requests),
        Block(
            "text",
            f"上表中自然人申请{n('requests', 'new', 'natural_person')}件，"
            f"结转下年度继续办理{n('requests', 'carried_out', 'total')}件。",
        ),
        Block("heading", f"{chapter(3)}政府信息公开行政复议、行政诉讼情况", 1),
        Block("text", f"行政复议共{n('disputes', 'review', 'total')}件，其中{reviewed}。"),
        Block("sheet", sheet=disputes),
        Block("heading", f"{chapter(4)}存在的主要问题及改进情况", 1),
        Block("text", say(PROBLEMS)),
        Block("text", say(PLANS)),
        Block("heading", f"{chapter(5)}其他需要报告的事项", 1),
        Block("text", f"{year}年没有收取信息处理费。" + say(CLOSINGS)),
        Block("text", signed(draft)),
    ]


def _replaced(block: Block, replacements: tuple[tuple[str, str], ...]) -> Block:
    text = block.text
    for old, new in replacements:
        text = text.replace(old, new)
    return Block(block.kind, text, block.depth, block.sheet)
