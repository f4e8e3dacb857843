"""Differences between things called by name: 甲率比乙率低 41 个百分点, 四季度比三季度多 441.9 万元, 比年初增加, 节约率; changes in a table's row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, is_slip, is_strong_slip, of_ratio
from ...block import Block, Form
from ...figure import Figure, plain
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import ARABIC, read_arabic
from ...reading import Reading, finding, holding
from ...unit import PERCENT, POINTS, RATES
from ..claims.claim import Scene, is_counted, scenes

_NAMES = re.compile(
    r"(?:^|[，。；：、])(?P<one>[一-龥]{2,10}?)(?:(?:偏|较)[低高多少]，)?(?:比|较)(?P<other>[一-龥]{2,10}?)(?:要|还|仍)?(?:高|低|多|少|快|慢|增加|减少|高出|低出|多出)(?:了|出)?$"
)
_SINCE = re.compile(r"(?:比|较)(?P<when>年初|上年末|上年底|去年底|期初|上年)(?:净)?(?:增加|减少|增长|下降|多|少)了?$")
_RATE = re.compile(r"(?P<verb>节约|超支|结余|核减|审减|下浮)(?:率|幅度?|比例)(?:为|达|是)?$")
_CHANGE = re.compile(
    rf"^(?:比[^\d]{{0,6}})?(?P<verb>增长|增加|新增|净增|提高|提升|上升|下降|降低|减少|缩短|扩大)(?:了|约)?(?P<number>{ARABIC})\s?(?P<unit>%|个百分点|[一-龥]{{0,4}})$"
)


def find(reading: Reading) -> Iterator[Outcome]:
    for scene in scenes(reading):
        for figure in scene.here:
            if not figure.is_exact or not figure.dimension or figure.base <= 0 or figure.is_article:
                continue
            if figure.dimension not in RATES or figure.dimension == POINTS:
                yield from _named(scene, figure)
                yield from _since(scene, figure)
    for block in reading.blocks:
        if block.form is Form.ROW:
            yield from _changes(block)


def rates(reading: Reading) -> Iterator[Outcome]:
    """节约率 and its like: what is wrong here is no share of another figure that happens to come out."""
    for scene in scenes(reading):
        for figure in scene.here:
            if figure.dimension == PERCENT and figure.is_exact and figure.base > 0:
                yield from _rate(scene, figure)


def _called(reading: Reading, figure: Figure, name: str) -> list[Figure]:
    """The figures before ``figure`` whose own wording is ``name`` and no more than verbs beside it, one for each value."""
    dimension = PERCENT if figure.dimension == POINTS else figure.dimension
    found = {}
    for other in (*reading.figures_before(figure.block), *reading.by_block[figure.block]):
        if other.dimension != dimension or (other.block == figure.block and other.end > figure.start):
            continue
        left = re.sub(r"(?:为|是|达到?|共|完成|投入|支出|约|[已仅])+$", "", other.left)
        named = left.endswith(name) or (dimension == PERCENT and left.endswith(name + "占比"))
        if named and len(left) - len(name) <= 12 and bool(other.per) == bool(figure.per):
            found[other.base] = other
    return list(found.values())


def _judged(kind: Kind, figure: Figure, one: Figure, other: Figure, *, is_sure: bool) -> Iterator[Outcome]:
    computed = abs(one.base - other.base)
    high, low = (one, other) if one.base >= other.base else (other, one)
    how = f"{high.text} − {low.text}"
    step = max(one.step, other.step)
    if computed == figure.base or abs(computed - figure.base) * 2 <= max(step if step > figure.step else 0, 0):
        yield holding(kind, figure, [high, low], f"{how} = {figure.text}")
        return
    if not computed or not (one.is_exact and other.is_exact) or figure.step < step:
        return
    slipped = is_slip(computed, figure.base, figure.step)
    near = Decimal("0.7") < figure.base / computed < Decimal("1.4")
    if (is_sure and (slipped or near)) or is_strong_slip(computed, figure.base, figure.step):
        worth = figure.unit_worth
        shown = f"{plain((computed / worth).normalize())}{figure.unit}"
        yield finding(
            kind, Severity.WARNING, figure, [high, low], computed=shown, arithmetic=f"{how} = {shown} ≠ {figure.text}",
            message=f"{high.text}与{low.text}相差{shown}，文中为{figure.text}", suggestion=f"若两数无误，差额应为{shown}",
        )  # fmt: skip


def _named(scene: Scene, figure: Figure) -> Iterator[Outcome]:
    """Both are called by name, and each name has one value before."""
    said = _NAMES.search(scene.clause(figure, 30))
    if not said or re.search(r"年|同期|上[季月]|平均", said["other"]):
        return
    first, second = (_called(scene.reading, figure, said[name]) for name in ("one", "other"))
    if len(first) == len(second) == 1 and first[0] is not second[0]:
        yield from _judged(Kind.DIFFERENCE, figure, first[0], second[0], is_sure=True)


def _since(scene: Scene, figure: Figure) -> Iterator[Outcome]:
    """账面结存 a 元，比年初增加 b 元: what was there at the start stands in another paragraph under the same name."""
    said = _SINCE.search(scene.clause(figure, 16))
    before = [f for f in scene.before(figure) if f.dimension == figure.dimension and is_counted(f) and not f.per]
    if not said or not before or len(scene.between(before[0], figure)) > 16 or figure.dimension == POINTS:
        return
    now = before[0]
    if len(before) > 1 and re.search(r"年初|上年|去年", before[1].left):
        return  # it stands in the sentence: another rule's
    mine = wording.bigrams(now.left[-6:])
    when = r"年初|期初|1月1日|上年结转|上年末|上年底|去年底|年末的" if said["when"] != "上年" else r"上年|去年"
    found = {}
    for other in scene.reading.figures_before(figure.block, blocks=60):
        text = scene.reading.block_of(other).text
        if (
            other.dimension == figure.dimension and not other.per and is_counted(other) and mine & wording.bigrams(other.left[-8:])
            and re.search(when, text[max(0, other.start - 24) : other.start])
        ):  # fmt: skip
            found[other.base] = other
    if len(found) == 1:
        yield from _judged(Kind.DIFFERENCE, figure, now, next(iter(found.values())), is_sure=False)


def _rate(scene: Scene, rate: Figure) -> Iterator[Outcome]:
    """预算 28 万元，实支 21.7 万元，比预算节约 6.3 万元，节约率: the amount saved over what it was saved of."""
    said = _RATE.search(rate.left)
    before = [f for f in (*scene.before(rate), *reversed(scene.above)) if is_counted(f) and not f.per]
    if not said or not before or said["verb"] not in before[0].left or scene.between(before[0], rate).count("，") > 1:
        return
    saved = before[0]
    name = re.search(r"比(?P<base>[一-龥]{2,8}?)" + said["verb"], saved.left)
    names = (name["base"],) if name else ("预算", "送审", "报审", "概算", "控制价", "合同价", "标底")
    bases = {
        f.base: f
        for f in before[1:6]
        if f.dimension == saved.dimension and f.base > saved.base and any(word in f.left + f.noun for word in names)
    }
    if len(bases) != 1:
        return
    base = next(iter(bases.values()))
    computed = saved.base / base.base * 100
    agreement = of_ratio(computed, rate.base, rate.step)
    how = f"{saved.text} ÷ {base.text}"
    if agreement is Agreement.HOLDS:
        yield holding(Kind.PERCENT, rate, [saved, base], f"{how} = {rate.text}")
    elif agreement is Agreement.FAILS and saved.is_exact and base.is_exact and abs(computed - rate.base) <= 15:
        shown = f"{plain(computed.quantize(rate.step / 10))}%"
        yield finding(
            Kind.PERCENT, Severity.WARNING, rate, [saved, base], computed=shown, arithmetic=f"{how} = {shown} ≠ {rate.text}",
            message=f"{said['verb']}率应为{shown}，文中写{rate.text}", suggestion=f"若两数无误，应为{shown}",
        )  # fmt: skip


def _changes(block: Block) -> Iterator[Outcome]:
    """指标 | 1.2 | 2.1 | 增长 75 %: a row that says itself what its two numbers make."""
    texts = [block.text[start:end].strip() for start, end in block.cells]
    for place, text in enumerate(texts):
        said = _CHANGE.match(text)
        numbers = [t for t in texts[:place] if re.fullmatch(ARABIC, t)]
        if not said or place < 3 or numbers != texts[place - 2 : place]:
            continue
        stated, old, new = (read_arabic(t.replace(",", "")) for t in (said["number"], *numbers))
        assert stated and old and new
        label = texts[0]
        absolute = said["unit"] == "个百分点" or (said["unit"] != "%" and said["unit"] in label)
        if said["unit"] == "%" and old.value:
            kind, computed = Kind.GROWTH, abs(new.value - old.value) / old.value * 100
            how = f"（{numbers[1]} 与 {numbers[0]} 之差）÷ {numbers[0]}"
            agreement = of_ratio(computed, stated.value, stated.step)
        elif absolute or not said["unit"] or said["unit"] not in label:
            kind, computed = Kind.DIFFERENCE, abs(new.value - old.value)
            how = f"{numbers[1]} 与 {numbers[0]} 之差"
            agreement = Agreement.HOLDS if computed == stated.value else Agreement.FAILS
            if stated.step > 1 or old.step > stated.step or new.step > stated.step:
                continue
        else:
            continue
        falls = said["verb"] in ("下降", "降低", "减少", "缩短")
        yield from _told(
            block, kind, said, numbers, computed, how, agreement, is_turned=falls == (new.value > old.value)
        )


def _told(
    block: Block, kind: Kind, said: re.Match[str], numbers: Sequence[str], computed: Decimal, how: str, agreement: Agreement,
    *, is_turned: bool,
) -> Iterator[Outcome]:  # fmt: skip
    literal = said["number"]
    line = (block.first_line + 1,)
    literals = (literal, said["number"] + said["unit"], *numbers)
    if agreement is Agreement.HOLDS and not is_turned:
        yield Holding(kind, line, literals, f"{how} = {said['number']}{said['unit']}")
    elif agreement is Agreement.FAILS and not is_turned and computed:
        shown = f"{plain(computed.quantize(Decimal('0.01')).normalize())}{said['unit']}"
        yield Finding(
            kind, Severity.WARNING, line, literals, shown, literal, f"{how} = {shown} ≠ {said['number']}{said['unit']}",
            f"表中{numbers[0]}到{numbers[1]}，{said['verb']}应为{shown}，写作{said['number']}{said['unit']}", f"若两数无误，应为{shown}",
        )  # fmt: skip
