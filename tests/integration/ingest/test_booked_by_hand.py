"""Rows of 资金收支 that look like what a page booked: refused until the clerk says that they are another movement."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from fund_files import YUAN, appropriations, moved, movements, promised
from jingzhun.ledger.actions.movement import Order, post
from jingzhun.ledger.actions.movement import reverse as take_back
from jingzhun.ledger.models import Appropriation, Movement
from jingzhun.registry.models import Change
from money_ground import booking

pytestmark = pytest.mark.django_db
DAY = date(2018, 3, 1)
SERIALS = ("12-0a1b2c3d", "13-0a1b2c3d", "14-0a1b2c3d")


@pytest.fixture
def books(write_file):
    """An appropriation with nothing assigned yet, and a project."""
    factories.project(code="XM-1", area=factories.VILLAGE)
    write_file(appropriations(promised(yuan=None)))
    return write_file


def by_hand(kind: str, yuan: int, on: date = DAY, **other) -> Movement:
    """A movement as a page posts it."""
    values = {"document": "示拨〔2018〕1号", **other}
    with booking(Change.Kind.PAGE) as work:
        order = Order(kind=kind, amount=yuan * 100, moved_on=on, appropriation=Appropriation.objects.get(), **values)
        return post([order], work=work)[0]


def assigned(yuan: int, **cells):
    return moved("下达", yuan, 项目编号="", 执行单位="", **cells)


def codes(result) -> list[tuple[int, str]]:
    return [(each.row, each.code) for each in result.refused]


def test_what_a_page_booked_is_not_posted_again_and_the_row_says_which_it_looks_like(books, try_file):
    held = by_hand("assign", 900)
    result, outcome = try_file(movements(assigned(900), assigned(50)))
    assert codes(result) == [(2, "R-122")] and result.changes == 1
    assert f"第 {held.pk} 笔（下达 900.00 元，页上登记）" in result.refused[0].reason
    assert "在摘要里写“另一笔”" in result.refused[0].reason
    assert outcome.changed_rows() == 1
    books(movements(assigned(900)))
    assert Movement.objects.count() == 1
    made = books(movements(assigned(900, 摘要="另一笔，第二批")))
    assert (made.changes, made.refused, Movement.objects.count()) == (1, [], 2)
    again = books(movements(assigned(900, 摘要="另一笔，第二批")))
    assert (again.changes, again.refused) == (0, [])


@pytest.mark.parametrize(
    "cells",
    [{"日期": date(2018, 3, 2)}, {YUAN: 901}, {"文号": "示拨〔2018〕2号"}, {"凭证号": "收-2"}],
)
def test_another_day_amount_document_or_voucher_is_another_movement(books, cells):
    by_hand("assign", 900, voucher="收-1")
    result = books(movements(assigned(900, **cells)))
    assert (result.changes, result.refused) == (1, [])


def test_each_movement_answers_for_one_row_and_a_reversed_one_for_none(books):
    gone = by_hand("assign", 100)
    with booking() as work:
        take_back([gone], on=DAY, why="记错", work=work)
    by_hand("assign", 900)
    rows = [assigned(100), assigned(900, 分录号="1", 凭证号="记-1"), assigned(900, 分录号="2", 凭证号="记-1")]
    result = books(movements(*rows))
    assert codes(result) == [(3, "R-122")] and result.changes == 2


def test_a_numbered_row_of_another_ledger_is_told_too(books):
    by_hand("assign", 900)
    result = books(movements(assigned(900, 收支序号=SERIALS[0])))
    assert codes(result) == [(2, "R-122")]


def test_numbered_rows_that_come_to_the_whole_that_a_page_booked_are_not_new_money(books):
    by_hand("assign", 1000, on=date(2018, 12, 31), document="示财〔2018〕9号")
    parts = [
        assigned(yuan, 收支序号=serial, 日期=date(2018, month, 1))
        for yuan, serial, month in ((600, SERIALS[0], 3), (400, SERIALS[1], 6), (70, SERIALS[2], 9))
    ]
    result = books(movements(*parts))
    assert [row for row, _ in codes(result)] == [2, 3] and result.changes == 1
    assert "在页上已登记 1,000.00 元，文件里这 2 行下达正好合计这么多" in result.refused[0].reason
    told = books(movements(*(part | {"摘要": "另一笔"} for part in parts[:2])))
    assert (told.changes, told.refused) == (2, [])


def test_money_of_a_project_is_told_by_its_unit_and_a_unit_beside_an_assignment_is_a_word(books):
    project = factories.Subject.objects.get(code="XM-1")
    by_hand("assign", 900)
    by_hand("arrive", 900, voucher="收-1")
    by_hand("allocate", 300, project=project, unit="云岭乡人民政府")
    other = books(movements(moved("拨付", 300, 执行单位="红坡村委会")))
    assert (other.changes, other.refused) == (1, [])
    same = books(movements(moved("拨付", 300), moved("下达", 900, 项目编号="")))
    assert codes(same) == [(2, "R-122"), (3, "R-122")]
