"""财政决算: the year's account closes by appropriation and source, is sealed by one, approved by another, and then stays."""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import date

import docx
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.db.utils import DatabaseError
from django.urls import reverse
from python_calamine import CalamineWorkbook

import factories
from guards_in_store import assert_guarded
from jingzhun.accounts.models import Official
from jingzhun.areas.models import Area
from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import AreaCode
from jingzhun.core.guard import statements, undo_statements
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.movement import UnableToMove, post
from jingzhun.ledger.actions.movement import reverse as take_back
from jingzhun.ledger.actions.statement import take_back as undo_stated
from jingzhun.ledger.actions.year_account import (
    UnableToCloseYear,
    approve_year,
    return_year,
    revoke_year,
    seal_year,
)
from jingzhun.ledger.models import Movement, YearAccount, YearRevocation
from jingzhun.ledger.reconcile import identities
from jingzhun.ledger.trial import try_orders
from jingzhun.ledger.year_figures import digest_of, frozen, thawed, year_lines
from jingzhun.ledger.year_guards import CLOSED, MOVEMENT_IN_CLOSED_YEAR, YEAR_GUARDS
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change
from money_ground import booking, money

pytestmark = pytest.mark.django_db
COUNTY = AreaCode.parse(factories.COUNTY)
CLOSING = date(2019, 1, 20)


@pytest.fixture
def held():
    """2017: 1000 arrived, 400 allocated. 2018: 500 more, interest 3, 300 allocated and 50 called back, 100 paid, 20 handed back,
    30 carried over to a new appropriation."""
    factories.county()
    made = money()
    made.book(on=date(2017, 5, 1), assign=1000, arrive=1000, allocate=400)
    made.book(
        on=date(2018, 5, 1), assign=700, cut=50, arrive=500, interest=3, allocate=300, call_back=50, claim=120, pay=100, hand_back=20
    )  # fmt: skip
    with booking() as work:
        onward = register_appropriation(
            number="ZB-2", document="示财〔2018〕9号", title="上年结转", source="poverty", level="central", year=2018,
            issued_on=date(2018, 6, 1), area=factories.COUNTY, carried_from=made.appropriation, work=work,
        )  # fmt: skip
        post([made.order("carry_over", 30, moved_on=date(2018, 6, 1), onward=onward)], work=work)
    return made


@contextmanager
def by(person: Official):
    with writing(kind=Change.Kind.PAGE, by=Actor(person.pk, person.name), source="测试") as work:
        yield work


def sealed(person: Official | None = None, year: int = 2018) -> YearAccount:
    with by(person or factories.official(name="会计甲")) as work:
        return seal_year(area=Area.objects.get(pk=factories.COUNTY), year=year, on=CLOSING, work=work)


def approved(account: YearAccount) -> YearAccount:
    with by(factories.official(name="会计乙")) as work:
        return approve_year(account=account, on=CLOSING, work=work)


