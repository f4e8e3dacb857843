"""What ``evaluate`` answers without a new run: a trial of parameter values, two runs compared, one replayed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jingzhun.areas.models import Area
from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.policy.models import PackVersion

from .actions.replay import replay
from .attribution import compare_runs
from .commands import office_area, office_day
from .flips import ShownComparison, shown
from .models import Run
from .trial import try_values


class UnableToAnswer(Problem):
    code = "F-015"
    says = "{why}"
    remedy = "{way}"


def answer(options: Mapping[str, Any], out: Any) -> int:
    """Print the answer to ``--what-if``, ``--compare`` or ``--replay``; the exit status."""
    if options["replay"]:
        return _replayed(run_of(options["replay"]), out, options["json"])
    if options["compare"]:
        before, after = sorted(map(run_of, options["compare"]), key=lambda run: run.pk)
        found = compare_runs(before, after)
        comparison = shown(
            found.comparison, day=after.as_of, scope=after.area.area_code, known_at=after.known_at, causes=found.of
        )
        head = f"{after.pack.title}，第 {before.pk} 次 → 第 {after.pk} 次"
    else:
        area, day = office_area(str(options["area"])), office_day(options["as_of"])
        pack = _pack(str(options["pack"]), area, day)
        values = dict(_pair(text) for text in options["what_if"])
        trial = try_values(pack=pack, values=values, area=area, as_of=day)
        comparison = shown(trial.comparison, day=day, scope=area.area_code)
        head = f"{pack.title}，{area.title}，截至 {day}，试算 {'、'.join(options['what_if'])}，没有存任何结果"
    if options["json"]:
        out.write(json.dumps({"error": None, **as_json(comparison)}, ensure_ascii=False))
    else:
        out.write(head)
        _print(comparison, out)
    return 0


def run_of(number: int) -> Run:
    run = Run.objects.select_related("pack", "area", "roster").filter(pk=number).first()
    if run is None:
        raise UnableToAnswer(why=f"没有第 {number} 次评估", way="请从“评估”页面看次数")
    return run


def as_json(comparison: ShownComparison) -> dict[str, Any]:
    """Standards with counts and the listed flips, awards in fen."""
    return {
        "standards": [
            {
                "title": each.title, "flipped": each.flipped,
                "moves": [{"before": move.before, "after": move.after, "count": move.count} for move in each.moves],
                "flips": [
                    {"code": flip.code, "before": flip.before, "after": flip.after, "causes": flip.causes}
                    for flip in each.flips
                ],
            }
            for each in comparison.standards
        ],
        "awards": [
            {"title": each.title, "before": each.change.before.fen, "after": each.change.after.fen, "differs": each.differs}
            for each in comparison.awards
        ],
    }  # fmt: skip


def _pack(name: str, area: Area, day: Any) -> PackVersion:
    packs = {pack.name: pack for pack in PackVersion.objects.deciding().in_force(area.area_code, day)}
    if name not in packs:
        listed = "、".join(packs) or "没有"
        raise UnableToAnswer(
            why=f"试算要写明政策包：--pack；这一天有效的：{listed}", way="例如 --pack yunnan/exit-2018"
        )
    return packs[name]


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise UnableToAnswer(why=f"“{text}”不是 参数=值", way="例如 --what-if 扶贫标准=3600元")
    return name.strip(), value.strip()


def _replayed(run: Run, out: Any, as_json: bool) -> int:
    same = replay(run=run, by=Actor.system("命令行"))
    if as_json:
        out.write(json.dumps({"error": None, "run": run.pk, "same": same}, ensure_ascii=False))
    else:
        out.write(f"第 {run.pk} 次评估重放{'一致' if same else '不一致：名册文件或结果与当时的摘要不同'}")
    return 0 if same else 1


def _print(comparison: ShownComparison, out: Any) -> None:
    if comparison.is_same:
        out.write("  没有结论或金额不同")
    for each in comparison.standards:
        for move in each.moves:
            out.write(f"  {each.title}：{move.before} → {move.after} {move.count} {each.unit}")
        for flip in each.flips:
            why = f"，因{flip.causes}" if flip.causes else ""
            out.write(f"    {flip.code} {flip.name}：{flip.before} → {flip.after}{why}")
        if each.unlisted:
            out.write(f"    另有 {each.unlisted} {each.unit}没有列出")
    for each in comparison.awards:
        change = each.change
        out.write(
            f"  {each.title}：{yuan(change.before.fen)} → {yuan(change.after.fen)} 元，相差 {yuan(change.fen)} 元，"
            f"{each.differs} {each.unit}金额不同"
        )
