"""So many more, and how many there are then: 再恢复 8 条，恢复后达到 56 条, where what there was stands somewhere before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ... import wording
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, holding
from ..claims.claim import Scene, scenes
from ..claims.refuted import explained, is_close, is_slip_away, refute

_MORE = re.compile(r"新增|增加|再|扩|新[建招聘开修]|补充|追加|调增|恢复|接入|提高|上调|净增|增长|又")
_REACHES = re.compile(
    r"(?:达到?|变为|增至|升至|增加到|扩大到|扩到|提高到|凑成|凑够|总数[为达]?到?|共有|合计|全长|累计|全年支出|调整为)[一-龥]{0,3}$"
)
_BETWEEN = re.compile(r"[。！？]")


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """What came is told with a word for more, what there is then with 达到; the third must fit both, or stand right there."""
    everything = list(outcomes)
    said = {(line, o.literals[0]) for o in everything if o.kind is Kind.SUM for line in o.lines}
    elsewhere = explained(everything)
    for scene in scenes(reading):
        for reached in scene.here:
            if reached.is_quantity and not reached.is_article and _REACHES.search(reached.left) and (
                (reached.place.line, reached.literal) not in said
            ):  # fmt: skip
                found = list(_from(scene, reached))
                if not found and (reached.place.line, reached.literal) not in elsewhere:
                    found = list(_fails(scene, reached) or _of_one_name(scene, reached))
                yield from found


def _from(scene: Scene, reached: Figure) -> Iterator[Outcome]:
    alike = [f for f in scene.before(reached) if f.dimension == reached.dimension and f.is_quantity]
    added = [f for f in alike[:4] if f.base < reached.base and _MORE.search(f.left[-8:] or scene.clause(f, 8))]
    words = wording.bigrams(reached.left + reached.noun + scene.clause(reached, 30))
    pools = [
        (alike, 1),
        ([f for f in reversed(scene.above) if _fits(f, reached)][:6], 2),
        (_named(scene, reached, words), 2),
    ]
    for more in added:
        for pool, digits in pools:
            for old in pool:
                if old is more or old.base + more.base != reached.base or reached.digits < digits:
                    continue
                yield holding(Kind.SUM, reached, [old, more], f"{old.text} + {more.text} = {reached.text}")
                return


def _fits(figure: Figure, reached: Figure) -> bool:
    return figure.dimension == reached.dimension and figure.is_quantity and figure is not reached


def _named(scene: Scene, reached: Figure, words: frozenset[str]) -> list[Figure]:
    """Earlier figures of the kind that are called alike; of three digits or more any of those before."""
    far = [f for f in (*reversed(scene.far), *scene.reading.cell_totals) if _fits(f, reached)]
    called = [
        f
        for f in scene.reading.named(reached.left[-6:] + reached.noun[:6])
        if _fits(f, reached) and f.block <= reached.block
    ]
    alike = [f for f in far if words & wording.bigrams(f.left + f.noun)]
    return [*called[-12:], *alike] if reached.digits < 3 else [*called[-12:], *far]


_OLD = re.compile(
    r"(?:原有|原来有?|已有|现有|年初[一-龥]{0,4}有?|年末[一-龥]{0,4}有?|年底[一-龥]{0,4}有?|此前[一-龥]{0,4}有?)[一-龥]{0,6}$"
)
_ADDED = re.compile(
    r"[，、；](?:今年|本年|当年|全年|后来|又|再|先后|20\d\d年)?(?:又|再)?(?:新增|增加|新[建装修招聘开]|补充|追加|恢复|接入|扩建?)(?:了)?[一-龥]{0,6}$"
)
_THEN = re.compile(r"[，、；]?[一-龥]{0,6}?(?:达到?|变为|增至|升至|增加到|扩大到|扩到|总数[为达]?到?|共有|合计)了?$")
_LESS = re.compile(r"减|退|撤|拆|废|注销|淘汰|报废|其中|转|并|换|改")


def _fails(scene: Scene, reached: Figure) -> list[Outcome]:
    """原有 48 条，再恢复 8 条，恢复后达到 56 条: right behind one another, and no other of the kind in the sentence."""
    before = scene.before(reached)[:2]
    if len(before) < 2 or any(f.dimension != reached.dimension or not f.is_summable for f in before):
        return []
    more, old = before
    text = scene.text[old.start : reached.start]
    firm = (
        _OLD.search(scene.clause(old, 14)) and _ADDED.fullmatch(scene.between(old, more)) and _THEN.fullmatch(scene.between(more, reached))
    )  # fmt: skip
    behind = scene.text[reached.end : scene.passage.sentence.end]
    if (
        not firm
        or _LESS.search(text)
        or re.search(r"^[^，；]{0,4}[，；]?其中|扣除", behind)
        or reached.base <= old.base
    ):
        return []
    computed = old.base + more.base
    if not is_close(reached, computed) or abs(computed - reached.base) <= max(f.step for f in (old, more, reached)):
        return []
    how = f"{old.text} + {more.text}"
    return list(refute(Kind.SUM, Severity.ERROR, reached, [old, more], computed, how, "原有与新增相加"))


_SUM_OF = re.compile(r"累计([一-龥]{2,6})$")


def _of_one_name(scene: Scene, reached: Figure) -> list[Outcome]:
    """累计接管 354 处 further up, 再接管 120 处，累计接管 474 处: called alike, and only a slip of the pen away."""
    said = _SUM_OF.search(reached.left)
    before = scene.before(reached)[:1]
    if (
        not said
        or not before
        or before[0].dimension != reached.dimension
        or not re.search(r"再|又|新增", before[0].left[-10:])
    ):
        return []
    more = before[0]
    old = [
        f for f in scene.reading.named(said.group(1))
        if f.block <= reached.block and f.end <= (reached.start if f.block == reached.block else f.end)
        and f is not more and f.dimension == reached.dimension and said.group(1)[:2] in f.left
        and not re.search(r"再|又|新增|拟|计划", f.left)
    ]  # fmt: skip
    if said.group(1)[:2] not in more.left or len({f.base for f in old}) != 1 or reached.digits < 2:
        return []
    if not is_slip_away(reached, old[-1].base + more.base):
        return []
    how = f"{old[-1].text} + {more.text}"
    return list(
        refute(Kind.SUM, Severity.ERROR, reached, [old[-1], more], old[-1].base + more.base, how, "前后累计相加")
    )
