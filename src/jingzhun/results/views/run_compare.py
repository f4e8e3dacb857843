"""Two runs side by side with the cause of every flip, and the replay of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require
from jingzhun.core.text import whole_number

from ..actions.replay import replay
from ..attribution import Attributed, compare_runs
from ..flips import shown
from ..models import Run
from .run import run_seen, runs_seen


def run_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """``with``: the other run. The earlier of the two comes first."""
    post = require(request.post, Verb.VIEW_FIGURES)
    run = run_seen(post, pk)
    others = runs_seen(post).finished().filter(pack__name=run.pack.name, area=run.area).exclude(pk=run.pk)
    picked = request.GET.get("with", "")
    found, compared = None, None
    if (other := whole_number(picked)) is not None:
        before, after = sorted((run, run_seen(post, other)), key=lambda each: each.pk)
        found = compare_runs(before, after)
        compared = shown(found.comparison, day=after.as_of, scope=post.scope, known_at=after.known_at, causes=found.of)
    return render(
        request,
        "results/run_compare.html",
        {"run": run, "others": others[:50], "found": found, "comparison": compared, "grounds": _grounds(found)},
    )


@require_POST
def run_replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Evaluate the stored pack over the stored roster again and say whether the digests still agree."""
    post = require(request.post, Verb.EVALUATE)
    run = get_within(Run.objects.select_related("area", "pack", "roster"), post, pk=pk)
    if replay(run=run, by=post.actor):
        messages.success(request, "重放一致：同一政策包、同一名册，结果摘要与当时相同。")
    else:
        messages.error(request, "重放不一致：名册文件或结果与当时的摘要不同。请从备份核对数据文件夹。")
    return redirect("run", pk=run.pk)


def _grounds(found: Attributed | None) -> list[tuple[str, str, str]]:
    """(what, before, after) of the two runs, where they differ: day, knowledge, pack, roster, parameter values."""
    if found is None:
        return []
    before, after = found.before, found.after
    rows = [
        ("事实截至", before.as_of.isoformat(), after.as_of.isoformat()),
        ("政策包", before.pack.content_hash[:8], after.pack.content_hash[:8]),
        ("名册", before.roster.digest[:8], after.roster.digest[:8]),
    ]
    old, new = ({each["name"]: each["value"] for each in run.parameters} for run in (before, after))
    rows += [(f"参数 {name}", old.get(name, "—"), new.get(name, "—")) for name in dict.fromkeys((*old, *new))]
    return [row for row in rows if row[1] != row[2]]
