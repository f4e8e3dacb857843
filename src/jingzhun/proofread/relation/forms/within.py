"""A total and, right behind it, what it is made of: 问题 46 个，按责任分：县直 11 个、乡镇 17 个、村级 18 个; 28 个（其中省级 6 个、市级 9 个、县级 13 个）.

Which figures are parts is told by the layout alone: from the word that opens the list on, one name with one number after another,
until the marks between them change. Households beside people, shares and asides in brackets do not part the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ... import wording
from ...agreement import Agreement, of_sum, slip_in_sum
from ...block import Form
from ...figure import Figure
from ...finding import Holding, Kind, Outcome, Severity
from ...reading import Passage, Reading
from ...unit import PERCENT, TURNS
from ..sums.split import Split, failing, is_part_itself, that_holds
from . import layout
from .added import hides
from .rows import are_sides

_OPENED = re.compile(
    r"(?P<of>其中|(?:^|[一-龥])中(?=，))[：，]?|(?P<all>包括|分别(?:是|为)?|(?:[，；]按|[，；]从)[^，。；：、]{1,10}?(?:分|看|划分|统计|类)?[：，]|：|——)|（(?!其中)"
)
_TOPIC = re.compile(
    r"(?P<what>[一-龥]{2,6}?)(?:的?(?:来源|去向|类型|构成|分布|流向|结构)(?:上|上看|来看|看|中|方面)?|按[一-龥]{1,6}?(?:分|看|划分))[，：]"
)
_NAME = r"[^，。；：、（）\d]{1,16}"
_NEXT = re.compile(rf"[一-龥]{{0,4}}(?P<mark>[、，；]|和|及|以及)(?P<name>{_NAME})")
_ASIDE = re.compile(
    r"（[^（）]*）|[，、]?占(?:比|[^，。；、]{0,8}?)[\d.]+[%％成]|[，、]占[一二三四五六七八九两]成[一-龥]?"
)
_NO_PART = re.compile(
    r"已|仅|只有|实际|共|合计|总|累计|平均|[人户亩]均|每|比(?![例重赛])|较(?![差好大小重轻])|增[加长]|减少|下降|去年|上年|同期|计划|任务|其中|另|同时|均|都|完成率|超|达到|带动|惠及|覆盖"
)
_NO_TOTAL = re.compile(r"占|比(?![例重赛])|较|每|平均|[人户亩]均|增[加长]|减少|下降|同期|去年|上年|计划|任务|目标|其中")
_AGAIN = re.compile(
    r"重复|交叉|重叠|兼|去重|剔除|同时|既|又|之和|叠加|多[项次种]|等(?=[，。；、）\d]|共)|主要|重点|至少|有的|部分"
)
_REST = re.compile(r"其[余他它]|剩余|余下")
_GRADE = re.compile(r"较[好差]$")  # 运行较差 31 个: no comparison
_SHORT = 4  # 县级, 乡镇: names without a verb
_MORE = re.compile(r"^[^。；]*?(?:其[余他它]|另|剩余|剩下|余下)|^[一-龥]{0,4}(?:以及|和|及|等)")
_FAMILIES = tuple(
    map(
        re.compile,
        (
            r"中央|省(?!外|内)|州(?!外|内)|市(?!外|内)|县(?!外|内)|乡(?!外|内)|村(?![民组])", r"省外|跨省|省内|县外|县内|市内|市外|镇内|乡内|区内", r"稳定|边缘|突发", r"男|女",
            r"党纪|政务|诫勉|提醒|批评|组织处理|约谈", r"新建|改建|扩建|续建|新修|改造|维修|修缮|加固", r"脱贫户|监测户|一般|未脱贫户|贫困户|非贫困",
            r"[A-D甲乙丙丁一二三四]级|[A-D甲乙丙丁一二三]类|类", r"镇|乡(?!镇)|街道|社区|村", r"集中|分散", r"[一二三四]季度|上半年|下半年", r"20\d\d年",
            r"因病|因残|因学|因灾|缺", r"线[上下]", r"贫困村|脱贫村|非贫困村|非脱贫村", r"支委|村委", r"直接|间接",
            r"良好|一般|较差|较好|差$|好$", r"优秀|良好|合格|不合格|称职|基本称职",
        ),
    )
)  # fmt: skip


@dataclass(frozen=True)
class _List:
    total: Figure
    parts: tuple[Figure, ...]
    says_all: bool
    mark: str
    is_closed: bool


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Parts that come to more than their total are wrong; to less, where the words say that they are all of it."""
    everything = list(outcomes)
    settled = layout.Settled(everything)
    sums = [o.figures for o in everything if isinstance(o, Holding) and o.kind in (Kind.SUM, Kind.DIFFERENCE)]
    for passage in reading.passages:
        if passage.block.form is not Form.TEXT:
            continue
        for at, total in enumerate(passage.figures):
            if not _may_stand(total) or _NO_TOTAL.search(layout.lead(passage.figures[:at], total)[-8:]):
                continue
            for row in _lists(passage, at, total):
                yield from _judged(reading, settled, sums, row)
        for row in _by_topic(reading, passage):
            yield from _judged(reading, settled, sums, row)


