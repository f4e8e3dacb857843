"""What can be done on a case: each act has its address, takes a POST, and comes back to the case page."""

from __future__ import annotations

import secrets
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require
from jingzhun.attachments.actions.store import read
from jingzhun.core.errors import Problem
from jingzhun.policy.codes import CodeBook
from jingzhun.rules.procedure import INPUTS

from ..actions.case import fill_in
from ..actions.decision import decide
from ..actions.evidence import add_paper, answer_check, sign, sign_for_household
from ..actions.sample import draw, record_check
from ..forms import CheckForm, DecisionForm, HouseholdSignatureForm, PaperForm, SpotCheckForm
from ..inputs import form_for
from ..models import Case, Paper
from ..procedures import step_of
from ..reach import find, posts_of
from ..work import waiting_for
from .case import case_page

TYPES = {
    "pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
SAID = {"pass": "已通过", "return": "已退回", "refuse": "已不予通过", "withdraw": "已按农户意愿撤回"}


def _acting(request: HttpRequest, number: str):
    require(request.post, Verb.HANDLE_CASES)
    today = timezone.localdate()
    case, post = find(request, number, today)
    return case, post, today


@require_POST
def decide_case(request: HttpRequest, number: str) -> HttpResponse:
    case, post, today = _acting(request, number)
    outcome = request.POST.get("outcome", "")
    step = step_of(case)
    notice = step.notice.name if step and step.notice else ""
    form = DecisionForm(request.POST, notice=notice, needs_reason=outcome != "pass")
    if outcome not in SAID:
        raise Http404("没有这种结论")
    if not form.is_valid():
        return case_page(request, number, decision_form=form)
    title = step.title if step else ""
    decide(
        cases=[case], outcome=outcome, post=post, by=request.user, on=today, opinion=form.cleaned_data["opinion"],
        versions={case.pk: form.cleaned_data["version"]}, notice_from=form.cleaned_data.get("notice_from"),
    )  # fmt: skip
    messages.success(request, f"{case.number}“{title}”{SAID[outcome]}")
    return redirect("case", number=number)


@require_POST
def decide_many(request: HttpRequest) -> HttpResponse:
    """The same outcome for the cases ticked in a batch or work list; all or none."""
    require(request.post, Verb.HANDLE_CASES)
    today = timezone.localdate()
    posts = posts_of(request, today)
    numbers = request.POST.getlist("case")
    rows = list(waiting_for(posts).filter(number__in=numbers).select_related("step", "batch", "procedure__pack"))
    outcome, back = request.POST.get("outcome", ""), request.POST.get("batch", "")
    if outcome not in SAID:
        raise Http404("没有这种结论")
    if not rows or len(rows) < len(set(numbers)):
        messages.error(request, "没有选办件，或选中的已不归你办；请刷新后再选")
    else:
        _, post = find(request, rows[0].number, today)
        decide(
            cases=rows, outcome=outcome, post=post, by=request.user, on=today, opinion=request.POST.get("opinion", ""),
            versions={row.pk: request.POST.get(f"version-{row.number}", row.version) for row in rows},
        )  # fmt: skip
        messages.success(request, f"{len(rows)} 件{SAID[outcome]}")
    return redirect("batch", number=back) if back else redirect("cases")


@require_POST
def hand_in(request: HttpRequest, number: str) -> HttpResponse:
    case, post, today = _acting(request, number)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return case_page(request, number, paper_form=form)
    file = form.cleaned_data["file"]
    try:
        add_paper(
            case=case, name=form.cleaned_data["name"], file_name=file.name, data=file.read(), post=post, by=request.user,
            on=today,
        )  # fmt: skip
    except Problem as problem:
        form.add_error("file", str(problem))
        return case_page(request, number, paper_form=form)
    messages.success(request, f"已收“{form.cleaned_data['name']}”")
    return redirect("case", number=number)


@require_GET
def paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A paper as a download: never shown inside our pages, where a script in it could run."""
    require(request.post, Verb.VIEW_CASES)
    case, _ = find(request, number, timezone.localdate())
    row = Paper.objects.filter(case=case, pk=pk).select_related("file").first()
    if row is None:
        raise Http404("没有这份材料")
    answer = HttpResponse(read(row.file_id), content_type=TYPES[row.file.kind])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.file_name)}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@require_POST
def sign_case(request: HttpRequest, number: str) -> HttpResponse:
    case, post, today = _acting(request, number)
    sign(case=case, post=post, by=request.user, on=today)
    messages.success(request, "已签字")
    return redirect("case", number=number)


@require_POST
def sign_household(request: HttpRequest, number: str) -> HttpResponse:
    case, post, today = _acting(request, number)
    form = HouseholdSignatureForm(request.POST)
    if not form.is_valid():
        return case_page(request, number, household_form=form)
    sign_for_household(case=case, post=post, by=request.user, on=today, **form.cleaned_data)
    messages.success(request, "已记农户签字")
    return redirect("case", number=number)


@require_POST
def check(request: HttpRequest, number: str) -> HttpResponse:
    case, post, today = _acting(request, number)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return case_page(request, number, check_form=form)
    answer_check(case=case, post=post, by=request.user, on=today, **form.cleaned_data)
    messages.success(request, f"已记“{form.cleaned_data['name']}”的比对结果")
    return redirect("case", number=number)


def fill(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """What the present step asks for: cause of poverty, kind of monitoring, the record to change …"""
    case, post, today = _acting(request, number)
    step = step_of(case)
    if step is None or name not in step.asks:
        raise Http404("这一步不填这一项")
    form = form_for(name, case, CodeBook.read(), request.POST or None, day=today)
    if request.method == "POST" and form.is_valid():
        fill_in(case=case, name=name, values=form.values, post=post, by=request.user, on=today)
        messages.success(request, "已填写")
        return redirect("case", number=number)
    return render(
        request, "casework/input.html", {"form": form, "case": case, "title": INPUTS[name], "step": step},
        status=422 if form.errors else 200,
    )  # fmt: skip


@require_POST
def draw_sample(request: HttpRequest) -> HttpResponse:
    """Draw the sample of a step over all its cases that wait here and were not drawn from yet."""
    require(request.post, Verb.HANDLE_CASES)
    today = timezone.localdate()
    case, post = find(request, request.POST.get("case", ""), today)
    rows = [
        each
        for each in Case.objects.waiting_for(post).filter(step=case.step).select_related("step")
        if not each.samples.filter(round=each.round, number=each.step.number).exists()
    ]
    sample = draw(cases=rows, seed=secrets.token_hex(8), post=post, by=request.user, on=today)
    messages.success(request, f"从 {sample.population} 件中抽取 {sample.size} 件")
    return redirect("case", number=case.number)


@require_POST
def spot_check(request: HttpRequest, number: str) -> HttpResponse:
    case, post, today = _acting(request, number)
    form = SpotCheckForm(request.POST)
    row = case.samples.filter(round=case.round, number=case.step.number if case.step else 0).first()
    if row is None:
        raise Http404("没有抽查这一件")
    if not form.is_valid():
        return case_page(request, number, spot_form=form)
    record_check(row=row, post=post, by=request.user, on=today, **form.cleaned_data)
    messages.success(request, "已记实地核查结果")
    return redirect("case", number=number)
