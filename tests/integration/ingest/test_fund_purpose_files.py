"""基金用途 from a workbook: tried first, refused by cell, written once, taken back as a unit; what goes out comes in again."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

import factories
from fund_files import appropriations, movements, promised
from jingzhun.ingest.actions import importing
from jingzhun.ingest.allowed import loadable
from jingzhun.ledger.actions.fund import UnableToKeepFund, close_fund
from jingzhun.ledger.actions.fund_purpose import UnableToTakeBackPurpose, end_purpose
from jingzhun.ledger.fund_columns import HEADERS_OF_FUNDS
from jingzhun.ledger.models import Fund, FundPurpose
from jingzhun.ledger.purpose_columns import HEADERS_OF_PURPOSES
from jingzhun.registry.models import Change
from money_ground import booking
from request_ground import asked, purpose_of
from sheets import xlsx

pytestmark = pytest.mark.django_db


def fund_row(code: str = "JJ-1", **cells):
    return {
        "基金编号": code, "基金名称": f"教育扶贫救助基金{code[3:]}", "基金种类": "教育扶贫救助基金", "章程或办法": "示例办法", "设立日期": date(2016, 1, 1),
    } | cells  # fmt: skip


def row(**cells):
    return {
        "基金编号": "JJ-1", "用途": "大学新生资助", "发给": "农户", "次数": "每年一次", "上限（元）": 5000, "发放前公示": "是",
        "依据": "示例办法第三条，未核实", "自何日起": date(2018, 1, 1),
    } | cells  # fmt: skip


def purposes(*rows) -> bytes:
    return xlsx(HEADERS_OF_PURPOSES, rows)


def reasons(result) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.column, issue.reason) for issue in result.refused]


@pytest.fixture
def books(write_file):
    write_file(xlsx(HEADERS_OF_FUNDS, [fund_row()]))
    return write_file


@pytest.mark.row("S-40")
def test_purposes_are_tried_then_written_once(books, try_file):
    rows = [row(), row(用途="学校助学金", 发给="单位", 次数="每学期一次", 发放前公示="否", **{"上限（元）": None})]
    result, outcome = try_file(purposes(*rows))
    assert (result.layout, result.changes, result.refused, outcome.good) == ("fund_purposes", 2, [], [0, 1])
    assert not FundPurpose.objects.exists()
    books(purposes(*rows))
    first, second = FundPurpose.objects.order_by("pk")
    assert (first.serves, first.per, first.most, first.is_noticed, first.until) == (
        "household",
        "year",
        500_000,
        True,
        None,
    )
    assert (second.serves, second.per, second.most, second.is_noticed) == ("unit", "term", None, False)
    again = books(purposes(*rows))
    assert (again.changes, again.refused, FundPurpose.objects.count()) == (0, [], 2)


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ({"基金编号": "JJ-9"}, "基金编号", "没有基金 JJ-9，或不在你的范围"),
        ({"基金编号": "HZ-1"}, "基金编号", "互助社只借款，不发放"),
        ({"基金编号": "JJ-2"}, "基金编号", "已经退出，不再发放"),
        ({"发给": "干部"}, "发给", "“干部”不在代码表“发给”里"),
        ({"次数": "每月一次"}, "次数", "“每月一次”不在代码表“次数”里"),
        ({"上限（元）": 0}, "上限（元）", "上限要大于零"),
        ({"上限（元）": "=1+1"}, "上限（元）", ""),
        ({"发放前公示": None}, "发放前公示", "必填的格是空的"),
        ({"发放前公示": "也许"}, "发放前公示", "也许"),
        ({"依据": None}, "依据", "必填的格是空的"),
        ({"用途": "长" * 41}, "用途", "41"),
        ({"自何日起": date(2015, 12, 31)}, "自何日起", "起日 2015-12-31 早于设立日期 2016-01-01"),
        ({"止于": date(2018, 1, 1)}, "止于", "止日要晚于起日 2018-01-01"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_cell(books, cells, column, why):
    books(xlsx(HEADERS_OF_FUNDS, [fund_row("JJ-2"), fund_row("HZ-1", 基金种类="扶贫互助社")]))
    close_fund(fund=Fund.objects.get(subject__code="JJ-2"), on=date(2018, 6, 1), why="示例退出", by=factories.SYSTEM)
    result = books(purposes(row(**cells), row(用途="别的用途")))
    assert [(issue.row, issue.column) for issue in result.refused] == [(2, column)], reasons(result)
    assert why in result.refused[0].reason
    assert FundPurpose.objects.get().title == "别的用途", "the other row is written"


def test_what_is_registered_stays_and_the_same_is_not_said_twice(books):
    books(purposes(row()))
    result = books(purposes(row(依据="别的条款", **{"上限（元）": 6000}), row(自何日起=date(2019, 1, 1)), row()))
    assert [(number, column) for number, column, _ in reasons(result)] == [
        (2, "上限（元）"), (2, "依据"), (3, "用途"), (4, "用途"),
    ]  # fmt: skip
    said = [why for _, _, why in reasons(result)]
    assert "用途不能改，写明止日后另写一项" in said[0] and "已有用途“大学新生资助”" in said[2] and "第 2 行" in said[3]


def test_a_file_ends_a_purpose_and_opens_it_again_when_it_is_undone(books, try_file):
    books(purposes(row()))
    result, outcome = try_file(purposes(row(止于=date(2018, 9, 1)), row(自何日起=date(2018, 9, 1))))
    assert (result.changes, result.refused, outcome.counts()["changed"], outcome.counts()["new"]) == (2, [], 1, 1)
    assert {(each.kind, each.after) for each in outcome.differences()} >= {("changed", "2018-09-01")}
    ended = books(purposes(row(止于=date(2018, 9, 1))))
    assert (ended.changes, ended.refused) == (1, [])
    assert FundPurpose.objects.get().until == date(2018, 9, 1)
    assert books(purposes(row(止于=date(2018, 9, 1)))).changes == 0
    again = books(purposes(row(止于=date(2018, 10, 1))))
    assert [column for _, column, _ in reasons(again)] == ["止于"] and "写过的止日不能改" in reasons(again)[0][2]
    both = books(purposes(row(止于=date(2018, 10, 1), 依据="别的")))
    assert {column for _, column, _ in reasons(both)} == {"止于", "依据"}
    importing.undo_import(upload=ended.upload, by=factories.SYSTEM, reason="止错了")
    assert FundPurpose.objects.get().until is None


def test_an_end_with_a_successor_or_a_later_request_stands(books):
    fill_the_fund(books)
    books(purposes(row(发给="单位")))
    request = asked(FundPurpose.objects.get(), 1000, payee="示例学校")
    early = books(purposes(row(发给="单位", 止于=request.applied_on)))
    assert [column for _, column, _ in reasons(early)] == ["止于"] and request.subject.code in reasons(early)[0][2]
    with pytest.raises((IntegrityError, DatabaseError), match="止日以后已有申请"), transaction.atomic():
        FundPurpose.objects.update(until=request.applied_on)
    after = date(2019, 1, 1)
    ended = books(purposes(row(发给="单位", 止于=after)))
    books(purposes(row(自何日起=after)))
    with pytest.raises(UnableToTakeBackPurpose, match="同一段时间已有一项"):
        importing.undo_import(upload=ended.upload, by=factories.SYSTEM)


def test_purposes_of_one_name_do_not_overlap_in_time(books):
    books(purposes(row(止于=date(2018, 9, 1))))
    result = books(purposes(row(自何日起=date(2018, 8, 1)), row(自何日起=date(2017, 1, 1), 止于=date(2018, 1, 2))))
    assert ["时间重叠" in why for _, _, why in reasons(result)] == [True, True] and FundPurpose.objects.count() == 1
    assert books(purposes(row(自何日起=date(2018, 9, 1)))).changes == 1
    first = FundPurpose.objects.order_by("since").first()
    with pytest.raises((IntegrityError, DatabaseError), match="同一段时间已有一项"), transaction.atomic():
        FundPurpose.objects.create(
            fund=first.fund, title=first.title, serves="unit", per="year", is_noticed=False, clause="别的", since=date(2018, 2, 1),
            until=date(2018, 3, 1), change=first.change,
        )  # fmt: skip
    with pytest.raises((IntegrityError, DatabaseError), match="用途不能改"), transaction.atomic():
        FundPurpose.objects.filter(pk=first.pk).update(until=None)


def test_one_that_ended_and_its_successor_come_in_one_file_in_any_order(books):
    result = books(purposes(row(自何日起=date(2018, 9, 1), **{"上限（元）": 6000}), row(止于=date(2018, 9, 1))))
    assert (result.changes, result.refused) == (2, [])
    assert list(FundPurpose.objects.order_by("since").values_list("most", "until")) == [
        (500_000, date(2018, 9, 1)), (600_000, None),
    ]  # fmt: skip


def test_out_of_scope_and_other_posts_do_not_load(books):
    result = books(purposes(row()), scope=factories.NEXT_TOWNSHIP)
    assert "不在你的范围" in reasons(result)[0][2] and not FundPurpose.objects.exists()
    assert "fund_purposes" in loadable(factories.post(role="finance"))
    assert "fund_purposes" not in loadable(factories.post(role="county_officer"))


def test_undo_removes_purposes_nobody_asked_for_and_their_name_is_free_again(books):
    made = books(purposes(row(), row(用途="学校助学金", 发给="单位", 次数="每学期一次")))
    importing.undo_import(upload=made.upload, by=factories.SYSTEM, reason="传错了表")
    assert not FundPurpose.objects.exists()
    assert books(purposes(row(**{"上限（元）": 6000}))).changes == 1


def fill_the_fund(books) -> None:
    """5,000 yuan of an appropriation come into the fund."""
    books(appropriations(promised(yuan=5000, arrived=5000)))
    books(
        movements(
            {
                "日期": date(2018, 3, 1),
                "收支种类": "注入基金",
                "项目编号": "JJ-1",
                "金额（元）": 5000,
                "指标编号": "ZB-1",
                "文号": "示财〔2018〕2号",
            }
        )
    )


def test_a_purpose_with_a_request_is_not_undone_nor_its_fund(books):
    funds = books(xlsx(HEADERS_OF_FUNDS, [fund_row("JJ-3")]))
    fill_the_fund(books)
    made = books(purposes(row(用途="学校助学金", 发给="单位"), row(用途="别的用途"), row(基金编号="JJ-3")))
    request = asked(FundPurpose.objects.get(title="学校助学金"), 1000, payee="示例学校")
    with pytest.raises(UnableToTakeBackPurpose, match=f"“学校助学金”不能撤销：已有申请 {request.subject.code}"):
        importing.undo_import(upload=made.upload, by=factories.SYSTEM)
    assert FundPurpose.objects.count() == 3
    with pytest.raises(UnableToKeepFund, match="已登记用途，请先撤销用途的导入"):
        importing.undo_import(upload=funds.upload, by=factories.SYSTEM)


@pytest.mark.parametrize("imported", [True, False], ids=["requested", "by page"])
def test_the_database_keeps_what_is_asked_for_and_what_a_page_wrote(books, imported):
    fund = Fund.objects.get()
    if imported:
        fill_the_fund(books)
        books(purposes(row(发给="单位")))
        asked(FundPurpose.objects.get(), 1000, payee="示例学校")
    else:
        purpose_of(fund)
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_fundpurpose")
    assert "不能删除" in str(caught.value)


@pytest.mark.row("S-40")
def test_what_goes_out_comes_in_again_as_it_was(books, client):
    finance = factories.post(role="finance")
    client.force_login(finance.official, backend="django.contrib.auth.backends.ModelBackend")
    with transaction.atomic():
        books(
            purposes(
                row(), row(用途="学校助学金", 发给="单位", 次数="每学期一次", 发放前公示="否", **{"上限（元）": None})
            )
        )
        with booking(Change.Kind.PAGE) as work:
            end_purpose(purpose=FundPurpose.objects.get(title="大学新生资助"), until=date(2018, 9, 1), work=work)
        books(purposes(row(自何日起=date(2018, 9, 1), **{"上限（元）": 4000.5})))
        data = client.get(reverse("fund-purpose-export")).content
        again = books(data)
        assert (again.changes, again.refused) == (0, []), reasons(again)
        told = said()
        transaction.set_rollback(True)
    assert not FundPurpose.objects.exists()
    moved = books(data)
    assert (moved.changes, moved.refused) == (3, []), reasons(moved)
    assert said() == told


def said() -> list[tuple]:
    names = ("fund__subject__code", "title", "since", "serves", "per", "most", "is_noticed", "clause", "until")
    return list(FundPurpose.objects.order_by(*names[:3]).values_list(*names))
