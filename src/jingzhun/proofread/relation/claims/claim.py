"""A claim: a stated figure, the figures it may come from, and how surely the wording ties them.

Every kind of arithmetic is judged the same way: all derivations within reach are tried; one that yields the stated
value makes the claim hold. Only if none does, and the wording ties one of them firmly enough, and the value that
would be right looks like the one written (a slip, or close by), is the claim an error.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ...agreement import Agreement, is_slip, is_strong_slip, of_ratio, rounded
from ...figure import Figure, plain
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import RATES
from .doubt import Doubt, Slip, slip_of, weigh

NEVER = 99  # a tie that no claim has: what fails is not called wrong
MOST_HERE = 40  # figures of one sentence that are looked at together: work per figure stays bounded
NEARBY = 36  # figures of earlier paragraphs that a claim may still speak of


@dataclass(frozen=True)
class Claim:
    """``computed`` is in the base unit of ``stated``; ``slack`` what roundings of the operands allow.

    ``tie`` grows with every word that ties the operands to the stated figure: 0 is chance.
    """

    kind: Kind
    stated: Figure
    operands: tuple[Figure, ...]
    computed: Decimal
    tie: int
    how: str
    slack: Decimal = Decimal(0)

    @cached_property
    def agreement(self) -> Agreement:
        gap, step = abs(self.computed - self.stated.base), self.stated.step
        if gap >= step and gap > self.slack + step / 2:
            return Agreement.FAILS  # as most do: no rounding nor cutting off bridges a whole last digit
        found = of_ratio(self.computed, self.stated.base, step)
        return Agreement.HOLDS if found is not Agreement.HOLDS and gap <= self.allowed + step / 2 else found

    @property
    def allowed(self) -> Decimal:
        """Slack, for a rate no more than one of its last digits: rates are worked out from the figures as printed.

        So is an amount that ends in as many noughts as they do: 4300万 is not what 2.4361亿 less 1.9203亿 leaves.
        """
        if self.kind in (Kind.DIFFERENCE, Kind.SUM) and self.slack and self.stated.base:
            grain = min(trailing(figure) for figure in self.operands)
            if grain >= 100 * self.stated.step and self.stated.base % grain == 0:
                return Decimal(0)
        return min(self.slack, self.stated.step) if self.stated.dimension in RATES else self.slack

    @property
    def is_slip(self) -> bool:
        """One digit or two swapped ones lead from what is right to what is written, in three digits or more."""
        step = self.stated.step
        return is_strong_slip(rounded(self.computed, step), self.stated.base, step) if step else False

    @property
    def shown(self) -> str:
        """The computed value in the stated figure's unit, one digit finer than it."""
        worth = self.stated.base / self.stated.value if self.stated.value else Decimal(1)
        value = self.computed / worth
        step = self.stated.step / worth
        fine = value.quantize(step / 10 if step < 1 or self.stated.dimension in RATES else step)
        return f"{plain(fine)}{self.stated.unit}"

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple({figure.place.line for figure in (self.stated, *self.operands)})


@dataclass(frozen=True)
class Scene:
    """A passage with what stands before it: ``here`` its figures, ``above`` those of its paragraph, ``far`` earlier ones."""

    reading: Reading
    passage: Passage
    here: tuple[Figure, ...]
    above: tuple[Figure, ...]
    far: tuple[Figure, ...]
    tables: tuple[Figure, ...] = ()

    @cached_property
    def text(self) -> str:
        return self.passage.block.text

    @cached_property
    def members(self) -> frozenset[Figure]:
        """The figures of the sentence, to ask whether one is among them."""
        return frozenset(self.here)

    @cached_property
    def distant(self) -> frozenset[Figure]:
        """Figures of other paragraphs and of the tables."""
        return frozenset((*self.far, *self.tables))

    @cached_property
    def _before(self) -> dict[Figure, tuple[Figure, ...]]:
        return {}

    def before(self, figure: Figure) -> tuple[Figure, ...]:
        """Figures of the sentence before ``figure``, the nearest first."""
        found = self._before.get(figure)
        if found is None:
            found = tuple(other for other in reversed(self.here) if other.end <= figure.start)
            self._before[figure] = found
        return found

    @cached_property
    def _nearest(self) -> dict[Figure, list[Figure]]:
        return {}

    def nearest(self, figure: Figure) -> list[Figure]:
        """The other figures of the sentence, the nearest first."""
        found = self._nearest.get(figure)
        if found is None:
            start = figure.start
            found = sorted((f for f in self.here if f is not figure), key=lambda f: abs(f.start - start))
            self._nearest[figure] = found
        return found

    def after(self, figure: Figure) -> list[Figure]:
        return [other for other in self.here if other.start >= figure.end]

    def clause(self, figure: Figure, reach: int = 24) -> str:
        start = max(self.passage.sentence.start, figure.start - reach)
        return self.text[start : figure.start]

    def behind(self, figure: Figure, reach: int = 12) -> str:
        return self.text[figure.end : min(self.passage.sentence.end, figure.end + reach)]

    def between(self, one: Figure, other: Figure) -> str:
        return self.text[one.end : other.start]

    @cached_property
    def _mates(self) -> dict[Figure, Figure | None]:
        return {}

    def mate(self, figure: Figure) -> Figure | None:
        """The figure right before of another dimension, to which the wording belongs too: 剩余 3,380 户 13,128 人."""
        if figure not in self._mates:
            self._mates[figure] = self._mate(figure)
        return self._mates[figure]

    def _mate(self, figure: Figure) -> Figure | None:
        earlier = self.before(figure)
        if (
            earlier
            and earlier[0].dimension != figure.dimension
            and not earlier[0].per
            and earlier[0].dimension not in RATES
        ):
            gap = self.between(earlier[0], figure)
            if len(gap) <= 4 and not re.search(r"[，。；：）]", gap):
                return earlier[0]
        return None

    def cue(self, figure: Figure) -> str:
        """The wording that says what a figure is, its mate's included."""
        mate = self.mate(figure)
        return (mate.left if mate else "") + figure.left


