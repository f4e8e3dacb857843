"""How often a wrong password may be tried: django-axes counts the tries under a counted name and locks it for a while. Called
by the door and by the form in which officials change their own password.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone

LOCK = timedelta(hours=settings.AXES_COOLOFF_TIME)
LOCK_MINUTES = int(LOCK.total_seconds() // 60)


def tries_left(counted: str) -> int:
    """How many wrong passwords are still allowed under a counted name before it is locked."""
    since = timezone.now() - LOCK
    failed = AccessAttempt.objects.filter(username=counted, attempt_time__gt=since).aggregate(
        count=Sum("failures_since_start")
    )
    return max(settings.AXES_FAILURE_LIMIT - (failed["count"] or 0), 0)


def locked_until(counted: str) -> datetime:
    """From when on a locked name may be tried again, in local time."""
    last = AccessAttempt.objects.filter(username=counted).aggregate(at=Max("attempt_time"))["at"]
    return timezone.localtime((last or timezone.now()) + LOCK)


def forget_tries(counted: str) -> None:
    """After the right password."""
    AccessAttempt.objects.filter(username=counted).delete()
