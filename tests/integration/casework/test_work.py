"""What waits for an official: the cases whose step is theirs to decide, and no step that has to be another person's."""

from __future__ import annotations

from datetime import date

import pytest

from case_walk import CODES, family, office
from jingzhun.casework.models import Case
from jingzhun.casework.work import waiting_for, work_lines

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)
RISK = {"risk": {"risk": "01", "risk_identified_on": "2026-06-20"}}


@pytest.fixture
def given(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return office(CODES, "national/assistance-2026")


def test_a_case_waits_for_the_officer_who_did_no_step_of_it_and_not_for_the_one_who_did(given):
    case = given.open("monitor", family().subject, on=DAY)
    compared, other, _ = given.posts["county_officer"]
    given.walk(case, on=DAY, inputs=RISK, until="compare")
    assert set(waiting_for([compared])) == set(waiting_for([other])) == {case}
    case = given.walk(case, on=DAY, inputs=RISK, until="county")
    assert case.step.level == 6 and case.decisions.get(number=2).official == compared.official
    assert set(waiting_for([other])) == {case}
    assert [(line.step, line.waiting) for line in work_lines([other], case.not_before_on)] == [("县级审批", 1)]
    assert not waiting_for([compared]) and work_lines([compared], case.not_before_on) == []


def test_who_signed_a_step_has_no_later_one_to_decide(given):
    case = given.walk(given.open("monitor", family().subject, on=DAY), on=DAY, inputs=RISK, until="compare")
    signers = [post for role in ("village_cadre", "resident_team") for post in given.posts[role]]
    signed = {row.official_id for row in case.signatures.exclude(official=None)}
    assert len(signed) == 1  # the other of the two decided
    case = given.walk(case, on=DAY, inputs=RISK, until="county")
    assert not Case.objects.filter(pk=case.pk).done_by_others(signed)
    idle = [post.official_id for post in signers if not case.signatures.filter(official=post.official).exists()]
    assert Case.objects.filter(pk=case.pk).done_by_others(idle[-1:])
