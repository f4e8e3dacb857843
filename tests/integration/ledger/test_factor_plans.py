"""A fund shared out by factors: the printed list, weights that anyone may see are unchecked, sums that add up to the fen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from docx import Document

import factories
from integration.ledger.township_2010 import load_csv
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.core.money import yuan
from jingzhun.ingest.actions.importing import Choice, apply_file, read_sheets
from jingzhun.ledger.actions.factor_plan import UnableToSharePlan, create_factor_plan, set_weights
from jingzhun.ledger.actions.row import UnableToRecordRow, record_row, withdraw_row
from jingzhun.ledger.factor_offers import factor_offers
from jingzhun.ledger.factor_shares import open_sharing
from jingzhun.ledger.models import FactorPlan, FactorValue, PlanFactor
from jingzhun.ledger.themes import FACTOR_VALUES, PLAN_FACTORS
from jingzhun.policy.actions.packs import store
from jingzhun.policy.packs import SHIPPED, read_folder
from jingzhun.registry.models import Subject

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)
PRINTED = ("农村居民总数", "人均财力", "人均收入水平", "人均生产总值", "主导产业发展项目", "扶贫工作绩效")
VALUE_HEAD = "因素分配方案编号,因素,乡镇,数值,出处\n"
VALUES = {
    "云岭乡": (6200, 1800, 7900, 14000, 3, 92),
    "升平镇": (5300, 2600, 9100, 21000, 2, 85),
    "霞若乡": (4100, 1500, 7200, 12500, 1, 88),
}
"""Invented values of three townships, in the order of the printed factors."""


@pytest.fixture(autouse=True)
def _county(db):
    factories.county()
    store(files=read_folder(SHIPPED / "dingxi/planning-2010"), by=factories.SYSTEM, is_shipped=True)


def enter(client, **post):
    made = factories.post(**{"role": "finance", **post})
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def plan(amount: int | None = 1000_0000_00, code: str = "F1") -> Subject:
    [offer] = factor_offers(AreaCode.parse(factories.COUNTY), DAY)
    given = {"title": "2018 年资金因素分配", "year": 2018, "amount": amount, "document": "测试文件"}
    return create_factor_plan(
        code=code, area=Area.objects.get(pk=factories.COUNTY), values=given, since=date(2018, 1, 1), offer=offer,
        by=factories.SYSTEM, source="测试",
    )  # fmt: skip


def lines(code: str = "F1") -> str:
    return "".join(
        f"{code},{factor},{township},{value},统计年鉴\n"
        for township, values in VALUES.items()
        for factor, value in zip(PRINTED, values, strict=True)
    )


def sharing(code: str = "F1", **trial):
    profile = FactorPlan.objects.as_of(DAY).get(subject__code=code)
    return open_sharing(profile=profile, day=DAY, known_at=None, trial=trial or None)


def filled() -> Subject:
    subject = plan()
    result = load_csv(VALUE_HEAD + lines(), since=DAY)
    assert (result.layout, result.accepted, result.refused) == ("factor-values", 18, [])
    return subject


def reweigh(subject: Subject, basis: str = "", **changed: str):
    held = {each.factor: each.weight for each in PlanFactor.objects.known().filter(subject=subject)}
    weights = {**held, **{name: Decimal(each) for name, each in changed.items()}}
    return set_weights(subject=subject, weights=weights, basis=basis, by=factories.SYSTEM, source="测试", reason="试")


@pytest.mark.row("S-37")
def test_the_printed_factors_are_offered_with_performance_as_a_main_basis_and_no_checked_weight():
    subject = plan()
    factors = PlanFactor.objects.known().filter(subject=subject)
    assert {each.factor for each in factors} == set(PRINTED)
    assert [each.factor for each in factors if each.is_main] == ["扶贫工作绩效"]
    assert {each.factor: each.way for each in factors if each.way == "less"} == {
        "人均财力": "less", "人均收入水平": "less", "人均生产总值": "less",
    }  # fmt: skip
    found = sharing()
    assert found.weights == 100
    assert set(found.unchecked) == set(PRINTED)
    assert found.main == ("pass", "“扶贫工作绩效”30%，不低于其他任何一个因素")
    assert found.why == ("还没有各乡镇的因素数值",)


@pytest.mark.row("S-37")
def test_amounts_add_up_to_the_fund_and_each_is_its_arithmetic():
    filled()
    found = sharing()
    assert found.why == ()
    assert (found.total, found.total_share) == (1000_0000_00, Decimal(100))
    by_name = {line.area.title: line for line in found.lines}
    assert {str(line.share)[-5] for line in found.lines} == {"."}  # four places, noughts too
    yunling = by_name["云岭乡"]
    own = dict(zip(PRINTED, VALUES["云岭乡"], strict=True))
    weights = {
        "农村居民总数": 20,
        "人均财力": 15,
        "人均收入水平": 15,
        "人均生产总值": 10,
        "主导产业发展项目": 10,
        "扶贫工作绩效": 30,
    }
    exact = 0.0
    for place, name in enumerate(PRINTED):
        each = [values[place] for values in VALUES.values()]
        less = name.startswith("人均")
        exact += weights[name] * (1 / own[name] / sum(1 / v for v in each) if less else own[name] / sum(each))
    assert abs(float(yunling.share) - exact) < 0.0001
    assert abs(yunling.amount - exact * 1000_0000_00 / 100) < 1
    said = yunling.reckoning(found.profile.amount)
    assert "20% × 6,200 ÷ 15,600" in said and "15% × (1÷1,800) ÷ " in said and "30% × 92 ÷ 265" in said
    assert f"按此分得 {yuan(yunling.amount)} 元" in said


@pytest.mark.row("S-37")
def test_weights_are_adjustable_tried_first_and_written_with_a_reason(client):
    subject = filled()
    before = {line.area.title: line.amount for line in sharing().lines}
    more = {"扶贫工作绩效": Decimal(40), "农村居民总数": Decimal(10)}
    tried = sharing(**more)
    assert tried.is_trial and tried.total == 1000_0000_00
    assert {line.area.title: line.amount for line in sharing().lines} == before
    reweigh(subject, 扶贫工作绩效="40", 农村居民总数="10", basis="县资金分配办法第五条")
    after = sharing()
    assert {line.area.title: line.amount for line in after.lines} == {
        line.area.title: line.amount for line in tried.lines
    }
    assert set(after.unchecked) == set(PRINTED) - {"扶贫工作绩效", "农村居民总数"}
    reweigh(subject, 扶贫工作绩效="10", 农村居民总数="40")
    assert sharing().main[0] == "fail"
    assert sharing().main[1] == "“扶贫工作绩效”10%，低于“农村居民总数”40%"


def test_weights_that_are_not_the_whole_are_refused_and_share_out_nothing():
    subject = filled()
    with pytest.raises(UnableToSharePlan, match=r"= 90%，要正好 100%"):
        reweigh(subject, 扶贫工作绩效="20")
    assert load_csv("因素分配方案编号,因素,权重,分法\nF1,扶贫工作绩效,20,多的多分\n", since=DAY).accepted == 1
    found = sharing()
    assert "要正好 100%" in found.why[0]
    assert {line.amount for line in found.lines} == {None} and found.total is None


def test_a_township_without_a_value_is_missing_and_nothing_is_shared_out():
    filled()
    row = FactorValue.objects.known().get(factor="人均财力", area__code="533422205000")
    row.delete()
    found = sharing()
    assert found.why == ("“人均财力”缺 霞若傈僳族乡",)
    assert found.total is None


def test_a_factor_that_was_withdrawn_takes_its_values_out_of_the_sharing():
    subject = filled()
    gone = PlanFactor.objects.known().get(subject=subject, factor="主导产业发展项目")
    withdraw_row(row=gone, by=factories.SYSTEM, source="测试", reason="不用")
    assert "要正好 100%" in sharing().why[0]
    reweigh(subject, 扶贫工作绩效="40")
    assert (sharing().why, sharing().total) == ((), 1000_0000_00)


def test_an_amount_that_is_not_known_gives_shares_only():
    plan(amount=None, code="F2")
    assert not load_csv(VALUE_HEAD + lines("F2"), since=DAY).refused
    found = sharing("F2")
    assert (found.why, found.total, found.total_share) == ((), None, Decimal(100))


def test_a_file_may_call_the_code_as_the_page_does():
    plan()
    result = load_csv(VALUE_HEAD.replace("因素分配方案编号", "方案编号") + "F1,扶贫工作绩效,云岭乡,60,\n", since=DAY)
    assert (result.accepted, result.refused) == (1, [])


def test_values_that_cannot_be_shared_by_are_refused_beside_their_cell():
    plan()
    wrong = [
        "F1,人均财力,云岭乡,0,\n",
        "F1,耕地,云岭乡,5,\n",
        "F1,扶贫工作绩效,没有这乡,5,\n",
        "F9,扶贫工作绩效,云岭乡,5,\n",
    ]
    result = load_csv(VALUE_HEAD + "".join(wrong), since=DAY)
    assert (result.accepted, len(result.refused)) == (0, 4)
    said = " ".join(each.reason for each in result.refused)
    assert "数值要大于零" in said and "没有“耕地”这个因素" in said
    with pytest.raises(UnableToRecordRow, match="因素数值按乡镇写"):
        record_row(
            theme=FACTOR_VALUES, subject=Subject.objects.get(code="F1"), by=factories.SYSTEM, source="测试",
            values={"factor": "扶贫工作绩效", "area_id": factories.VILLAGE, "value": Decimal(3)},
        )  # fmt: skip
    with pytest.raises(UnableToRecordRow, match="权重要大于 0%"):
        record_row(
            theme=PLAN_FACTORS, subject=Subject.objects.get(code="F1"), by=factories.SYSTEM, source="测试",
            values={"factor": "耕地", "weight": Decimal(0), "way": "more"},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("model", "right", "wrong"),
    [
        (PlanFactor, {"factor": "甲", "weight": 10, "way": "more"}, {"weight": 101}),
        (PlanFactor, {"factor": "甲", "weight": 10, "way": "more"}, {"way": "any"}),
        (FactorValue, {"factor": "甲", "area_id": factories.TOWNSHIP, "value": 1}, {"value": -1}),
        (FactorPlan, {"title": "甲", "year": 2018, "amount": 1, "since": DAY}, {"amount": 0}),
    ],
)
def test_the_database_refuses_what_cannot_be_and_the_same_twice(model, right, wrong):
    made = factories.change()
    subject = Subject.objects.create(kind="factor_plan", code="G", area_id=factories.COUNTY, created_by=made)
    common = {"subject": subject, **factories.known(made)}
    keyed = lambda key: {} if model is FactorPlan else {"key": key}  # noqa: E731
    model.objects.create(**right, **keyed("1"), **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**right, **keyed("2"), **common)
    other = {"since": date(2019, 1, 1)} if model is FactorPlan else {"factor": "乙"}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**right | other | wrong, **keyed("3"), **common)


def test_by_hand_on_the_pages_and_what_is_exported_comes_in_again(client):
    enter(client)
    [offer] = factor_offers(AreaCode.parse(factories.COUNTY), DAY)
    given = {
        "code": "F1",
        "title": "资金分配",
        "year": 2018,
        "amount": "1000",
        "offer": offer.key,
        "since": "2018-01-01",
    }
    answer = client.post(reverse("factor-plan-new"), given)
    assert answer.status_code == 302, answer.context["form"].errors
    at = reverse("factor-plan", args=["F1"])
    assert "还没有各乡镇的数值" in client.get(at).content.decode()
    assert not load_csv(VALUE_HEAD + lines(), since=DAY).refused
    shown = client.get(at)
    page = shown.content.decode()
    assert "10,000,000.00" in page and "100.0000%" in page and "未核实" in page and "主要依据" in page
    weights = {f"w{place}": str(line.weight) for place, line in enumerate(shown.context["sharing"].factors)}
    tried = client.get(at, {**weights, "w0": "40", "w1": "10"})
    assert tried.context["trial"].total == 1000_0000_00 and "这是试算" in tried.content.decode()
    assert client.get(at, {**weights, "w0": "500"}).status_code == 422
    to = reverse("factor-plan-weights", args=["F1"])
    assert client.post(to, {**weights, "w0": "40", "w1": "10"}).status_code == 422
    assert client.post(to, {**weights, "w0": "40", "w1": "20", "reason": "试"}).status_code == 422
    assert client.post(to, {**weights, "w0": "40", "w1": "10", "reason": "加大绩效"}).status_code == 302
    assert sharing().factors[0].weight == 40
    word = client.get(reverse("factor-plan-letter", args=["F1"]))
    told = "\n".join(each.text for each in Document(BytesIO(word.content)).paragraphs)
    assert "扶贫工作绩效权重40%（多的多分，主要依据，权重未核实）" in told and "合计10000000.00元" in told
    assert client.get(reverse("factor-plan-workbook", args=["F1"])).status_code == 200
    book = client.get(f"{reverse('project-row-export')}?kind=factor_plan")
    for chosen in (PLAN_FACTORS, FACTOR_VALUES):
        sheets = [each for each in read_sheets(book.content, "导出.xlsx") if each.name == chosen.title]
        result, *_ = apply_file(
            data=book.content, sheets=sheets, name="导出.xlsx", choice=Choice(since=DAY),
            scope=AreaCode.parse(factories.COUNTY), today=date(2026, 7, 1), by=factories.SYSTEM,
        )  # fmt: skip
        assert (result.layout, result.refused, result.changes) == (chosen.key, [], 0)


def test_others_look_and_cannot_write(client):
    filled()
    enter(client, role="county_officer")
    assert client.get(reverse("factor-plan", args=["F1"])).status_code == 200
    assert client.post(reverse("factor-plan-weights", args=["F1"]), {"w0": "1"}).status_code == 403
    assert client.get(reverse("factor-plan-row", args=["F1", "plan-factors"])).status_code == 403
    enter(client, area=factories.NEXT_COUNTY)
    assert client.get(reverse("factor-plan", args=["F1"])).status_code == 404
