"""A list and its total as a clerk lays them out: held where it comes out, wrong where it does not and nothing speaks against it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, is_strong_slip, of_sum, slip_in_sum
from ...block import Form
from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading
from ...unit import HOUSEHOLDS, PEOPLE
from ..sums.split import Split, failing, is_part_itself, that_holds
from ..sums.wrong_total import flows
from .rows import AHEAD, FIRM, Row, are_sides, closed, followed, mixed, opened, with_units

_NESTED = re.compile(r"上半年|前[两三二]?个?季度|前[一二三四五六七八九十\d]+个月|1至\d+月|截[至止]")
_AGAIN = re.compile(
    r"(?<!不)(?<!没有)(?<!无)(?:重复|交叉|重叠|兼任|去重|剔除)|扣除|同时|既|同患|双重|[两三][一-龥]都|不[能得可](?:当|算|相加|加|合)|本来就|并非|分得"
    r"|(?:有的|有些|有人|部分|不少|个别)[^，。；]{0,12}(?:[都又还也兼]|同时)"
)
"""The parts overlap, or the text itself says that they are not to be added up."""
_HIDDEN = re.compile(
    r"(?<!没有)(?<![没无在加凑合])一(?:[个件人次期项条起份套张面名位户处](?!共)|家(?=[，。；、]))|若干|几|多(?=[个户人名处])|部分|不等|等(?=[，。；、\d]|共)"
)
"""One more without a number that is read."""
_LED = re.compile(r"任组长|任队长|担任|牵头|带队|率队|带领|一行")
_DONE = re.compile(r"(?:完成|到位|拨付|实际|支出|使用)了?[一-龥]{0,2}$")
_APART = re.compile(r"(?:没有|互?不|无|未)(?:发生|存在)?(?:交叉|重复|重叠)[一-龥]{0,2}")
_TELLING = frozenset({Kind.SUM, Kind.DIFFERENCE, Kind.PRODUCT, Kind.PERCENT, Kind.GROWTH, Kind.OVERLAP})
_ASIDE = re.compile(r"另外|另有|此外|另|还|其中|不含|外加")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """A row that comes out is held; one that does not is an error where nothing else makes its total."""
    everything = list(outcomes)
    wrong = {(line, said) for o in everything if isinstance(o, Finding) and o.severity is not Severity.NOTE for line in o.lines for said in o.literals}  # fmt: skip
    held = [
        o.figures
        for o in everything
        if isinstance(o, Holding) and o.figures and o.kind in (Kind.SUM, Kind.DIFFERENCE, Kind.OVERLAP, Kind.PERCENT)
    ]
    made = defaultdict(list)
    for o in everything:
        if (isinstance(o, Holding) and o.kind in _TELLING) or (
            isinstance(o, Finding) and o.severity is not Severity.NOTE
        ):
            for line in o.lines:
                made[line, o.literals[0]].append(o)
    passages = [with_units(passage) for passage in reading.passages if passage.block.form is Form.TEXT]
    for before, passage in zip([None, *passages], passages, strict=False):
        for row in (
            *closed(passage),
            *opened(passage),
            *mixed(passage),
            *(followed(before, passage) if before else ()),
        ):
            split = Split(row.total, row.parts, True, True, "form")
            others = made[row.total.place.line, row.total.literal]
            if of_sum(row.total, row.parts, split.computed) is Agreement.HOLDS:
                if not others:
                    yield that_holds(split)
            elif (
                all(_leaves_out(row, o) for o in others)
                and not any((f.place.line, f.literal) in wrong for f in (row.total, *row.parts))
                and _fails(reading, row, held)
            ):
                yield failing(split, Severity.ERROR, slip_in_sum(row.total, row.parts, split.computed))


def _leaves_out(row: Row, other: Outcome) -> bool:
    """The total is only what the first parts come to, and the words add the last of them too; or what two parts differ by."""
    if row.tie == FIRM and row.is_behind and isinstance(other, Holding) and other.figures:
        among = other.kind is Kind.DIFFERENCE or (other.kind is Kind.SUM and other.figures[0] is not row.total)
        if among and set(other.figures) <= {row.total, *row.parts}:
            return True
    if not isinstance(other, Holding) or other.kind is not Kind.SUM or row.total not in other.figures:
        return False
    left = [part for part in row.parts if part not in other.figures]
    first = row.parts[: len(other.figures) - 1]
    if row.is_counted and set(other.figures) < {row.total, *row.parts}:
        return not any(_ASIDE.search(part.clause) for part in left)
    return (
        row.tie == FIRM and (row.is_counted or row.is_behind) and isinstance(other, Holding) and other.kind is Kind.SUM
        and set(other.figures) == {row.total, *first} and not _ASIDE.search(row.parts[-1].clause)
    )  # fmt: skip


_THIRD = Decimal(3)


def _fails(reading: Reading, row: Row, held: Sequence[tuple[Figure, ...]]) -> bool:
    """Near enough to be meant, no other total for these parts nor other parts for this total, and no word of overlap."""
    total, parts = row.total, row.parts
    computed = sum((part.base for part in parts), Decimal(0))
    gap, step = abs(computed - total.base), min(f.step for f in (total, *parts))
    slipped = slip_in_sum(total, parts, computed)
    if gap * _THIRD > computed and not (slipped and row.tie == FIRM):
        return False
    split = Split(total, parts, True, True, "form")
    if (
        (is_part_itself(split) and not (row.tie == FIRM and row.is_behind))
        or (flows(total, parts) and not parts[-1].left.endswith("的"))
        or (_holds_without(row) and not row.is_counted)
    ):
        return False
    if any(
        sum(f in other for f in (total, *parts)) > 1
        and max(f.places for f in other) > 2
        and not set(other) <= {total, *parts}
        for other in held
    ):
        return False
    text = reading.block_of(total).text
    first, last = min(f.start for f in (total, *parts)), max(f.end for f in (total, *parts))
    start, end = reading.block_of(total).sentence_at(first).start, reading.block_of(total).sentence_at(last - 1).end
    told = text[start:end]
    if (
        total.dimension == PEOPLE
        and computed < total.base
        and (_LED.search(told) or "、" in text[max(start, text.rfind("，", 0, first)) : first])
    ):
        return False  # one more that is named and not counted
    done = [
        bool(_DONE.search(text[at : f.start])) for at, f in zip([start, *(f.end for f in parts)], parts, strict=False)
    ]
    if done[-1] and not done[0]:
        return False  # planned and done
    if row.tie != FIRM and _cross(row):
        return False
    if (
        sum(bool(_NESTED.search(part.clause)) for part in parts)
        and len(parts) > 1
        and not all(_NESTED.search(part.clause) or "下半年" in part.clause for part in parts)
    ):
        return False  # one quarter, the half-year with it
    if computed > total.base and _are_traits(parts) and not is_strong_slip(total.base, computed, step):
        return False
    near = _APART.sub("", text[start : end + 40])
    if (
        _AGAIN.search(_APART.sub("", told))
        or wording.SHARED.search(near)
        or hides(reading, total, first, last, is_behind=row.is_behind)
        or _another(reading, row, start, end, gap)
    ):
        return False
    if row.tie == FIRM and (len(parts) >= 3 or row.is_behind or (slipped and are_sides(*parts))):
        return True
    if not row.is_behind and "其中" in text[total.end : parts[0].start] and computed < total.base:
        strong = is_strong_slip(total.base, computed, step)
        return strong and bool(AHEAD.search(total.left))
    return bool(slipped) and len(parts) >= 3


def hides(reading: Reading, total: Figure, first: int, last: int, *, is_behind: bool = False) -> bool:
    """一份, 若干: a part that is told between ``first`` and ``last``, or right behind, and not read as a figure."""
    seen = {f.start for f in reading.by_block[total.block]}
    text = reading.block_of(total).text
    behind = last if is_behind else last + len(re.split(r"[，。；）]", text[last:])[0]) + 1
    return any(match.start() not in seen for match in _HIDDEN.finditer(text, first, behind))


def _holds_without(row: Row) -> bool:
    """Some of the parts are the total by themselves; of a list that a total closes, only the first of them may be left out."""
    made = [sum((part.base for part in row.parts[at:]), Decimal(0)) for at in range(1, len(row.parts) - 1)]
    return row.total.base in made


def _another(reading: Reading, row: Row, start: int, end: int, gap: Decimal) -> bool:
    """One more figure of the kind nearby would make it come out."""
    return any(
        f not in row.parts
        and f is not row.total
        and f.dimension == row.total.dimension
        and not f.is_article
        and f.base in (gap, row.total.base)
        for f in reading.by_block[row.total.block]
        if start - 80 <= f.start < end + 80
    )


def _cross(row: Row) -> bool:
    """Classes that one person may be of at once: 女党员, 35 岁以下, 流动党员."""
    own = set(wording.OVERLAPPING.findall(row.total.left + row.total.noun))
    classes = [set(wording.OVERLAPPING.findall(part.left + part.noun)) - own for part in row.parts]
    return sum(bool(found) for found in classes) >= 2 and not re.search(
        r"稳定|边缘|突发", "".join(part.left for part in row.parts)
    )


_TRAIT = re.compile(r"(?:患|养|种|会|享受|参加|领)[^，。；]{1,8}$")


def _are_traits(parts: Sequence[Figure]) -> bool:
    """养牛的 24 户，养猪的 65 户: one may be both, and those who are either are fewer than the two added up."""
    people = all(part.dimension in (PEOPLE, HOUSEHOLDS) for part in parts)
    return people and sum(bool(_TRAIT.search(part.left)) for part in parts) >= 2
