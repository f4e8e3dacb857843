"""What a household was paid, each payment with the document that promised the money. For posts that see households."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Household

from ..flows import REVERSE
from ..yuan_path import household_payments

SHOWN = 50
"""Payments on a page."""


def household_money(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    require(post, Verb.VIEW_HOUSEHOLDS)
    homes = Household.objects.with_head(request.as_of, request.known_at).select_related("subject__area")
    home = get_within(homes, post, field="subject__area_id", subject__code=code)
    rows = list(household_payments(home.subject_id, request.as_of))
    book = CodeBook.read()
    kept = sum(row.amount if row.target.household_id == home.subject_id else -row.amount for row in rows)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    shown = [
        {"row": row, "came_back": row.source.household_id == home.subject_id, "is_reversal": row.kind == REVERSE, "source": book.text("资金来源", row.source.appropriation.source)}
        for row in page
    ]  # fmt: skip
    return render(request, "ledger/household_money.html", {"home": home, "shown": shown, "kept": kept, "page": page})
