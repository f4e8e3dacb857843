"""What a run reads, it reads as of one moment, and cannot write while it reads."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

import factories
from exit_county import DAY
from jingzhun.results.actions.evaluate import evaluate
from jingzhun.results.models import Run
from jingzhun.results.snapshot import read_snapshot


@pytest.mark.django_db(transaction=True)
def test_a_roster_is_read_in_a_snapshot_in_which_nothing_can_be_written(county, data):
    """On committed data: inside a test's own transaction the snapshot is that transaction, which hides a write."""
    said: list[str] = []
    evaluate(area=county.area, as_of=DAY, by=factories.SYSTEM, engine="reference", progress=said.append)
    assert any(line.startswith("建名册") for line in said)
    with pytest.raises(DatabaseError), read_snapshot():
        Run.objects.update(progress=1)
    assert set(Run.objects.values_list("state", "progress")) == {("done", 100)}
    assert Run.objects.update(progress=100)
