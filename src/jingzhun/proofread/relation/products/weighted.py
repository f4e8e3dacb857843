"""So much for each of one class, so much for each of another, so many of either: what each class and both together come to.

C级每户 0.8 万元、D级每户 2.4 万元; C级 110 户、D级 55 户; the rates may stand some paragraphs above the counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...agreement import is_slip
from ...figure import Figure, plain
from ...finding import Finding, Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import MONEY
from ..claims.claim import Scene, is_counted, scenes
from .rate import count_in

_KEY = re.compile(
    r"(?P<key>[一-龥A-Za-z]{1,10}?)(?:按|补助?|奖励?|给予|标准为?)?每[一-龥]{1,4}$|(?P<bare>[一-龥A-Za-z]{2,10}?)(?:每[一-龥]{1,10}|[户人栋亩]均[一-龥]{0,3})$"
)
_SAID = re.compile(r"按|对|凡|补助为|规定|办法[为是]|标准[为是]")
_LEAD = re.compile(r"^(?:其中|对|按|凡|即|改造|新增|标准为?|为)+")
_TIMES = re.compile(r"每[年月天日]|按[月天日]|年均|月均")
_TOTAL = re.compile(
    r"(?:共|合计|总|需|计|兑付|应付)(?:奖补|补助?|投入?|发放?|奖励?|资金|补贴|兑现|支付|需|要|安排|各级|财政)*(?:资金|补助|总额|金额?|款)?(?:为|约)?$"
)
_ALIGNED = re.compile(r"(?:分别|依次)[一-龥]{0,6}$")
_MORE = re.compile(r"另[有外加]|其[余他它]|各项|此外|还有|连同|加上|扣除|核减|剔除|不合格")
_REACH = 12  # paragraphs that rates stay in force
_LIKELY = Decimal("0.35")


@dataclass(frozen=True)
class Rates:
    """What each class gets, by its name."""

    by_key: Mapping[str, Figure]
    block: int

    def count(self, scene: Scene, figure: Figure) -> tuple[str, Decimal]:
        """The class that a figure counts, and how many; ('', 0) where it counts none."""
        if not is_counted(figure) or figure.per or figure.dimension == MONEY:
            return "", Decimal(0)
        left = _bare(figure.left)
        for key, rate in self.by_key.items():
            alone = sum(other[:2] == key[:2] for other in self.by_key) == 1
            if left.endswith(key) or (
                alone and len(key) > 2 and (left.endswith(key[:2]) or left[-4:].startswith(key[:2]))
            ):
                number, sure = count_in(figure, rate.per, scene)
                if sure >= 2 and number > 0:
                    return key, number
        return "", Decimal(0)


def _bare(text: str) -> str:
    return re.sub(r"[^一-龥A-Za-z]", "", text)


def find(reading: Reading) -> Iterator[Outcome]:
    rates: Rates | None = None
    for scene in scenes(reading):
        rates = _rates_of(scene) or rates
        if rates and scene.passage.block.number - rates.block <= _REACH:
            yield from _of(scene, rates)


def _rates_of(scene: Scene) -> Rates | None:
    """Two rates or more of one unit in a sentence, each of a class of its own."""
    found: dict[str, Figure] = {}
    for figure in scene.here:
        if not figure.per or figure.dimension != MONEY or figure.is_range or _TIMES.search(figure.left):
            continue
        said = _KEY.search(figure.left.rstrip("补助奖励标准发给为是按约")) or _KEY.search(figure.left)
        whole = _SAID.split(_bare((said["key"] or said["bare"]) if said else ""))[-1]
        key = _LEAD.sub("", whole) or whole
        if len(key) < 2 or key in found:
            continue
        found[key] = figure
    first = next(iter(found.values()), None)
    same = {key: f for key, f in found.items() if first and f.per == first.per}
    return Rates(same, scene.passage.block.number) if 2 <= len(same) <= 5 else None


def _of(scene: Scene, rates: Rates) -> Iterator[Outcome]:
    own = _counted(scene, rates, scene.here)
    yield from _each(scene, rates, own)
    rated = any(rate in scene.here for rate in rates.by_key.values())
    counts = own
    if len(own) < len(rates.by_key) and not own and (rated or "标准" in scene.passage.text):
        counts = _counted(scene, rates, scene.above[-12:])
        if not counts and rated:
            counts = _counted(scene, rates, scene.far[-16:])
    if len(counts) == len(rates.by_key):
        yield from _aligned(scene, rates, counts)
        yield from _together(scene, rates, counts)


def _counted(scene: Scene, rates: Rates, pool: Sequence[Figure]) -> list[tuple[str, Decimal, Figure]]:
    """The nearest count of each class, in the order of the classes."""
    found: dict[str, tuple[str, Decimal, Figure]] = {}
    for figure in reversed(pool):
        key, number = rates.count(scene, figure)
        if key and key not in found:
            found[key] = (key, number, figure)
    return [found[key] for key in rates.by_key if key in found]


def _each(scene: Scene, rates: Rates, counts: Sequence[tuple[str, Decimal, Figure]]) -> Iterator[Outcome]:
    """C级 198 户，补助 158.4 万元: the amount right behind the count."""
    for key, number, count in counts:
        behind = next((f for f in scene.here if f.start >= count.end), None)
        if behind and _is_amount(behind) and count.block == behind.block:
            gap = scene.between(count, behind)
            if len(gap) <= 10 and re.match(
                r"^[，、]?(?:需|应|共|计|补助?|发放?|投入?|奖励?|资金|补贴|金额|兑现)+(?:为|约)?$", gap
            ):
                rate = rates.by_key[key]
                if rate.start < count.start or rate.block < count.block:
                    yield from _judged(behind, [rate, count], rate.base * number, f"{rate.text} × {count.text}")


def _aligned(scene: Scene, rates: Rates, counts: Sequence[tuple[str, Decimal, Figure]]) -> Iterator[Outcome]:
    """所需奖金依次为 a、b、c: one amount for each class."""
    row: list[Figure] = []
    for figure in scene.here:
        if not _is_amount(figure):
            continue
        if (not row and _ALIGNED.search(figure.left)) or (
            row and re.fullmatch(r"[、，和]", scene.between(row[-1], figure))
        ):
            row.append(figure)
    if len(row) == len(counts):
        for (key, number, count), amount in zip(counts, row, strict=True):
            rate = rates.by_key[key]
            yield from _judged(amount, [rate, count], rate.base * number, f"{rate.text} × {count.text}")


def _together(scene: Scene, rates: Rates, counts: Sequence[tuple[str, Decimal, Figure]]) -> Iterator[Outcome]:
    involved = [*(count for _, _, count in counts), *rates.by_key.values()]
    floor = max((f.start for f in involved if f in scene.here), default=scene.passage.sentence.start)
    totals = [f for f in scene.here if f.start > floor and _is_amount(f)]
    computed = sum((rates.by_key[key].base * number for key, number, _ in counts), Decimal(0))
    operands = [figure for key, _, count in counts for figure in (rates.by_key[key], count)]
    how = " + ".join(f"{rates.by_key[key].text} × {count.text}" for key, _, count in counts)
    held = next((f for f in totals if abs(f.base - computed) <= f.step / 2), None)
    if held:
        yield holding(Kind.PRODUCT, held, operands, f"{how} = {held.text}")
        return
    total = totals[0] if totals else None
    floor = max((count.end for _, _, count in counts if count in scene.here), default=scene.passage.sentence.start)
    if total and _MORE.search(scene.text[floor : total.start]):
        return
    if total and _TOTAL.search(total.left) and all(f.is_exact for f in (total, *operands)):
        yield from _judged(total, operands, computed, how)


def _is_amount(figure: Figure) -> bool:
    return figure.dimension == MONEY and not figure.per and is_counted(figure)


def _judged(amount: Figure, operands: Sequence[Figure], computed: Decimal, how: str) -> Iterator[Outcome]:
    if abs(amount.base - computed) <= amount.step / 2:
        yield holding(Kind.PRODUCT, amount, operands, f"{how} = {amount.text}")
    elif all(f.is_exact for f in (amount, *operands)) and (
        is_slip(amount.base, computed, amount.step) or abs(amount.base - computed) <= computed * _LIKELY
    ):
        yield _failed(amount, operands, computed, how)


def _failed(amount: Figure, operands: Sequence[Figure], computed: Decimal, how: str) -> Finding:
    worth = amount.unit_worth
    shown = f"{plain((computed / worth).normalize())}{amount.unit}"
    return finding(
        Kind.PRODUCT, Severity.ERROR, amount, operands, computed=shown, arithmetic=f"{how} = {shown} ≠ {amount.text}",
        message=f"按各类标准与数量，应为{shown}，文中写{amount.text}", suggestion=f"若标准与数量无误，应改为{shown}",
    )  # fmt: skip
