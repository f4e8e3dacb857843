"""What a page says when the disk is full, and what waits again after the site was killed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import OperationalError
from django.utils import timezone

import factories
from jingzhun.audit.models import Event
from jingzhun.casework.views import suggestion
from jingzhun.ingest.models import Upload
from jingzhun.policy.models import PackVersion
from jingzhun.results.models import Run
from jingzhun.web.server import release_interrupted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_a_full_disk_is_named_and_what_was_sent_is_not_called_saved(client, monkeypatch, headers):
    def full(**given):
        raise OperationalError("database or disk is full")

    factories.county()
    monkeypatch.setattr(suggestion, "suggest", full)
    client.raise_request_exception = False
    answer = client.post("/suggest/", {"text": "路灯坏了"}, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 507
    assert "C-120" in page and "磁盘满了，这一次没有保存" in page and "出错编号" in page


def test_what_the_last_site_was_working_at_when_it_was_killed_waits_again(shipped_pack):
    given = {"name": "a.xlsx", "area_id": factories.COUNTY, "at": timezone.now()}
    fresh = Upload.objects.create(state="queued", **given)
    checked = Upload.objects.create(state="writing", counts={"rows": 3}, **given)
    done = Upload.objects.create(state="applied", **given)
    run = {"pack": shipped_pack, "area_id": factories.COUNTY, "as_of": date(2018, 12, 31), "asked_at": timezone.now()}
    running, waiting = (Run.objects.create(state=state, **run) for state in ("running", "waiting"))
    release_interrupted()
    states = {row.pk: row.state for row in Upload.objects.all()}
    assert states == {fresh.pk: "mapping", checked.pk: "checked", done.pk: "applied"}
    running.refresh_from_db()
    waiting.refresh_from_db()
    assert (running.state, waiting.state) == ("failed", "waiting")
    assert "请再评估一次" in running.problem and running.finished_at is not None
    assert set(Event.objects.values_list("action", flat=True)) >= {"import.released", "run.released"}
    before = Event.objects.count()
    release_interrupted()
    assert Event.objects.count() == before


@pytest.fixture
def shipped_pack() -> PackVersion:
    from jingzhun.policy.actions.packs import store_shipped

    store_shipped(by=factories.SYSTEM)
    return PackVersion.objects.first()
