"""One line of a roster: verifying it alone or with others, the papers it rests on, what became of its payment."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea
from jingzhun.attachments.papers import paper_of, send_paper
from jingzhun.core.errors import Problem
from jingzhun.core.text import whole_number
from jingzhun.ledger.actions.award_check import STAGES, attach, verify
from jingzhun.ledger.models import AwardLine, AwardRoster, Movement

from ..forms import PaperForm
from ..reach import find
from ..roster_lines import shown_lines
from .roster import render_roster


@require_POST
def verify_lines(request: HttpRequest, code: str) -> HttpResponse:
    """The ticked lines, or with ``all`` every line of the reader's that this kind of official has not seen."""
    roster, post = find(request, code, Verb.CHECK_AWARDS), request.post
    today, is_right = timezone.localdate(), request.POST.get("verdict") != "strike"
    lines = roster.lines.to_verify(post, today)
    if request.POST.get("verdict") == "all":
        chosen = lines.standing().exclude(checks__stage=STAGES[post.role])
    else:
        numbers = [whole_number(each) for each in request.POST.getlist("line")]
        chosen = lines.filter(number__in=[number for number in numbers if number is not None])
    try:
        made = verify(
            lines=list(chosen),
            is_right=is_right,
            post=post,
            by=request.user,
            on=today,
            note=request.POST.get("note", ""),
        )
    except Problem as problem:
        return render_roster(request, roster, problem=problem)
    messages.success(request, f"已{'核实' if is_right else '剔除'} {len(made)} 户")
    return redirect(f"{reverse('award', args=[code])}#lines")


def _line(request: HttpRequest, roster: AwardRoster, number: int) -> AwardLine:
    line = (
        roster.lines.for_post(request.post)
        .select_related("household__area", "appropriation")
        .filter(number=number)
        .first()
    )
    if line is None:
        raise Http404(UnableToReachArea().sentence)
    return line


@require_http_methods(["GET", "POST"])
def line_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    roster, post, today = find(request, code), request.post, timezone.localdate()
    line = _line(request, roster, number)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file_name, data = paper_of(form.cleaned_data["file"])
        try:
            attach(
                line=line, title=form.cleaned_data["title"], file_name=file_name, data=data, post=post, on=today
            )  # fmt: skip
            messages.success(request, f"已加材料“{form.cleaned_data['title']}”")
            return redirect("award-line", code=code, number=number)
        except Problem as problem:
            form.add_error(None, str(problem))
    shown = next(row for row in shown_lines(roster, post, today) if row.line.pk == line.pk)
    context = {
        "roster": roster, "line": line, "shown": shown, "checks": line.checks.select_related("official"), "form": form,
        "papers": line.evidence.all(), "payments": line.bank_lines.select_related("file").order_by("pk"),
        "movements": Movement.objects.filter(line=line).select_related("target__appropriation").order_by("pk"),
        "may_add": shown.is_mine and post.may(Verb.CHECK_AWARDS), "may_see_household": post.may(Verb.VIEW_HOUSEHOLDS),
    }  # fmt: skip
    return render(request, "awards/line.html", context, status=422 if form.errors else 200)


@require_GET
def line_paper(request: HttpRequest, code: str, number: int, pk: int) -> HttpResponse:
    line = _line(request, find(request, code), number)
    paper = line.evidence.filter(pk=pk, file__isnull=False).first()
    if paper is None:
        raise Http404(UnableToReachArea().sentence)
    return send_paper(paper)
