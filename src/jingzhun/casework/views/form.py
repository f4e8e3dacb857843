"""A paper of a case as a form for the pen, filled in with what is known."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingzhun.accounts.export import send_file
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import requires
from jingzhun.audit.unit import unit
from jingzhun.documents.form import write_form

from ..actions.case_log import log_case
from ..forms_printed import read_form
from ..poster import own_fonts
from ..reach import find


@requires(Verb.HANDLE_CASES)
@require_safe
def case_form(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """404 where the case is out of reach, or its procedure has no such paper, or the paper no form."""
    today = timezone.localdate()
    case, post = find(request, number, today)
    form = read_form(case, paper, day=today, is_demo=bool(request.office and request.office.is_demo))
    if form is None:
        raise Http404("这份材料没有可打印的表")
    data = write_form(form, fonts=own_fonts())
    with unit(by=post.actor) as log:
        log_case(log, "case.print", case, paper=paper)
    return send_file(data, name=f"{case.number}{paper}.pdf", content_type="application/pdf")
