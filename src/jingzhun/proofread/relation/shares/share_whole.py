"""What a share is of, and what part it speaks of, as the wording says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from ... import wording
from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...unit import HOUSEHOLDS, MEASURED, PEOPLE, RATES
from ..claims.claim import Scene, digits, is_counted

_GENERIC = re.compile(r"^(?:总数|总量|总额|总|全部|全县|全乡|全镇|全村|全市|全州|全区|比|的|其)*$")
_CLASS = re.compile(r"贫困|脱贫|监测|低保|新增|剩余|未|残疾|劳动|增收")


_SUBJECT = re.compile(r"^(?:其中|而|且|使)?([一-龥]{2,10}?)(?:合计|所|约|仅|只|就|也|共)?占")


def subjects_of(scene: Scene, rate: Figure) -> list[Figure]:
    """工资性收入占 62%: the figures that bear the name of what the share is of, in the sentence and the paragraph before it."""
    said = _SUBJECT.match(rate.left)
    name = wording.label(said.group(1)) if said else ""
    if len(name) < 2:
        return []
    before = [
        f
        for f in (*scene.before(rate)[:16], *reversed(scene.above[-12:]))
        if is_counted(f) and f.dimension not in RATES
    ]
    labels = [(f, wording.label((scene.mate(f) or f).left if f in scene.members else f.left)) for f in before]
    found = [f for f, label in labels if name in label]
    if not found and len(name) >= 4:
        found = [f for f, label in labels if label.endswith(name[-2:]) and wording.is_abbreviation(name, label)]
    return found[:3]


def named_base(scene: Scene, rate: Figure) -> tuple[str, Figure | None]:
    """The wording between 占 and the rate, and the figure in it, if there is one."""
    start = max(scene.passage.sentence.start, rate.start - 40)
    text = scene.text[start : rate.start]
    of = re.search(r"(?:[率度](?:为|是|达到?|占)|仅?[为占]|相当于|不足|达到?)([^，。；占为\d]{2,10})的$", text)
    at = max(text.rfind("占"), text.rfind("为年度"), of.start(1) - 1 if of else -1)
    if at < 0 or re.search(r"[。；]", text[at:]):
        direct = [
            f
            for f in scene.before(rate)[:1]
            if is_counted(f) and re.match(r"^[一-龥（）]{0,4}的$", scene.between(f, rate))
        ]
        return ("", direct[0]) if direct else ("", None)
    inside = [f for f in scene.here if start + at < f.start and f.end <= rate.start and is_counted(f)]
    if inside and "，" not in text[at : inside[0].start - start]:
        return "", inside[0]
    phrase = re.sub(r"^比|(?:的?比[例重])?[的约为达：]*$|总[数量额]|年度", "", text[at + 1 :])
    return ("", None) if "，" in phrase or _GENERIC.match(phrase) else (phrase, None)


def all_of_them(scene: Scene, rate: Figure) -> list[Figure]:
    """100 %: the same number twice before the rate, if only as persons and as papers."""
    before = [f for f in (*scene.before(rate), *reversed(scene.above)) if is_counted(f) and not f.per]
    last = before[0] if before else None
    twin = next((f for f in before[1:8] if last and f.base == last.base), None)
    return [last, twin] if last and twin else []


_ALL_OF = re.compile(
    r"^(?:全[县市州省乡镇村区]|辖区|本[县乡镇村])*的?(?:(?P<households>总户数|农户总?数?|户数)|(?P<people>总?人口数?|总人数))$"
)
_HAS = re.compile(r"[辖共总有，、]$|户籍[一-龥]{0,4}$|全[县市州省乡镇村区](?:共?有|总)?[一-龥]{0,4}$")


def whole_of(scene: Scene, rate: Figure, named: str) -> Figure | None:
    """The largest number of households or people so far, where the wording asks for all of them: 占全镇总户数的."""
    said = _ALL_OF.match(named) if named else None
    if not said:
        return None
    dimension = HOUSEHOLDS if said["households"] else PEOPLE
    before = [
        f for f in (*scene.reading.figures_before(rate.block), *scene.before(rate), *scene.above)
        if f.dimension == dimension and is_counted(f) and not f.per
    ]  # fmt: skip
    largest = max(before, key=lambda f: f.base, default=None)
    return largest if largest and (not largest.left or _HAS.search(largest.left)) else None


def is_only(scene: Scene, named: str, base: Figure) -> bool:
    """No other value bears this name anywhere; in the same paragraph the nearest may be meant all the same."""
    if base.block == scene.passage.block.number:
        return True
    return all(
        f.base == base.base
        for f in scene.reading.named(named)
        if f.dimension == base.dimension and is_counted(f) and not f.per and bears_name(named, f)
    )


def is_room(scene: Scene, rate: Figure, top: Figure, base: Figure) -> bool:
    """Things of two kinds that one rate compares, right before it: 床位 640 张, 入住 398 人, 入住率."""
    return (
        "率" in rate.left and top in scene.members and base in scene.members and top.dimension not in MEASURED and base.dimension not in MEASURED
        and base.end <= top.start and top.base <= base.base and "。" not in scene.between(base, rate) and rate.start - base.end < 90
    )  # fmt: skip


def bears_name(phrase: str, figure: Figure) -> bool:
    """The phrase is the figure's own wording, or that without words that make no other thing of it."""
    return _is_name_of(phrase, figure.left + figure.noun)


