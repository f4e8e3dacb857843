"""Every exported movement carries its number: given again to its own ledger it is there already, whoever made it and how."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse as address
from python_calamine import CalamineWorkbook

import factories
from fund_files import YUAN, appropriations, moved, movements, promised
from jingzhun.ingest.actions import importing
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
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = book.get_sheet_by_name(book.sheet_names[-1]).to_python()
    head = next(place for place, row in enumerate(cells) if "收支种类" in row)
    return [dict(zip(cells[head], row, strict=True)) for row in cells[head + 1 :] if row[0]]


def balances() -> dict[tuple, int]:
    rows = Account.objects.exclude(balance=0).select_related("appropriation")
    return {(each.kind, each.appropriation.number, each.project_id, each.unit): each.balance for each in rows}


def test_movements_that_a_page_made_are_not_posted_again(held, finance, client, write_file, try_file):
    data, before = exported(client), balances()
    _, outcome = try_file(data)
    assert outcome.counts() == {"new": 0, "changed": 0, "unchanged": 4, "new_persons": 0, "kept": 0}
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


ARRIVED = [("901-0000000a", date(2018, 2, 1), 60), ("902-0000000b", date(2018, 3, 1), 25)]
"""What another county's ledger holds of ZB-9, which its 资金指标 states as 85 yuan in all."""


def arrival(serial: str, on: date, yuan: int, **cells) -> dict:
    return (
        moved(
            "到位",
            yuan,
            "",
            on,
            指标编号="ZB-9",
            项目编号=None,
            执行单位=None,
            文号=None,
            凭证号=f"收-{serial[:3]}",
            收支序号=serial,
        )
        | cells
    )


@pytest.fixture
def whole(held, write_file):
    """This ledger knows ZB-9 from 资金指标: 200 yuan assigned, 85 arrived."""
    row = promised("ZB-9", 200, 85, 到位日期=date(2018, 3, 1))
    assert write_file(appropriations(row)).refused == []
    return row


def came() -> int:
    return sum(
        Movement.objects.filter(kind="arrive", target__appropriation__number="ZB-9").values_list("amount", flat=True)
    )


@pytest.mark.parametrize(
    ("picked", "told"), [((0,), "60.00"), ((1,), "25.00")], ids=["the first only", "the last only"]
)  # fmt: skip
def test_a_part_of_what_was_stated_whole_is_refused_and_the_new_rows_beside_it_are_posted(
    whole, write_file, picked, told
):
    """The export of another county, filtered, and put together with rows of one's own."""
    rows = [arrival(*ARRIVED[place]) for place in picked]
    own = moved(
        "拨付",
        10,
        Movement.objects.filter(project__isnull=False).first().project.code,
        date(2018, 5, 1),
        指标编号="ZB-9",
        收支序号="77-0123abcd",
    )
    result = write_file(movements(*rows, own))
    assert [issue.column for issue in result.refused] == ["收支序号"]
    assert f"整笔登记 85.00 元；文件里带收支序号的到位合计 {told} 元" in result.refused[0].reason
    assert (result.changes, came()) == (1, 8_500)
    cleared = write_file(movements(*(row | {"收支序号": None} for row in rows)))
    assert (cleared.changes, cleared.refused) == (1, []), "who says that it is another one is believed"


def test_all_that_was_stated_whole_is_known_and_what_came_later_is_new_once(whole, write_file):
    later = arrival("903-0000000c", date(2018, 4, 1), 15)
    result = write_file(movements(later, *(arrival(*each) for each in ARRIVED)))
    assert (result.changes, result.refused, came()) == (1, [], 10_000)
    again = write_file(movements(*(arrival(*each) for each in ARRIVED), later))
    assert (again.changes, again.refused, came()) == (0, [], 10_000)
    assert all(each.holds for each in identities())


def test_what_this_ledger_booked_besides_does_not_make_the_whole_come_again(whole, held, write_file):
    """An arrival that a page booked is no part of what another county's rows come to."""
    lot = held.appropriation.__class__.objects.get(number="ZB-9")
    with booking() as work:
        post([Order(kind="arrive", amount=500, moved_on=LATER, appropriation=lot, voucher="收-9")], work=work)
    result = write_file(movements(*(arrival(*each) for each in ARRIVED)))
    assert (result.changes, result.refused, came()) == (0, [], 9_000)


def test_a_whole_that_was_reversed_gives_way_to_its_rows(whole, write_file):
    with booking() as work:
        reverse(
            list(Movement.objects.filter(kind="arrive", amount=8_500)), on=date(2018, 6, 1), why="分笔重记", work=work
        )
    result = write_file(movements(*(arrival(*each) for each in ARRIVED)))
    assert (result.changes, result.refused, came()) == (2, [], 17_000)
    assert all(each.holds for each in identities())


def test_a_row_that_the_file_reverses_is_no_part_of_the_whole_and_falls_with_it(whole, write_file):
    gone = arrival("904-0000000d", date(2018, 2, 2), 7)
    back = arrival(
        "905-0000000e", date(2018, 2, 3), 7, 收支种类="冲销", 冲销收支序号="904-0000000d", 摘要="记错", 凭证号=None
    )
    result = write_file(movements(*(arrival(*each) for each in ARRIVED), gone, back))
    assert (result.changes, result.refused, came()) == (0, [], 8_500)
    part = write_file(movements(arrival(*ARRIVED[0]), gone, back))
    assert [(issue.row, issue.column) for issue in part.refused] == [
        (2, "收支序号"),
        (3, "收支序号"),
        (4, "冲销收支序号"),
    ]
    assert came() == 8_500
