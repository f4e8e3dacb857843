"""Running numbers. The row lock is held until the transaction ends, so no number is given twice or lost."""

from __future__ import annotations

from ..models import Serial


def take(name: str, count: int = 1) -> int:
    """The first of ``count`` new numbers of a series."""
    Serial.objects.get_or_create(name=name)
    row = Serial.objects.select_for_update().get(name=name)
    row.last += count
    row.save(update_fields=("last",))
    return row.last - count + 1
