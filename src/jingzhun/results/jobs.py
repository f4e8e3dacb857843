"""Jobs of this app: they start after commit, carry only numbers, and may be started twice without harm."""

from __future__ import annotations

from django_tasks import task

from jingzhun.audit.actor import Actor

from .models import Run


@task()
def carry_out_runs(numbers: list[int]) -> None:
    """Evaluate waiting runs; the failure of one is noted on it and is not the worker's."""
    from .actions.evaluate import carry_out

    runs = list(Run.objects.filter(pk__in=numbers).select_related("pack", "area").order_by("pk"))
    if runs:
        carry_out(runs=runs, by=Actor(official_id=runs[0].asked_by_id, name=runs[0].asked_by_name))
