"""Choosing the instalments of a project from a pack, and opening one when its condition is met: one proposes, another confirms.

Progress and days are those recorded of the project (形象进度, 节点); where nothing is recorded, those stated with their basis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from jingzhun.core.errors import Problem
from jingzhun.core.guard import refusal_in
from jingzhun.core.money import yuan
from jingzhun.core.period import years_after
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Subject
from jingzhun.rules.tranche import Part

from ..models import ProjectMilestone, ProjectProgress, Tranche, TrancheOpening, TranchePlan
from ..tranche import gate_of, percent
from .paper import keep_paper

STEP_OF = {Tranche.Gate.DONE: "finish", Tranche.Gate.ACCEPTANCE: "acceptance"}


class UnableToChooseTranches(Problem):
    code = "B-040"
    says = "项目 {project} 不能选定分笔方式：{why}"
    remedy = "请核对总额、质保金和政策包里的分笔；选定后不能改"


class UnableToOpenTranche(Problem):
    code = "B-041"
    says = "{tranche}不能打开：{why}"
    remedy = "请登记进度、完工、验收后再提出，或等到写明的日期；提出后由另一人确认"


@dataclass(frozen=True)
class Choice:
    """What is chosen: ``pack`` and ``template`` by name, ``flow`` as in the ledger, ``base`` fen."""

    pack: str
    template: str
    title: str
    flow: str
    base: int
    parts: Sequence[Part]


@dataclass(frozen=True)
class Stated:
    """What the proposer states: the basis, its paper (name, bytes), and where the ledger has nothing ``progress`` in basis points
    or ``met_on``, the day of completion or acceptance."""

    basis: str
    progress: int | None = None
    met_on: date | None = None
    paper: tuple[str, bytes] | None = None


def choose_tranches(*, project: Subject, choice: Choice, on: date, work: Writing) -> TranchePlan:
    """Lay the instalments of a project down, once. Raises :class:`UnableToChooseTranches`."""
    if choice.base <= 0:
        raise UnableToChooseTranches(project=project.code, why="总额要大于零")
    if TranchePlan.objects.filter(project=project).exists():
        raise UnableToChooseTranches(project=project.code, why="已经选定")
    if sum(part.share for part in choice.parts) != 10_000:
        raise UnableToChooseTranches(project=project.code, why="各笔合计不是 100%")
    try:
        with transaction.atomic():
            plan = TranchePlan.objects.create(
                project=project, flow=choice.flow, title=choice.title, pack=choice.pack, template=choice.template,
                base=choice.base, chosen_on=on, change=work.change,
            )  # fmt: skip
            for number, part in enumerate(choice.parts, start=1):
                Tranche.objects.create(
                    plan=plan, number=number, title=part.title, share=part.share, gate=part.gate, needed=part.needed,
                    limit=part.limit, years=part.years,
                )  # fmt: skip
    except IntegrityError as refused:
        why = refusal_in(str(refused)) or "份额、门槛或质保金不合规定"
        raise UnableToChooseTranches(project=project.code, why=why) from refused
    work.note("tranche", [(project.code, choice.title, choice.base, tuple(part.share for part in choice.parts))])
    return plan


def propose_opening(*, tranche: Tranche, on: date, stated: Stated, work: Writing) -> TrancheOpening:
    """Ask for an instalment whose condition is met on ``on`` to be opened; it waits for another person.

    Raises :class:`UnableToOpenTranche` with the reason in words.
    """
    tranche, why = _looked_at(tranche, on=on, progress=stated.progress, met_on=stated.met_on)
    basis = stated.basis.strip()[:200]
    if not basis:
        raise UnableToOpenTranche(tranche=tranche, why="没有写依据")
    if work.change.by_id is None:
        raise UnableToOpenTranche(tranche=tranche, why="要由人提出")
    waiting = tranche.openings.filter(outcome="").select_related("proposed_by").first()
    if waiting is not None:
        why = f"{waiting.proposed_by.name} {waiting.proposed_on} 已经提出，等另一人确认"
    if why:
        raise UnableToOpenTranche(tranche=tranche, why=why)
    file = keep_paper(file_name=stated.paper[0], data=stated.paper[1], work=work) if stated.paper else None
    opening = TrancheOpening(
        tranche=tranche, basis=basis, progress=stated.progress, met_on=stated.met_on, file=file,
        file_name=stated.paper[0][:200] if stated.paper else "", proposed_on=on, proposed_by_id=work.change.by_id,
        proposed_change=work.change,
    )  # fmt: skip
    _save(opening, tranche)
    work.note("tranche", [(tranche.plan.project.code, tranche.number, "propose", on.isoformat())])
    return opening


def confirm_opening(*, opening: TrancheOpening, on: date, work: Writing) -> Tranche:
    """Open the instalment that another person proposed; its condition is looked at again on ``on``.

    Raises :class:`UnableToOpenTranche`.
    """
    opening = _undecided(opening)
    tranche, why = _looked_at(opening.tranche, on=on, progress=opening.progress, met_on=opening.met_on)
    if work.change.by_id is None or work.change.by_id == opening.proposed_by_id:
        why = f"是{opening.proposed_by.name}提出的，要由另一人确认"
    if why:
        raise UnableToOpenTranche(tranche=tranche, why=why)
    _decide(opening, "confirmed", on, work)
    tranche.opened_on, tranche.basis, tranche.opened_by = on, opening.basis, work.change
    _save(tranche, tranche)
    if tranche.met_on is not None and tranche.gate == Tranche.Gate.ACCEPTANCE:
        later = tranche.plan.tranches.filter(gate=Tranche.Gate.WARRANTY, releases_on__isnull=True)
        for each in later.order_by("number"):
            each.releases_on = years_after(tranche.met_on, each.years)
            each.save(update_fields=("releases_on",))
    work.note("tranche", [(tranche.plan.project.code, tranche.number, "open", on.isoformat())])
    return tranche


def decline_opening(*, opening: TrancheOpening, on: date, why: str, work: Writing) -> TrancheOpening:
    """Send a proposal back with the reason; who proposed may take it back so. Raises :class:`UnableToOpenTranche`."""
    opening = _undecided(opening)
    opening.note = why.strip()[:200]
    if not opening.note:
        raise UnableToOpenTranche(tranche=opening.tranche, why="没有写退回理由")
    _decide(opening, "declined", on, work)
    work.note("tranche", [(opening.tranche.plan.project.code, opening.tranche.number, "decline", on.isoformat())])
    return opening


def _looked_at(tranche: Tranche, *, on: date, progress: int | None, met_on: date | None) -> tuple[Tranche, str]:
    """The instalment, locked with the others of its plan, with what is known of its condition; and why it cannot be opened.

    What is recorded of the project goes before what is stated.
    """
    rows = list(
        Tranche.objects.select_for_update(of=("self",)).select_related("plan__project").filter(plan=tranche.plan_id).order_by("number")
    )  # fmt: skip
    tranche = next(each for each in rows if each.pk == tranche.pk)
    project = tranche.plan.project
    if tranche.gate == Tranche.Gate.PROGRESS and tranche.opened_on is None:
        known = known_progress(project, on)
        tranche.progress = progress if known is None else known
    if tranche.gate in STEP_OF and tranche.opened_on is None:
        tranche.met_on = known_step(project, STEP_OF[Tranche.Gate(tranche.gate)], on) or met_on
    return tranche, gate_of(tranche, before=rows[: rows.index(tranche)], on=on)


def _undecided(opening: TrancheOpening) -> TrancheOpening:
    rows = TrancheOpening.objects.select_for_update(of=("self",)).select_related(
        "proposed_by", "tranche__plan__project"
    )
    opening = rows.get(pk=opening.pk)
    if opening.outcome:
        raise UnableToOpenTranche(tranche=opening.tranche, why=f"{opening.decided_on} {opening.get_outcome_display()}")
    return opening


def _decide(opening: TrancheOpening, outcome: str, on: date, work: Writing) -> None:
    opening.outcome, opening.decided_on = outcome, on
    opening.decided_by_id, opening.decided_change = work.change.by_id, work.change
    _save(opening, opening.tranche)


def _save(row: Tranche | TrancheOpening, tranche: Tranche) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        raise UnableToOpenTranche(tranche=tranche, why=refusal_in(str(refused)) or "条件没有达到") from refused


def known_progress(project: Subject, on: date) -> int | None:
    """Basis points of the works recorded by ``on``; None where nothing is."""
    row = (
        ProjectProgress.objects.known()
        .filter(subject=project, since__lte=on, percent__isnull=False)
        .order_by("-since", "-id")
        .first()
    )
    return round(row.percent * 100) if row else None


def known_step(project: Subject, step: str, on: date) -> date | None:
    """The day on which a step of the project was done, recorded by ``on``."""
    row = ProjectMilestone.objects.as_of(on).filter(subject=project, step=step, done_on__isnull=False).first()
    return row.done_on if row else None


def amounts(plan: TranchePlan, shares: Sequence[int]) -> list[int]:
    """Fen of each instalment: cumulative shares rounded down, so that no part is ahead of its share and all make the base."""
    done, total, found = 0, 0, []
    for share in shares:
        total += share
        until = plan.base * total // 10_000
        found.append(until - done)
        done = until
    return found


__all__ = (
    "Choice",
    "Stated",
    "amounts",
    "choose_tranches",
    "confirm_opening",
    "decline_opening",
    "percent",
    "propose_opening",
    "yuan",
)
