"""``check-cases``: quiet where cases agree with their rows, and one line for each that does not."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from case_ground import DAY, ground
from jingzhun.casework.guards import CASE
from jingzhun.casework.models import Case
from jingzhun.casework.reconcile import disagreements
from jingzhun.core.guard import undo_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return ground()


def test_cases_that_went_their_way_agree(given):
    given.at_township()
    done = given.at_county()
    given.decide(done, "return", on=DAY + timedelta(days=6), opinion="再查")
    said = StringIO()
    call_command("check_cases", stdout=said)
    assert "核对了 2 件，0 处不一致" in said.getvalue()


def test_a_counter_and_a_day_that_were_changed_by_hand_are_found(given):
    case = given.at_township()
    Case.objects.filter(pk=case.pk).update(missing_papers=0, not_before_on=case.opened_on)
    texts = [each.text for each in disagreements()]
    assert texts == ["未交材料记作 0，按明细是 1", "可办日期记作 2026-07-01，公示到 2026-07-07 才满"]
    with pytest.raises(SystemExit):
        call_command("check_cases", stdout=StringIO())


def test_a_step_moved_past_the_guard_is_found(given):
    case = given.open()
    with connection.cursor() as cursor:
        for statement in undo_statements(CASE, connection.vendor):
            cursor.execute(statement)
    Case.objects.filter(pk=case.pk).update(step=case.procedure.steps.get(number=3), round=2, missing_papers=0)
    texts = [each.text for each in disagreements()]
    assert "轮次记作 2，按退回次数是 1" in texts
    assert "办到第 3 步，前面有没有通过的步骤" in texts
