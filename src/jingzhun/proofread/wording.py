"""Classes of words that say what a figure is to its neighbours, and how like two labels are."""

from __future__ import annotations

import re
from functools import lru_cache

YEAR = re.compile(r"(20\d\d)年")
YEARLY = re.compile(r"年均|平均每|每年|逐年|年平均|月均")
DELTA = re.compile(
    r"比上年|比去年|同比|环比|较上年|较去年|较年初|增加|减少|增长|下降|提高|提升|降低|上升|净增|净减|多于|少于|高于|低于|增幅|[高低多少]出?$"
)
DELTA_HERE = re.compile(
    r"(?:(?<!改造)(?<!巩固)(?<!完善)(?<!质量)(?<!能力)(?:增加|减少|增长|下降|提高|提升|降低|上升|净增|净减|多出?|少|高出|低)|增幅|降幅)(?:了|到|至|约|为)*$"
    r"|(?:同比|环比|比上年|比去年|较上年|较去年|较年初|比年初|比同期)[^，。；]*$"
)
REMAINDER = re.compile(
    r"还差|尚差|还剩|剩余|结余|余额|尚余|余下|尚未|尚有|还有|未完成|缺口|差额|相差|其余|盈余|结存|还需|仍需|尚需|正在(?:整改|办理|实施|建设|推进)|在建|未(?:支出|拨付|脱贫|完工|开工|兑现|发放|入住)|不足部分"
)
TOTAL = re.compile(
    r"共计|合计|总计|总共|一共|小计|累计|总投资|总额|总数|总量|总人口|总面积|总规模|总收入|总|共|全[县市州镇乡村区]|合共"
)
CLOSING_TOTAL = re.compile(
    r"共计|合计|总计|总共|一共|合共|小计|[两三四五六七八九]项(?:共|合)|以上|累计|总投资|共投入|共投资|共有|共$|共完成|总额"
)
PLAN = re.compile(r"计划|任务|目标|应|拟|规划|预算|预计|概算|指标|下达|需求|核定")
ACTUAL = re.compile(
    r"完成|实现|已|实际|到位|拨付|支出|兑现|发放|落实|实有|开工|竣工|验收|报账|使用|参加|参保|签约|入住"
)
PARTS = re.compile(r"其中|^[一-龥]{0,4}中[，：]|包括|包含|分别|具体|由|构成|分为|涵盖|即|：|（|——|含")
COMPLETE = re.compile(r"分别|包括|包含|由|构成|组成|分为|：|具体")
OPEN_LIST = re.compile(r"其中|等$|主要")
CUMULATIVE = re.compile(r"累计|历年|以来|截至|截止")
OVERLAPPING = re.compile(
    r"低保|五保|特困|残疾|重病|大病|慢病|老[人年]|学生|儿童|妇女|党员|留守|两后生|劳动力|少数民族|脱贫|监测|边缘|突发|独居|失能|易返贫|搬迁|务工|就业|女党员|流动党员|预备党员|岁以[上下]|大专以上|退役军人|返乡"
)
SHARED = re.compile(
    r"(?:部分|有的|有些|不少|个别|一些)[^。；\d]{0,10}(?:同时|多[项份次类个种重头]|[两几][项种类样]|兼|重复|交叉)|[两三四几多][次轮批][^，。；）\d]{0,4}[均都]|同时(?:存在|享受|涉及|具有|属于)[^。；]{0,4}[多几两]|交叉|重叠|叠加|可重复|有重复|兼有|多重身份|不止一|之和(?:大于|超过)"
)
"""Said of parts that overlap: they need not add up to the whole."""
_NOISE = re.compile(
    r"共计|共有|合计|总计|累计|总共|一共|达到|完成|实现|已经?|目前|截至|截止|其中|包括|分别|全部|现有|今年|本年度?|上半年|全年|约|近|"
    r"[共有为是达了的和及与在对将把由至等]|(?<![设审统预会])计(?!划)|到(?!位)|投入(?!资金)|涉及|覆盖|我[县镇乡村市局办]|全[县镇乡村市州区]"
)
_NO_PLACE = re.compile(
    r"(?:驻|农|乡|困|贫|政|然|范|点|弱|新|进|入|到|非|丽|出|旧|一)村$|乡镇$|小组$|[作查导]组$|^社区$|地区$|园区$|城[市区]$|市县$|县[乡区]$|[区县]县$|村[组镇]$|街镇$"
)
_PLACE = re.compile(r"[一-龥]{1,5}?(?:自治县|自治州|[省州市县区乡镇村组]|社区|街道|园区)")


_NO_LETTER = re.compile(r"[^一-龥A-Za-z]")


@lru_cache(maxsize=20_000)
def label(text: str) -> str:
    """Wording without verbs of counting and stop words: what is left names the thing."""
    return _NOISE.sub("", _NO_LETTER.sub("", text))


@lru_cache(maxsize=20_000)
def bigrams(text: str) -> frozenset[str]:
    named = label(text)
    return frozenset(named[i : i + 2] for i in range(len(named) - 1)) or frozenset([named] if named else [])


def likeness(one: str, other: str) -> float:
    """Share of the shorter label's bigrams found in the longer; 0 for empty labels."""
    first, second = bigrams(one), bigrams(other)
    short, long = sorted((label(one), label(other)), key=len)
    if len(short) >= 4 and is_abbreviation(short, long):
        return 1.0
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def is_abbreviation(short: str, long: str) -> bool:
    """Whether all characters of ``short`` come in ``long`` in order: 到位衔接资金 of 到位财政衔接推进补助资金."""
    rest = iter(long)
    return all(character in rest for character in short)


def places(text: str) -> frozenset[str]:
    """Names of places in a wording, 全县 and the like left out."""
    return frozenset(
        name
        for name in _PLACE.findall(text)
        if name[0] not in "全我各本该此一每两"
        and name[-2:-1] not in "全各本我该"
        and len(name) > 1
        and not _NO_PLACE.search(name)
    )