def _may_stand(figure: Figure) -> bool:
    compared = figure.is_change and not _GRADE.search(figure.left)
    return figure.is_summable and figure.is_exact and not figure.is_article and not compared


def _lists(passage: Passage, at: int, total: Figure) -> Iterator[_List]:
    behind = [f for f in passage.figures[at + 1 :] if f.dimension == total.dimension]
    if len(behind) < 2:
        return
    text = passage.block.text
    lead = _ASIDE.sub("", _told(passage, total, behind[0]))
    opened = list(_OPENED.finditer(lead))
    opener = opened[-1] if opened else re.match(r"[一-龥]{0,10}(?P<all>，)", lead)
    if not opener or "。" in lead or len(lead) > 40:
        return
    name = lead[opener.end() :]
    if (
        not re.fullmatch(_NAME, name)
        or _NO_PART.search(name)
        or re.search("[，；]", lead[: opener.start()].strip("，"))
    ):
        return
    in_bracket = text[total.end : behind[0].start].count("（") > text[total.end : behind[0].start].count("）")
    parts, mark = _run(passage, behind, in_bracket)
    if len(parts) < 2:
        return
    rest = text[parts[-1].end :]
    closes = bool(re.match(r"[^，。；：、\d]{0,4}(?:、?[\d.,]+[一-龥]{1,2})?[。；）]|$", rest))
    row = _List(total, tuple(parts), bool(opened and opener["all"]), mark, closes)
    short = mark == "、" and all(len(part.left) <= _SHORT for part in parts)
    if opened or (short and _is_whole(row) and not _is_one_of(total, parts)):
        yield row


def _is_one_of(total: Figure, parts: Sequence[Figure]) -> bool:
    """省外 49 人，县外省内 23 人、县内 33 人: the first is a part like the others."""
    return any(family.search(total.left) and _are_of(family, parts) for family in _FAMILIES)


def _by_topic(reading: Reading, passage: Passage) -> Iterator[_List]:
    """线索来源上，农户申报 214 条，部门预警 597 条，干部排查 325 条: all of the 线索 that were told of before."""
    topic = _TOPIC.match(passage.text)
    first = next((f for f in passage.figures if _may_stand(f)), None)
    if (
        not topic
        or not first
        or not re.fullmatch(_NAME, passage.text[topic.end() : first.start - passage.sentence.start])
    ):
        return
    behind = [f for f in passage.figures if f.dimension == first.dimension]
    parts, mark = _run(passage, behind, False) if len(behind) > 1 else ([], "")
    what = re.sub(r"人员|按$", "", topic["what"])
    totals = [
        f
        for f in reading.by_block[first.block]
        if f.end <= passage.sentence.start and f.dimension == first.dimension and _may_stand(f)
        and (what in f.left[-8:] or f.noun.startswith(what))
    ]  # fmt: skip
    if (
        len(parts) >= 3
        and len(totals) == 1
        and re.match(r"[^，。；：、\d]{0,4}[。；]|$", passage.block.text[parts[-1].end :])
    ):
        yield _List(totals[0], tuple(parts), True, mark, True)


def _told(passage: Passage, one: Figure, other: Figure) -> str:
    """The words from one number to the next of its kind, without those told beside either."""
    figures, text = passage.figures, passage.block.text
    start, end = one.end, other.start
    mate = next((f for f in figures if f.start >= one.end), None)
    if mate and mate is not other and mate.start - one.end <= 1 and mate.dimension != PERCENT:
        start = mate.end
    ahead = next((f for f in reversed(figures) if f.end <= other.start), None)
    if ahead and ahead.start >= start and other.start - ahead.end <= 1 and ahead.dimension != PERCENT:
        end = ahead.start
    return text[start:end]


