"""What speaks against an error: other readings of its figures that the sentence allows, and evidence that is too thin.

Every rule that calls a figure wrong has looked for figures from which it comes out. Here all that is said is weighed
once more, whatever rule said it: parts that are no list, lists that are open, a rate with other figures between it and
what it is said to be of, a rest of which more was taken away. A director forgives a miss, not a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from ... import wording
from ...agreement import is_slipped, is_swap, rounded
from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading
from ...unit import HOUSEHOLDS, MEASURED, PEOPLE, PERCENT, POINTS, RATES
from ..claims.folded import folded
from ..shares.share_whole import bears_name
from . import other_change, other_holding, other_list, other_product, other_whole


def stand(reading: Reading, outcomes: Iterable[Outcome], named: Container[Outcome] = ()) -> list[Outcome]:
    """``outcomes`` without the errors and doubts that another reading of the text explains.

    ``named`` are those whose figures the text calls by name: they have no other reading.
    """
    everything = list(outcomes)
    shared = {
        (line, o.literals[2]) for o in everything if isinstance(o, Holding) and o.kind is Kind.PERCENT and len(o.literals) == 3
        for line in o.lines
    }  # fmt: skip
    made = other_holding.what_holds(everything)
    sums = {(o.lines, o.literals) for o in everything if isinstance(o, Holding) and o.kind is Kind.SUM}
    unions = [frozenset(o.figures) for o in everything if isinstance(o, Holding) and o.kind is Kind.OVERLAP]
    return [
        replace(o, severity=Severity.NOTE) if isinstance(o, Finding) and _is_near_miss(o) else o
        for o in everything
        if not (
            isinstance(o, Finding)
            and o not in named
            and (
                _is_explained(reading, o, sums)
                or (o.kind is Kind.SUM and o.figures and any(union.issuperset(o.figures[1:]) for union in unions))
                or other_holding.is_made_of_them(reading, o, made)
                or _is_thin(reading, o, shared)
            )
        )
    ]  # fmt: skip


def _is_near_miss(found: Finding) -> bool:
    """A rate with decimals that is one off in the last: what it was worked out from had been rounded."""
    if found.kind is not Kind.PERCENT or len(found.figures) != 3:
        return False
    share, part, whole = found.figures
    return (
        share.step < 1
        and share.dimension == PERCENT
        and abs(part.base / whole.base * 100 - share.base) < share.step * Decimal("1.05")
    )


def _is_explained(reading: Reading, found: Finding, sums: set[tuple[tuple[int, ...], tuple[str, ...]]]) -> bool:
    if found.severity is Severity.NOTE or len(found.figures) < 2:
        return False
    stated, *others = found.figures
    if found.kind is Kind.BOUND and "其中" in found.message:
        return other_list.is_within_another(reading, stated, others[0])
    if found.kind in (Kind.DIFFERENCE, Kind.GROWTH) and other_change.is_compared_with_more(reading, stated, others):
        return True
    if found.kind is Kind.OVERLAP:
        return (found.lines, found.literals) in sums or other_list.is_partly_covered(reading, stated, others)
    if found.kind is Kind.SUM and not found.message.startswith("期初"):
        off = abs(others[0].base + others[1].base - stated.base)
        if len(others) == 2 and others[1].left.lstrip("，").startswith("加上") and off * 10 <= stated.base:
            return False
        if len(others) == 2 and "累计" in stated.left and "累计" in others[0].left:
            return False  # 累计接管 354 处。再接管 120 处，累计接管 474 处
        return other_list.is_no_list(reading, stated, others)
    if found.kind is Kind.PERCENT and stated.dimension == PERCENT and len(others) == 2:
        return other_whole.is_of_another(
            reading, stated, others[0], others[1], is_doubt=found.severity is Severity.WARNING, is_slip=_is_slip(found)
        )
    if found.kind is Kind.RESTATED:
        return _is_told_anew(reading, stated)
    if found.kind is Kind.DIFFERENCE:
        if _is_of_something_else(reading, stated, others):
            return True
        if stated.left.endswith("未成年人"):
            return True  # no remainder
        if other_change.is_bracketed_apart(reading, stated, others):
            return True
        return stated.dimension != POINTS and (
            other_change.is_left_of_more(reading, stated) or other_change.is_left_of_others(reading, stated, others)
        )
    if found.kind is Kind.PRODUCT:
        return bool(_FULL_MARKS.search(stated.left)) or other_product.is_of_another(reading, found)
    return False


_ANEW = re.compile(r"另外|其余|剩余|余下|剩下|还有|[共合]计?[一-龥]{0,3}$|累计")


def _is_told_anew(reading: Reading, stated: Figure) -> bool:
    """460 亩中挂果 200 亩。另外 260 亩要到明年见效: what two others leave or come to is no slip of a third."""
    if not _ANEW.search(stated.left[-6:]) or (stated.dimension not in MEASURED and stated.digits < 3):
        return False
    alike = [
        f for f in reading.figures
        if f.dimension == stated.dimension and f.is_summable and (f.block, f.end) <= (stated.block, stated.start)
    ][-_LATEST:]  # fmt: skip
    return any(
        stated.base in (abs(one.base - other.base), one.base + other.base)
        for place, one in enumerate(alike) for other in alike[:place]
    )  # fmt: skip


_LATEST = 16  # figures further up that may make it


def _is_of_something_else(reading: Reading, stated: Figure, others: Sequence[Figure]) -> bool:
    """不动产证尚有 217 户未办 is not left of 搬迁户 and 有劳动力的户 in another paragraph: no name in common, no rare slip."""
    if stated.places >= 4 or any(f.block == stated.block or f.block < 0 for f in others):
        return False
    if re.search(r"比|较|20\d\d年", stated.left):
        return False
    if len(others) == 2 and is_swap(abs(others[0].base - others[1].base), stated.base, stated.step):
        return False
    mine = wording.bigrams(stated.left[-12:] + stated.right[:8])
    return not any(mine & wording.bigrams(f.left[-12:] + f.right[:8]) for f in others)


_FULL_MARKS = re.compile(r"(?:满分|总分|分值|权重)[一-龥]{0,2}$")  # 满分 100 分 is no sum of what was scored
_DERIVED = frozenset({Kind.PERCENT, Kind.PRODUCT, Kind.GROWTH})
_MANY = 5  # too many figures for chance


def _is_thin(reading: Reading, found: Finding, shared: set[tuple[int, str]]) -> bool:
    """No slip of the pen makes it right, and other figures stand between those that it is said to come from: another
    reading is likelier than an error. ``shared`` are (line, literal) of wholes that other shares hold of.
    """
    figures = found.figures
    if found.kind not in _DERIVED or len(figures) < 3 or found.severity is Severity.NOTE or _is_slip(found):
        return False
    if found.kind is Kind.PRODUCT and other_product.is_slip_of_mean(found):
        return False
    if len(figures) >= _MANY or (found.kind is Kind.PRODUCT and len(figures) > 3):
        return False
    if found.kind is Kind.PERCENT and _is_named(figures[0], figures[-1]):
        return False
    if found.kind is Kind.PERCENT and any((line, figures[-1].literal) in shared for line in found.lines):
        return False
    if len({f.block for f in figures}) > 1:
        return all(f.block >= 0 for f in figures)
    start, end = min(f.start for f in figures), max(f.end for f in figures)
    inside = [f for f in reading.by_block[figures[0].block] if start <= f.start < end]
    between = [
        f
        for f in (folded(inside) if found.kind is Kind.PRODUCT and other_product.is_counted(found) else inside)
        if f not in figures
    ]
    return any(f.is_exact and not (_is_beside(f, figures) or _is_the_rest(f, figures)) for f in between)


def _is_slip(found: Finding) -> bool:
    """One digit, or two that changed places, lead from what it should be to what is written."""
    stated, *others = found.figures
    if found.kind is Kind.PERCENT and len(others) == 2 and stated.dimension == PERCENT and others[1].base:
        return is_slipped(stated, rounded(others[0].base / others[1].base * 100, stated.step))
    said = re.search(r"\d[\d.]*", found.computed)
    if not said or not stated.value or not stated.step:
        return True
    return is_slipped(stated, rounded(Decimal(said.group(0).rstrip(".")), stated.step / stated.unit_worth))


def _is_the_rest(figure: Figure, figures: tuple[Figure, ...]) -> bool:
    """1129 户中已消除 846 户，还有 283 户，消除率: what the part leaves of the whole shows that it is the whole."""
    if len(figures) != 3 or figures[0].dimension != PERCENT or figure.dimension != figures[1].dimension:
        return False
    return figures[1].base + figure.base == figures[2].base


def _is_beside(figure: Figure, figures: tuple[Figure, ...]) -> bool:
    """A share, a mean, so many of them, or the people beside households: they belong to the figure before them."""
    if figure.dimension in RATES or figure.per or figure.base == len(figures) - 1:
        return True
    return any(
        ({figure.dimension, f.dimension} == {HOUSEHOLDS, PEOPLE} and -1 <= figure.start - f.end <= 1)
        or ({figure.dimension, f.dimension} == {HOUSEHOLDS, PEOPLE} and 0 <= f.start - figure.end <= 1)
        for f in figures
    )


_ALL = re.compile(r"占[^，。；\d]{0,8}总?(?:户数|人口|人数|户)")


def _is_named(share: Figure, whole: Figure) -> bool:
    """占全镇总户数的, 占合同总额的: the wording names what it is of."""
    if _ALL.search(share.left) and whole.dimension in (HOUSEHOLDS, PEOPLE):
        return True
    said = re.search(r"占([^，。；\d]{2,14}?)的?(?:比例|比重|比)?[的为达约]*$", share.left)
    return bool(said and bears_name(said.group(1), whole))
