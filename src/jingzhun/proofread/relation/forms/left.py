"""A whole, what of it is done, and what is left: 应签 167 户，已签 146 户，未签 21 户; 预算 96 万元，成交价 88.7 万元，节约 7.3 万元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...figure import Figure
from ...finding import Kind, Outcome
from ...reading import Reading
from ...unit import PEOPLE, PERCENT, POINTS
from . import layout

_REST = re.compile(
    r"(?:剩余?下?|余下|结余|节余|盈余|尚余|余额|其余|其他|欠下|[还尚只仍][差欠缺]|缺口|空[着出缺余]|短缺|富余)[一-龥]{0,5}$"
    r"|(?:差额?|缺|余|欠)(?:[着了的有为是约])*$"
)
_UNDONE = re.compile(
    r"(?P<no>尚未|还未|还没有?|没有|没能|没|未能|未|漏|待|少)(?!来|成年|必)(?P<doing>[一-龥]{1,6}?)(?:的|了|过|有|仍?有)*$"
)
_UNDONE_BEHIND = re.compile(
    r"^[一-龥]{0,6}?(?:尚未|还未|还没有?|没有|没能|没|未能|未)(?!来|成年|必)(?P<doing>[一-龥]{1,6})"
)
_OTHERS = re.compile(r"(?:另外|另有?|[仍尚还]有)的?$")
_HINDERED = re.compile(r"^[一-龥]{0,6}(?:[没未不尚还仍因暂待缓休病缺难无]|正在|继续)")
_NET = re.compile(r"(?:净赚|净收[入益]|纯收[入益]|净利润?|纯利润?|净得|盈利|盈余|赚)[一-龥]{0,3}$")
_COST = re.compile(r"成本|支出|开支|费用|扣除|减去|除去|刨去|去掉|花")
_STILL_BEHIND = re.compile(r"^[一-龥]{0,12}(?:[还仍]在|[还仍尚]未|还没|没有|[仍还]不)")
_STILL = re.compile(
    r"(?:(?:最终|最后|实际|真正|现在?|目前|眼下|如今|手里|账[面上]|期末|(?<!去)年末)[一-龥]{0,8}|[还仍尚现]在[一-龥]{0,8}|[还仍尚]有)$"
)
_GONE = re.compile(
    r"去世|病故|死亡|离世|进城|搬走|搬出|迁出|转出|调走|离开|离职|辞职|退出|退回|放弃|销号|消除|脱贫(?![户人劳村县攻])|核减|剔除|清退|注销|"
    r"折损|损失|报废|淘汰|病死|枯死|流失|带着|回[了村到]|返[乡回]|外出|嫁|还了|还[掉清]|偿还|花[去掉了]|用[去掉了]|支出|扣除|减去|"
    r"卖[出掉了]|售出|领走|送[出了]|拆[除掉了]|毕业|出列|取消|撤销|关停"
)
_GENERIC = re.compile(r"完成|落实|到位|整改|解决|办[理结]|达标|实施|开工|完工|动工")
_WHOLE = re.compile(
    r"应|原|计划|任务|目标|指标|名额|预算|共|总|全[国省市州县区镇乡村校]|有|发现|查|台账|列|认定|登记|安排|下达|到位|拨付?|收入|筹|借|欠|领|合计|需|要|定|按|名单|收到|得款|申请|报"
)
_DONE = re.compile(
    r"已|现有|实|完成|到位|支[出付]|使用|用[去于掉了]|花|发放|兑付|签|领|缴|交|整改|解决|销号|办结|开工|完工|竣工|掉|过|了|劝返|上岗|入住|搬|扣除|减去|退|中|只有|仅|才|其中|达标|符合|回|还"
)
_PLANNED = re.compile(
    r"预算|计划|概算|控制价|限价|目标|任务|定额|指标|原[定来本]|规划|核定|应|按期|估价|评估价|报价|要求|定下"
)
_ACTUAL = re.compile(r"实|成交|中标|决算|结算|完成|支出|花|办|只|仅|已|达|才|超|审定|到位|收|签|执行|用")
_AGAINST = re.compile(
    r"(?:节[约省余]|省下?|压减|核减|超[出支额过]?|多|少|结余|短缺?|未完成|欠缴|欠)(?!于)[一-龥]{0,6}$"
)
_ASIDE = re.compile(r"其中|包括|分别|另(?!外)|陈欠|历年|往年")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    settled = layout.Settled(outcomes)
    for figures in reading.by_block:
        for at, stated in enumerate(figures):
            if stated.is_quantity or stated.dimension == POINTS:
                yield from _of(reading, settled, stated, figures[:at])


def _of(
    reading: Reading, settled: layout.Settled, stated: Figure, before: Sequence[Figure]
) -> Iterator[Outcome]:  # fmt: skip
    pool, left = _pool(reading, stated, before), layout.lead(before, stated)
    if len(pool) == 2:
        yield from _of_two(reading, settled, stated, left, *pool)
    elif len(pool) > 2:
        yield from _of_parts(reading, settled, stated, left, pool[0], pool[1:])


def _pool(reading: Reading, stated: Figure, before: Sequence[Figure]) -> list[Figure]:
    """Amounts of its kind in the sentence, or with the one before where that has fewer than two."""
    block = reading.block_of(stated)
    here = block.sentence_at(stated.start).start
    dimension = PERCENT if stated.dimension == POINTS else PEOPLE if stated.unit == "个" and "空" in stated.left else ""
    alike = layout.alike(reading, stated, before, dimension)
    inside = [f for f in alike if f.start >= here]
    if len(inside) >= 2 or not here:
        return inside
    first = block.sentence_at(here - 1).start
    return [f for f in alike if f.start >= first]


def _of_two(
    reading: Reading, settled: layout.Settled, stated: Figure, left: str, one: Figure, other: Figure
) -> Iterator[Outcome]:  # fmt: skip
    text = reading.block_of(stated).text
    start = reading.block_of(one).sentence_at(one.start).start
    lead, between, gap = text[start : one.start], text[one.end : other.start], text[other.end : stated.start]
    if gap.count("。") > 1 or gap.count("，") > 3 or _ASIDE.search(gap) or re.search(r"都|均|样|同时|既", left):
        return
    whole, part = (one, other) if one.base > other.base else (other, one)
    whole_words, part_words = (lead, between) if whole is one else (between, lead)
    part_words += _clause_behind(text, part)
    whole_words += _clause_behind(text, whole)
    over = "超" in left[-8:]
    if _AGAINST.search(left) and _PLANNED.search(lead) and _ACTUAL.search(between + _clause_behind(text, other)):
        if over == (other.base > one.base) and (over or not left.rstrip("了").endswith("多")):
            yield from _told(reading, settled, stated, whole, part, wide=True)
    elif (
        whole.base > part.base and not over and _WHOLE.search(whole_words)
        and (whole is one or re.search(r"应|共|总|全|计划|需|要求", between))
        and _is_rest(reading, stated, left, whole, part, whole_words, part_words)
    ):  # fmt: skip
        yield from _told(reading, settled, stated, whole, part)


def _is_rest(
    reading: Reading, stated: Figure, left: str, whole: Figure, part: Figure, whole_words: str, part_words: str
) -> bool:  # fmt: skip
    behind = re.split(r"[，。；、]", reading.block_of(stated).text[stated.end : stated.end + 20])[0]
    said = _UNDONE.search(left) or _UNDONE_BEHIND.match(behind)
    done = bool(_DONE.search(part_words))
    if said and done:
        doing = re.sub(r"[的了有过]", "", said["doing"])
        return bool(_GENERIC.search(doing)) or any(character in whole_words + part_words for character in doing)
    if _NET.search(left):
        return bool(_COST.search(part_words))
    if (_REST.search(left) and done) or (
        _STILL.search(left) and whole.end <= part.start and _GONE.search(part_words)
    ):  # fmt: skip
        return True
    if stated.base <= whole.base - part.base:
        return False  # the two are more than the whole only where there is no reading in which they are apart
    return bool(
        re.search(r"(?:另外|暂缓[一-龥]{0,3})的?$", left)
        or (done and _OTHERS.search(left) and _HINDERED.match(behind))
        or (done and not left and _STILL_BEHIND.match(behind))
    )


def _clause_behind(text: str, figure: Figure) -> str:
    return re.split(r"[，。；、\d]", text[figure.end : figure.end + 16])[0]


def _words(text: str, figure: Figure) -> str:
    return re.split(r"[，。；、]", text[: figure.start])[-1] + _clause_behind(text, figure)


def _told(
    reading: Reading, settled: layout.Settled, stated: Figure, whole: Figure, part: Figure, *, wide: bool = False
) -> Iterator[Outcome]:  # fmt: skip
    yield from layout.judged(
        reading, settled, Kind.DIFFERENCE, stated, [whole, part], whole.base - part.base, f"{whole.text} − {part.text}",
        wide=wide, slack=layout.slack_of(stated, [whole, part]),
    )  # fmt: skip


def _of_parts(
    reading: Reading, settled: layout.Settled, stated: Figure, left: str, whole: Figure, parts: Sequence[Figure]
) -> Iterator[Outcome]:  # fmt: skip
    """Two parts or more one after another, then what is left."""
    text = reading.block_of(stated).text
    computed = whole.base - sum(part.base for part in parts)
    said = text[whole.end : stated.start]
    if computed <= 0 or _ASIDE.search(said) or "。" in said or len(parts) > 5:
        return
    lead = text[reading.block_of(whole).sentence_at(whole.start).start : whole.start]
    if not _WHOLE.search(lead + _clause_behind(text, whole)) or "、" in text[whole.end : parts[0].start]:
        return
    gone = _STILL.search(left) and all(_GONE.search(_words(text, part)) for part in parts)
    if not (gone or _REST.search(left)):
        return
    if any(part.base == stated.base or part.base >= whole.base for part in parts):
        return
    how = " − ".join(figure.text for figure in (whole, *parts))
    yield from layout.judged(
        reading, settled, Kind.DIFFERENCE, stated, [whole, *parts], computed, how,
        slack=layout.slack_of(stated, [whole, *parts]),
    )  # fmt: skip
