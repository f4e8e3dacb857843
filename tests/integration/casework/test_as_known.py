"""The register on any past day, as known on any later day, after cases changed it and were corrected."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

import factories
from case_walk import CODES, family, office, verdict
from jingzhun.registry.models import Household, HouseholdStatus

pytestmark = pytest.mark.django_db
JUNE, NOVEMBER, MARCH = date(2018, 6, 1), date(2018, 11, 1), date(2019, 3, 1)


def mark(home: Household, day: date, known: datetime) -> str:
    row = HouseholdStatus.objects.as_of(day, known).filter(subject=home.subject, regime="registered").first()
    return row.exit_mark if row and row.status == "in" else "-"


def test_every_day_is_answered_as_it_was_known_on_every_later_day(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(JUNE)
    given = office(
        CODES,
        "sichuan/identification-2014",
        "sichuan/exit-2018",
        "national/records-2014",
        village=factories.NEXT_COUNTY_VILLAGE,
    )
    home = family(factories.NEXT_COUNTY_VILLAGE)
    HouseholdStatus.objects.filter(subject=home.subject).delete()
    inputs = {"cause": {"main_cause": "01"}, "attribute": {"attribute": "01"}}
    registered = given.walk(given.open("identify", home.subject, on=JUNE), on=JUNE, inputs=inputs).closed_on
    clock(NOVEMBER)
    verdict(home.subject, "户退出", "pass", pack=given.packs[2], as_of=NOVEMBER)
    left = given.walk(given.open("exit_household", home.subject, on=NOVEMBER), on=NOVEMBER).closed_on
    clock(MARCH)
    wrong = {"field": "HouseholdStatus:registered.exit_mark", "value": "未脱贫", "since": left.isoformat()}
    given.walk(given.open("correct", home.subject, on=MARCH), on=MARCH, inputs={"correction": wrong})

    after = {name: timezone.make_aware(datetime.combine(day, time(13))) for name, day in
             (("june", JUNE), ("november", NOVEMBER), ("march", MARCH))}  # fmt: skip
    before = registered - timedelta(days=1)
    told = {
        name: [mark(home, day, known) for day in (before, registered, left, MARCH)] for name, known in after.items()
    }
    exited, not_exited = mark(home, left, after["november"]), mark(home, left, after["march"])
    assert exited != not_exited
    first = told["june"][1]
    assert told["june"] == ["-", first, first, first]
    assert told["november"] == ["-", first, exited, exited]
    assert told["march"] == ["-", first, not_exited, not_exited]
