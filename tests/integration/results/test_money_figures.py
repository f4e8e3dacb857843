"""Figures of money that moved: the sums of the ledger, opened into movements, the same again for an earlier day or knowledge."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

import factories
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.movement import post
from jingzhun.ledger.actions.movement import reverse as take_back
from jingzhun.ledger.fund_figures import sums
from jingzhun.ledger.models import Movement, ProjectStage
from jingzhun.ledger.stages import LEFT
from jingzhun.ledger.states import net_by_state
from jingzhun.registry.models import Change
from jingzhun.results.actions import figure as figures
from jingzhun.results.actions.roster import freeze, open_roster
from jingzhun.results.figure_rows import rows_of
from jingzhun.results.models import Figure, RosterSnapshot
from money_ground import Money, booking, money

pytestmark = pytest.mark.django_db
MARCH, JUNE, DECEMBER = date(2018, 3, 1), date(2018, 6, 1), date(2018, 12, 31)


@pytest.fixture
def county(data):
    return factories.county()


@pytest.fixture
def ground(county) -> Money:
    """In March 100 万元 are assigned, 90 arrive, 80 go to a village's project; in June 60 are claimed, 30 paid to the builders,
    10 to a household, and 5 of the payment come back by a reversal. Money of 2017 from another source arrives too."""
    ground = money()
    home = factories.household(code="H-1")
    ground.book(assign=1_000_000, arrive=900_000, allocate=800_000)
    ground.book(on=JUNE, claim=600_000, pay=300_000)
    with booking() as work:
        older = register_appropriation(
            number="ZB-0", document="示财〔2017〕9号", title="上年帮扶资金", source="shanghai", level="province", year=2017,
            issued_on=MARCH, area=factories.TOWNSHIP, work=work,
        )  # fmt: skip
        post(
            [ground.order(kind, 70_000, appropriation=older, project=None) for kind in ("assign", "arrive")], work=work
        )
        paid = {"payee": "", "household": home.subject, "moved_on": JUNE}
        post(
            [
                ground.order("pay_household", 100_000, **paid),
                ground.order("pay", 50_000, moved_on=JUNE, voucher="记-7"),
            ],
            work=work,
        )
    with booking() as work:
        take_back(Movement.objects.filter(voucher="记-7"), on=date(2018, 7, 1), why="账号有误", work=work)
    return ground


def frozen(day: date = DECEMBER, area: str = factories.COUNTY, known_at=None) -> RosterSnapshot:
    by = factories.SYSTEM
    snapshot = freeze(area=Area.objects.get(pk=area), as_of=day, known_at=known_at, by=by)
    only = ("money", "money_by_source", "money_by_year", "money_of_year", "money_of_year_by_source", "arrival_rate",
            "allocation_rate", "claim_rate", "payment_rate", "projects_by_milestone", "project_invested")  # fmt: skip
    counted = figures.FigureCount(snapshot, open_roster(snapshot), snapshot.path / "figures", only=only).figures()
    figures.save(figures=counted, by=by)
    return snapshot


def read(snapshot: RosterSnapshot, indicator: str, area: str = factories.COUNTY) -> dict[str, Decimal | None]:
    rows = Figure.objects.filter(roster=snapshot, indicator=indicator, area=area)
    return {row.part: row.value for row in rows}


def test_the_states_are_the_sums_of_the_ledger(ground):
    """One definition: states.py, the pages of funds and the citable figures agree, reversal included."""
    found = read(frozen(), "money")
    assert found == {
        "下达": 107_000_000, "到位": 97_000_000, "拨付": 80_000_000, "报账": 60_000_000, "支付到单位": 30_000_000,
        "兑付到户": 10_000_000, "支付和兑付": 40_000_000,
    }  # fmt: skip
    assert net_by_state(Movement.objects.until(DECEMBER)) == {k: v for k, v in found.items() if k != "支付和兑付"}


def test_every_area_has_the_money_that_its_fund_page_shows(ground):
    snapshot = frozen()
    for area in (factories.COUNTY, factories.TOWNSHIP, factories.VILLAGE, factories.NEXT_VILLAGE):
        page = next(iter(sums(AreaCode.parse(area), DECEMBER).values()), None)
        shown = {title: fen for title, fen in read(snapshot, "money", area).items() if title != "支付和兑付"}
        assert shown == (page.states if page else dict.fromkeys(shown, 0)), area


def test_money_by_source_and_year(ground):
    snapshot = frozen()
    assert read(snapshot, "money_by_source")["到位/上海帮扶资金"] == 7_000_000
    assert read(snapshot, "money_by_source")["到位/财政专项扶贫资金"] == 90_000_000
    assert (read(snapshot, "money_by_year")["到位/2017"], read(snapshot, "money_by_year")["到位/2018"]) == (
        7_000_000,
        90_000_000,
    )
    assert read(snapshot, "money_of_year")["到位"] == 90_000_000
    assert "到位/上海帮扶资金" not in read(snapshot, "money_of_year_by_source")


def test_rates_are_missing_where_nothing_arrived(ground):
    snapshot = frozen()
    assert read(snapshot, "arrival_rate") == {"历年累计": Decimal("90.65"), "本年指标": Decimal("90.00")}
    assert read(snapshot, "payment_rate") == {"历年累计": Decimal("41.24"), "本年指标": Decimal("44.44")}
    assert read(snapshot, "claim_rate")["本年指标"] == 75
    assert read(snapshot, "payment_rate", factories.TOWNSHIP) == {"历年累计": Decimal("571.43"), "本年指标": None}
    assert read(frozen(date(2018, 2, 1)), "payment_rate") == {"历年累计": None, "本年指标": None}


def test_a_figure_opens_its_movements_and_they_sum_to_it(client, ground):
    snapshot = frozen()
    reader = factories.post(role="finance")
    for figure in Figure.objects.filter(roster=snapshot, kind="收支").select_related("area"):
        rows = rows_of(figure, reader)
        assert rows.is_same and rows.table.num_rows == figure.rows
        if figure.unit == "分":
            assert rows.total == figure.value, figure.title
        assert Movement.objects.filter(pk__in=map(int, rows.codes)).count() == len(set(rows.codes))
    client.force_login(reader.official, backend="django.contrib.auth.backends.ModelBackend")
    paid = Figure.objects.get(roster=snapshot, indicator="money", part="支付和兑付", area=factories.COUNTY)
    page = client.get(reverse("figure", args=[paid.pk])).content.decode()
    assert "合计 40.00 万元" in page and "-50,000.00" in page
    for code in rows_of(paid, reader).codes:
        assert reverse("movement", args=[int(code)]) in page
        assert client.get(reverse("movement", args=[int(code)])).status_code == 200
    found = client.get(reverse("figure", args=[paid.pk]), {"q": "记-7"}).content.decode()
    assert "2018-06-01 支付" in found and "2018-06-01 兑付" not in found
    rate = Figure.objects.get(roster=snapshot, indicator="payment_rate", part="本年指标", area=factories.COUNTY)
    page = client.get(reverse("figure", args=[rate.pk])).content.decode()
    assert "支付和兑付 40.00 万元，到位 90.00 万元" in page and "到位 元" in page
    missing = Figure.objects.get(roster=snapshot, indicator="payment_rate", part="本年指标", area=factories.TOWNSHIP)
    assert "缺数据" in client.get(reverse("figure", args=[missing.pk])).content.decode()


def test_rows_of_money_are_for_posts_that_see_funds(client, ground):
    snapshot = frozen()
    figure = Figure.objects.get(roster=snapshot, indicator="money", part="到位", area=factories.COUNTY)
    department = factories.post(role="department", department="教育")
    client.force_login(department.official, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("figure", args=[figure.pk]))
    assert (
        answer.status_code == 200
        and "记-1" not in answer.content.decode()
        and 'id="rows"' not in answer.content.decode()
    )


def test_a_replayed_roster_gives_the_same_figures(ground):
    """As of June the reversal of July is not there; as known before an entry, the entry is not there; again gives it again."""
    assert read(frozen(JUNE), "money")["支付和兑付"] == 45_000_000
    assert read(frozen(MARCH), "money")["报账"] == 0
    known = timezone.now()
    before = frozen(known_at=known)
    with booking() as work:
        post([ground.order("pay", 20_000, moved_on=JUNE, voucher="记-补")], work=work)
    Change.objects.filter(pk=work.change.pk).update(at=known + timedelta(minutes=1))
    again = frozen(known_at=known)
    assert (again.digest, read(before, "money")["支付和兑付"]) == (before.digest, 40_000_000)
    assert read(frozen(known_at=known + timedelta(minutes=2)), "money")["支付和兑付"] == 42_000_000


def test_money_of_a_project_that_left_the_library_is_still_counted(ground):
    by = factories.change()
    ProjectStage.objects.create(subject=ground.project, stage=LEFT, since=date(2018, 9, 1), **factories.known(by))
    snapshot = frozen()
    roster = open_roster(snapshot)
    assert roster.read("project").num_rows == 0
    assert roster.read("project_movement").num_rows == 0
    assert read(snapshot, "money")["拨付"] == 80_000_000


def test_money_of_a_project_is_a_row_of_it_too(ground):
    roster = open_roster(frozen())
    rows = roster.read("project_movement").to_pylist()
    assert {row["project_id"] for row in rows} == set(roster.read("project")["id"].to_pylist())
    assert sum(row["amount"] for row in rows if row["state"] == "支付到单位") == 30_000_000
    assert not {"下达", "到位"} & {row["state"] for row in rows}