def _run(passage: Passage, behind: Sequence[Figure], in_bracket: bool) -> tuple[list[Figure], str]:
    """The parts up to where the marks between them change or the words no longer name a part."""
    run, mark = [behind[0]], ""
    for one, other in pairwise(behind):
        raw = passage.block.text[one.end : other.start]
        if in_bracket and raw.count("）") > raw.count("（"):
            break
        found = _NEXT.fullmatch(_ASIDE.sub("", _told(passage, one, other)))
        if not found or not _may_stand(other) or _NO_PART.search(found["name"]) or other.unit != behind[0].unit:
            break
        said = found["mark"] if found["mark"] in "，；" else "、"
        if mark and said != mark:
            break
        mark = said
        run.append(other)
    return run, mark


def _judged(
    reading: Reading, settled: layout.Settled, sums: Sequence[tuple[Figure, ...]], row: _List
) -> Iterator[Outcome]:  # fmt: skip
    total, parts = row.total, row.parts
    split = Split(total, parts, True, True, "within")
    agreement = of_sum(total, parts, split.computed)
    if agreement is Agreement.HOLDS:
        if not settled.is_explained(total, Kind.SUM):
            yield that_holds(split)
        return
    if agreement is Agreement.NEAR or settled.is_wrong(total, *parts) or is_part_itself(split):
        return
    if total.dimension == TURNS or _is_otherwise(reading, sums, row):
        return
    more = split.computed > total.base
    if not (row.is_closed or row.mark == "、") or not (_is_whole(row) or (more and _are_named_alike(total, parts))):
        return
    slipped = slip_in_sum(total, parts, split.computed)
    near = split.computed / 2 < total.base < split.computed * 2
    if slipped or near:
        yield failing(split, Severity.ERROR, slipped)


def _is_whole(row: _List) -> bool:
    """The words say that the parts are all there are: one of each kind of a family, the rest at the end, 分别."""
    parts = row.parts
    if row.says_all or _REST.search(parts[-1].left) or (len(parts) == 2 and are_sides(*parts)):
        return True
    return any(_are_of(family, parts) for family in _FAMILIES)


def _are_named_alike(total: Figure, parts: Sequence[Figure]) -> bool:
    """护林, 护路, 保洁; 资金管理, 项目管理, 资产管理: three or more, called in one way, are apart from one another."""
    names = [wording.label(re.sub(r"其中", "", part.left)) for part in parts]
    if len(parts) < 3 or not all(names):
        ends = {name[-1:] for name in names}
        return len(ends) == 1 and not any(end in total.left + total.noun + total.unit for end in ends)
    return len({name[-1] for name in names}) == 1 or (len({len(name) for name in names}) == 1 and len(names[0]) <= 3)


def _are_of(family: re.Pattern[str], parts: Sequence[Figure]) -> bool:
    words = [match.group(0) for part in parts if (match := family.search(part.left))]
    return len(parts) == len(words) == len(set(words))


def _is_otherwise(reading: Reading, sums: Sequence[tuple[Figure, ...]], row: _List) -> bool:
    """Words of overlap, another total for the parts, or parts that are all with one more or one less."""
    total, parts = row.total, row.parts
    block = reading.block_of(total)
    here = block.sentence_at(total.start)
    if _AGAIN.search(block.text[here.start : here.end]) or wording.SHARED.search(
        block.text[here.start : here.end + 40]
    ):
        return True
    rest = block.text[parts[-1].end : here.end]
    if total.base > sum(part.base for part in parts) and _MORE.search(rest[:40]):
        return True
    if hides(reading, total, total.start, parts[-1].end):
        return True
    own = set(wording.OVERLAPPING.findall(total.left + total.noun))
    classes = [set(wording.OVERLAPPING.findall(part.left + part.noun)) - own for part in parts]
    if sum(map(bool, classes)) >= 2 and not re.search(r"稳定|边缘|突发|非|一般|未", "".join(p.left for p in parts)):
        return True
    computed = sum(part.base for part in parts)
    made = [sum(part.base for part in parts[:many]) for many in range(2, len(parts))]
    gap = abs(total.base - computed)
    near = [f for f in reading.by_block[total.block] if f is not total and f not in parts and not f.is_article]
    if total.base in made or any(f.dimension == total.dimension and f.base == computed for f in near):
        return True
    if total.base > computed and any(
        f.dimension == total.dimension and f.base == gap and here.start <= f.start < here.end for f in near
    ):
        return True
    mine = {total, *parts}
    return any(
        total in other and len(set(parts) & set(other)) >= 2 and set(other) != mine
        and (set(other) < mine or mine < set(other))
        for other in sums
    )  # fmt: skip
