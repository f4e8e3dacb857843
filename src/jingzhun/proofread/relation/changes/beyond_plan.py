"""So much more than was planned: 年度目标 102 万人，实际达到 105.37 万人，超过目标 3.37 万人; 比计划少 6 个."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...agreement import is_slip
from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import MEASURED
from ...wording import PLAN
from ..claims.claim import Scene, scenes

_PLANNED = r"(?:年度|全年|原定|既定)?(?:目标任务|目标|任务|计划|指标)(?:任务|数|值)?"
_ENDS = r"(?:约|达|了)?$"
_MORE = re.compile(
    rf"(?:(?:超过?|超出|超额完成|高于|多于){_PLANNED}|比{_PLANNED}(?:多|超|高|增加)(?:出|完成|安排|开发)?了?){_ENDS}"
)
_LESS = re.compile(rf"(?:(?:低于|少于){_PLANNED}|(?:比|距|离|较){_PLANNED}(?:还?差|少|低|欠|短)(?:完成)?了?){_ENDS}")


def find(reading: Reading) -> Iterator[Outcome]:
    for scene in scenes(reading):
        for gap in scene.here:
            if not (gap.is_summable and gap.is_exact):
                continue
            more, less = _MORE.search(gap.left), _LESS.search(gap.left)
            if more or less:
                yield from _of(scene, gap, [f for f in scene.here if f.end <= gap.start], more=bool(more))


def _of(scene: Scene, gap: Figure, before: Sequence[Figure], *, more: bool) -> Iterator[Outcome]:
    """The only plan of the kind in the sentence and the figure behind it that is none."""
    same = [f for f in before if f.dimension == gap.dimension and f.is_summable and f.is_exact]
    plans = [f for f in same if PLAN.search(f.left)]
    done = [f for f in same if f not in plans]
    if len(plans) != 1 or len(done) != 1 or re.search(r"[；。]", scene.between(min(same, key=lambda f: f.start), gap)):
        return
    plan, actual = plans[0], done[0]
    computed = actual.base - plan.base if more else plan.base - actual.base
    how = f"{actual.text} − {plan.text}" if more else f"{plan.text} − {actual.text}"
    slack = gap.step / 2 if gap.dimension in MEASURED or gap.step > 1 else Decimal(0)
    if abs(computed - gap.base) <= slack:
        yield holding(Kind.DIFFERENCE, gap, [actual, plan], f"{how} = {gap.text}")
    elif computed > 0 and (is_slip(computed, gap.base, gap.step) or abs(computed - gap.base) <= computed):
        shown = f"{plain((computed / gap.unit_worth).normalize())}{gap.unit}"
        yield finding(
            Kind.DIFFERENCE, Severity.ERROR, gap, [actual, plan], computed=shown, arithmetic=f"{how} = {shown} ≠ {gap.text}",
            message=f"与计划相差应为{shown}，文中写{gap.text}", suggestion=f"若两数无误，应改为{shown}",
        )  # fmt: skip
