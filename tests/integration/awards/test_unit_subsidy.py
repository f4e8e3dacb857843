"""种养补助: mu by household come in from a sheet, are reckoned at so much a mu, and are rostered, verified and paid like other awards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import factories
import jingzhun
from award_ground import Awards, awards
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.ingest.actions import importing
from jingzhun.ledger.actions.award_check import verify
from jingzhun.ledger.actions.award_payment import Receipt, Settled, approve_roster, make_bank_file, settle
from jingzhun.ledger.models import Account
from jingzhun.ledger.reconcile import identities
from jingzhun.policy.actions.packs import store
from jingzhun.policy.packs import read_folder
from jingzhun.registry import personal
from jingzhun.registry.models import Change, HouseholdProfile, Pairing, Subject
from jingzhun.results.actions.evaluate import evaluate
from jingzhun.results.award_lines import tallies
from money_ground import booking
from sheets import xlsx

pytestmark = pytest.mark.django_db
AS_OF, ON = date(2012, 12, 31), date(2018, 6, 1)
TERRACE, WALNUT = "坡改梯补助", "核桃补助"
_HEADS = ("户编号", "年度", "坡改梯亩数(亩)", "核桃种植亩数(亩)")


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path


def planters() -> None:
    for number in range(1, 5):
        home = factories.household(code=f"Z{number}", village=factories.VILLAGE, since=date(2011, 1, 1))
        factories.member(of=home, name=f"户主{number}", since=date(2011, 1, 1))
        HouseholdProfile.objects.filter(subject=home.subject).update(
            bank_name="农村信用社",
            bank_account=personal.seal("bank_account", home.subject.pk, f"621700000000000{number}"),
        )


def planted() -> Awards:
    """Four households: 30 mu of terraces, half a mu and two of walnuts, none, and one of which nothing is recorded."""
    store(
        files=read_folder(Path(jingzhun.__file__).parent / "policies/yunnan/planting-2012"),
        by=factories.SYSTEM,
        is_shipped=True,
    )
    made = awards(build=planters)
    rows = [("Z1", 2012, 30, 0), ("Z2", 2012, 0.5, 2), ("Z3", 2012, 0, 0)]
    sheet = xlsx(_HEADS, [dict(zip(_HEADS, row, strict=True)) for row in rows])
    result, *_ = importing.apply_file(
        data=sheet, sheets=importing.read_sheets(sheet, "种植面积.xlsx"), name="种植面积.xlsx",
        choice=importing.Choice(since=AS_OF), scope=AreaCode(factories.COUNTY[:6]), today=ON, by=factories.SYSTEM,
    )  # fmt: skip
    assert (result.accepted, result.refused) == (3, [])
    known = factories.known(factories.change())
    for home in Subject.objects.filter(kind="household"):
        Pairing.objects.create(subject=home, since=date(2018, 1, 1), helper=made.helper.official, **known)
    county = Area.objects.get(pk=factories.COUNTY)
    runs = evaluate(area=county, as_of=AS_OF, by=factories.SYSTEM, engine="reference")
    made.run = next(run for run in runs if run.pack.name == "yunnan/planting-2012")
    return made


@pytest.mark.row("S-56")
def test_mu_by_household_become_a_roster_that_is_verified_and_paid():
    held = planted()
    counted = {each.programme: (each.awarded, each.amount, each.missing) for each in tallies([held.run], held.area)}
    assert counted == {TERRACE: (2, 1_525_000, 1), WALNUT: (1, 60_000, 1)}
    roster = held.roster(TERRACE)
    lines = {line.household.code: line for line in roster.lines.select_related("household")}
    assert {code: line.amount for code, line in lines.items()} == {"Z1": 1_500_000, "Z2": 25_000}
    assert "500元/亩" in lines["Z1"].reckoning and lines["Z1"].reckoning.endswith("= 15,000.00 元（基本农田建设）")
    left = {row.household.code: row.why for row in roster.left_out.select_related("household")}
    assert left == {"Z3": "nothing", "Z4": "missing"}, "nothing planted is not the same as nothing known"

    for post in (held.helper, held.village, held.reviewer):
        verify(lines=list(lines.values()), is_right=True, post=post, by=post.official, on=ON)
    with booking(Change.Kind.CASE) as work:
        approve_roster(roster=roster, case="2018-1", on=ON, approved_by="甲", approved_again_by="乙", work=work)
    file = make_bank_file(roster=roster, post=held.finance, on=ON)
    receipts = [
        Receipt(
            reference=row.reference, outcome="paid", amount=row.line.amount, voucher=f"LS{row.pk}", reason="", on=ON
        )
        for row in file.lines.select_related("line")
    ]
    with booking() as work:
        assert settle(receipts=receipts, work=work) == Settled(paid=2)
    assert sum(Account.objects.filter(kind="household").values_list("balance", flat=True)) == 1_525_000
    assert all(each.holds for each in identities())


@pytest.mark.row("S-56")
def test_walnuts_are_another_award_of_the_same_household():
    held = planted()
    held.roster(TERRACE)
    (line,) = held.roster(WALNUT).lines.select_related("household")
    assert (line.household.code, line.amount) == ("Z2", 60_000)
    assert "300元/亩" in line.reckoning
