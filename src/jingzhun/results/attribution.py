"""Two stored runs: who came out differently and why: other parameter values, another pack, or other facts.

The change is made in steps: first the later run's parameter values in the earlier pack over the earlier roster, then the
later pack over the earlier roster, then the later pack over the later roster. The step at which a verdict changes is its
cause. Where two causes undo each other both are named. Called by the page of a run and by ``evaluate --compare``.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from jingzhun.core.errors import Problem
from jingzhun.rules.bind import bind_pack
from jingzhun.rules.comparison import Comparison, Flip, Side, compare, verdicts
from jingzhun.rules.findings import read_findings
from jingzhun.rules.nodes import Literal
from jingzhun.rules.pack_check import CheckedPack
from jingzhun.rules.roster import Roster

from .actions.roster import open_roster
from .findings import checked_pack
from .models import Run
from .trial import findings_of

PARAMETER, PACK, FACTS = "参数", "政策包条文", "事实"


class UnableToCompareRuns(Problem):
    code = "F-017"
    says = "第 {before} 次和第 {after} 次评估不能比较：{why}"
    remedy = "请选两次已完成的、同一政策包的评估"


@dataclass(frozen=True)
class Attributed:
    """``causes``: (standard, official code) → the causes of that flip, in the order of the steps."""

    before: Run
    after: Run
    comparison: Comparison
    causes: dict[tuple[str, str], tuple[str, ...]]

    def of(self, standard: str, flip: Flip) -> tuple[str, ...]:
        return self.causes[standard, flip.code]

    def counted(self, standard: str) -> dict[str, int]:
        """Cause (several joined) → number of flips of a standard."""
        counts: dict[str, int] = {}
        for (name, _), causes in self.causes.items():
            if name == standard:
                key = "、".join(causes)
                counts[key] = counts.get(key, 0) + 1
        return counts


def compare_runs(before: Run, after: Run) -> Attributed:
    """Raises :class:`UnableToCompareRuns` where one is not finished or they are of different packs."""
    if before.state != Run.State.DONE or after.state != Run.State.DONE:
        raise UnableToCompareRuns(before=before.pk, after=after.pk, why="有一次没有完成")
    if before.pack.name != after.pack.name:
        raise UnableToCompareRuns(before=before.pk, after=after.pk, why="不是同一个政策包")
    old_roster, new_roster = open_roster(before.roster), open_roster(after.roster)
    first, last = Side(read_findings(before.path), old_roster), Side(read_findings(after.path), new_roster)
    comparison = compare(first, last)
    with tempfile.TemporaryDirectory(prefix="jingzhun-compare-") as folder:
        steps = [(PARAMETER, side) for side in _with_later_values(before, after, old_roster, new_roster, Path(folder))]
        if before.pack_id != after.pack_id:
            steps.append((PACK, _later_pack(after, old_roster, new_roster, Path(folder))))
        steps.append((FACTS, last))
        causes = {}
        for change in comparison.standards:
            stages = [(cause, verdicts(side, change.name)) for cause, side in steps]
            for flip in change.flips:
                causes[change.name, flip.code] = _causes(flip, stages)
    return Attributed(before, after, comparison, causes)


def _causes(flip: Flip, stages: list[tuple[str, dict]]) -> tuple[str, ...]:
    at, found = flip.before, []
    for cause, now in stages:
        if now.get(flip.code) != at:
            found.append(cause)
            at = now.get(flip.code)
    return tuple(found)


def _values(checked: CheckedPack, roster: Roster) -> dict[str, Literal]:
    return {name: used.literal for name, used in bind_pack(checked, as_of=roster.as_of, area=roster.area).used.items()}


def _with_later_values(before: Run, after: Run, old: Roster, new: Roster, folder: Path) -> list[Side]:
    """The earlier pack and roster with the later run's values; nothing where all values are the same."""
    pack = checked_pack(before.pack, old.schema)
    own, later = _values(pack, old), _values(checked_pack(after.pack, new.schema), new)
    values = {name: later[name] for name in own if name in later and later[name].type == own[name].type}
    if all(own[name].value == value.value for name, value in values.items()):
        return []
    return [Side(findings_of(pack, old, folder / "values", values=values), old)]


def _later_pack(after: Run, old: Roster, new: Roster, folder: Path) -> Side:
    pack = checked_pack(after.pack, old.schema)
    values = _values(checked_pack(after.pack, new.schema), new)
    return Side(findings_of(pack, old, folder / "pack", values=values), old)
