"""Letting people without an account write, but not without end: counted by the hour, kept for a day, nobody known by it."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from jingzhun.core.errors import Problem

from ..models import VisitorTally

FROM_ADDRESS, FROM_SESSION = 20, 5
"""An hour: a village shares one address, a browser is one person."""
KEPT = timedelta(days=1)


class UnableToAdmit(Problem):
    code = "J-080"
    says = "这一小时里写得太多，先不收了"
    remedy = "请过一小时再写，或当面、打 12317 说"


def admit(*, address: str, session: str, at: datetime) -> None:
    """Count one writing of a visitor. Raises :class:`UnableToAdmit` where the hour's number is used up."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        VisitorTally.objects.filter(hour__lt=at - KEPT).delete()
        for kind, name, most in (("address", address, FROM_ADDRESS), ("session", session, FROM_SESSION)):
            if not name:
                continue
            row, _ = VisitorTally.objects.get_or_create(hour=hour, digest=_digest(f"{kind} {hour.isoformat()} {name}"))
            counted = VisitorTally.objects.filter(pk=row.pk, times__lt=most).update(times=F("times") + 1)
            if not counted:
                raise UnableToAdmit()


def _digest(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
