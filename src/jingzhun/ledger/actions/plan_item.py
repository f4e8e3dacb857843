"""Items of a township's roadmap or a village's construction plan: judged, planned, recorded by hand, taken back.

A file and a page go through :func:`judge_items`; a file's dry run is that function without the write.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import require_area
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.registry.actions.fact import withdraw_entry
from jingzhun.registry.actions.plan import Plan, plan_entries
from jingzhun.registry.actions.rows import data_fields
from jingzhun.registry.actions.subject import create_subjects
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change, Subject

from ..models import PlanItem
from ..sites import is_built_in, sites_of

FIELDS = (
    "year", "number", "name", "group_name", "task", "planned", "starts_on", "ends_on", "households", "responsible_unit",
)  # fmt: skip


class UnableToRecordPlanItem(Problem):
    code = "B-015"
    says = "规划事项没有写入：{why}"
    remedy = "请改正后再写入"


@dataclass(frozen=True)
class ItemGiven:
    """An item as a file or form gives it: key of the township or village (provisional below nought), its area, the values,
    and the number of the project that it belongs to, empty for none."""

    subject: int
    area: str
    values: Mapping[str, Any]
    project_code: str = ""


@dataclass
class Judged:
    """``plan`` writes the accepted items; ``refused`` is place in the call → (field, reason)."""

    plan: Plan
    refused: dict[int, list[tuple[str, str]]] = field(default_factory=dict)


def key_of(values: Mapping[str, Any]) -> str:
    """What tells the items of a place apart: the year and the item's number."""
    return f"{values.get('year')}:{values.get('number')}"


def judge_items(items: Sequence[ItemGiven], *, day: date, new: Collection[int] = ()) -> Judged:
    """Check every item and plan the good ones as of ``day``; writes nothing. A project has to touch the item's area."""
    refused: dict[int, list[tuple[str, str]]] = {}
    codes = {item.project_code for item in items if item.project_code}
    rows_of_projects = Subject.objects.filter(kind=Subject.Kind.PROJECT, code__in=codes)
    known = {code: (pk, area) for code, pk, area in rows_of_projects.values_list("code", "pk", "area_id")}
    sites = sites_of([pk for pk, _ in known.values()], day)
    names = tuple(each.attname for each in data_fields(PlanItem))
    rows, seen = [], {}
    for place, item in enumerate(items):
        values = {name: item.values.get(name) for name in FIELDS}
        wrong = _faults(values)
        key = key_of(values)
        if not wrong and (earlier := seen.setdefault((item.subject, key), place)) != place:
            wrong.append(("number", f"与前面第 {earlier + 1} 条的年度和编号相同"))
        project, at = known.get(item.project_code, (None, ""))
        if item.project_code and (project is None or not is_built_in(item.area, sites.get(project) or (at,))):
            wrong.append(("project", f"项目 {item.project_code} 不在项目库，或不在这里实施"))
        if wrong:
            refused[place] = wrong
            continue
        whole = {**values, "project_id": project}
        rows.append(
            (item.subject, key, *(_blank(PlanItem, name) if whole[name] is None else whole[name] for name in names))
        )
    return Judged(plan_entries(model=PlanItem, fields=names, rows=rows, new=new, even_empty=True), refused)


def record_item(
    *, area: Area, values: Mapping[str, Any], project_code: str, post: Post, on: date, reason: str
) -> Change:
    """Record one item of a township or village by hand; the same year and number takes the place of the one before.

    Raises :class:`UnableToRecordPlanItem`, and ``UnableToReachArea`` for an area out of the post's range.
    """
    require_area(post, area.code)
    if area.level not in (Level.TOWNSHIP, Level.VILLAGE):
        raise UnableToRecordPlanItem(why="路线图由乡镇写，施工图由村写")
    kind = Subject.Kind.TOWNSHIP if area.level == Level.TOWNSHIP else Subject.Kind.VILLAGE
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source="规划图录入页", reason=reason, action="plan_item.record",
        subject_kind=Subject.Kind(kind).label, subject_code=area.code, area_code=area.code,
    ) as work:  # fmt: skip
        subject = Subject.objects.filter(kind=kind, code=area.code).values_list("pk", flat=True).first()
        if subject is None:
            subject = create_subjects(kind=kind, rows=[(area.code, area.code)], work=work)[area.code]
        judged = judge_items([ItemGiven(subject, area.code, values, project_code)], day=on)
        if judged.refused:
            raise UnableToRecordPlanItem(why="；".join(why for _, why in judged.refused[0]))
        if not judged.plan.rows:
            raise UnableToRecordPlanItem(why="登记的已经是这样")
        work.put(judged.plan)
    return work.change


def withdraw_item(*, item: PlanItem, post: Post, reason: str) -> Change:
    """Take an item back; it stays to be seen as what was known before."""
    require_area(post, item.subject.area_id)
    return withdraw_entry(entry=item, by=post.actor, source="规划图录入页", reason=reason)


def _faults(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [(name, "没有填") for name in ("year", "number", "name") if values[name] in (None, "")]
    for name in FIELDS:
        limit = getattr(PlanItem._meta.get_field(name), "max_length", None)
        if limit and isinstance(values[name], str) and len(values[name]) > limit:
            found.append((name, f"有 {len(values[name])} 个字，最多 {limit} 个"))
    if isinstance(values["year"], int) and not 2000 <= values["year"] <= 2100:
        found.append(("year", "年度要在 2000 到 2100 之间"))
    for name, title in (("planned", "计划资金"), ("households", "受益户数")):
        if isinstance(values[name], int) and values[name] < 0:
            found.append((name, f"{title}不能是负数"))
    if values["starts_on"] and values["ends_on"] and values["ends_on"] < values["starts_on"]:
        found.append(("ends_on", "完工时间早于开工时间"))
    return found


def _blank(model: type[PlanItem], name: str) -> Any:
    declared = next(each for each in data_fields(model) if each.attname == name)
    return None if declared.null else ""
