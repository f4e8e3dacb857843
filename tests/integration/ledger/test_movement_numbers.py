"""Every exported movement carries its number: given again to its own ledger it is there already, whoever made it and how."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse as address
from python_calamine import CalamineWorkbook

import factories
from fund_files import YUAN, moved, movements
from jingzhun.ingest.actions import importing
from jingzhun.ingest.differences import counts
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.movement import Order, post, reverse
from jingzhun.ledger.fund_columns import HEADERS_OF_MOVEMENTS
from jingzhun.ledger.models import Account, Movement
from jingzhun.ledger.reconcile import identities
from money_ground import booking, money
from sheets import xlsx

pytestmark = pytest.mark.django_db
LATER = date(2018, 4, 1)


@pytest.fixture
def held(county):
    """What a page makes: nothing of it was stated by a file."""
    made = money()
    made.book(assign=2000, arrive=1800, allocate=1000)
    made.book(on=LATER, allocate=200)
    return made


@pytest.fixture
def finance(held, client):
    made = factories.post(role="finance")
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def exported(client, name: str = "movement-export") -> bytes:
    return client.get(address(name)).content


def rows_of(data: bytes) -> list[dict]:
    """The rows of a workbook by header, to be edited and given again."""
    cells = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    head = next(place for place, row in enumerate(cells) if "收支种类" in row)
    return [dict(zip(cells[head], row, strict=True)) for row in cells[head + 1 :] if row[0]]


def balances() -> dict[tuple, int]:
    rows = Account.objects.exclude(balance=0).select_related("appropriation")
    return {(each.kind, each.appropriation.number, each.project_id, each.unit): each.balance for each in rows}


def test_movements_that_a_page_made_are_not_posted_again(held, finance, client, write_file, try_file):
    data, before = exported(client), balances()
    _, outcome = try_file(data)
    assert counts(outcome) == {"new": 0, "changed": 0, "unchanged": 4, "new_persons": 0, "kept": 0}
    result = write_file(data)
    assert (result.changes, result.refused, result.flagged) == (0, [], [])
    assert balances() == before and Movement.objects.count() == 4


def test_promises_that_a_page_made_are_not_posted_again(held, finance, client, write_file):
    data, before = exported(client, "appropriation-export"), balances()
    result = write_file(data, "指标.xlsx")
    assert (result.changes, result.refused) == (0, [])
    assert balances() == before and Movement.objects.count() == 4
    held.book(on=LATER, assign=100)
    stale = write_file(data, "指标.xlsx")
    assert "已下达 2,100.00 元，这一行 2,000.00 元" in stale.refused[0].reason
    assert Movement.objects.count() == 5


@pytest.mark.parametrize(
    ("header", "value"),
    [(YUAN, 999), ("日期", date(2018, 3, 2)), ("收支种类", "收回"), ("文号", "示财〔2018〕9号"), ("摘要", "改过"), ("执行单位", "别的单位")],
)  # fmt: skip
def test_a_row_that_says_something_else_under_a_number_is_refused(held, finance, client, write_file, header, value):
    row = next(each for each in rows_of(exported(client)) if each["收支种类"] == "拨付" and each[YUAN] == 1000)
    result = write_file(xlsx(HEADERS_OF_MOVEMENTS, [row | {header: value}]))
    title = header.removesuffix("（元）")
    assert [(issue.column, f"的{title}不同" in issue.reason) for issue in result.refused] == [("收支序号", True)], (
        result.refused
    )
    assert Movement.objects.count() == 4


def test_what_was_reversed_since_is_pointed_out_and_stays_reversed(held, finance, client, write_file):
    data = exported(client)
    with booking() as work:
        undone = reverse([Movement.objects.last()], on=date(2018, 5, 1), why="记错", work=work)[0]
    result = write_file(data)
    assert (result.changes, result.refused) == (0, [])
    assert ["2018-05-01 已冲销，没有再登记" in issue.reason for issue in result.flagged] == [True]
    again = write_file(exported(client))
    assert (again.changes, again.refused, again.flagged) == (0, [], [])
    assert Movement.objects.filter(kind="reverse").get() == undone


def test_a_new_reversal_names_a_movement_by_its_number(held, finance, client, write_file):
    last = rows_of(exported(client))[0]
    row = moved(
        "冲销",
        last[YUAN],
        held.project.code,
        date(2018, 5, 1),
        冲销收支序号=last["收支序号"],
        摘要="记错",
        文号=None,
        执行单位=None,
    )
    result = write_file(xlsx(HEADERS_OF_MOVEMENTS, [row]))
    assert (result.changes, result.refused) == (1, []), result.refused
    assert Movement.objects.get(kind="reverse").reverses.moved_on == LATER


def test_a_number_goes_with_its_movement_into_another_ledger(county, client, write_file):
    """What is booked on pages goes out, all is taken away, and it comes in again: twice, and once more as it then goes out."""
    finance = factories.post(role="finance")
    client.force_login(finance.official, backend="django.contrib.auth.backends.ModelBackend")
    project = factories.project(code="XM-1").subject
    with transaction.atomic():
        with booking() as work:
            lot = register_appropriation(
                number="ZB-9", document="示财〔2018〕9号", title="示例", source="poverty", level="central", year=2018,
                issued_on=LATER, area=factories.COUNTY, work=work,
            )  # fmt: skip
            given = {
                "moved_on": LATER,
                "appropriation": lot,
                "project": project,
                "unit": "甲",
                "document": "示1",
                "voucher": "记-1",
            }
            made = post(
                [Order(kind=kind, amount=fen, **given) for kind, fen in (("assign", 90), ("arrive", 60), ("allocate", 50))], work=work
            )  # fmt: skip
            more = (("arrive", 20), ("arrive", 5), ("cut", 5), ("allocate", 20))
            rest = post([Order(kind=kind, amount=fen, **given) for kind, fen in more], work=work)
            reverse([made[2], rest[1]], on=date(2018, 5, 1), why="记错", work=work)
        files = [exported(client, name) for name in ("appropriation-export", "movement-export")]
        before = balances()
        transaction.set_rollback(True)
    assert not Movement.objects.exists()
    for data in (*files, *files):
        result = write_file(data)
        assert result.refused == [], result.refused
    assert balances() == before and Movement.objects.count() == 5
    forward = exported(client)
    told = [{row["收支序号"] for row in rows_of(data) if row["收支种类"] == "拨付"} for data in (files[1], forward)]
    assert told[0] == told[1] and len(told[0]) == 2
    once_more = write_file(forward)
    assert (once_more.changes, once_more.refused) == (0, [])
    assert all(each.holds for each in identities())


def test_the_number_of_an_unlike_movement_of_another_ledger_is_another_number(held, finance, client, write_file):
    first = min(Movement.objects.values_list("pk", flat=True))
    foreign = f"{first}-00000000"
    row = moved("拨付", 50, held.project.code, LATER, 收支序号=foreign)
    assert write_file(movements(row)).changes == 1
    again = write_file(movements(row))
    assert (again.changes, again.refused) == (0, [])
    other = write_file(movements(row | {YUAN: 60}))
    assert "的金额不同" in other.refused[0].reason
    assert foreign in {each["收支序号"] for each in rows_of(exported(client))}


def test_undoing_an_import_frees_the_numbers_that_came_with_it(held, finance, client, write_file):
    row = moved("拨付", 50, held.project.code, LATER, 收支序号="77-0123abcd")
    written = write_file(movements(row))
    importing.undo_import(upload=written.upload, by=factories.SYSTEM)
    assert Movement.objects.filter(stated__serial="77-0123abcd", stated__is_undone=False).count() == 0
    back = write_file(movements(row))
    assert (back.changes, back.refused) == (1, [])
    assert all(each.holds for each in identities())
