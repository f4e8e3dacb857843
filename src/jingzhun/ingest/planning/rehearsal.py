"""A dry run that is the action itself, taken back: nothing of it stays, neither rows nor events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Change


@contextmanager
def rehearsal() -> Iterator[Writing]:
    """What is written inside is rolled back at its end; a refusal raised inside goes through."""
    with unit(by=Actor.system("试算")) as log:
        noted = len(log.events)
        with transaction.atomic():
            change = Change.objects.create(kind=Change.Kind.IMPORT, at=log.at, by_name="试算", source="试算")
            yield Writing(change=change, log=log)
            transaction.set_rollback(True)
        del log.events[noted:]
