"""Growth: 由 B 增加到 A，增长 p%；A，上年 B，增长 p%；A，比上年增加 C，增长 p%；是上年的 n 倍."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, is_slip, of_ratio, rounded
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import PERCENT, RATES

_GROWTH = re.compile(
    r"(?:增[长幅速加]|下降|提高|减少|上升|降低|降幅|增幅|提升|[增降升])(?:了|为|达到?|约)*(?:百分之)?$"
)
_CHANGED = re.compile(r"(?:增加|减少|增长|下降|提高|上升|降低|净增|净减|多|少|增收|增产|减产)了?(?:约|近)?$")
_DOWNWARD = re.compile(r"下降|减少|降低|降幅|缩减|回落|降")
_EARLIER = re.compile(r"上年|去年|同期|年初|上季|上月|上一年|前年|基期|20\d\d年")
_TO = re.compile(r"(?:到|至|为)(?:今年的?|20\d\d年的?|现在的?)?$")


def find(reading: Reading) -> Iterator[Outcome]:
    for index, passage in enumerate(reading.passages):
        for rate in passage.figures:
            if (
                rate.dimension != PERCENT
                or rate.is_quoted
                or not _GROWTH.search(rate.left[-10:])
                or wording.YEARLY.search(rate.left)
            ):
                continue
            window = [
                p for p in reading.passages[max(0, index - 2) : index + 1] if p.block.number >= passage.block.number - 1
            ]
            far = _amounts(reading.figures_before(passage.block.number)[-60:])
            yield from _one(passage, [figure for p in window for figure in _amounts(p.figures)], rate, far)


def _amounts(figures: Sequence[Figure]) -> list[Figure]:
    return [
        f
        for f in figures
        if f.dimension and f.dimension not in RATES and not f.dimension.startswith(("span", "age")) and f.base > 0
    ]


def _growth(now: Decimal, then: Decimal) -> Decimal:
    return abs(now - then) / then * 100


def _one(passage: Passage, figures: Sequence[Figure], rate: Figure, far: Sequence[Figure]) -> Iterator[Outcome]:
    downward = bool(_DOWNWARD.search(rate.left[-8:]))
    near = sorted(figures, key=lambda figure: abs(figure.start - rate.start) + 500 * (figure.block != rate.block))[:8]
    for now in near:
        for other in near:
            if other is now or other.dimension != now.dimension:
                continue
            if of_ratio(_growth(now.base, other.base), rate.base, rate.step) is Agreement.HOLDS and (
                now.base < other.base if downward else now.base > other.base
            ):
                yield holding(Kind.GROWTH, rate, [now, other], f"{_spelled(now, other)} = {rate.text}")
                return
            if other.base < now.base and wording.DELTA.search(other.left):
                for then in (now.base + other.base,) if downward else (now.base - other.base,):
                    if of_ratio(other.base / then * 100, rate.base, rate.step) is Agreement.HOLDS:
                        yield holding(
                            Kind.GROWTH, rate, [now, other], f"{other.text} ÷ ({now.text} ∓ {other.text}) = {rate.text}"
                        )
                        return
    explicit = list(
        _designated(
            passage,
            rate,
            [f for f in figures if f.block == rate.block and passage.sentence.start <= f.start < rate.start],
        )
    )
    yield from explicit
    if explicit:
        return
    changes = [f for f in near if f.block == rate.block and _CHANGED.search(f.left) and abs(f.start - rate.start) < 40]
    for change in changes:
        for now in far:
            then = now.base + change.base if downward else now.base - change.base
            if (
                now.dimension == change.dimension
                and then > 0
                and of_ratio(change.base / then * 100, rate.base, rate.step) is Agreement.HOLDS
            ):
                yield holding(
                    Kind.GROWTH, rate, [now, change], f"{change.text} ÷ ({now.text} ∓ {change.text}) = {rate.text}"
                )
                return


def _designated(passage: Passage, rate: Figure, ahead: Sequence[Figure]) -> Iterator[Outcome]:
    text = passage.block.text
    if not ahead:
        return
    last = ahead[-1]
    same = [figure for figure in ahead if figure.dimension == last.dimension]
    gap = text[last.end : rate.start]
    if re.search(r"[。；]", gap) or gap.count("，") > 2:
        return
    downward = bool(_DOWNWARD.search(rate.left[-8:]))
    if len(same) >= 2:
        one, other = same[-2], same[-1]
        between = text[one.end : other.start]
        if _CHANGED.search(other.left) and not _TO.search(between):
            if re.search(r"(?:比|较)[^，。；]*$", one.left) and one.base > 0 and len(same) >= 3:
                yield from _fails(rate, other.base / one.base * 100, [one, other], f"{other.text} ÷ {one.text}")
            elif not _EARLIER.search(one.left) and one.base > other.base and "其中" not in between:
                then = one.base + other.base if downward else one.base - other.base
                yield from _fails(
                    rate,
                    other.base / then * 100,
                    [one, other],
                    f"{other.text} ÷ {plain(then / one.unit_worth)}{one.unit}",
                )
            return
        order = _years(one, other)
        if order and "其中" not in between and gap.count("，") <= 1:
            earlier, now = (one, other) if order > 0 else (other, one)
            yield from _fails(rate, _growth(now.base, earlier.base), [one, other], _spelled(now, earlier))
            return
        from_to = re.search(r"(?:由|从)[^，。；]*$", text[: one.start][-24:]) and _TO.search(between)
        earlier_last = re.search(r"(?:比|较)[^，。；]*$", text[: other.start][-20:]) and _EARLIER.search(
            text[: other.start][-14:]
        )
        earlier_last = earlier_last or re.search(
            r"上年(?:同期)?为?$|去年(?:同期)?为?$|同期为?$", text[: other.start][-8:]
        )
        if from_to:
            yield from _fails(rate, _growth(other.base, one.base), [one, other], _spelled(other, one))
        elif earlier_last:
            yield from _fails(rate, _growth(one.base, other.base), [one, other], _spelled(one, other))
        elif (
            len(same) == 2
            and _EARLIER.search(text[: one.start][-10:])
            and gap.count("，") <= 1
            and not re.search(r"其中|，(?:比|较)上?", between)
        ) and re.search(r"20\d\d年|今年|本年", between):
            yield from _fails(rate, _growth(other.base, one.base), [one, other], _spelled(other, one))


def _years(one: Figure, other: Figure) -> int:
    """1 when ``other`` is of the year after ``one``'s, -1 the other way round, 0 when the text does not say."""
    first, second = (re.findall(r"(20\d\d)年", figure.clause) for figure in (one, other))
    if first and second and abs(int(second[-1]) - int(first[-1])) == 1:
        return int(second[-1]) - int(first[-1])
    return 0


def _spelled(now: Figure, then: Figure) -> str:
    return f"({now.text} − {then.text}) ÷ {then.text}"


def _fails(rate: Figure, computed: Decimal, figures: Sequence[Figure], how: str) -> Iterator[Outcome]:
    if not all(figure.is_exact for figure in [rate, *figures]):
        return
    agreement = of_ratio(computed, rate.base, rate.step)
    shown = f"{plain(rounded(computed, rate.step))}%"
    if agreement is Agreement.HOLDS:
        return
    ratio = computed / rate.base if rate.base else Decimal(0)
    if not Decimal("0.3") < ratio < Decimal("3.4") and not is_slip(rounded(computed, rate.step), rate.base, rate.step):
        return
    severity = Severity.ERROR if agreement is Agreement.FAILS else Severity.NOTE
    yield finding(
        Kind.GROWTH, severity, rate, figures, computed=shown, arithmetic=f"{how} = {plain(rounded(computed, rate.step / 100))}%",
        message=f"按所列两数，增减幅度应为{shown}，文中为{rate.text}", suggestion=f"若两数无误，幅度应为{shown}",
    )  # fmt: skip
