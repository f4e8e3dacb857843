"""Shares that are of something else than what they were held against: of what stands nearer, of two things, of another's."""

from __future__ import annotations

import re
from decimal import Decimal

from .. import wording
from ..agreement import Agreement, of_ratio
from ..figure import Figure
from ..reading import Reading
from ..unit import HOUSEHOLDS, MONEY, PEOPLE, PERCENT, RATES, TURNS

_COMPARED = re.compile(
    r"(?:比|较|高于|低于|高出|低出|超过|快于|慢于|好于|落后于?|对照|领先于?)[^，。；占%]{0,20}[（(]?$"
)


_HALF, _DOUBLE = Decimal("0.45"), Decimal("2.2")
_SUBJECT = re.compile(
    r"[，；。]((?!其中|分别|依次|各|[共约仅只就也合])[一-龥、“”]{2,12}?)(?:合计|共|约|仅|只|就|也)?占[^，。；]*$"
)


def is_of_another(reading: Reading, share: Figure, part: Figure, whole: Figure, *, is_doubt: bool) -> bool:
    """652 万元 between 8 个 and 占 60 %: the share is of what stands right before it; and a rate behind 比 is another's."""
    if not _HALF < part.base / whole.base * 100 / share.base < _DOUBLE and not _are_only_two(
        reading, share, part, whole
    ):
        return True
    if whole.block > share.block:
        return True
    said = re.search(r"占([^，。；\d]{2,14}?)的?(?:比例|比重|比)?[的为达约]*$", share.left)
    if said and re.search(r"[和与及]", said.group(1)) and not re.search(r"[和与及]", whole.left + whole.noun):
        return True  # of two things together
    if share.block != part.block or not reading.block_of(share).sentence_at(share.start).start <= part.start:
        return is_doubt and part.block >= 0  # not the row of a table that the sentence names
    text = reading.block_of(share).text
    if _COMPARED.search(text[max(0, share.start - 24) : share.start]) and not re.search(r"占比|比[例重]", share.left):
        return True
    if part.start > share.start:
        return False
    said = _SUBJECT.search(text[part.end : share.start])
    if (
        said
        and not re.search(r"分别|依次", text[part.end : share.start])
        and (
            re.search(r"[、和与]", said.group(1))
            or not wording.bigrams(said.group(1)) & wording.bigrams(part.left + part.noun)
        )
    ):
        return True  # 四级 4147 人，一、二级占 47.3 %
    if any(
        f is not share and f.dimension == PERCENT and part.end <= f.start < share.start
        and of_ratio(part.base / whole.base * 100, f.base, f.step) is Agreement.HOLDS
        for f in reading.by_block[share.block]
    ):  # fmt: skip
        return True  # these two have their share already
    if part.end <= whole.start and whole.end <= share.start and re.search(r"[共合总]计$|一共$|相加$", whole.left):
        return True
    between = [
        f for f in reading.by_block[share.block]
        if part.end <= f.start and f.end <= share.start and f is not whole and f.dimension
    ]  # fmt: skip
    return any(_speaks_for_itself(text, f, part, whole, share) for f in between)


def _are_only_two(reading: Reading, share: Figure, part: Figure, whole: Figure) -> bool:
    """抽查食堂 80 家，不规范 12 家，占: nothing else of their kind stands before the share in its sentence."""
    sentence = reading.block_of(share).sentence_at(share.start)
    before = [
        f for f in reading.by_block[share.block]
        if sentence.start <= f.start and f.end <= share.start and f.dimension == part.dimension
    ]  # fmt: skip
    return before == [whole, part]


def _speaks_for_itself(text: str, figure: Figure, part: Figure, whole: Figure, share: Figure) -> bool:
    """An amount of another kind nearer to the share, not in a bracket closed again; 136 户 512 人，占总户数 are one."""
    before, behind = text[part.end : figure.start], text[figure.end : share.start]
    if behind.count("）") > behind.count("（") or figure.dimension in RATES or figure.is_change:
        return False
    if figure.dimension == part.dimension:
        return "；" in before
    said = wording.bigrams(share.left) & wording.bigrams(whole.left + whole.noun)
    names_whole = part.unit in share.left or (said and figure.dimension != MONEY)
    return not (names_whole or {figure.dimension, part.dimension} <= {HOUSEHOLDS, PEOPLE, TURNS})
