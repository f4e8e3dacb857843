"""``evaluate`` and ``explain`` in plain Chinese, as JSON, with exit statuses; the job behind the page; households at the line."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

import exit_county
import factories
from exit_county import DAY, FIRST
from jingzhun.results.actions.evaluate import ask
from jingzhun.results.explain import explanation_of
from jingzhun.results.jobs import carry_out_runs
from jingzhun.results.models import Run, Verdict
from jingzhun.rules.explanation import UnableToExplain


def said(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def income_item(home, day=DAY, known_at=None):
    standard = explanation_of(home.subject, day, known_at, pack_name="test/exit-2018")[0].standards[0]
    return standard, next(item for item in standard.items if item.id == "income")


def test_one_fen_short_is_explained_with_what_would_change_it(county):
    standard, item = income_item(county.poor)
    assert (standard.verdict, item.verdict) == ("不通过", "不通过")
    assert (item.value, item.threshold) == ("3499.99 元", "3500.00 元")
    assert "再增收 0.01 元" in item.change and item.clause == "第一条"


def test_exactly_the_line_passes_with_nothing_to_change(county):
    standard, item = income_item(county.enough)
    assert (standard.verdict, item.verdict, item.change) == ("通过", "通过", "")


def test_no_rows_and_no_mark_is_explained_as_missing(county):
    standard, item = income_item(county.unknown)
    assert (standard.verdict, item.verdict) == ("缺数据", "缺数据")
    assert "补录" in item.change


def test_a_household_outside_the_register_is_not_judged(county):
    assert income_item(county.other)[0].verdict == "不适用"


def test_the_explanation_and_the_run_agree(county, run):
    words = {"pass": "通过", "fail": "不通过", "missing": "缺数据", "not_applicable": "不适用"}
    for home in (county.poor, county.enough, county.unknown, county.other):
        verdict = Verdict.objects.get(subject=home.subject, name="户退出")
        explanation = explanation_of(home.subject, DAY, pack_name="test/exit-2018")[0]
        assert explanation.standards[0].verdict == words[verdict.outcome]
        assert explanation.programmes[0].amount == Verdict.objects.get(subject=home.subject, name="产业以奖代补").amount


def test_an_explanation_is_of_a_day_and_of_what_was_known(county):
    later = factories.change(at=FIRST + timedelta(days=30))
    factories.income(of=county.poor, fen=1, by=later)
    assert income_item(county.poor)[1].verdict == "通过"
    assert income_item(county.poor, known_at=FIRST + timedelta(days=1))[1].verdict == "不通过"
    assert explanation_of(county.poor.subject, date(2019, 1, 1), pack_name="test/exit-2018") == []
    with pytest.raises(UnableToExplain):
        explanation_of(county.poor.subject, DAY, FIRST - timedelta(days=1), pack_name="test/exit-2018")


def test_an_explanation_asks_the_same_number_of_questions_in_a_larger_village(county, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as small:
        explanation_of(county.poor.subject, DAY)
    for _ in range(5):
        exit_county.filled(village=factories.VILLAGE, fen=100)
    with django_assert_max_num_queries(60) as large:
        explanation_of(county.poor.subject, DAY)
    assert len(large.captured_queries) == len(small.captured_queries)


def test_explain_prints_verdict_sentence_clause_and_change(county):
    text = said("explain", county.poor.subject.code, "--as-of", "2018-12-31", "--pack", "test/exit-2018")
    for part in (
        "退出标准（测试）",
        "不通过  人均纯收入达标（第一条，已见原文）",
        "怎样会改变：再增收 0.01 元",
        "扶贫标准 3500元",
    ):
        assert part in text, text
    body = json.loads(said("explain", county.poor.subject.code, "--json", "--pack", "test/exit-2018"))
    assert body["error"] is None and body["explanations"][0]["standards"][0]["verdict"] == "不通过"


def test_explain_of_an_unknown_household_ends_with_2(county):
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("explain", "0000", "--json", stdout=out)
    assert ended.value.code == 2 and "没有户编号 0000" in json.loads(out.getvalue())["error"]


def test_evaluate_prints_three_values_and_awards(county, data):
    exit_county.sale(of=county.poor, fen=900_000)
    text = said("evaluate", "--pack", "test/exit-2018", "--as-of", "2018-12-31", "--engine", "reference")
    assert "户退出：达标 1 户，未达标 1 户，缺数据 1 户，不适用 1 户" in text
    assert "人均纯收入达标：通过 1 户，不通过 1 户，缺数据 1 户" in text
    assert "产业以奖代补：1 户，2,700.00 元，缺数据 0 户" in text
    body = json.loads(said("evaluate", "--pack", "test/exit-2018", "--json"))
    assert body["runs"][0]["counts"]["criterion/户退出/income/fail"] == 1
    assert body["runs"][0]["findings"] == Run.objects.order_by("pk").first().findings_digest


def test_evaluate_without_a_pack_in_force_ends_with_2(county, data):
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("evaluate", "--as-of", "2013-01-01", "--json", stdout=out)
    assert ended.value.code == 2 and "没有有效的政策包" in json.loads(out.getvalue())["error"]


def test_the_job_finishes_what_a_page_asked_for_once(county, data):
    runs = ask(area=county.area, as_of=DAY, by=factories.SYSTEM, pack_name="test/exit-2018")
    numbers = [run.pk for run in runs]
    carry_out_runs.func(numbers)
    done = Run.objects.get(pk=numbers[0])
    assert done.state == "done" and done.progress == 100
    carry_out_runs.func(numbers)
    assert Run.objects.get(pk=numbers[0]).finished_at == done.finished_at