def scenes(reading: Reading) -> tuple[Scene, ...]:
    """The scenes of a reading, made once; of one read again only those in which something is read otherwise."""
    return reading.scenes


def scenes_of(reading: Reading) -> Iterator[Scene]:
    seen: list[Figure] = []
    above: list[Figure] = []
    block = -1
    for passage in reading.passages:
        if passage.block.number != block:
            seen.extend(above)
            above, block = [], passage.block.number
        for start in range(0, len(passage.figures), MOST_HERE):
            here = passage.figures[start : start + MOST_HERE]
            yield Scene(reading, passage, here, tuple(above[-MOST_HERE:]), tuple(seen[-NEARBY:]), reading.cells)
            above.extend(here)


def is_far_off(gap: float, step: float, slack: float = 0.0) -> bool:
    """Whether a claim surely fails, as a glance at its numbers tells: no rounding nor cutting off bridges ``gap``."""
    return gap > 1.000001 * step and gap > 1.000001 * (slack + step / 2)


def trailing(figure: Figure) -> Decimal:
    """The largest power of ten that divides a figure: a million for 1.92亿."""
    return Decimal(1).scaleb(int(figure.base.normalize().as_tuple().exponent))


def is_counted(figure: Figure) -> bool:
    return figure.is_quantity


def digits(figure: Figure) -> int:
    return figure.digits


def coarse(figure: Figure) -> Decimal:
    """What rounding may have taken from an operand written as 1.3亿 or 3.6万."""
    return figure.coarse


def settle(
    claims: Iterable[Claim],
    *,
    firm: int,
    loose: int,
    is_likely: Callable[[Claim], bool],
    message: str,
    margin: int = 3,
) -> tuple[Outcome, Claim] | None:
    """The outcome for the claims of one stated figure, with the claim it rests on.

    ``loose`` is the tie from which agreement counts as more than chance, ``firm`` the one from which failing is an error.
    A claim tied more firmly by ``margin`` makes one that comes out mere chance.
    """
    ordered = sorted(claims, key=lambda claim: -claim.tie)
    settled = _settled(ordered, firm=firm, loose=loose, is_likely=is_likely, message=message, margin=margin)
    return settled or (_doubted(ordered, loose, message) if firm < NEVER else None)


def _settled(
    ordered: Sequence[Claim], *, firm: int, loose: int, is_likely: Callable[[Claim], bool], message: str, margin: int
) -> tuple[Outcome, Claim] | None:
    tied = [c for c in ordered if c.tie >= firm and is_likely(c) and all(operand.is_exact for operand in c.operands)]
    for claim in ordered:
        if claim.tie < loose:
            break
        if claim.agreement is Agreement.HOLDS:
            if (
                tied
                and claim.tie < firm + 2  # more than firm itself
                and tied[0].tie >= claim.tie + margin
                and tied[0].agreement is Agreement.FAILS
                and claim.stated.is_exact
            ):
                break  # chance: other figures come out, those that the wording ties do not
            return holding(claim.kind, claim.stated, claim.operands, f"{claim.how} = {claim.stated.text}"), claim
    if not ordered or not ordered[0].stated.is_exact:
        return None
    if not tied and any(claim.tie >= loose - 1 and claim.agreement is Agreement.HOLDS for claim in ordered):
        return None
    near = [c for c in ordered if c.tie >= loose and c.agreement in (Agreement.TRUNCATED, Agreement.NEAR)]
    if near and near[0].tie >= ordered[0].tie - 2 and near[0].stated.step < 1:
        return failed(near[0], Severity.NOTE, message), near[0]
    for claim in ordered:
        if claim.tie < max(firm - 2, ordered[0].tie - 2):
            return None
        if not all(operand.is_exact for operand in claim.operands):
            continue
        if claim.tie >= firm and is_likely(claim):
            return failed(claim, Severity.ERROR, message), claim
        if claim.is_slip:
            return failed(claim, Severity.WARNING, message), claim
    return None


