"""Storing pack versions. Called by ``init`` for the shipped packs and by the pack pages for an office's own versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.rules.declared_fact import DeclaredFact
from jingzhun.rules.pack_loader import facts_in

from ..facts import declared_by_others
from ..models import PackVersion
from ..packs import content_hash, decides, read_folder, read_head, shipped_folders


class UnableToApprovePack(Problem):
    code = "Y-051"
    says = "不能批准政策包“{pack}”：{why}"
    remedy = "请由提出人以外的另一人批准"


class UnableToStorePack(Problem):
    code = "Y-052"
    says = "不能存入政策包“{pack}”：它声明的“{fact}”与政策包“{other}”的声明不同"
    remedy = "同一对象的同一事实，各政策包要声明得一样；请改名，或照已有的声明写"


def store(*, files: Mapping[str, str], by: Actor, is_shipped: bool = False) -> tuple[PackVersion, bool]:
    """Keep a version; the same content is kept once. Returns it and whether it is new. In force once approved."""
    head = read_head(files)
    digest = content_hash(files)
    facts = facts_in(files)
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
                "proposed_by_id": by.official_id,
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


def approve(*, version: PackVersion, by: Actor) -> PackVersion:
    """A person other than the one who proposed it puts an office's own version in force."""
    with unit(by=by) as log:
        if version.is_shipped or version.approved_by_id is not None:
            raise UnableToApprovePack(pack=version.title, why="它已经有效")
        if by.official_id is None or by.official_id == version.proposed_by_id:
            raise UnableToApprovePack(pack=version.title, why="提出人和批准人是同一人")
        version.approved_by_id = by.official_id
        version.save(update_fields=("approved_by_id",))
        log.record("pack.approve", subject_kind="政策包", subject_code=version.name, digest=version.content_hash)
    return version
