"""Where a project's instalments stand: amounts, what is used, and why one is not open yet, in words with the day it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jingzhun.core.money import yuan
from jingzhun.registry.models import Subject

from .flows import STEPS
from .models import Movement, Tranche, TrancheOpening, TranchePlan
from .states import net_of

_STATE = {"allocate": "拨付", "claim": "报账"}


def percent(points: int) -> str:
    """3000 → 30%, 3333 → 33.33%."""
    return f"{points / 100:g}%"


def gate_of(tranche: Tranche, *, before: Sequence[Tranche], on: date) -> str:
    """Why an instalment cannot be opened on ``on``; empty where it can. ``progress`` and ``met_on`` are what is known of it."""
    if tranche.opened_on is not None:
        return f"{tranche.opened_on} 已经打开"
    waiting = next((each for each in before if each.opened_on is None), None)
    if waiting is not None:
        return f"{waiting}还没有打开"
    gate = Tranche.Gate(tranche.gate)
    if gate is Tranche.Gate.PROGRESS:
        needed = percent(tranche.needed or 0)
        if tranche.progress is None:
            return f"要进度达到 {needed}，还没有登记进度"
        if tranche.progress < (tranche.needed or 0):
            return f"要进度达到 {needed}，现在 {percent(tranche.progress)}"
    if gate in (Tranche.Gate.DONE, Tranche.Gate.ACCEPTANCE):
        if tranche.met_on is None:
            return f"要{gate.label}，还没有登记{gate.label}日期"
        if tranche.met_on > on:
            return f"{gate.label}日期 {tranche.met_on} 还没有到"
    if gate is Tranche.Gate.WARRANTY:
        if tranche.releases_on is None:
            return f"验收后满 {tranche.years} 年才能退，还没有验收"
        if tranche.releases_on > on:
            return f"质保期未满，{tranche.releases_on} 起可以退"
    return ""


@dataclass(frozen=True)
class Line:
    """One instalment: its fen, how much of it is used, and why it is not open (empty once opened or openable).
    ``waiting`` is the proposal to open it that another person has not yet decided."""

    tranche: Tranche
    amount: int
    used: int
    why: str
    waiting: TrancheOpening | None = None

    @property
    def share(self) -> str:
        return percent(self.tranche.share)


@dataclass(frozen=True)
class Standing:
    """``opened`` fen may be used by now, ``used`` is."""

    plan: TranchePlan
    lines: tuple[Line, ...]
    opened: int
    used: int

    @property
    def step(self) -> str:
        return _STATE[self.plan.flow]

    @property
    def free(self) -> int:
        return self.opened - self.used

    @property
    def next(self) -> Line | None:
        return next((line for line in self.lines if line.tranche.opened_on is None), None)

    @property
    def said(self) -> str:
        """In one sentence, for refusals and pages."""
        following = self.next
        ready = "已经提出，等另一人确认" if following and following.waiting else "条件已达到，可以提出打开"
        then = f"；{following.tranche}：{following.why or ready}" if following else ""
        return f"{self.plan.title}已打开 {yuan(self.opened)} 元，已{self.step} {yuan(self.used)} 元{then}"


def opened_of(project: Subject, *, on: date) -> list[Tranche] | None:
    """The instalments of a project that are open on a day; None where it is not paid in instalments."""
    plan = TranchePlan.objects.filter(project=project).first()
    return list(plan.tranches.filter(opened_on__lte=on).order_by("number")) if plan else None


def standing_of(plan: TranchePlan, *, on: date) -> Standing:
    """The instalments of a plan on a day."""
    from .actions.tranche import STEP_OF, amounts, known_progress, known_step

    rows = list(plan.tranches.order_by("number"))
    proposed = TrancheOpening.objects.filter(tranche__plan=plan, outcome="").select_related("proposed_by")
    waiting = {each.tranche_id: each for each in proposed}
    moved = Movement.objects.filter(project=plan.project).order_by()
    used = moved.aggregate(fen=net_of(STEPS[_STATE[plan.flow]]))["fen"]
    parts, left, lines = amounts(plan, [row.share for row in rows]), used, []
    for place, row in enumerate(rows):
        if row.opened_on is None:
            row.progress = known_progress(plan.project, on) if row.gate == "progress" else None
            if row.gate in STEP_OF:
                row.met_on = known_step(plan.project, STEP_OF[Tranche.Gate(row.gate)], on)
        taken = min(left, parts[place])
        left -= taken
        why = "" if row.opened_on else gate_of(row, before=rows[:place], on=on)
        lines.append(Line(row, parts[place], taken, why, waiting.get(row.pk)))
    opened = plan.base * sum(row.share for row in rows if row.opened_on and row.opened_on <= on) // 10_000
    return Standing(plan, tuple(lines), opened, used)
