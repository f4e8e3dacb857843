"""Storing pack versions, proposing an office's own and deciding on them. Called by ``init``, commands and the pack pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.rules.declared_fact import DeclaredFact
from jingzhun.rules.measure_table import measures_in
from jingzhun.rules.pack_loader import facts_in
from jingzhun.rules.procedure import procedures_in
from jingzhun.rules.worked_case import CaseResult

from ..facts import declared_by_others
from ..models import PackVersion
from ..packs import content_hash, decides, read_folder, read_head, shipped_folders


class UnableToApprovePack(Problem):
    code = "Y-051"
    says = "不能批准政策包“{pack}”：{why}"
    remedy = "{way}"


class UnableToStorePack(Problem):
    code = "Y-052"
    says = "不能存入政策包“{pack}”：它声明的“{fact}”与政策包“{other}”的声明不同"
    remedy = "同一对象的同一事实，各政策包要声明得一样；请改名，或照已有的声明写"


class UnableToProposePack(Problem):
    code = "Y-056"
    says = "不能提出政策包“{pack}”的修改：{why}"
    remedy = "{way}"


class UnableToDeclinePack(Problem):
    code = "Y-053"
    says = "不能退回政策包“{pack}”：{why}"
    remedy = "请写明退回的原因；已经批准或退回的不能再退"


def store(
    *, files: Mapping[str, str], by: Actor, is_shipped: bool = False, based_on: PackVersion | None = None, reason: str = ""
) -> tuple[PackVersion, bool]:  # fmt: skip
    """Keep a version; the same content is kept once. Returns it and whether it is new. In force once approved.

    Raises ``AuthorProblem`` where a declared fact, a procedure or a table of measures cannot be read.
    """
    head = read_head(files)
    digest = content_hash(files)
    facts = facts_in(files)
    procedures_in(files)
    measures_in(files)
    with unit(by=by) as log:
        for fact in facts:
            for other, known in declared_by_others(head.name):
                if _same_word(fact, known) and fact != replace(known, note=fact.note):
                    raise UnableToStorePack(pack=head.title, fact=fact.name, other=other)
        version, made = PackVersion.objects.get_or_create(
            name=head.name,
            content_hash=digest,
            defaults={
                "title": head.title,
                "files": dict(files),
                "area": head.area,
                "in_force_from": head.since,
                "in_force_until": head.until,
                "is_deciding": decides(files),
                "facts": [fact.to_json() for fact in facts],
                "is_shipped": is_shipped,
                "based_on": based_on,
                "reason": reason,
                "proposed_by_id": by.official_id,
                "proposed_by_name": by.name,
                "stored_at": log.at,
            },
        )
        if made:
            log.record("pack.store", subject_kind="政策包", subject_code=head.name, digest=digest, shipped=is_shipped)
    return version, made


def _same_word(one: DeclaredFact, other: DeclaredFact) -> bool:
    return one.of == other.of and bool({one.name, one.code} & {other.name, other.code})


def store_shipped(*, by: Actor) -> int:
    """All packs that come with the package; returns how many versions are new."""
    with unit(by=by):
        return sum(store(files=read_folder(folder), by=by, is_shipped=True)[1] for folder in shipped_folders())


def propose(*, files: Mapping[str, str], based_on: PackVersion | None, reason: str, by: Actor) -> PackVersion:
    """An office's own version, to be approved by another person. ``based_on`` None: a pack that the store does not have.

    Raises :class:`UnableToProposePack` where nothing differs, no reason is given, or the pack was renamed.
    """
    name = read_head(files).name
    title = based_on.title if based_on else name
    if not reason.strip():
        raise UnableToProposePack(pack=title, why="没有写为什么改", way="请写明依据和原因")
    if based_on is not None and name != based_on.name:
        raise UnableToProposePack(pack=title, why="名称（pack）和原来的不同", way="另一个政策包请作为新的导入")
    if based_on is None and PackVersion.objects.filter(name=name).exists():
        raise UnableToProposePack(pack=title, why="库里已有这个政策包", way="请在它的页面上修改或导入新的一版")
    with unit(by=by):
        version, made = store(files=files, by=by, based_on=based_on, reason=reason.strip())
        if not made:
            raise UnableToProposePack(pack=title, why="内容和已存的一版完全相同", way="请先改动再提出")
    return version


class Stop(NamedTuple):
    """Why a version cannot be approved, and what to do about it."""

    why: str
    way: str


def what_stops_approval(version: PackVersion, *, cases: Sequence[CaseResult], official_id: int | None) -> Stop | None:
    """The first thing in the way of this official's approval. ``cases`` empty: they are not looked at."""
    if version.state != PackVersion.State.WAITING:
        return Stop(f"它{version.state.label}", "请看它的现状")
    if official_id is None or official_id == version.proposed_by_id:
        return Stop("提出人和批准人是同一人", "请由提出人以外的另一人批准")
    newest = PackVersion.objects.newest_of(version.name)
    if newest is not None and newest.pk != version.based_on_id:
        return Stop("它所改的版本已不是现行的一版", "请在现行的一版上重新修改并提出")
    wrong = [f"“{case.title}”" for case in cases if not case.passed]
    if wrong:
        return Stop(f"{len(wrong)} 个算例不符：{'、'.join(wrong)}", "请退回，由提出人改规则或改算例")
    return None


def approve(*, version: PackVersion, cases: Sequence[CaseResult], by: Actor) -> PackVersion:
    """A person other than the one who proposed it puts an office's own version in force.

    ``cases`` are the results of the pack's worked cases (``rules.worked_case.run_cases``): none may differ. Refused too
    where the version that it changed is no longer the standing one.
    """
    with unit(by=by) as log:
        version = PackVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        if stop := what_stops_approval(version, cases=cases, official_id=by.official_id):
            raise UnableToApprovePack(pack=version.title, why=stop.why, way=stop.way)
        version.approved_by_id, version.decided_by_name, version.decided_at = by.official_id, by.name, log.at
        version.save(update_fields=("approved_by_id", "decided_by_name", "decided_at"))
        log.record("pack.approve", subject_kind="政策包", subject_code=version.name, digest=version.content_hash)
    return version


def decline(*, version: PackVersion, why: str, by: Actor) -> PackVersion:
    """Send a proposal back with the reason; its proposer may take it back the same way."""
    with unit(by=by) as log:
        version = PackVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        if version.state != PackVersion.State.WAITING:
            raise UnableToDeclinePack(pack=version.title, why=f"它{version.state.label}")
        if not why.strip() or by.official_id is None:
            raise UnableToDeclinePack(pack=version.title, why="没有写原因")
        version.declined_by_id, version.decided_by_name = by.official_id, by.name
        version.decided_at, version.declined_why = log.at, why.strip()
        version.save(update_fields=("declined_by_id", "decided_by_name", "decided_at", "declined_why"))
        log.record("pack.decline", subject_kind="政策包", subject_code=version.name, digest=version.content_hash)
    return version
