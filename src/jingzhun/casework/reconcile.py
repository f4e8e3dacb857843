"""What spans rows of cases and no single constraint holds: looked at again, case by case. Called by ``check-cases``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .models import Case, Decision, NoticeEntry
from .standing import counters


@dataclass(frozen=True)
class Disagreement:
    """A case that says something else than the rows behind it."""

    case: str
    text: str


def disagreements() -> Iterator[Disagreement]:
    """Every case whose counters, step, round, dates or chain of decisions disagree with their rows."""
    rows = Case.objects.select_related("step", "procedure").prefetch_related("decisions__step").order_by("pk")
    for case in rows.iterator(chunk_size=500):
        for text in (*_counters(case), *_chain(case), *_notices(case)):
            yield Disagreement(case.number, text)


def _counters(case: Case) -> Iterator[str]:
    for name, value in counters(case).items():
        said = getattr(case, name)
        if said != value:
            title = Case._meta.get_field(name).verbose_name
            yield f"{title}记作 {said}，按明细是 {value}"


def _chain(case: Case) -> Iterator[str]:
    decisions = list(case.decisions.all())
    rounds = 1 + sum(d.outcome == Decision.Outcome.RETURN for d in decisions)
    if case.round != rounds:
        yield f"轮次记作 {case.round}，按退回次数是 {rounds}"
    passed = {d.number for d in decisions if d.outcome == Decision.Outcome.PASS}
    if case.step is not None and any(number not in passed for number in range(1, case.step.number)):
        yield f"办到第 {case.step.number} 步，前面有没有通过的步骤"
    if case.state == Case.State.DONE and len(passed) < case.procedure.steps.count():
        yield "已办结，但不是每一步都通过"
    for decision in decisions:
        before = decision.previous
        if before is not None and decision.decided_on < before.decided_on:
            yield f"“{decision.step}”早于上一步"


def _notices(case: Case) -> Iterator[str]:
    ends = (
        NoticeEntry.objects.filter(
            case=case, round=case.round, withdrawn_on__isnull=True, notice__kind="notice", notice__step__number=case.step.number - 1
        ).order_by("-until").values_list("until", flat=True).first()
        if case.step is not None
        else None
    )  # fmt: skip
    if ends is not None and case.not_before_on != ends:
        yield f"可办日期记作 {case.not_before_on}，公示到 {ends} 才满"
