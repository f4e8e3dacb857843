"""When a local day begins and ends, as moments that every database can hold: one typed beyond is the first or the last there is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""Days that a reader may ask for."""


def begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(min(max(day, FIRST), LAST), time()))


def ends(day: date) -> datetime:
    """The first moment of the next day."""
    return timezone.make_aware(datetime.combine(min(max(day, FIRST), LAST) + timedelta(days=1), time()))
