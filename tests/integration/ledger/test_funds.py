"""基金和互助社: what comes in, is lent, comes back and goes out; what they report; targets and shares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

import factories
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.fund import UnableToKeepFund, close_fund, move_fund, report_fund, set_up_fund
from jingzhun.ledger.actions.movement import Order, UnableToMove, post, reverse
from jingzhun.ledger.actions.raising import record_share, record_target
from jingzhun.ledger.fund_file import fund_lines, society_totals
from jingzhun.ledger.models import Appropriation, Fund, Movement
from jingzhun.ledger.raising import raisings, shares
from jingzhun.ledger.reconcile import identities
from money_ground import booking

pytestmark = pytest.mark.django_db
DAY, LATER = date(2018, 3, 1), date(2018, 9, 30)
WAN = 1_000_000


@pytest.fixture
def county():
    return factories.county()


def appropriation(
    work, number: str, amount: int, *, level: str = "province", source: str = "poverty", year: int = 2018
) -> Appropriation:
    """Money that has arrived."""
    made = register_appropriation(
        number=number, document=f"示财〔{year}〕{number}号", title=f"专项资金{number}", source=source, level=level, year=year,
        issued_on=date(year, 3, 1), area=factories.COUNTY, work=work,
    )  # fmt: skip
    common = {
        "amount": amount,
        "moved_on": date(year, 3, 1),
        "appropriation": made,
        "voucher": "记-1",
        "document": made.document,
    }
    post([Order(kind="assign", **common), Order(kind="arrive", **common)], work=work)
    return made


def fund(work, kind: str, title: str, *, code: str = "", area: str = factories.COUNTY, pilot: str = "") -> Fund:
    return set_up_fund(
        code=code or f"JJ-{title}",
        kind=kind,
        title=title,
        area=area,
        set_up_on=DAY,
        work=work,
        pilot=pilot,
        rules="章程",
    )


def line(one: Fund, day: date = LATER):
    return fund_lines([one], day=day)[0]


@pytest.mark.row("S-40")
def test_the_four_funds_with_balances_beneficiaries_and_leverage(county):
    with booking() as work:
        money = appropriation(work, "1", 4174 * WAN)
        kinds = Fund.Kind
        industry, credit, school, health = (
            fund(work, kind, title)
            for kind, title in (
                (kinds.INDUSTRY, "产业扶持"), (kinds.CREDIT_RISK, "小额信贷"), (kinds.EDUCATION, "教育救助"), (kinds.HEALTH, "卫生救助"),
            )
        )  # fmt: skip
        for one, wan in ((industry, 2100), (credit, 1074), (school, 500), (health, 500)):
            move_fund(
                fund=one,
                kind="endow",
                amount=wan * WAN,
                on=DAY,
                document="示财〔2018〕2号",
                appropriation=money,
                work=work,
            )
        for one, fen in ((industry, 2100 * WAN), (school, 50_110_000), (health, 115_170_000)):
            move_fund(
                fund=one,
                kind="fund_pay",
                amount=fen,
                on=LATER,
                voucher="记-9",
                payee="受助对象",
                approvers=("甲", "乙"),
                work=work,
            )
    for one, values in (
        (credit, {"loans": 594_150 * 10_000, "borrowers": 1254}), (school, {"helped": 545}), (health, {"helped": 1262}),
    ):  # fmt: skip
        report_fund(fund=one, since=LATER, values=values, by=factories.SYSTEM, source="2018年9月报告")
    balances = [each.balance for each in fund_lines([industry, school, health], day=LATER)]
    assert balances == [0, 449_890_000, 384_830_000]
    assert line(credit).balance == 1074 * WAN
    assert line(credit).leverage == Decimal("5.53")
    assert line(credit).loan_each == 4_738_038
    assert (line(school).count.helped, line(health).count.helped) == (545, 1262)
    assert all(each.holds for each in identities())


@pytest.mark.row("S-42")
def test_forty_five_societies_add_up_to_what_was_printed(county):
    """747 = 534.5 + 158.3 + 54.2; 45 = 10 central + 35 provincial; 2,780 of 3,435 poor households are members: 80.9 %."""
    with booking() as work:
        money = appropriation(work, "1", 600 * WAN)
        societies = [
            fund(
                work,
                Fund.Kind.MUTUAL_AID,
                f"互助社{n:02d}",
                area=factories.VILLAGE,
                pilot="central" if n < 10 else "province",
            )
            for n in range(45)
        ]
        for place, one in enumerate(societies):
            capital = {"endow": 11_877_778, "share": 3_517_778, "contribute": 1_204_444}
            if place == 44:
                capital = {
                    "endow": 534_500_000 - 44 * 11_877_778,
                    "share": 158_300_000 - 44 * 3_517_778,
                    "contribute": 54_200_000 - 44 * 1_204_444,
                }
            home = factories.household(village=factories.VILLAGE).subject
            for kind, amount in capital.items():
                move_fund(
                    fund=one, kind=kind, amount=amount, on=DAY, work=work, voucher="记-1", document="示财〔2018〕2号",
                    household=home if kind == "share" else None, appropriation=money if kind == "endow" else None,
                )  # fmt: skip
    for place, one in enumerate(societies):
        last = place == 44
        values = {
            "members": 4640 - 44 * 103 if last else 103, "poor_members": 2780 - 44 * 63 if last else 63,
            "poor_households": 3435 - 44 * 76 if last else 76, "groups": 259 - 44 * 5 if last else 5, "managers": 158 - 44 * 3 if last else 3,
        }  # fmt: skip
        report_fund(fund=one, since=LATER, values=values, by=factories.SYSTEM, source="报告")
    totals = society_totals(fund_lines(societies, day=LATER))
    assert (totals.societies, totals.by_pilot) == (45, {"中央试点": 10, "省级试点": 35})
    assert totals.capital == {"财政投入": 534_500_000, "社员入股": 158_300_000, "其他资金": 54_200_000}
    assert totals.total == 747 * WAN
    assert (totals.counts["members"], totals.counts["groups"], totals.counts["managers"]) == (4640, 259, 158)
    assert totals.poor_joined == Decimal("80.9")
    assert all(each.holds for each in identities())


@pytest.fixture
def society(county):
    """A society with a member who holds 1,000 yuan and 5,000 yuan of fiscal money, and a household that is no member."""
    with booking() as work:
        money = appropriation(work, "1", 100 * WAN)
        one = fund(work, Fund.Kind.MUTUAL_AID, "红坡互助社", area=factories.VILLAGE)
        member, stranger = (factories.household(village=factories.VILLAGE).subject for _ in range(2))
        move_fund(
            fund=one, kind="endow", amount=500_000, on=DAY, document="示财〔2018〕2号", appropriation=money, work=work
        )
        move_fund(fund=one, kind="share", amount=100_000, on=DAY, voucher="股-1", household=member, work=work)
    return one, member, stranger


def move(one: Fund, kind: str, yuan: int, **other) -> list[Movement]:
    with booking("page") as work:
        return move_fund(fund=one, kind=kind, amount=yuan * 100, on=LATER, voucher="记-3", work=work, **other)


@pytest.mark.row("S-42")
def test_a_society_lends_to_members_only_and_gives_back_no_more_than_was_put_in(society):
    one, member, stranger = society
    with pytest.raises(UnableToMove, match="互助社只借给社员"):
        move(one, "lend", 100, household=stranger)
    made = move(one, "lend", 5_500, household=member)
    assert [row.amount for row in made] == [500_000, 50_000], "the oldest lot first, so that every yuan can be followed"
    assert (line(one).lent, line(one).balance) == (550_000, 50_000)
    with pytest.raises(UnableToKeepFund, match=r"可用的只有 500\.00 元，要 600\.00 元，还差 100\.00 元"):
        move(one, "lend", 600, household=member)
    with pytest.raises(UnableToMove, match="借款没有还清的社员不能退股"):
        move(one, "share_back", 100, household=member)
    move(one, "repay", 5_500, household=member)
    move(one, "fee", 80)
    with pytest.raises(UnableToKeepFund, match=r"可用的只有 1,000\.00 元"):
        move(one, "share_back", 1_001, household=member)
    with pytest.raises(UnableToMove, match="退股多于入股"):
        move(one, "share_back", 10, household=stranger)
    move(one, "share_back", 1_000, household=member)
    with pytest.raises(UnableToMove, match="互助社只借给社员"):
        move(one, "lend", 100, household=member)
    assert line(one).balance == 508_000
    assert all(each.holds for each in identities())


@pytest.mark.row("S-42")
def test_a_society_leaves_when_nothing_is_lent_or_left(society):
    one, member, _ = society
    move(one, "lend", 100, household=member)
    with pytest.raises(UnableToKeepFund, match=r"没有收回的借款 100\.00 元"):
        close_fund(fund=one, on=LATER, why="退出通知", by=factories.SYSTEM)
    move(one, "repay", 100, household=member)
    with pytest.raises(UnableToKeepFund, match=r"没有清算的余额 6,000\.00 元"):
        close_fund(fund=one, on=LATER, why="退出通知", by=factories.SYSTEM)
    move(one, "share_back", 1_000, household=member)
    move(one, "wind_up", 5_000, document="退出通知")
    close_fund(fund=one, on=LATER, why="退出通知", by=factories.SYSTEM)
    with pytest.raises(UnableToKeepFund, match="已经退出"):
        move(one, "share", 100, household=member)


def test_money_set_apart_is_not_paid_without_two_approvers_or_by_a_page(society):
    one, *_ = society
    with pytest.raises(UnableToMove, match="缺两名不同的审批人"):
        move(one, "fund_pay", 10, payee="某人")
    with pytest.raises(UnableToMove, match="支付要经办件批准"):
        move(one, "fund_pay", 10, payee="某人", approvers=("甲", "乙"))


def test_the_database_knows_members_too(society):
    one, member, stranger = society
    lent = move(one, "lend", 100, household=member)[0]
    with connection.cursor() as cursor, pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic():
        cursor.execute("UPDATE ledger_account SET household_id = %s WHERE id = %s", [stranger.pk, lent.target_id])
    assert "账户的身份不能改" in str(caught.value)


def test_a_reversed_loan_is_not_lent(society):
    one, member, _ = society
    made = move(one, "lend", 100, household=member)
    with booking("page") as work:
        reverse(made, on=LATER, why="记错人", work=work)
    assert (line(one).lent, line(one).balance) == (0, 600_000)


@pytest.mark.row("S-38")
def test_the_target_is_last_year_and_thirty_percent_and_what_is_won_adds_up(county):
    parts = (1000, 800, 200, 55, 80, 50, 574)
    with booking() as work:
        for number, wan in enumerate(parts):
            appropriation(work, f"2014-{number}", wan * WAN, year=2014)
        appropriation(work, "2014-own", 99 * WAN, level="county", year=2014)
        appropriation(work, "2013", 99 * WAN, year=2013)
    record_target(
        area=county, since=date(2014, 1, 1), by=factories.SYSTEM, source="年初任务",
        values={"year": 2014, "base": 4881 * WAN, "growth": Decimal(30), "pledge": 6000 * WAN},
    )  # fmt: skip
    (found,) = raisings(county.area_code, day=date(2014, 6, 30))
    assert found.goal == 6_345_300_000
    assert [each.amount // WAN for each in found.won] == list(parts)
    assert (found.reached, found.done) == (2759 * WAN, Decimal("43.48"))
    assert found.missing == 6_345_300_000 - 2759 * WAN
    assert found.pledge_short == 345_300_000, "6,000 planned is less than 6,345.3 asked for"


@pytest.mark.row("S-43")
def test_shares_of_a_regional_fund_and_how_the_printed_ones_stand(county):
    for period, part, whole, stated in (("前期", 2600, 20000, "13"), ("后期", 3200, 30000, "10.6")):
        record_share(
            area=county, since=date(2010, 1, 1), by=factories.SYSTEM, source="汇报材料",
            values={"title": "三西资金", "period": period, "part": part * WAN, "whole": whole * WAN, "stated": Decimal(stated)},
        )  # fmt: skip
    for period, part in (("全省", 567_900), ("本市", 443_600)):
        record_share(
            area=county, since=date(2010, 1, 1), by=factories.SYSTEM, source="汇报材料",
            values={"title": "扶贫专项资金", "period": period, "part": part * 100, "persons": 1000},
        )  # fmt: skip
    found = {(each.row.title, each.row.period): each for each in shares(county.area_code, day=LATER)}
    assert (found["三西资金", "前期"].percent, found["三西资金", "前期"].printed) == (Decimal("13.00"), "相符")
    assert (found["三西资金", "后期"].percent, found["三西资金", "后期"].printed) == (Decimal("10.67"), "截尾")
    whole, own = found["扶贫专项资金", "全省"].each, found["扶贫专项资金", "本市"].each
    assert (whole, own, whole - own) == (56_790, 44_360, 12_430)
