"""Choosing the instalments of a project from a pack, and opening one when its condition is met.

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
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Subject
from jingzhun.rules.tranche import Part

from ..models import ProjectMilestone, ProjectProgress, Tranche, TranchePlan
from ..tranche import gate_of, percent, years_after

STEP_OF = {Tranche.Gate.DONE: "finish", Tranche.Gate.ACCEPTANCE: "acceptance"}


class UnableToChooseTranches(Problem):
    code = "B-040"
    says = "项目 {project} 不能选定分笔方式：{why}"
    remedy = "请核对总额、质保金和政策包里的分笔；选定后不能改"


class UnableToOpenTranche(Problem):
    code = "B-041"
    says = "{tranche}不能打开：{why}"
    remedy = "请登记进度、完工、验收后再打开，或等到写明的日期"


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
    """What the opener states where the ledger has nothing: ``progress`` basis points, ``met_on`` completion or acceptance."""

    basis: str
    progress: int | None = None
    met_on: date | None = None


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


def open_tranche(*, tranche: Tranche, on: date, stated: Stated, work: Writing) -> Tranche:
    """Open an instalment whose condition is met on ``on``. Raises :class:`UnableToOpenTranche` with the reason in words."""
    plan = TranchePlan.objects.select_related("project").get(pk=tranche.plan_id)
    rows = list(Tranche.objects.select_for_update().filter(plan=plan).order_by("number"))
    tranche = next(each for each in rows if each.pk == tranche.pk)
    if not stated.basis.strip():
        raise UnableToOpenTranche(tranche=tranche, why="没有写依据")
    tranche.progress = known_progress(plan.project, on) if tranche.gate == "progress" else None
    if tranche.gate == "progress" and tranche.progress is None:
        tranche.progress = stated.progress
    if tranche.gate in STEP_OF:
        tranche.met_on = known_step(plan.project, STEP_OF[Tranche.Gate(tranche.gate)], on) or stated.met_on
    why = gate_of(tranche, before=rows[: rows.index(tranche)], on=on)
    if why:
        raise UnableToOpenTranche(tranche=tranche, why=why)
    tranche.opened_on, tranche.basis, tranche.opened_by = on, stated.basis.strip()[:200], work.change
    try:
        with transaction.atomic():
            tranche.save()
            if tranche.met_on is not None:
                for later in rows:
                    if (
                        later.gate == Tranche.Gate.WARRANTY
                        and later.releases_on is None
                        and tranche.gate == "acceptance"
                    ):
                        later.releases_on = years_after(tranche.met_on, later.years)
                        later.save(update_fields=("releases_on",))
    except IntegrityError as refused:
        raise UnableToOpenTranche(tranche=tranche, why=refusal_in(str(refused)) or "条件没有达到") from refused
    work.note("tranche", [(plan.project.code, tranche.number, "open", on.isoformat())])
    return tranche


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


__all__ = ("Choice", "Stated", "amounts", "choose_tranches", "open_tranche", "percent", "yuan")