@lru_cache(maxsize=20_000)
def _is_name_of(phrase: str, words: str) -> bool:
    mine, theirs = wording.label(phrase), wording.label(words)
    if len(mine) < 2:
        return False
    bare = re.sub(r"(?:资金|投资|人数|户数|数量|数|额|总)$", "", mine)
    mine = bare if len(bare) >= 2 else mine
    if mine in theirs:
        return not _CLASS.search(theirs[theirs.index(mine) + len(mine) :])
    shared = wording.bigrams(mine) & wording.bigrams(theirs)
    if len(shared) >= 0.75 * len(wording.bigrams(mine)):
        return True
    left_out = theirs
    for character in mine:
        left_out = left_out.replace(character, "", 1)
    return wording.is_abbreviation(mine, theirs) and not _CLASS.search(left_out)


def that_comes_out_beside(scene: Scene, rate: Figure, failing: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """就业 a 人…任务为 b 人，完成率: no whole is named, and the sentence holds another that the rate comes out over:
    over the same part, or too exactly for chance."""
    if "占" in rate.left or named_base(scene, rate) != ("", None):
        return None
    before = [f for f in scene.before(rate)[:12] if is_counted(f) and not f.per]
    top = failing[0]
    for part in [top] if digits(rate) < 3 else before:
        for whole in (*before, *reversed(scene.above[-8:])):
            if (
                whole is not part and whole is not failing[1] and whole.dimension == part.dimension and not whole.per
                and whole.base > part.base / 3 and of_ratio(part.base / whole.base * 100, rate.base, rate.step) is Agreement.HOLDS
                and (digits(rate) < 3 or whole in before)
            ):  # fmt: skip
                return part, whole
    return None


def of_row(scene: Scene, rate: Figure, row: Figure) -> int:
    """How surely a share over a column's total is of this row: 东站占全年供水的 50 %, but not 东站的设备投资占."""
    if f"{row.where}占" in rate.left:
        return 3 if row.when in scene.passage.text else 2
    return -2 if row.where in rate.left and "占" in rate.left else 2


def told_together(outcomes: Iterable[Outcome]) -> set[tuple[int, str]]:
    """(line, literal) of shares that hold of one whole, each of another part, and make a hundred or bear the parts' names: 60 %、25 %、15 %，分别为 35.16、14.65、8.79."""
    rows: dict[tuple[Figure, int], dict[Figure, Figure]] = defaultdict(dict)
    for o in outcomes:
        if isinstance(o, Holding) and o.kind is Kind.PERCENT and len(o.figures) == 3 and o.figures[1].digits >= 2:
            stated, part, whole = o.figures
            rows[whole, stated.block][stated] = part
    return {
        (line, stated.literal)
        for row in rows.values()
        if len(row) >= 2 and len(set(row.values())) == len(row) and (_make_a_hundred(row) or _bear_their_names(row))
        for stated in row
        for line in range(stated.place.line, stated.place.last_line + 1)
    }


def _make_a_hundred(row: Iterable[Figure]) -> bool:
    return abs(sum((stated.base for stated in row), Decimal(0)) - 100) <= 1


def _bear_their_names(row: Mapping[Figure, Figure]) -> bool:
    """自筹 1890 万元、贷款 810 万元，…自筹占 35 %，贷款占 15 %."""
    return all(wording.bigrams(part.left[-4:]) & wording.bigrams(stated.left) for stated, part in row.items())
