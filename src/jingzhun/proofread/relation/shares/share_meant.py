"""Which of the claims about a share is meant: the one that the wording ties more firmly than any that comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ...agreement import Agreement, is_slip, rounded
from ..claims.claim import Claim, is_near

DUE = re.compile(r"应|计划|任务|目标|下达|到位|总|共|批复|预算|抽|核定|发放|年初|合计|安排|需|收到|现有|有$")
DONE = re.compile(
    r"已|完成|实际|开工|竣工|完工|支[付出]|拨付|兑现|办结|整改|合格|脱贫|参|入[住户]|收回|满意|认可|通过|达|其中|有$"
)
SURE = 9  # the tie of a share whose part and whole the wording names
SAME_ORDER = Decimal("0.25")  # a share that comes out to less than this part of the one written is of something else


def that_stands_out(claims: Sequence[Claim], firm: int) -> Claim | None:
    """The claim that the wording ties far more firmly than any that comes out, and that does not come out itself."""
    ordered = sorted(claims, key=lambda claim: -claim.tie)
    if not ordered or ordered[0].agreement is not Agreement.FAILS or ordered[0].tie < max(firm, SURE - 1):
        return None
    first = ordered[0]
    if not all(figure.is_exact for figure in (first.stated, *first.operands)) or not is_of_its_name(first):
        return None
    held = max((c.tie for c in ordered if c.agreement is not Agreement.FAILS), default=0)
    other = max((c.tie for c in ordered if abs(c.computed - first.computed) > first.stated.step), default=0)
    ratio = first.computed / first.stated.base
    far_ahead = first.tie >= SURE and first.tie - max(held, other) >= 4
    plausible = Decimal("0.6") < ratio < Decimal("1.7") or first.is_slip or (far_ahead and Decimal("0.35") < ratio < 3)
    ahead = held <= 4 <= first.tie - held or (held == 5 and first.tie >= 11)
    return first if plausible and ahead and first.tie - other >= 2 else None


def that_is_meant(claims: Sequence[Claim], meant: Sequence[Claim]) -> Claim | None:
    """The claim whose part and whole the wording names, where it fails and no other part of that whole comes out either."""
    if not meant or any(claim.agreement is not Agreement.FAILS for claim in meant):
        return None
    first = max(meant, key=lambda claim: claim.tie)
    if first.tie < SURE - 2 or not first.computed <= 100 or first.stated.is_bound:
        return None
    if not all(figure.is_exact for figure in (first.stated, *first.operands)):
        return None
    rival = any(
        claim.agreement is not Agreement.FAILS and (claim.tie >= first.tie or claim.operands[1] is first.operands[1])
        for claim in claims
    )
    return None if rival else first


def comes_out(claim: Claim) -> bool:
    """To the last digit, not by rounding: hardly chance."""
    return claim.computed == claim.stated.base and claim.tie >= 1


def is_of_its_name(claim: Claim) -> bool:
    """成活率 is not what 人工造林 makes of 造林; 累计办结 is not of this month's only."""
    top, base = claim.operands[:2]
    if re.search(r"累计|历年|以来", top.left) and not re.search(r"累计|历年|以来|总", base.left):
        return False
    word = re.search(r"([一-龥]{1,4})[率度]", claim.stated.left)
    if not word or "占" in claim.stated.left or re.search(r"完成|进度|到位|执行|报账|支[付出]", claim.stated.left):
        return True
    words = top.left[-10:] + top.right[:6]
    return bool(set(word.group(1)[-2:]) & set(words)) or bool(
        DONE.search(top.left[-8:] + top.right[:4]) and DUE.search(base.left[-8:])
    )


def is_likely(claim: Claim) -> bool:
    if not is_of_its_name(claim):
        return False
    stated = claim.stated.base
    if claim.tie < SURE:
        return claim.computed <= 100 and _is_close(claim.computed, stated, claim.stated.step)
    if claim.tie >= SURE + 2 and claim.computed <= 100:
        return SAME_ORDER < claim.computed / stated < 1 / SAME_ORDER or claim.is_slip
    if claim.tie >= SURE and claim.computed <= 100:
        return is_near(claim.computed, stated, claim.stated.step, Decimal("0.5"))
    return False


def _is_close(computed: Decimal, stated: Decimal, step: Decimal) -> bool:
    """A slip of the pen or two points away: where the wording leaves room for another whole, only that is an error."""
    return abs(computed - stated) <= 2 or is_slip(rounded(computed, step), stated, step)
