"""Files for the bank: made and read only by posts that pay; every reading is logged, because account numbers are whole in them."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jingzhun.accounts.export import WORKBOOK, send_file
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import UnableToReachArea, require
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.ledger.actions.award_payment import make_bank_file
from jingzhun.ledger.models import BankFile

from ..bank_sheet import text, workbook
from ..reach import find_whole
from .roster import render_roster

KINDS = {"xlsx": (workbook, WORKBOOK), "csv": (text, "text/csv; charset=utf-8")}


@require_POST
def make(request: HttpRequest, code: str) -> HttpResponse:
    roster = find_whole(request, code, Verb.PAY_AWARDS)
    try:
        file = make_bank_file(roster=roster, post=request.post, on=timezone.localdate())
    except Problem as problem:
        return render_roster(request, roster, problem=problem)
    left = f"，{file.left_out} 户没有账号没有列入" if file.left_out else ""
    messages.success(request, f"已生成代发文件 {file.number}，{file.lines.count()} 笔{left}")
    return redirect(f"{reverse('award', args=[code])}#bank")


@require_GET
def bank_file(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The file with whole account numbers."""
    post = require(request.post, Verb.PAY_AWARDS)
    file = BankFile.objects.select_related("roster__subject").filter(number=number).first()
    if file is None or kind not in KINDS or not post.scope.covers(file.roster.subject.area_id):
        raise Http404(UnableToReachArea().sentence)
    write, content_type = KINDS[kind]
    data = write(file, is_demo=bool(request.office and request.office.is_demo))
    with unit(by=post.actor) as log:
        log.record(
            "award.bank_file_read", subject_kind="代发文件", subject_code=file.number, area_code=file.roster.subject.area_id,
            rows=file.lines.count(), digest=hashlib.sha256(data).hexdigest(), form=kind,
        )  # fmt: skip
    return send_file(data, name=f"代发{file.number}.{kind}", content_type=content_type)