def _doubted(ordered: Sequence[Claim], loose: int, message: str) -> tuple[Outcome, Claim] | None:
    """The claim that a slip of the pen explains and chance hardly would."""
    if any(claim.tie >= loose - 1 and claim.agreement is not Agreement.FAILS for claim in ordered):
        return None
    found: list[tuple[float, Claim, Slip]] = []
    for claim in ordered:
        if claim.tie >= loose and all(figure.is_exact for figure in (claim.stated, *claim.operands)):
            slip = slip_of(claim)
            if slip:
                found.append((weigh(claim, ordered, slip), claim, slip))
    if not found:
        return None
    weight, claim, slip = max(found, key=lambda item: item[0])
    if weight < _RARE[claim.kind] or claim.tie < _FAINT:
        return None
    said = failed(claim, Severity.WARNING, message)
    return Doubt(**vars(said), place=(slip.figure.place.line, slip.figure.literal)), claim


_FAINT = 4  # a tie below which even the rarest slip is left alone
_RARE = {Kind.PERCENT: 2.5, Kind.GROWTH: 3.0, Kind.DIFFERENCE: 3.0}
"""Powers of ten by which a slip must be rarer than chance, given the wording."""


def failed(claim: Claim, severity: Severity, message: str) -> Finding:
    said = {Agreement.TRUNCATED: "只截尾未四舍五入", Agreement.NEAR: "末位相差"}.get(claim.agreement)
    return finding(
        claim.kind, severity, claim.stated, claim.operands, computed=claim.shown,
        arithmetic=f"{claim.how} = {claim.shown} ≠ {claim.stated.text}",
        message=f"{message}应为{claim.shown}，文中写{claim.stated.text}" + (f"（{said}）" if said else ""),
        suggestion=f"若其余各数无误，应改为{claim.shown}",
    )  # fmt: skip


def is_near(computed: Decimal, stated: Decimal, step: Decimal, share: Decimal) -> bool:
    """Close by, or a slip of the pen away."""
    if not stated:
        return False
    return abs(computed - stated) <= abs(stated) * share or (
        step > 0 and is_slip(computed.quantize(step) if step < 1 else computed, stated, step)
    )


def drop_contradicted(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Without findings whose stated figure another way of the same kind found to hold."""
    everything = list(outcomes)
    kinds = {Kind.SUM, Kind.PERCENT, Kind.DIFFERENCE, Kind.GROWTH, Kind.PRODUCT}
    held = {
        (o.kind, line, o.literals[0])
        for o in everything
        if isinstance(o, Holding) and o.kind in kinds
        for line in o.lines
    }
    parts: dict[str, set[str]] = defaultdict(set)
    for o in everything:
        if isinstance(o, Holding) and o.kind is Kind.SUM:
            parts[o.literals[0]].update(o.literals[1:])
    return [
        o for o in everything
        if isinstance(o, Holding) or (o.kind is Kind.SUM and not parts[o.literals[0]] & set(o.literals[1:]))
        or not any((o.kind, line, o.literals[0]) in held for line in o.lines[:1])
    ]  # fmt: skip


def drop_explained(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Without findings about a figure that other arithmetic explains: 应纳未纳 4 户，占 2.5% is no remainder of what stands
    beside it, and 剩余 24 户 that 计划 less 开工 leaves is no part of another whole."""
    everything = list(outcomes)
    shared: set[tuple[int, str]] = set()
    left_over: dict[tuple[int, str], set[str]] = {}
    for o in everything:
        if not isinstance(o, Holding) or len(o.literals) < 3:
            continue
        if o.kind is Kind.PERCENT and sum(map(str.isdecimal, o.literals[0])) >= 2:
            shared.update((line, o.literals[1]) for line in o.lines)
        elif o.kind is Kind.DIFFERENCE:
            for line in o.lines:
                left_over.setdefault((line, o.literals[0]), set()).update(o.literals[1:])

    def is_explained(o: Outcome) -> bool:
        if not isinstance(o, Finding):
            return False
        if o.kind is Kind.DIFFERENCE:
            return any((line, o.literals[0]) in shared for line in o.lines)
        if o.kind is Kind.SUM and len(o.literals) == 3:
            return any((line, part) in left_over and not {*o.literals[1:]} <= left_over[line, part] | {part}
                       for line in o.lines for part in o.literals[1:])  # fmt: skip
        return False

    return [o for o in everything if not is_explained(o)]
