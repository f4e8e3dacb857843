"""Making an award roster from reckoned amounts (造册). Totals are never stored: they are sums of the lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, require_area
from jingzhun.areas.models import Area
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.registry.actions.subject import create_subjects
from jingzhun.registry.actions.writing import Writing, writing
from jingzhun.registry.models import Change, Subject

from ..models import AwardEvidence, AwardLeftOut, AwardLine, AwardRoster

KIND = "奖补名册"
TOGETHER = 500


class UnableToMakeRoster(Problem):
    code = "B-060"
    says = "不能造册：{why}"
    remedy = "{way}"


@dataclass(frozen=True)
class Award:
    """What one household (key of its subject) is to get: fen above nought, the reckoning in words, records it rests on."""

    household: int
    amount: int
    reckoning: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Omitted:
    """A household looked at that gets no line; ``why`` is one of :class:`AwardLeftOut.Why`."""

    household: int
    why: str
    note: str = ""


def open_roster(
    *, area: Area, project: Subject, programme: str, title: str, year: int, run: int | None, awards: Sequence[Award],
    omitted: Sequence[Omitted], post: Post, on: date,
) -> AwardRoster:  # fmt: skip
    """A roster of ``area`` (a township or village) with a line per award. Households that stand in another roster of the same
    award and year are left out and said so. Raises :class:`UnableToMakeRoster`."""
    require(post, Verb.MAKE_AWARDS)
    require_area(post, area.pk)
    if area.level not in (Level.TOWNSHIP, Level.VILLAGE):
        raise UnableToMakeRoster(why=f"{area.title}不是乡镇或村", way="请选乡镇或村造册")
    if project.kind != Subject.Kind.PROJECT:
        raise UnableToMakeRoster(why="没有选列支的项目", way="请选奖补资金所在的项目")
    with unit(by=post.actor):
        Area.objects.select_for_update().get(
            pk=area.parent_id if area.level == Level.VILLAGE else area.pk
        )  # one after the other
        taken = _taken(programme, year, [award.household for award in awards])
        mine = [award for award in awards if award.household not in taken]
        if not mine:
            raise UnableToMakeRoster(
                why=f"{area.title}没有可以入册的户" + (f"，{len(taken)} 户已在别的名册" if taken else ""),
                way="请先补齐数据、评估，再造册",
            )
        left = [*omitted, *(Omitted(key, AwardLeftOut.Why.TAKEN, where) for key, where in taken.items())]
        code = _next_code(year, area)
        with writing(
            kind=Change.Kind.PAGE, by=post.actor, source=f"造册：{title}"[:200], action="award.roster", subject_kind=KIND,
            subject_code=code, area_code=area.pk, programme=programme, year=year, run=run, lines=len(mine), left_out=len(left),
        ) as work:  # fmt: skip
            subject = create_subjects(kind=Subject.Kind.AWARD_ROSTER, rows=[(code, area.pk)], work=work)[code]
            roster = AwardRoster.objects.create(
                subject_id=subject, project=project, programme=programme, title=title, year=year, run=run, opened_on=on,
                change=work.change,
            )  # fmt: skip
            _write_lines(roster, mine, on, work)
            AwardLeftOut.objects.bulk_create(
                [AwardLeftOut(roster=roster, household_id=e.household, why=e.why, note=e.note[:200]) for e in left],
                batch_size=TOGETHER,
            )
    return roster


def _taken(programme: str, year: int, households: Collection[int]) -> dict[int, str]:
    """Household → the roster in which it has a line of this award already."""
    rows = AwardLine.objects.standing().filter(programme=programme, year=year)
    found = dict(rows.values_list("household_id", "roster__subject__code"))
    return {key: found[key] for key in households if key in found}


def _next_code(year: int, area: Area) -> str:
    """JB2018-533422202-01: year, area, running number."""
    start = f"JB{year}-{AreaCode.parse(area.pk).significant}-"
    made = Subject.objects.filter(kind=Subject.Kind.AWARD_ROSTER, code__startswith=start).count()
    return f"{start}{made + 1:02d}"


def _write_lines(roster: AwardRoster, awards: Sequence[Award], on: date, work: Writing) -> None:
    lines = AwardLine.objects.bulk_create(
        [
            AwardLine(
                roster=roster, household_id=award.household, programme=roster.programme, year=roster.year, number=number,
                amount=award.amount, reckoning=award.reckoning[:400],
            )
            for number, award in enumerate(awards, start=1)
        ],
        batch_size=TOGETHER,
    )  # fmt: skip
    papers = [
        AwardEvidence(line=line, title=title[:80], added_on=on, change=work.change)
        for line, award in zip(lines, awards, strict=True)
        for title in award.evidence
    ]
    AwardEvidence.objects.bulk_create(papers, batch_size=TOGETHER)
    work.note("award_line", [(line.number, line.household_id, line.amount) for line in lines])