def in_yuan(lines, part: str, number: str = "ZB-1") -> dict[str, int]:
    (line,) = [line for line in lines if line.part.title == part and line.number == number]
    assert line.holds
    names = [name for name, _ in line.part.steps]
    return (
        {"年初": line.opening // 100}
        | {n: f // 100 for n, f in zip(names, line.steps, strict=True)}
        | {"年末": line.closing // 100}
    )


@pytest.mark.row("S-34")
def test_what_was_there_came_and_went_makes_what_is_left(held):
    lines = year_lines(area=COUNTY, year=2018, until=date(2018, 12, 31))
    assert in_yuan(lines, "到位资金") == {
        "年初": 600, "到位": 500, "利息": 3, "结转转入": 0, "拨付": 250, "上缴": 20, "注入基金": 0, "结转转出": 30, "年末": 803,
    }  # fmt: skip
    assert in_yuan(lines, "指标") == {"年初": 0, "下达指标": 700, "调减": 50, "到位": 500, "年末": 150}
    assert in_yuan(lines, "已拨付资金") == {"年初": 400, "拨付": 250, "支付到单位": 100, "兑付到户": 0, "年末": 550}
    assert in_yuan(lines, "到位资金", "ZB-2")["结转转入"] == 30 and in_yuan(lines, "到位资金", "ZB-2")["年末"] == 30


def test_a_reversal_takes_back_from_its_own_column(held):
    interest, carried = Movement.objects.get(kind="interest"), Movement.objects.get(kind="carry_over")
    with booking() as work:
        take_back([interest, carried], on=date(2018, 7, 1), why="记错", work=work)
    found = in_yuan(year_lines(area=COUNTY, year=2018, until=date(2018, 12, 31)), "到位资金")
    assert (found["利息"], found["结转转出"], found["年末"]) == (0, 0, 830)


@pytest.mark.row("S-34")
def test_one_seals_another_approves_and_the_year_is_closed(held):
    person = factories.official(name="会计甲")
    account = sealed(person)
    with by(person) as work, pytest.raises(UnableToCloseYear, match="是会计甲定案的，要由另一人批准"):
        approve_year(account=account, on=CLOSING, work=work)
    approved(account)
    with pytest.raises(UnableToMove, match="2018 年决算已批准，2018-12-31 不能再记；更正用冲销，记在今年"):
        held.book(on=date(2018, 12, 31), interest=1)
    with pytest.raises(UnableToMove, match="2018 年决算已批准，2017-06-01"):
        held.book(on=date(2017, 6, 1), interest=1)
    refused = try_orders([held.order("interest", 1, moved_on=date(2018, 3, 1))]).refused[0]
    assert refused.field == "moved_on" and "2018 年决算已批准" in refused.why
    interest = Movement.objects.get(kind="interest")
    with booking() as work, pytest.raises(UnableToMove, match="2018 年决算已批准"):
        take_back([interest], on=date(2018, 8, 1), why="记错", work=work)
    with booking() as work:
        (made,) = take_back([interest], on=date(2019, 2, 1), why="记错", work=work)
    assert made.moved_on == date(2019, 2, 1)
    held.book(on=date(2019, 1, 5), interest=2)
    assert all(each.holds for each in identities())
    account.refresh_from_db()
    assert digest_of(account.rows) == account.digest == digest_of(frozen(thawed(account.rows)))


def test_what_moved_after_sealing_keeps_it_from_being_approved(held):
    account = sealed()
    held.book(on=date(2018, 12, 1), interest=1)
    with pytest.raises(UnableToCloseYear, match="定案后又有 1 笔记在这一年或以前，数字已变"):
        approved(account)
    with by(factories.official()) as work:
        return_year(account=account, on=CLOSING, why="补记了利息", work=work)
    assert approved(sealed()).outcome == "approved"


def test_a_year_that_is_not_over_or_is_sealed_already_is_not_sealed(held):
    with by(factories.official()) as work, pytest.raises(UnableToCloseYear, match="2018-12-31 还没有过"):
        seal_year(area=Area.objects.get(pk=factories.COUNTY), year=2018, on=date(2018, 12, 31), work=work)
    sealed()
    with pytest.raises(UnableToCloseYear, match="2019-01-20 已经定案，待批准"):
        sealed()
    with pytest.raises(UnableToCloseYear, match="这一年没有资金"):
        sealed(year=2001)


def test_another_countys_money_is_not_closed(held):
    approved(sealed())
    with booking() as work:
        other = register_appropriation(
            number="ZB-9", document="示财〔2018〕1号", title="邻县资金", source="poverty", level="central", year=2018,
            issued_on=date(2018, 1, 1), area=factories.NEXT_COUNTY, work=work,
        )  # fmt: skip
        assert post([held.order("assign", 5, appropriation=other, moved_on=date(2018, 3, 1))], work=work)


def test_reconciling_shows_since_which_movement_an_approved_account_differs(held):
    approved(sealed())
    with connection.cursor() as cursor:
        for statement in undo_statements(MOVEMENT_IN_CLOSED_YEAR, connection.vendor):
            cursor.execute(statement)
    with booking() as work:
        row = Movement.objects.get(kind="interest")
        made = Movement.objects.create(
            kind="interest", source=row.source, target=row.target, amount=700, moved_on=date(2018, 12, 2), area_id=row.area_id,
            voucher="记-9", change=work.change,
        )  # fmt: skip
    broken = [each for each in identities() if not each.holds]
    assert [each.title for each in broken] == ["批准的决算与流水一致"]
    assert "到位资金：指标 ZB-1，定案年末 803.00，现在 810.00" in broken[0].breaches[0].text
    assert broken[0].breaches[0].movement == made.pk
    with connection.cursor() as cursor:
        for statement in statements(MOVEMENT_IN_CLOSED_YEAR, connection.vendor):
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ledger_yearaccount SET digest = 'x'", "定案的内容不能改"),
        (
            "UPDATE ledger_yearaccount SET outcome = 'approved', decided_on = sealed_on, decided_by_id = sealed_by_id, "
            "decided_change_id = sealed_change_id",
            "ledger_yearaccount_two_people",
        ),
        ("DELETE FROM ledger_yearaccount", "决算不能删除"),
    ],
)
def test_the_database_keeps_what_was_sealed(held, statement, said):
    sealed()
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert said in str(caught.value)


def test_the_database_refuses_money_in_a_closed_year_by_itself(held):
    approved(sealed())
    row = Movement.objects.get(kind="interest")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Movement.objects.create(
            kind="interest", source=row.source, target=row.target, amount=1, moved_on=date(2018, 12, 31), area_id=row.area_id,
            voucher="记-9", change=row.change,
        )  # fmt: skip
    assert CLOSED in str(caught.value)


def test_the_database_has_the_guards_of_final_accounts(db):
    assert_guarded(YEAR_GUARDS)


def test_a_third_person_takes_an_approval_back_and_the_year_is_corrected_and_closed_anew(held):
    one, two, three = (factories.official(name=f"会计{n}") for n in "甲乙丙")
    account = sealed(one)
    with by(two) as work:
        approve_year(account=account, on=CLOSING, work=work)
    for person in (one, two):
        with by(person) as work, pytest.raises(UnableToCloseYear, match="会计甲定案、会计乙批准的，要由第三人撤销"):
            revoke_year(account=account, on=CLOSING, why="漏记利息", work=work)
    with by(three) as work, pytest.raises(UnableToCloseYear, match="没有写理由"):
        revoke_year(account=account, on=CLOSING, why=" ", work=work)
    with by(three) as work:
        revoke_year(account=account, on=CLOSING, why="漏记利息", work=work)
    account.refresh_from_db()
    assert (account.outcome, account.decided_by, account.revocation.revoked_by) == ("returned", two, three)
    held.book(on=date(2018, 12, 31), interest=1)
    again = sealed(one)
    with by(two) as work:
        approve_year(account=again, on=CLOSING, work=work)
    with by(three) as work, pytest.raises(UnableToCloseYear, match="没有批准"):
        revoke_year(account=account, on=CLOSING, why="再来", work=work)
    assert all(each.holds for each in identities())


def test_the_latest_approved_year_is_revoked_first(held):
    for year in (2017, 2018):
        approved(sealed(year=year))
    first = YearAccount.objects.get(year=2017)
    with by(factories.official()) as work, pytest.raises(UnableToCloseYear, match="2018 年决算也已批准，先撤销它"):
        revoke_year(account=first, on=CLOSING, why="漏记", work=work)


def test_the_database_lets_nobody_open_a_year_but_a_third_person(held):
    account = approved(sealed())
    for who, said in ((account.sealed_by, "第三人"), (account.decided_by, "第三人")):
        with by(who) as work, pytest.raises((IntegrityError, DatabaseError), match=said), transaction.atomic():
            YearRevocation.objects.create(
                account=account, revoked_on=CLOSING, revoked_by=who, why="x", change=work.change
            )
    with pytest.raises((IntegrityError, DatabaseError), match="批准由第三人撤销"), transaction.atomic():
        YearAccount.objects.filter(pk=account.pk).update(outcome="returned", note="x")
    with by(factories.official()) as work:
        revoke_year(account=account, on=CLOSING, why="漏记", work=work)
    with pytest.raises((IntegrityError, DatabaseError), match="不能改写或删除"), transaction.atomic():
        YearRevocation.objects.update(why="y")


def test_undoing_an_import_of_a_closed_year_says_what_to_do(held):
    approved(sealed())
    change = Movement.objects.get(kind="interest").change
    with booking() as work, pytest.raises(UnableToMove, match=r"第三人在“财政决算”页撤销 2018 年.+逐笔冲销，记在今年"):
        undo_stated(change=change, why="传错", work=work)


@pytest.fixture
def january(clock):
    clock(date(2019, 1, 20))


def sign_in(client, role="finance", area=factories.COUNTY, name="会计"):
    made = factories.post(role=role, area=area, by=factories.official(name=name))
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


@pytest.mark.row("S-34")
def test_every_figure_on_the_page_opens_rows_that_add_up_to_it(held, client, january):
    sign_in(client)
    page = client.get(reverse("year-account"), {"year": 2018})
    line = page.context["parts"][1]["groups"][0]["lines"][0]
    shown = {each["name"]: each for each in line["steps"]} | {"年初": line["opening"], "年末": line["closing"]}
    assert {name: each["fen"] // 100 for name, each in shown.items() if each["fen"]} == {
        "到位": 500, "利息": 3, "拨付": 250, "上缴": 20, "结转转出": 30, "年初": 600, "年末": 803,
    }  # fmt: skip
    for each in shown.values():
        if each["fen"]:
            rows = client.get(each["href"]).context["filter"].qs
            assert rows.aggregate(fen=Sum("counts"))["fen"] == each["fen"], each["href"]


@pytest.mark.row("S-34")
def test_two_of_the_countys_finance_close_the_year_on_the_page(held, client, january):
    sign_in(client, name="会计甲")
    at, body = reverse("year-account"), {"year": "2018"}
    assert client.post(reverse("year-seal"), body).status_code == 302
    own = client.post(reverse("year-decide"), body | {"decision": "approve"})
    assert own.status_code == 422 and "要由另一人批准" in own.content.decode()
    sign_in(client, area=factories.TOWNSHIP)
    below = client.post(reverse("year-decide"), body | {"decision": "approve"})
    assert below.status_code == 422 and "由县财政批准" in below.content.decode()
    sign_in(client, role="audit")
    assert client.post(reverse("year-decide"), body | {"decision": "approve"}).status_code == 403
    sign_in(client, name="会计乙")
    assert client.post(reverse("year-decide"), body | {"decision": "approve"}).status_code == 302
    assert "会计乙" in client.get(at, body).content.decode()
    assert "是你定案或批准的，要由第三人撤销" in client.get(at, body).content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("year-workbook"), body).content))
    assert len(book.sheet_names) == 3
    cells = [cell for row in book.get_sheet_by_index(1).to_python() for cell in row]
    assert 803.0 in cells and 833.0 in cells
    word = docx.Document(io.BytesIO(client.get(reverse("year-letter"), body).content))
    said = "".join(each.text for each in word.paragraphs)
    assert "到位资金：年初600.00元" in said and "年末833.00元" in said
    assert len(word.tables) == 3 and "附件：1.2018年度决算表（指标）　　　2.2018年度决算表（到位资金）" in said
    assert "利息0.00元" not in said
    sign_in(client, name="会计丙")
    assert client.post(reverse("year-decide"), body | {"decision": "revoke", "note": ""}).status_code == 422
    assert client.post(reverse("year-decide"), body | {"decision": "revoke", "note": "漏记利息"}).status_code == 302
    assert (
        "会计丙 2019" in client.get(at, body).content.decode()
        and "撤销批准：漏记利息" in client.get(at, body).content.decode()
    )


def test_a_township_sees_what_was_allocated_to_it(held, client, january):
    sign_in(client, area=factories.TOWNSHIP)
    page = client.get(reverse("year-account"), {"year": 2018})
    shown = [part["title"] for part in page.context["parts"] if part["total"]]
    assert shown == ["已拨付资金"] and "由县财政定案" in page.content.decode()
