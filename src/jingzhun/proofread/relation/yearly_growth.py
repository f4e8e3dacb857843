"""Growth by the year over several years: 由 2,482 元增加到 9,816 元，五年间年均增长 31.7%, 五年累计增长 54.7%、年均 9.1%."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..figure import Figure
from ..finding import Holding, Kind, Outcome
from ..numerals import read_chinese
from ..reading import Reading, holding
from ..unit import PERCENT
from .claim import Scene, scenes

_YEARLY = re.compile(r"年(?:均|平均)(?:增长率?|增速|递增|增幅|复合增长率?|下降|提高|增加)(?:约|近|达到?|为|了)*$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年?")
_SPAN = re.compile(r"(?P<n>[一二两三四五六七八九十]{1,2}|\d{1,2})年(?:间|来|累计|里|内|下来|以来)?")
_TOTAL = re.compile(r"(?:累计|总共|共)?(?:增长|增幅|提高|下降)(?:约|近|达到?|为|了)*$")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Holding]:
    """Compounded or shared out evenly; the years are those that the sentence or the one before it tells."""
    said = {(line, o.literals[0]) for o in outcomes if o.kind is Kind.GROWTH for line in o.lines}
    for scene in scenes(reading):
        for rate in scene.here:
            if rate.dimension == PERCENT and _YEARLY.search(rate.left) and (rate.place.line, rate.literal) not in said:
                yield from _over_years(scene, rate)


def _over_years(scene: Scene, rate: Figure) -> Iterator[Holding]:
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
    told = [_read(match["n"]) for match in _SPAN.finditer(text) if len(match["n"]) <= 2]
    spots = [int(year) for year in _YEAR.findall(text)]
    told += [max(spots) - min(spots)] if len(spots) >= 2 else []
    return list(dict.fromkeys(count for count in told if 2 <= count <= 15))


def _read(text: str) -> int:
    if text.isdecimal():
        return int(text)
    numeral = read_chinese(text)
    return int(numeral.value) if numeral else 0


def _comes_out(ratio: float, years: int, rate: Figure) -> bool:
    if ratio <= 0 or ratio == 1:
        return False
    step, stated = float(rate.step), float(rate.base)
    compounded, shared = abs(ratio ** (1 / years) - 1) * 100, abs(ratio - 1) * 100 / years
    return rate.digits >= 2 and any(
        abs(value - stated) <= step * float(Decimal("0.5001")) for value in (compounded, shared)
    )
