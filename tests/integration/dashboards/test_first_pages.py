"""The first page of each post: what waits, why a household is on a list, what of it opens."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

import factories
from jingzhun.dashboards.figure_set import exit_run
from jingzhun.dashboards.views.pack import change_rows
from jingzhun.ingest.models import Upload
from jingzhun.registry.models import Pairing
from jingzhun.results.trouble import troubles

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)


def page(client, post) -> str:
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_household_below_the_line_is_told_with_its_value_and_the_line(evaluated):
    run = exit_run(evaluated.area, DAY, None)
    found = troubles(run, evaluated.area, standard="户退出")
    income = next(each for each in found[evaluated.poor.subject.code] if each.outcome == "fail")
    assert (income.value, income.threshold) == ("3,499.99 元", "3,500.00 元")
    assert evaluated.enough.subject.code not in found
    assert any(each.outcome == "missing" for each in found[evaluated.unknown.subject.code])


def test_troubles_of_some_households_leave_the_others_out(evaluated):
    run = exit_run(evaluated.area, DAY, None)
    codes = {evaluated.poor.subject.code}
    assert set(troubles(run, evaluated.area, standard="户退出", codes=codes)) == codes
    assert troubles(None, evaluated.area, standard="户退出") == {}


def test_a_village_cadre_reads_why_each_household_waits(client, evaluated):
    said = page(client, factories.post(role="village_cadre", area=factories.VILLAGE))
    assert "先看这些户" in said and "3,499.99 元" in said and "标准 3,500.00 元" in said


def test_a_helper_reads_what_the_paired_household_still_lacks(client, evaluated):
    post = factories.post(role="helper")
    Pairing.objects.create(
        subject=evaluated.poor.subject, helper=post.official, since=DAY, **factories.known(factories.change())
    )
    said = page(client, post)
    assert "3,499.99 元" in said and evaluated.enough.subject.code not in said


def test_a_file_that_waits_for_its_writing_is_on_the_first_page(client, evaluated):
    post = factories.post()
    Upload.objects.create(
        name="德钦县2018年收支台账.xlsx", at=timezone.now(), area=evaluated.area, by=post.official, by_name=post.official.name,
        state=Upload.State.CHECKED, counts={"rows": 1234},
    )  # fmt: skip
    said = page(client, post)
    assert "导入文件“德钦县2018年收支台账.xlsx”" in said and "1,234 行" in said and "待写入" in said


def test_the_changes_of_a_pack_are_rows_under_a_head():
    text = "# 变更记录\n\n| 日期 | 说明 |\n|---|---|\n| 2026-11-22 | 首次录入 |\n"
    assert change_rows(text) == [["日期", "说明"], ["2026-11-22", "首次录入"]]
    assert change_rows("") == []


def test_a_household_page_names_what_is_compared_and_groups_its_digits(client, evaluated):
    post = factories.post(role="village_cadre", area=factories.VILLAGE)
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    said = client.get(f"/households/{evaluated.poor.subject.code}/").content.decode()
    assert "本户" in said and "本household" not in said
    assert "3,499.99" in said and "3499.99" not in said
    assert "÷ 1 人" in said


def test_a_day_before_the_household_was_there_is_said_and_another_can_be_picked(client, evaluated):
    post = factories.post()
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/households/{evaluated.poor.subject.code}/?as_of=1999-01-01")
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "1999-01-01 还没有这一户的记录" in said and 'name="as_of"' in said


def test_a_helper_is_offered_no_page_of_an_area(client, evaluated):
    post = factories.post(role="helper")
    Pairing.objects.create(
        subject=evaluated.poor.subject, helper=post.official, since=DAY, **factories.known(factories.change())
    )
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    said = client.get(f"/households/{evaluated.poor.subject.code}/").content.decode()
    assert "/areas/" not in said
