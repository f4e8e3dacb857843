"""What tests of cases share."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone


@pytest.fixture
def clock(monkeypatch):
    """``clock(day)``: what the views take for today."""

    def set_to(day: date) -> None:
        now = timezone.make_aware(datetime(day.year, day.month, day.day, 10))
        monkeypatch.setattr(timezone, "now", lambda: now)

    return set_to
