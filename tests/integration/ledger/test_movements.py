"""Money goes forward step by step, never beyond what came, and comes back only by its reversal; balances are kept."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.forms import model_to_dict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import factories
from guards_in_store import assert_guarded
from jingzhun.audit.chain import event_hash
from jingzhun.audit.models import Event
from jingzhun.core.guard import undo_statements
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.movement import UnableToMove, post, reverse
from jingzhun.ledger.guards import ACCOUNT, BALANCES, GUARDS
from jingzhun.ledger.models import Account, Movement
from jingzhun.ledger.reconcile import identities
from jingzhun.ledger.states import net_by_state
from jingzhun.registry.models import Change
from money_ground import DAY, booking, claim_of, money

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    factories.county()
    return money()


def balances() -> dict[str, int]:
    return {row.kind: row.balance // 100 for row in Account.objects.order_by("pk")}


def test_money_goes_from_the_document_to_the_payee(held):
    held.book(assign=900, arrive=800, allocate=700, claim=600, pay=500)
    assert balances() == {
        "outside": -900,
        "assigned": 100,
        "received": 100,
        "allocated": 100,
        "claimed": 100,
        "paid": 500,
    }
    assert net_by_state(Movement.objects.all()) == {
        "下达": 90_000, "到位": 80_000, "拨付": 70_000, "报账": 60_000, "支付到单位": 50_000, "兑付到户": 0,
    }  # fmt: skip
    assert all(each.holds for each in identities())


@pytest.mark.parametrize(
    ("steps", "over"),
    [
        ({"assign": 100, "arrive": 101}, "已下达未到位只有 100.00 元，还差 1.00 元"),
        ({"assign": 100, "arrive": 90, "allocate": 91}, "已到位未拨付只有 90.00 元"),
        ({"assign": 100, "arrive": 90, "allocate": 80, "claim": 81}, "已拨付未报账只有 80.00 元"),
        ({"assign": 100, "arrive": 90, "allocate": 80, "claim": 70, "pay": 71}, "已报账未支付只有 70.00 元"),
    ],
)
def test_nothing_goes_beyond_the_step_before(held, steps, over):
    with pytest.raises(UnableToMove, match=over):
        held.book(**steps)
    assert not Movement.objects.exists()


@pytest.mark.row("S-35")
@pytest.mark.parametrize(
    ("lack", "said"),
    [
        ({"project": None}, "缺项目"),
        ({"voucher": ""}, "缺凭证号"),
        ({"approved_again_by": ""}, "缺两名不同的审批人"),
        ({"approved_again_by": "甲"}, "缺两名不同的审批人"),
        ({"claim": None}, "缺报账单"),
        ({"payee": ""}, "缺收款单位"),
        ({"amount": 0}, "金额要大于零"),
    ],
)
def test_a_payment_has_project_voucher_claim_and_two_approvers(held, lack, said):
    held.book(assign=900, arrive=800, allocate=700, claim=600)
    with pytest.raises(UnableToMove, match=said), booking() as work:
        post([held.order("pay", 100, **lack)], work=work)


def test_a_payment_is_made_by_a_case_or_stated_by_a_file(held):
    held.book(assign=900, arrive=800, allocate=700, claim=600)
    with pytest.raises(UnableToMove, match="支付要经办件批准"), booking(Change.Kind.PAGE) as work:
        post([held.order("pay", 100)], work=work)
    with pytest.raises(UnableToMove, match=r"支付要经办件批准|支付写明的办件不是"), booking(Change.Kind.CASE) as work:
        post([held.order("pay", 100)], work=work)


def test_an_earlier_day_must_have_the_money_too(held):
    held.book(on=DAY + timedelta(days=30), assign=900, arrive=900)
    with pytest.raises(UnableToMove, match="按日期余额不足"):
        held.book(on=DAY, allocate=100)
    held.book(on=DAY + timedelta(days=60), allocate=900)
    held.book(on=DAY + timedelta(days=10), assign=50)
    assert all(each.holds for each in identities())


def test_a_reversal_swaps_the_accounts_once_and_only_while_the_money_is_there(held):
    made = held.book(assign=900, arrive=800, allocate=700)
    with pytest.raises(UnableToMove, match="后面的款要先冲销"), booking() as work:
        reverse([made[1]], on=DAY, why="记错", work=work)
    with booking() as work:
        reverse([made[2]], on=DAY, why="记错项目", work=work)
    assert balances() == {"outside": -900, "assigned": 100, "received": 800, "allocated": 0}
    with pytest.raises(UnableToMove, match="已经冲销过"), booking() as work:
        reverse([made[2]], on=DAY, why="再来", work=work)
    with pytest.raises(UnableToMove, match="没有写理由"), booking() as work:
        reverse([made[1]], on=DAY, why=" ", work=work)
    assert net_by_state(Movement.objects.all())["拨付"] == 0
    assert all(each.holds for each in identities())


def inserted(*rows: tuple[str, Account, Account, int, date], change: Change, **also: object) -> str:
    """One INSERT of movements (kind, source, target, yuan, day), past all actions."""
    columns = "kind, source_id, target_id, amount, moved_on, area_id, change_id, document, voucher, approved_by, approved_again_by, approval, note"
    values = ", ".join(
        f"('{kind}', {source.pk}, {target.pk}, {yuan}00, '{day}', '{factories.VILLAGE}', {change.pk}, '文', '证', '', '', '', ''"
        + "".join(f", {value}" for value in also.values())
        + ")"
        for kind, source, target, yuan, day in rows
    )
    return f"INSERT INTO ledger_movement ({', '.join([columns, *also])}) VALUES {values}"


def test_rows_of_one_insert_leave_no_day_below_nought(held):
    held.book(assign=150, arrive=50)
    outside, assigned, received = (Account.objects.get(kind=kind) for kind in ("outside", "assigned", "received"))
    late, early = DAY + timedelta(days=60), DAY + timedelta(days=1)
    with booking() as work:
        statement = inserted(
            ("arrive", assigned, received, 100, late), ("hand_back", received, outside, 50, early),
            ("hand_back", received, outside, 50, early), change=work.change,
        )  # fmt: skip
        refused(statement, "按日期余额不足")


def test_rows_of_one_insert_give_no_share_back_twice(held):
    members = [factories.household(code=f"H-{n}", village=factories.VILLAGE).subject for n in (1, 2)]
    with booking() as work:
        post([held.order("share", 100, household=home) for home in members], work=work)
        fund = Account.objects.get(kind="fund")
        own = Account.objects.get(kind="outside", household=members[0])
        back = ("share_back", fund, own, 100, DAY)
        refused(inserted(back, back, change=work.change, project_id=held.project.pk), "退股多于入股")


def test_one_posting_is_said_in_few_statements(held, on_postgres):
    held.book(assign=900, arrive=800, allocate=700, claim=600, pay=100)
    with CaptureQueriesContext(connection) as said, booking() as work:
        (made,) = post([held.order("pay", 100, voucher="记-2")], work=work)
    # With the two of the savepoint: change, movement, event; SQLite, which is asked without a way, locks and looks first.
    assert len(said) == (5 if on_postgres else 8)
    stored = Movement.objects.get(pk=made.pk)
    assert model_to_dict(made) == model_to_dict(stored)
    assert (made.source.kind, made.target.kind, made.source.balance) == ("claimed", "paid", 400_00)
    event = Event.objects.values().order_by("number").last()
    assert event["hash"] == event_hash(event)
    assert event["details"]["added"] == {"movement": 1}


def test_a_batch_is_all_or_nothing(held):
    with pytest.raises(UnableToMove, match="第 3 行拨付"), booking() as work:
        post(
            [held.order("assign", 10), held.order("arrive", 10), held.order("allocate", 11, label="第 3 行")], work=work
        )
    assert not Movement.objects.exists()
    assert not Account.objects.exists()


def test_carrying_over_goes_only_to_the_appropriation_that_says_so(held):
    held.book(assign=900, arrive=800)
    with booking() as work:
        following, other = (
            register_appropriation(
                number=number, document="示财〔2019〕1号", title="上年结转", source="poverty", level="central", year=2019,
                issued_on=date(2019, 1, 1), area=factories.COUNTY, work=work, carried_from=origin,
            )
            for number, origin in (("ZB-2", held.appropriation), ("ZB-3", None))
        )  # fmt: skip
        post([held.order("carry_over", 300, onward=following, moved_on=date(2019, 1, 1))], work=work)
        with pytest.raises(UnableToMove, match="结转只能进入写明由它结转的指标"), transaction.atomic():
            post([held.order("carry_over", 100, onward=other)], work=work)
    assert Account.objects.get(kind="received", appropriation=following).balance == 30_000
    assert all(each.holds for each in identities())


def refused(statement: str, saying: str) -> None:
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert saying in str(caught.value)


@pytest.mark.parametrize(
    ("statement", "saying"),
    [
        ("UPDATE ledger_account SET balance = balance + 100", "余额只随收支变动"),
        ("UPDATE ledger_account SET last_movement = last_movement + 1, balance = balance + 1", "余额只随收支变动"),
        ("UPDATE ledger_account SET unit = '别的单位' WHERE kind = 'allocated'", "账户的身份不能改"),
        ("DELETE FROM ledger_account", "不能改写或删除"),
        ("UPDATE ledger_movement SET amount = amount + 1", "不能改写或删除；更正用冲销"),
        ("DELETE FROM ledger_movement", "不能改写或删除；更正用冲销"),
    ],
)
def test_the_database_refuses_what_the_actions_never_do(held, statement, saying):
    held.book(assign=900, arrive=800, allocate=700, claim=600, pay=500)
    refused(statement, saying)


@pytest.mark.parametrize(
    ("lie", "saying"),
    [
        ({"amount": 20_000_00}, "余额不足"),
        ({"project_id": None}, "没有写明项目"),
        ({"claim_id": None}, "没有报账单"),
        ({"voucher": ""}, "没有凭证号"),
        ({"approved_by": "乙"}, "两名不同的审批人"),
        ({"kind": "arrive"}, "账户与种类不符"),
        ({"kind": "gift"}, "账户与种类不符"),
        ({"kind": "reverse"}, "冲销要与原来那一笔"),
        ({"moved_on": DAY - timedelta(days=9)}, "按日期余额不足"),
        ({"amount": -5}, "ledger_movement_amount"),
    ],
)
def test_a_forged_payment_is_refused_by_the_database(held, lie, saying):
    held.book(assign=900, arrive=800, allocate=700, claim=600, pay=500)
    true = Movement.objects.filter(kind="pay").values().get()
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic():
        Movement.objects.create(
            **({name: value for name, value in true.items() if name != "id"} | {"amount": 100} | lie)
        )
    assert saying in str(caught.value)


def test_the_database_has_the_guards_of_the_file():
    assert BALANCES in assert_guarded(GUARDS)


def test_reconcile_prints_each_identity_and_ends_with_1_where_one_does_not_hold(held):
    held.book(assign=900, arrive=800, allocate=700, claim=600, pay=500)
    out = StringIO()
    call_command("reconcile", stdout=out)
    assert "成立　余额等于流水：6 个账户" in out.getvalue()
    assert "从外面进来 900.00 元 = 已下达未到位 100.00 + 已到位未拨付 100.00" in out.getvalue()
    with connection.cursor() as cursor:
        for statement in undo_statements(ACCOUNT, connection.vendor):
            cursor.execute(statement)
    Account.objects.filter(kind="claimed").update(balance=99_00)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("reconcile", stdout=out)
    assert ended.value.code == 1
    assert "余额记作 99.00 元，按流水是 100.00 元（自第" in out.getvalue()


STEP = st.tuples(
    st.sampled_from(
        ("assign", "cut", "arrive", "interest", "allocate", "call_back", "claim", "unclaim", "pay", "pay_back", "hand_back", "reverse")
    ),
    st.integers(1, 9), st.integers(0, 40), st.integers(0, 1), st.integers(0, 30),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=40))
def test_no_sequence_of_operations_breaks_an_identity(held, steps):
    with transaction.atomic():
        with booking() as work:
            claims = (held.claim, claim_of(held.project, f"BZ-{work.change.pk}", by=work.change))
        for kind, yuan, days, which, back in steps:
            on = DAY + timedelta(days=days)
            try:
                with booking() as work:
                    if kind == "reverse":
                        reverse(list(Movement.objects.order_by("-pk")[back : back + 1]), on=on, why="试", work=work)
                    else:
                        post([held.order(kind, yuan, moved_on=on, claim=claims[which])], work=work)
            except UnableToMove:
                continue
        broken = [each for each in identities() if not each.holds]
        assert not broken, broken
        transaction.set_rollback(True)
