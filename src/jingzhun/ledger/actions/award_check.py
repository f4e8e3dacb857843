"""Verifying the lines of an award roster: a tick or a strike by each kind of official, each by another person; papers to a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, require
from jingzhun.attachments.actions.store import store
from jingzhun.attachments.papers import LIMITS
from jingzhun.core.errors import Problem
from jingzhun.core.text import fold
from jingzhun.core.upload import check_upload
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change

from ..models import AwardApproval, AwardCheck, AwardEvidence, AwardLine, AwardRoster
from .award_roster import KIND, TOGETHER

Stage = AwardCheck.Stage
STAGES = {
    "helper": Stage.HELPER, "village_cadre": Stage.VILLAGE, "resident_team": Stage.VILLAGE, "township_reviewer": Stage.TOWNSHIP,
}  # fmt: skip
"""Role → as whom its posts verify a line."""


class UnableToVerifyLine(Problem):
    code = "B-061"
    says = "{line}不能{what}：{why}"
    remedy = "请看名册页这一行的核实情况；已批准的名册不再改，付款问题在代发里办"


def verify(
    *, lines: Sequence[AwardLine], is_right: bool, post: Post, by: Official, on: date, note: str = ""
) -> list[AwardCheck]:
    """Tick lines as true, or strike them as not, as the kind of official that ``post`` is. All or none.

    A line struck stays in the roster with its day and reason. Raises :class:`UnableToVerifyLine`.
    """
    require(post, Verb.CHECK_AWARDS)
    stage, note = STAGES[post.role], fold(note)
    what = "核实" if is_right else "剔除"
    if not lines:
        raise UnableToVerifyLine(line="名册", what=what, why="没有选行")
    rosters = {line.roster_id for line in lines}
    if len(rosters) > 1:
        raise UnableToVerifyLine(line="这些行", what=what, why="不在同一本名册")
    if not is_right and len(note) < 2:
        raise UnableToVerifyLine(line="这些行", what=what, why="没有写理由")
    roster = AwardRoster.objects.select_related("subject").get(pk=lines[0].roster_id)
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"{stage.label}{what}：{roster.title}"[:200], reason=note[:200],
        action="award.verify", subject_kind=KIND, subject_code=roster.subject.code, area_code=roster.subject.area_id,
        stage=stage.value, right=is_right, lines=len(lines),
    ) as work:  # fmt: skip
        held = _held(lines, roster, post, what, on)
        _require_unseen(held, stage, by, what)
        made = AwardCheck.objects.bulk_create(
            [
                AwardCheck(line=line, stage=stage, is_right=is_right, note=note[:200], official=by, checked_on=on, change=work.change)
                for line in held
            ],
            batch_size=TOGETHER,
        )  # fmt: skip
        if not is_right:
            AwardLine.objects.filter(pk__in=[line.pk for line in held]).update(struck_on=on, struck_why=note[:200])
        work.note("award_check", [(row.line_id, row.stage, row.is_right) for row in made])
    return made


def _held(lines: Sequence[AwardLine], roster: AwardRoster, post: Post, what: str, on: date) -> list[AwardLine]:
    """The lines under their locks, all within the post's reach and still open to change."""
    keys = [line.pk for line in lines]
    held = list(AwardLine.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if AwardLine.objects.to_verify(post, on).filter(pk__in=keys).count() < len(held):
        raise UnableToReachArea()
    if AwardApproval.objects.filter(roster=roster).exists():
        raise UnableToVerifyLine(line=roster.title, what=what, why="名册已批准")
    for line in held:
        if line.struck_on:
            raise UnableToVerifyLine(line=f"第 {line.number} 行", what=what, why=f"{line.struck_on} 已剔除")
    return held


def _require_unseen(held: Sequence[AwardLine], stage: Stage, by: Official, what: str) -> None:
    seen = AwardCheck.objects.filter(line__in=held).select_related("line", "official").order_by("line__number")
    for check in seen:
        if check.stage == stage or check.official_id == by.pk:
            same = "同一人不能核实两次" if check.official_id == by.pk else "这一级已核实过"
            raise UnableToVerifyLine(
                line=f"第 {check.line.number} 行", what=what,
                why=f"{check.official.name} {check.checked_on} 已按{check.get_stage_display()}核实，{same}",
            )  # fmt: skip


def attach(*, line: AwardLine, title: str, file_name: str, data: bytes, post: Post, on: date) -> AwardEvidence:
    """Put a paper to a line. Raises :class:`UnableToVerifyLine`, or what is wrong with the file."""
    require(post, Verb.CHECK_AWARDS)
    title = fold(title)
    if not title:
        raise UnableToVerifyLine(line=f"第 {line.number} 行", what="加材料", why="没有写材料名称")
    kind = check_upload(data, file_name, limits=LIMITS)
    roster = AwardRoster.objects.select_related("subject").get(pk=line.roster_id)
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"佐证材料：{roster.title}"[:200], action="award.evidence", subject_kind=KIND,
        subject_code=roster.subject.code, area_code=roster.subject.area_id, line=line.number,
    ) as work:  # fmt: skip
        _held([line], roster, post, "加材料", on)
        file = store(data=data, kind=kind.name.lower(), by=post.actor)
        return AwardEvidence.objects.create(
            line=line, title=title[:80], file=file, file_name=file_name[:200], added_on=on, change=work.change
        )
