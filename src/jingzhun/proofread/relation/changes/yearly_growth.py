"""Growth by the year over several years: 由 2,482 元增加到 9,816 元，五年间年均增长 31.7%, 五年累计增长 54.7%、年均 9.1%."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ... import wording
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading, holding
from ...unit import PERCENT
from ..claims.claim import Scene, scenes
from ..claims.refuted import explained, is_close, refute

_YEARLY = re.compile(r"年(?:均|平均)(?:增长率?|增速|递增|增幅|复合增长率?|下降|提高|增加)(?:约|近|达到?|为|了)*$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年?")
_SPAN = re.compile(r"(?P<n>[一二两三四五六七八九十]{1,2}|\d{1,2})年(?:间|来|累计|里|内|下来|以来)?")
_TOTAL = re.compile(r"(?:累计|总共|共)?(?:增长|增幅|提高|下降)(?:约|近|达到?|为|了)*$")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Compounded or shared out evenly; the years are those that the sentence or the one before it tells."""
    everything = list(outcomes)
    said = {(line, o.literals[0]) for o in everything if o.kind is Kind.GROWTH for line in o.lines}
    elsewhere = explained(everything)
    for scene in scenes(reading):
        for rate in scene.here:
            if rate.dimension == PERCENT and _YEARLY.search(rate.left) and (rate.place.line, rate.literal) not in said:
                found = list(_over_years(scene, rate))
                if not found and (rate.place.line, rate.literal) not in elsewhere:
                    found = list(_fails(scene, rate))
                yield from found


def _over_years(scene: Scene, rate: Figure) -> Iterator[Outcome]:
    years = _years(scene, rate)
    pool = [f for f in (*scene.before(rate), *reversed(scene.above)) if f.is_quantity][:6]
    for first, last in ((a, b) for a in pool for b in pool if a is not b and a.dimension == b.dimension):
        for count in years:
            if _comes_out(float(last.base / first.base), count, rate):
                how = f"（{last.text} ÷ {first.text}）开{count}次方 − 1 ≈ {rate.text}"
                yield holding(Kind.GROWTH, rate, [last, first], how)
                return
    for whole in [f for f in scene.before(rate)[:3] if f.dimension == PERCENT and _TOTAL.search(f.left)]:
        for count in years:
            if _comes_out(float(1 + whole.base / 100), count, rate):
                yield holding(Kind.GROWTH, rate, [whole], f"（1 + {whole.text}）开{count}次方 − 1 ≈ {rate.text}")
                return


def _years(scene: Scene, rate: Figure) -> list[int]:
    text = scene.text[max(0, scene.passage.sentence.start - 80) : rate.start]
    told = [read_count(match["n"]) for match in _SPAN.finditer(text) if len(match["n"]) <= 2]
    spots = [int(year) for year in _YEAR.findall(text)]
    told += [max(spots) - min(spots)] if len(spots) >= 2 else []
    return list(dict.fromkeys(count for count in told if 2 <= count <= 15))


def _comes_out(ratio: float, years: int, rate: Figure) -> bool:
    if ratio <= 0 or ratio == 1:
        return False
    step, stated = float(rate.step), float(rate.base)
    compounded, shared = abs(ratio ** (1 / years) - 1) * 100, abs(ratio - 1) * 100 / years
    return rate.digits >= 2 and any(
        abs(value - stated) <= step * float(Decimal("0.5001")) for value in (compounded, shared)
    )


_FROM, _TO = (
    re.compile(r"[由从]|20\d\d年"),
    re.compile(r"(?:增加|提高|增长|增|上升|提升|发展|扩大)[到至为]?[一-龥]{0,4}$|[到至]$|^.{0,4}20\d\d年[一-龥]{0,4}$"),
)


_STRAIGHT = re.compile(r"^[，、]?(?:[一-龥\d]{1,3}年(?:间|来|里|以来)?|期间|其间)?(?:实现|同比)?年(?:均|平均)")


def _fails(scene: Scene, rate: Figure) -> Iterator[Outcome]:
    """由 2,482 元增加到 9,816 元，五年间年均增长 31.7 %; 五年累计增长 54.7 %，年均增长 9.1 %: neither compounded nor shared out."""
    before = scene.before(rate)
    years = _years(scene, rate)
    text = scene.text[scene.passage.sentence.start : rate.start]
    if not rate.is_exact or rate.digits < 2 or len(years) != 1 or re.search(r"其中|同期|[；：]", text):
        return
    total = next((f for f in before if not f.dimension.startswith("span")), None)
    if not total or not _STRAIGHT.match(scene.between(total, rate)):
        return
    if total and total.dimension == PERCENT and _TOTAL.search(total.left) and "累计" in total.left and total.is_exact:
        ratio, others, how = 1 + total.base / 100, [total], f"（1 + {total.text}）开{years[0]}次方 − 1"
    else:
        amounts = [f for f in before if f.is_quantity and not f.dimension.startswith("span")]
        alike = [f for f in amounts if f.dimension == amounts[0].dimension] if amounts else []
        two = [
            f
            for f in alike
            if re.search(r"[到至为]$", f.left) or not (f.is_change or wording.DELTA_HERE.search(f.left))
        ][:2]
        if len(two) < 2 or len(alike) > 3:
            return
        last, first = two
        if not _TO.search(scene.between(first, last)) or not _FROM.search(scene.clause(first, 20)):
            return
        ratio, others = last.base / first.base, [last, first]
        how = f"（{last.text} ÷ {first.text}）开{years[0]}次方 − 1"
    if ratio <= 1 or re.search(r"下降|减", rate.left):
        return
    count = years[0]
    ways = [Decimal(str(value)) for value in
            (*((float(ratio) ** (1 / n) - 1) * 100 for n in (count - 1, count, count + 1) if n), (float(ratio) - 1) * 100 / count)]  # fmt: skip
    computed = Decimal(str((float(ratio) ** (1 / count) - 1) * 100))
    if all(abs(value - rate.base) > max(rate.step, rate.base / 50) for value in ways) and is_close(rate, computed):
        yield from refute(Kind.GROWTH, Severity.WARNING, rate, others, computed, how, f"{count}年年均增幅")
