"""As of which day, and as known when, pages answer: ``request.as_of`` and ``request.known_at`` (None is now).

``?as_of=2018-12-31&known=2019-04-01`` chooses and is kept for the session; ``?as_of=`` goes back to the office's own day.
Days are local (Asia/Shanghai); known at a day means at its end.
"""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.utils import timezone

from jingzhun.accounts import local_day
from jingzhun.accounts.models import Office
from jingzhun.core.errors import Problem


class UnableToReadDay(Problem):
    code = "W-010"
    says = "“{text}”不是能用的日期"
    remedy = "请写成 年-月-日，例如 2018-12-31；年份在 1900 到 2199 之间"


SHOWN = 40
"""Signs of what was typed that its refusal repeats."""


class AsOf:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.office = Office.objects.select_related("area").first()
        if request.user.is_authenticated:
            for name in ("as_of", "known"):
                if name in request.GET:
                    self._choose(request, name, request.GET[name].strip())
        today = timezone.localdate()
        opens_on = request.office.opens_on if request.office else None
        request.as_of = _day(request.session.get("as_of")) or opens_on or today
        known_on = _day(request.session.get("known"))
        request.known_at = local_day.ends(known_on) if known_on and known_on < today else None
        request.known_on = known_on if request.known_at else None
        return self.get_response(request)

    def _choose(self, request, name: str, text: str) -> None:
        if text and _day(text) is None:
            messages.error(request, str(UnableToReadDay(text=text[:SHOWN])))
        elif text:
            request.session[name] = text
        else:
            request.session.pop(name, None)


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return day if day and local_day.FIRST <= day <= local_day.LAST else None
