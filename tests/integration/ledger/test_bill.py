"""The bill of quantities: arithmetic refused where it does not hold, gaps, splits, printed totals beside computed ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import factories
from integration.ledger.township_2010 import FIVE, FOUR, HAN, load_csv, load_township
from jingzhun.core.area_code import AreaCode
from jingzhun.core.money import wan
from jingzhun.ingest.actions.importing import Choice, apply_file, read_sheets
from jingzhun.ledger.actions.row import UnableToRecordRow, record_row, withdraw_row
from jingzhun.ledger.bill import open_bill
from jingzhun.ledger.models import LineItem, LineShare, PrintedTotal, ProjectFunding, ProjectProfile
from jingzhun.ledger.themes import LINE_ITEMS, LINE_SHARES
from jingzhun.ledger.totals import add_up
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.actions.fact import UnableToRecord
from jingzhun.registry.models import Subject

pytestmark = pytest.mark.django_db
DAY = date(2010, 12, 31)
HEAD = "项目编号,分部,项号,分项名称,数量,计量单位,单价(元),金额(元)\n"


@pytest.fixture(autouse=True)
def _county(db):
    factories.county()


def enter(client, **post):
    made = factories.post(**post)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def bill_of(code: str):
    subject = Subject.objects.get(code=code)
    money = dict(
        ProjectFunding.objects.as_of(DAY).filter(subject=subject).order_by("id").values_list("source", "planned")
    )
    return open_bill(subject=subject, known_at=None, funding=money, book=CodeBook.read())


def check_of(bill, title: str):
    return next(check for check in bill.checks if check.title == title)


def item(subject, **given):
    values = {
        "part": "",
        "number": "1",
        "name": "改梯",
        "spec": "",
        "quantity": None,
        "unit": "",
        "rate": None,
        "amount": None,
    }
    record_row(theme=LINE_ITEMS, subject=subject, values=values | given, by=factories.SYSTEM, source="清单")


def share(subject, **given):
    values = {"part": "", "number": "1", "source": "poverty", "amount": 0, "workdays": None, "day_value": None}
    record_row(theme=LINE_SHARES, subject=subject, values=values | given, by=factories.SYSTEM, source="清单")


@pytest.mark.row("S-21")
def test_quantity_times_rate_is_the_amount_or_the_line_is_refused_with_the_arithmetic():
    factories.project(code="A")
    result = load_csv(HEAD + "A,,1,土坎坡改梯,30,亩,500,15000\nA,,2,核桃种植,80,亩,300,16000\n")
    assert result.accepted == 1
    assert LineItem.objects.get().amount == 1_500_000
    refused = result.refused[0]
    assert (refused.row, refused.column, refused.code) == (3, "金额(元)", "R-082")
    assert "80 亩 × 300 元 = 24,000.00 元，不等于 16,000.00 元，差 8,000.00 元" in refused.reason


@pytest.mark.row("S-21")
@pytest.mark.parametrize(
    ("quantity", "rate", "fen"), [("30", "500", 1_500_000), ("0.333", "0.15", 5), ("0.5", "0.01", 1)]
)
def test_the_amount_is_rounded_once_to_the_fen(quantity, rate, fen):
    subject = factories.project(code="A").subject
    item(subject, quantity=Decimal(quantity), unit="亩", rate=Decimal(rate), amount=fen)
    assert LineItem.objects.get().amount == fen


@pytest.mark.row("S-21")
@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 1_600_000},
        {"quantity": None},
        {"amount": None},
        {"number": ""},
        {"quantity": Decimal(-30), "amount": -1_500_000},
        {"quantity": None, "rate": None, "amount": None},
    ],
)
def test_the_database_refuses_a_line_that_does_not_hold(wrong):
    profile = factories.project(code="A")
    row = {
        "number": "1",
        "name": "改梯",
        "quantity": Decimal(30),
        "unit": "亩",
        "rate": Decimal(500),
        "amount": 1_500_000,
    }
    common = {"subject": profile.subject, **factories.known(factories.change())}
    LineItem.objects.create(key="|0", **row, **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        LineItem.objects.create(key="|1", **row | wrong, **common)


@pytest.mark.row("S-20")
@pytest.mark.parametrize("wrong", [{"amount": 900_100}, {"day_value": None}, {"source": ""}, {"amount": -1}])
def test_the_database_refuses_labour_that_does_not_hold(wrong):
    profile = factories.project(code="A")
    row = {"number": "1", "source": "masses", "amount": 900_000, "workdays": Decimal(300), "day_value": Decimal(30)}
    common = {"subject": profile.subject, **factories.known(factories.change())}
    LineShare.objects.create(key="1", **row, **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        LineShare.objects.create(key="2", **row | wrong, **common)


def test_the_database_refuses_a_printed_total_without_its_place():
    common = {"subject": factories.project(code="A").subject, **factories.known(factories.change())}
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedTotal.objects.create(key="1", printed="18.11", unit="万元", amount=1, step=1, document="", **common)


@pytest.mark.row("S-20")
def test_300_workdays_at_30_are_9000():
    subject = factories.project(code="A").subject
    item(subject, quantity=Decimal(300), unit="工日", rate=Decimal(30), amount=900_000)
    share(subject, source="masses", amount=900_000, workdays=Decimal(300), day_value=Decimal(30))
    with pytest.raises(UnableToRecordRow, match=r"300 工日 × 30 元 = 9,000.00 元，不等于 9,100.00 元"):
        share(subject, source="masses", amount=910_000, workdays=Decimal(300), day_value=Decimal(30))


@pytest.mark.row("S-20")
def test_the_sources_of_an_item_pay_no_more_than_it_costs():
    subject = factories.project(code="A").subject
    item(subject, amount=2_400_000)
    share(subject, source="poverty", amount=1_600_000)
    with pytest.raises(UnableToRecordRow, match=r"16,000.00 \+ 9,000.00 = 25,000.00 元，多于这一项的 24,000.00 元"):
        share(subject, source="masses", amount=900_000)
    share(subject, source="masses", amount=800_000)
    with pytest.raises(UnableToRecordRow, match=r"各来源已分 24,000.00 元"):
        item(subject, amount=2_000_000)
    with pytest.raises(UnableToRecordRow, match="没有这一项"):
        share(subject, number="7", amount=1)


def test_the_same_row_again_is_no_change_and_a_withdrawn_one_is_gone():
    subject = factories.project(code="A").subject
    item(subject, amount=100)
    with pytest.raises(UnableToRecord):
        item(subject, amount=100)
    withdraw_row(row=LineItem.objects.get(), by=factories.SYSTEM, source="测试", reason="记错")
    assert not LineItem.objects.known().exists()
    assert not bill_of("A").parts


@pytest.mark.row("S-19")
@pytest.mark.row("S-20")
@pytest.mark.row("S-21")
def test_a_townships_projects_of_two_years_item_by_item():
    results = load_township()
    assert all(not result.refused for result in results.values()), results
    first, second = bill_of(FIVE), bill_of(HAN)
    assert (first.total, first.parts[0].unknown) == (None, 8)
    assert check_of(first, "全项目合计：各分项相加").arithmetic == "4 处没有金额，不能相加；写的是 28.8 万元"
    split = check_of(first, "全项目合计：计划资金各来源相加")
    assert (split.arithmetic, split.agreement) == ("15 + 10 + 3.8 = 28.8 万元，写的是 28.8", "相符")
    assert wan(second.total) == "30.15"
    assert check_of(second, "全项目合计：各分项相加").arithmetic == "8.6 + 11.9 + 6.05 + 3.6 = 30.15 万元，写的是 30.15"
    totals = add_up(
        profiles=ProjectProfile.objects.library(DAY).filter(year=2009), day=DAY, known_at=None, book=CodeBook.read()
    )
    assert wan(totals.total) == "58.95"
    assert {source: wan(amount) for source, amount in totals.planned.items()} == {
        "poverty": "30.00", "partner": "12.90", "masses": "16.05",
    }  # fmt: skip


@pytest.mark.row("S-19")
@pytest.mark.row("S-20")
@pytest.mark.row("S-21")
def test_printed_totals_stand_beside_what_the_lines_give():
    load_township()
    bill = bill_of(FOUR)
    by_part = {part.name: part for part in bill.parts}
    assert [wan(part.total, decimals=3) for part in bill.parts] == ["16.390", "24.609", "27.985", "37.800"]
    assert by_part["羊见村建乐二组"].gaps == ("2",)
    lines = check_of(bill, "羊见村建乐二组：各分项相加")
    assert lines.arithmetic == "10.59 + 2.4 + 3.2 + 0.2 = 16.39，写的是 18.11，差 1.72 万元"
    assert (lines.agreement, lines.note) == ("不符", "缺第 羊见村建乐二组 2 项")
    assert check_of(bill, "羊见村建乐二组 第 3 项：各分项相加").arithmetic == "1.5 + 0.9 = 2.4 万元，写的是 2.4"
    near = check_of(bill, "羊见村金安小组：各分项相加")
    assert (near.arithmetic.split(" = ")[1], near.agreement) == ("24.609，写的是 24.61，差 0.001 万元", "四舍五入之内")
    assert check_of(bill, "忠义村烈足小组：各分项相加").agreement == "相符"
    assert check_of(bill, "龙潭村五箐明小组：各分项相加").agreement == "相符"
    two = check_of(bill, "羊见村建乐二组、羊见村金安小组：各分部写的合计相加")
    assert (two.arithmetic, two.agreement) == ("18.11 + 24.61 = 42.72 万元，写的是 42.72", "相符")
    four = check_of(bill, "全项目合计：各分部写的合计相加")
    assert four.arithmetic == "18.11 + 24.61 + 27.985 + 37.8 = 108.505 万元，写的是 108.505"
    sources = check_of(bill, "全项目合计：写的各来源相加")
    assert sources.arithmetic == "60 + 4.96 + 43.55 = 108.51，写的是 108.505，差 0.005 万元"
    assert sources.agreement == "四舍五入之内"
    assert check_of(bill, "全项目合计：各分项相加").agreement == "不符"
    assert {check.title: check.agreement for check in bill.checks if "计划资金" in check.title} == {
        "财政专项扶贫资金：计划资金": "相符", "挂钩单位资金：计划资金": "相符", "群众投工投劳及自筹：计划资金": "相符",
    }  # fmt: skip


def test_the_page_shows_the_arithmetic_and_who_may_edit_finds_the_forms(client):
    load_township()
    enter(client)
    page = client.get(reverse("project", args=[FOUR])).content.decode()
    assert "10.59 + 2.4 + 3.2 + 0.2 = 16.39，写的是 18.11，差 1.72 万元" in page
    assert "项号不连续，缺第 2 项" in page
    assert "300 工日 × 30 元" in page
    assert reverse("project-row", args=[FOUR, "line-items"]) in page
    enter(client, role="audit")
    page = client.get(reverse("project", args=[FOUR])).content.decode()
    assert reverse("project-row", args=[FOUR, "line-items"]) not in page
    assert client.get(reverse("project-row", args=[FOUR, "line-items"])).status_code in (403, 422)


def test_a_row_by_hand_is_written_refused_and_withdrawn(client):
    factories.project(code="A")
    enter(client, role="township_reviewer", area=factories.TOWNSHIP)
    address = reverse("project-row", args=["A", "line-items"])
    good = {
        "number": "1",
        "name": "改梯",
        "quantity": "30",
        "unit": "亩",
        "rate": "500",
        "amount": "15000",
        "reason": "实施方案",
    }
    wrong = client.post(address, good | {"amount": "16000"})
    assert wrong.status_code == 422
    assert "30 亩 × 500 元 = 15,000.00 元，不等于 16,000.00 元" in wrong.content.decode()
    assert client.post(address, good).status_code == 302
    row = LineItem.objects.get()
    assert "改梯" in client.get(address).content.decode()
    client.post(reverse("project-row-withdraw", args=["A", "line-items", row.pk]), {"reason": "记错"})
    assert not LineItem.objects.known().exists()
    assert client.get(reverse("project-row", args=["A", "nothing"])).status_code == 404


@pytest.mark.parametrize("theme", ["line-items", "line-shares", "printed-totals"])
def test_what_is_exported_comes_in_again_without_a_change(client, theme):
    load_township()
    enter(client)
    answer = client.get(f"{reverse('project-row-export')}?theme={theme}&subject={FOUR}")
    sheets = read_sheets(answer.content, "导出.xlsx")
    result, *_ = apply_file(
        data=answer.content, sheets=sheets, name="导出.xlsx", choice=Choice(since=DAY), scope=AreaCode.parse(factories.COUNTY),
        today=date(2026, 7, 1), by=factories.SYSTEM,
    )  # fmt: skip
    assert (result.layout, result.refused, result.changes) == (theme, [], 0)
    assert result.accepted >= 10


def test_a_file_names_each_row_once_and_only_projects_in_reach():
    factories.project(code="A")
    result = load_csv(HEAD + "A,,1,改梯,30,亩,,100\nA,,1,改梯又一次,30,亩,,100\nB,,1,改梯,30,亩,,100\n")
    assert [(each.row, each.code) for each in result.refused] == [(3, "R-023"), (4, "R-087")]
    assert "第 2 行" in result.refused[0].reason
