"""Rows of parts with a total, as the layout of a sentence shows them: the total behind the last part or ahead of the first.

Which figures are parts is told by the layout alone: all of the total's kind that stand between the edge of the sentence and it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...figure import Figure
from ...numerals import read_count
from ...reading import Passage
from ...unit import HOUSEHOLDS, MEASURED, PEOPLE, RATES, TURNS
from ..sums.total import is_bracketed
from ..sums.wrong_total import are_opposite

FIRM, PLAIN, BARE = 3, 2, 1
_LONGEST = 36  # characters between the last part and its total
_MANY = r"([两二三四五六七八九十]|1[0-2]|[2-9])"
_KINDS = r"(?:处|路|段|类|块|项|笔|批|次|片|种|样|条|户|趟|张|家|方|步|车|人|地|村|镇|年|者|拨|轮|天|周|场|届|帮|支|样)"
_COUNTED = re.compile(
    rf"(?:(?<![第\d.十年月]){_MANY}(?:个|大|方面|{_KINDS})|(?:[分共这了为办开]|前后){_MANY}(?:组|期|级|班|季|场|次)|[前后头这]{_MANY}个月|{_MANY}个?季)(?!以|分之|[月度]?[底末初])"
)
_NONE = re.compile(r"没有新|没有?发生|为零|无新增|未新增|没有?动静")
_SUMMED = re.compile(
    r"合计|共计|总计|小计|[一总拢统通合]共(?!有)|[一总拢统通]共有|相加|加起来|加在一[起块]|合起来|合在一[起块]|加一块|^[，、]?(?:共有?|计)$"
)
_TOGETHER = re.compile(r"(?<!公)共(?!同|享|建|管|治|青|产|识|性|用|和|有?的)")
_WHOLE = re.compile(
    r"总(?:收入|支出|投资|产值|值|额|数|人[数口]|面积|量|长|投入|金额|费用|开支|里程|户数)|全长|全部|以上|正好|恰好|刚好|凑[成足够齐]|整整"
)
_ALL = re.compile(
    r"(?<![0-9])一[周季年](?![后前]|来|度)|[半整]年|全[年周县乡镇村家组沟市区州场队校班社站所厂天季月程院湾庄寨线]"
)
_ADDS = re.compile(r"加上|连同|外加|再加|算上")
_NO_WHOLE = re.compile(r"其中|比(?![例重赛])|较|占|增加|减少|下降|增长|每|平均|[人户亩]均|扣|节约|节省|累计")
_USED_UP = re.compile(
    r"^[^。；\d]{0,8}(?:补齐|凑[齐足够]|付清|还清|结清|用[完光尽]|分完|发完|花[完光]|一[个件户人分]不[少漏落差])"
)
AHEAD = re.compile(r"一共|总共|共有?|合计|总[一-龥]{1,3}|全部|核定")
_NO_PART = re.compile(
    r"其中|里面|平均|[人户亩]均|每|各(?![类项级种乡镇村组户])|(?<!对)比(?![例重赛])|较|去年|上年|同期|前年|计划|目标|任务|原(?![有因料本])|占(?!地)|(?:不足|至少|最[多高低大小少])[一-龥]{0,2}$"
    r"|余额|结[转余]|还差|缺口|累计|年初|年末|同时|也|又是|兼|退还|扣除|减去|剔除|除去|不含|不包括|预计|拟|力争"
)
_YEAR = re.compile(r"(?<![比较])(?:去年|上年|前年|今年)")
_NO_TOTAL = re.compile(
    r"其中|另|别的|分别|依次|比(?![例重赛])|较|占|增加|减少|下降|增长|剩|还差|缺|余|每|各|平均|[人户亩]均|扣|除|去年|上年|计划|目标|任务|去重|累计|节约|节省|带动|惠及|受益|覆盖|服务|产生|实现|撬动"
)
_NO_LIST = re.compile(r"其中|(?<!对)比(?![例重赛])|计划|原(?![有因料本])")
_TOLD = re.compile(r"^[一-龥]{0,12}[这那]$|[人户件个]数(?:[定]?为|是|达到?|有)?$|达到?$")
_USED = re.compile(r"[^，。]{0,8}(?:全|都|均|一分不少|凑齐|就这么)")
_VILLAGES = re.compile(r"村?[（(](?:社区|居)")
_OF_ANY = frozenset({"件", "样", "项", "个", "处"})
_NOT_COUNTED = MEASURED | RATES | {PEOPLE, HOUSEHOLDS, TURNS, "次", "批", "期", "场", "分"}
_REST = re.compile(r"其[余他它]|[还正尚仍]在|另有?|还有|剩(?:下|余)?|余下|最后")
_OPENED = re.compile(r"[：]|分别|包括|由|构成|组成|分为|依次|具体|——|这[里其]面")


@dataclass(frozen=True)
class Row:
    """A total with its parts; ``tie`` is how firmly the wording says that they are all of it."""

    total: Figure
    parts: tuple[Figure, ...]
    tie: int
    is_counted: bool
    is_behind: bool


def with_units(passage: Passage) -> Passage:
    """52、21和9平方公里: the numbers before the last are in its unit."""
    figures = list(passage.figures)
    for place in range(len(figures) - 2, -1, -1):
        figure, behind = figures[place : place + 2]
        if not figure.unit and behind.dimension and re.fullmatch(r"[、和及与]", passage.between(figure, behind)):
            worth = behind.unit_worth
            figures[place] = replace(
                figure,
                unit=behind.unit,
                dimension=behind.dimension,
                base=figure.value * worth,
                step=figure.step * worth,
            )
    return replace(passage, figures=tuple(figures))


def _alike(one: Figure, other: Figure) -> bool:
    """Of one kind: what is counted in 个 is told by the word behind."""
    first, second = _family(one), _family(other)
    if first != second:
        return {first, second} == {PEOPLE, TURNS} and one.dimension != HOUSEHOLDS
    names = [f.noun[:4] for f in (one, other)]
    return first != "个" or not all(names) or bool(set(names[0]) & set(names[1]))


def _family(figure: Figure) -> str:
    if figure.unit == "个" and re.search(r"人|村民|娃|孩|学生|党员|干部|岗", figure.noun[:3]):
        return PEOPLE
    return figure.dimension


_COUNT_OF = "两二三四五六七八九"
_ADDED_UP = re.compile(r"(?:[一总合]?共|合计|共计|总计|加起来|合起来|相加)(?:是|为|达|有)?")


def closed(passage: Passage) -> Iterator[Row]:
    """The total is behind its parts, which are all of its kind in the sentence."""
    for total in passage.figures:
        if not (_may_stand(total) or (total.per in ("人", "家") and total.is_exact)):
            continue
        parts = [
            f
            for f in passage.figures
            if f.end <= total.start and f.dimension and _alike(f, total) and not _is_count_of(passage, f, total)
        ]
        if len(parts) < 2:
            continue
        lead = passage.between(parts[-1], total)
        counted = _is_counted(passage, parts, lead)
        tie = _tie(passage, parts, total, lead, counted)
        if tie and _may_close(lead) and _are_parts(passage, parts, passage.sentence.start):
            yield Row(total, tuple(parts), tie, counted, True)


def _is_count_of(passage: Passage, figure: Figure, total: Figure) -> bool:
    """新建制度 7 项，修订制度 4 项，两项共计 11 项: the two are those just told."""
    return figure.literal[:1] in _COUNT_OF and bool(_ADDED_UP.fullmatch(passage.between(figure, total)))


def mixed(passage: Passage) -> Iterator[Row]:
    """洗衣粉 58 袋、毛巾 72 条、食用油 35 桶，合计 165 件: counted each in its own way, and the total in a word for all."""
    for total in passage.figures:
        villages = bool(_VILLAGES.match(passage.block.text[total.end :]))
        if total.unit not in _OF_ANY and not villages:
            continue
        parts = [f for f in passage.figures if f.end <= total.start and f.dimension and not _counts_parts(passage, f)]
        if len(parts) < 2 or not all(_may_stand(f) for f in (total, *parts)):
            continue
        lead = passage.between(parts[-1], total)
        kinds = {part.dimension for part in parts}
        said = _SUMMED.search(_last_clause(lead)) and len(lead) <= _LONGEST and not re.search(r"[；。]", lead)
        names = {part.dimension + part.noun[:2] for part in parts}
        if (
            not said
            or len(names) < 2
            or not kinds.isdisjoint(_NOT_COUNTED)
            or (total.dimension in kinds and not villages and len(parts) < 3)
            or (kinds == {"个"} and not villages)
        ):
            continue
        more = total.base > max(part.base for part in parts)
        if more and _may_close(lead) and _are_parts(passage, parts, passage.sentence.start):
            yield Row(total, tuple(parts), FIRM, False, True)


def _counts_parts(passage: Passage, figure: Figure) -> bool:
    """两项 of 两项合计 91 个."""
    return bool(_SUMMED.match(passage.block.text[figure.end : figure.end + 4]))


def followed(before: Passage, passage: Passage) -> Iterator[Row]:
    """The total is the first of its kind in the sentence behind the one that lists the parts."""
    if before.block is not passage.block:
        return
    for place, total in enumerate(passage.figures[:2]):
        parts = [f for f in before.figures if f.dimension and _alike(f, total)]
        if len(parts) < 2 or not _may_stand(total) or any(_alike(f, total) for f in passage.figures[:place]):
            continue
        lead = passage.block.text[passage.sentence.start : total.start]
        counted = _is_counted(before, parts, lead)
        tie = _said_to_be_all(lead, counted) if len(lead) <= _LONGEST else 0
        if (
            tie
            and _may_close(lead)
            and _are_parts(before, parts, before.sentence.start)
            and not _YEAR.search(parts[0].clause)
        ):
            yield Row(total, tuple(parts), tie, counted, True)


def _may_close(lead: str) -> bool:
    said = _last_clause(lead)
    if _SUMMED.search(said):
        said = re.sub(r"人均|去年", "", said)
    return not _NO_TOTAL.search(said)


def _last_clause(lead: str) -> str:
    """What stands right before the total: 四项相加，正好 with the clause before where the last is but a word or two."""
    clauses = re.split(r"[，。；：]", lead)
    return "".join(clauses[-2:]) if len(clauses[-1]) <= 2 and len(clauses) > 2 else clauses[-1]


def _tie(passage: Passage, parts: Sequence[Figure], total: Figure, lead: str, counted: bool) -> int:
    text = passage.block.text
    if len(lead) > _LONGEST or re.search(r"[；。]", lead) or _ADDS.search(lead):
        return 0
    if lead.startswith("、") and not _SUMMED.search(_last_clause(lead)):
        return 0  # one more of the list
    said = FIRM if _ADDS.search(parts[-1].clause) else _said_to_be_all(lead, counted)
    if said:
        return said
    if _USED.match(text[total.end :]) and lead.endswith("，"):
        return PLAIN
    is_last = not any(f.start >= total.end and f.dimension and _alike(f, total) for f in passage.figures)
    plain = "，" in lead and not re.search(r"一致|相[符等同]|吻合", text[total.end : total.end + 16])
    more = total.base > max(part.base for part in parts)
    return BARE if is_last and plain and more and _stands_out(passage, parts, total, lead) else 0


def _stands_out(passage: Passage, parts: Sequence[Figure], total: Figure, lead: str) -> bool:
    """The parts are told alike, the last figure otherwise: between them 、, a word that all of them end with, no name of its own."""
    if lead == "，" or all("、" in passage.between(*pair) for pair in pairwise(parts)):
        return True
    ends = {part.left[-1:] for part in parts}
    return len(ends) == 1 and "" not in ends and total.left[-1:] not in ends


def _said_to_be_all(lead: str, counted: bool) -> int:
    said = _last_clause(lead)
    if _SUMMED.search(said) or counted:
        return FIRM
    if _WHOLE.search(said) or _TOGETHER.search(said) or _ALL.search(said) or _TOLD.search(said):
        return PLAIN
    return 0


def _is_counted(passage: Passage, parts: Sequence[Figure], lead: str) -> bool:
    """三处相加, 三个村…: as many as there are parts, said ahead of them or right before the total."""
    text = passage.block.text
    ahead = text[max(passage.sentence.start, text.rfind("；", 0, parts[0].start)) : parts[0].start]
    many = {len(parts), len(parts) + len(_NONE.findall(text[parts[0].end : passage.sentence.end]))}
    return not many.isdisjoint(
        (*_counts(ahead), *_counts(lead.split("，")[0] if "，" in lead[1:] else lead), *_counts(_last_clause(lead)))
    )


def _counts(said: str) -> Iterator[int]:
    for match in _COUNTED.finditer(said):
        many = next(group for group in match.groups() if group)
        yield read_count(many)


def _may_stand(figure: Figure) -> bool:
    return figure.is_summable and figure.is_exact and not figure.is_article and not figure.is_change


def _are_parts(passage: Passage, parts: Sequence[Figure], start: int) -> bool:
    """Every figure of the kind is a part, told in a clause that says nothing else of it."""
    if not all(_may_stand(part) for part in parts):
        return False
    text = passage.block.text
    places = [max(start, text.rfind("；", 0, parts[0].start)), *(part.end for part in parts)]
    if len({is_bracketed(text, part) for part in parts}) > 1:
        return False
    if sum("以上" in part.left for part in parts) >= 2:
        return False  # those above 50 are above 10 too
    said = [text[at : part.start] for at, part in zip(places, parts, strict=False)]
    if len({year for words in said for year in _YEAR.findall(words)}) > 1:
        said = [_YEAR.sub("", words) for words in said]  # one part for each year
    said[0] = _YEAR.sub("", re.sub(r"^.*，(?=[^，]*$)", lambda lead: "".join(_NO_LIST.findall(lead[0])), said[0]))
    return not any(_NO_PART.search(words) for words in said)


def opened(passage: Passage) -> Iterator[Row]:
    """The total is the first of its kind, and all behind it are parts."""
    for total in passage.figures:
        if not _may_stand(total):
            continue
        if any(f.end <= total.start and f.dimension and _alike(f, total) for f in passage.figures):
            continue
        behind = [f for f in passage.figures if f.start >= total.end and f.dimension and _alike(f, total)]
        parts = _row(passage, behind)
        if (
            len(parts) < 2
            or not _are_parts(passage, parts[1:], parts[0].end)
            or is_bracketed(passage.block.text, parts[0]) != is_bracketed(passage.block.text, parts[-1])
        ):
            continue
        edge = passage.between(total, parts[0])
        if (
            _NO_WHOLE.search(total.left)
            or _NO_PART.search(edge.replace("其中", "").replace("里面", ""))
            or re.search(r"[。；]", edge)
            or edge.startswith("、")
        ):
            continue
        tie, counted = _tie_ahead(passage, total, parts, edge)
        if tie:
            yield Row(total, tuple(parts), tie, counted, False)


def _row(passage: Passage, behind: Sequence[Figure]) -> list[Figure]:
    """Up to where the wording of the list ends: another unit of the kind, 的 no longer there, a semicolon."""
    row = list(behind[:1])
    for figure in behind[1:]:
        gap = passage.between(row[-1], figure)
        if "；" in gap or figure.unit != row[0].unit or figure.is_article or _NO_PART.search(gap):
            break
        row.append(figure)
    return row


def _tie_ahead(passage: Passage, total: Figure, parts: Sequence[Figure], edge: str) -> tuple[int, bool]:
    text = passage.block.text
    around = text[passage.sentence.start : parts[0].start]
    counted = len(parts) in _counts(around)
    rest = bool(_REST.search(passage.between(parts[-2], parts[-1])))
    of_them = sum(part.left.endswith("的") for part in parts) >= len(parts) - 1
    if _USED_UP.match(text[parts[-1].end :]) or any(are_sides(*pair) for pair in pairwise(parts)):
        return FIRM, counted
    if counted or (_OPENED.search(edge) and "其中" not in edge):
        return FIRM, counted
    if rest or "其中" in edge or (of_them and len(parts) >= 3) or (AHEAD.search(total.left) and "其中" not in edge):
        return PLAIN, counted
    return 0, counted


def are_sides(one: Figure, other: Figure) -> bool:
    """男 and 女, 集中 and 分散: who is not the one is the other."""
    first, second = (figure.left[-6:] + figure.noun[:4] for figure in (one, other))
    return are_opposite(one, other) or ("男" in first and "女" in second) or ("女" in first and "男" in second)
