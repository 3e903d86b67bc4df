"""What the bodies of the fictional city say of their work: sentences put together anew for every body and year.

The sentences of :mod:`tests.generator.prose` are few; in one city they would all be said several times a year.
"""

from collections.abc import Mapping
from random import Random

from tests.generator.prose import PLANS, PROBLEMS, WORK

WHEN = ("年初", "春季", "上半年", "入夏以后", "下半年", "入秋以后", "第四季度", "全年")
WHO = ("分管负责人", "办公室", "法制科室", "各科室负责人", "信息员", "值班人员", "新到岗的同志", "政务窗口")
DID = (
    "把公开目录逐条对照了一遍",
    "重新写了办事指南里难懂的段落",
    "把往年的文件补挂到网上",
    "走访了常来查阅资料的居民",
    "同兄弟单位交换了审核办法",
    "清理了打不开的页面",
    "把会议议定事项改写成问答",
    "给每份文件标明了公开属性",
    "整理了群众问得最多的事项",
    "核对了栏目的更新日期",
    "试做了图说政策的小册子",
    "把申请答复文书统一了格式",
)
SO = (
    "查找资料比从前省时",
    "来电询问的人少了",
    "答复前后口径一致",
    "老人也能自己看懂",
    "漏登的文件有了着落",
    "科室之间少了推诿",
    "网页打开更快",
    "留言有人接着办",
    "政策上墙又上网",
    "大家知道该找谁",
)
LACKING = (
    "有的科室发布偏晚",
    "图表解读还不多",
    "目录分类不够细",
    "信息更新不均衡",
    "基层人手紧",
    "业务学习不成体系",
    "旧文件扫描不清楚",
    "答复用语偏生硬",
    "栏目名称不统一",
    "线下查阅点知道的人少",
    "属性认定有时拿不准",
    "同群众的互动还浅",
)
NEXT = (
    "每月核一次栏目",
    "每季讲一次业务",
    "年底前把历史文件补齐",
    "请群众代表挑毛病",
    "把目录重新排过",
    "给信息员办一期短训",
    "在社区设查阅点",
    "把常见问题编成册子",
    "试行文件起草时同步定属性",
    "把答复样本发到科室",
    "逐条回看去年的申请",
    "把网站搜索做得更准",
)

Words = Mapping[tuple[str, ...], tuple[str, ...]]


def own_words(name: str, year: int) -> Words:
    """Give the sentences of a body's report on a year, in place of those that all reports choose from."""
    random = Random(f"{name}{year}words")
    when, who, did, so = (random.sample(choices, 4) for choices in (WHEN, WHO, DID, SO))
    work = "".join(f"{when[n]}，{who[n]}{did[n]}，{so[n]}。" for n in range(4))
    lacking, plans = random.sample(LACKING, 4), random.sample(NEXT, 4)
    return {
        WORK: (f"{{year}}年，{{we}}照常推进公开工作。{work}",),
        PROBLEMS: (f"做得不够的地方：{'，'.join(lacking)}。",),
        PLANS: (f"{{next}}年打算{'，'.join(plans)}。",),
    }
