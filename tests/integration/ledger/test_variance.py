"""项目资金督查: what was applied for and what is, budget and spending, money and works, quality; missing told as missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

import factories
from jingzhun.ledger.actions.row import record_row
from jingzhun.ledger.models import ProjectFunding, ProjectProfile
from jingzhun.ledger.themes import INSPECTIONS, LINE_ITEMS, MEMBERSHIP, MILESTONES, PROGRESS, SCHEMES
from jingzhun.ledger.variance import sum_up, variances
from jingzhun.registry.models import Subject
from money_ground import money

pytestmark = [pytest.mark.django_db, pytest.mark.row("S-102")]
DAY = date(2018, 12, 31)
WAN = 1_000_000


@pytest.fixture(autouse=True)
def _county(db):
    factories.county()


def enter(client, **post):
    made = factories.post(**post)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def put(theme, subject, at: date | None = None, **values):
    record_row(theme=theme, subject=subject, values=values, at=at, by=factories.SYSTEM, source="督查")


def line_of(code: str, day: date = DAY):
    rows = ProjectProfile.objects.library(day).select_related("subject__area").filter(subject__code=code)
    return variances(profiles=rows, day=day, known_at=None)[0]


def changed(profile: ProjectProfile, since: date, **given):
    """The project's profile as it is from ``since`` on."""
    values = {
        each: getattr(profile, each)
        for each in (
            "name",
            "category",
            "year",
            "construction",
            "starts_on",
            "ends_on",
            "scale",
            "scale_unit",
            "households",
            "persons",
        )
    }
    return ProjectProfile.objects.create(
        subject=profile.subject, since=since, **values | given, **factories.known(factories.change())
    )


def test_declared_and_actual_are_laid_side_by_side():
    profile = factories.project(
        code="A", scale=Decimal(120), scale_unit="平方米", households=50, persons=200, starts_on=date(2018, 4, 1), ends_on=date(2018, 10, 31),
        stage="underway", funding={"poverty": 50 * WAN},
    )  # fmt: skip
    changed(profile, date(2018, 6, 1), scale=Decimal(110), households=45)
    ProjectFunding.objects.create(
        subject=profile.subject,
        source="poverty",
        planned=48 * WAN,
        since=date(2018, 6, 1),
        **factories.known(factories.change()),
    )
    for step in ("land", "permits", "bidding"):
        put(MILESTONES, profile.subject, DAY, step=step, done_on=date(2018, 4, 1))
    put(MILESTONES, profile.subject, DAY, step="start", done_on=date(2018, 4, 13))
    line = line_of("A")
    assert (line.declared, line.planned) == (50 * WAN, 48 * WAN)
    assert line.changes == (
        "规模由申报的 120 改为 110 平方米",
        "受益由申报的 50 户改为 45 户",
        "计划资金由申报的 50.00 改为 48.00 万元",
    )
    assert line.delays == ("开工比申报晚 12 天", "过了申报的完工时间 61 天，没有完工")
    assert line_of("A", date(2018, 5, 1)).changes == ()


def test_budget_spending_and_works_are_compared_and_what_is_missing_is_told():
    profile = factories.project(
        code="A", funding={"poverty": 631_084 * 10_000}, stage="underway", beneficiaries="贫困户"
    )
    assert line_of("A").missing == ("工程量清单", "完成投资", "形象进度")
    assert line_of("A").findings == ()
    put(PROGRESS, profile.subject, date(2018, 6, 30), percent=Decimal(40), invested=377_970 * 10_000)
    put(LINE_ITEMS, profile.subject, number="1", name="公路", amount=640_000 * 10_000)
    line = line_of("A")
    assert (line.invested_share, line.percent, line.gap) == (Decimal("59.89"), Decimal("40.00"), Decimal("19.89"))
    assert line.budget == ("工程量清单 6,400.00，计划 6,310.84 万元，多 89.16",)
    assert "投资完成 59.89%，形象进度 40.00%，相差 19.89 个百分点" in line.findings
    put(PROGRESS, profile.subject, date(2018, 9, 30), percent=Decimal(100), invested=640_000 * 10_000)
    assert "完成投资 6,400.00 万元，超计划 89.16 万元" in line_of("A").budget
    assert line_of("A", date(2018, 7, 1)).percent == Decimal(40)


def test_money_allocated_and_paid_is_net_of_what_went_back():
    ledger = money()
    ledger.book(
        assign=400_000, arrive=400_000, allocate=310_000, call_back=10_000, claim=120_000, pay=100_000, pay_back=20_000
    )
    line = line_of(ledger.project.code)
    assert (line.planned, line.allocated, line.paid) == (30_000_000, 30_000_000, 8_000_000)
    assert line.paid_share == Decimal("26.67")
    ledger.book(allocate=50_000)
    assert line_of(ledger.project.code).budget == ("拨付 35.00 万元，超计划 5.00 万元",)


def test_quality_is_acceptance_inspections_and_beneficiaries():
    profile = factories.project(code="A", stage="finished", households=12, persons=40)
    assert line_of("A").quality == ("已完工，没有验收",)
    put(MILESTONES, profile.subject, DAY, step="acceptance", is_needed=False, reason="购置")
    put(
        INSPECTIONS,
        profile.subject,
        inspected_on=date(2018, 11, 1),
        inspector="督查组",
        is_sound=False,
        found="路面开裂",
    )
    put(INSPECTIONS, profile.subject, inspected_on=date(2018, 12, 1), inspector="督查组", is_sound=True, found="")
    assert line_of("A").quality == ("检查 2 次，1 次不完好",)
    factories.project(code="B", stage="underway")
    assert line_of("B").quality == ("没有登记受益对象",)


def test_sums_add_the_lines_and_count_those_without_an_amount():
    for code in ("A", "B"):
        profile = factories.project(code=code, funding={"poverty": 10 * WAN})
    put(PROGRESS, profile.subject, DAY, percent=None, invested=4 * WAN)
    total = sum_up([line_of("A"), line_of("B")])
    assert (total.projects, total.planned, total.invested, total.without, total.paid) == (2, 20 * WAN, 4 * WAN, 1, 0)


def test_every_figure_of_the_page_opens_its_rows(client):
    ledger = money()
    ledger.book(
        assign=400_000, arrive=400_000, allocate=310_000, call_back=10_000, claim=120_000, pay=100_000, pay_back=20_000
    )
    factories.project(code="B", funding={"poverty": 10 * WAN})
    put(PROGRESS, ledger.project, DAY, percent=Decimal(40), invested=4 * WAN)
    enter(client)
    page = client.get(reverse("project-variance"))
    rows = {row["line"].profile.subject.code: row for row in page.context["shown"]}
    row = rows[ledger.project.code]
    for name, said in (("allocated", "拨到项目 300,000.00 元"), ("paid", "支付和兑付 80,000.00 元")):
        assert said in client.get(row[name]).content.decode()
    assert (rows["B"]["allocated"], rows["B"]["paid"]) == ("", "")
    project = client.get(row["at"]).content.decode()
    shown = page.content.decode()
    assert all(f'id="{part}"' in project for part in ("history", "funding", "progress", "steps"))
    assert all(f'href="{row["at"]}#{part}"' in shown for part in ("history", "funding", "progress"))
    figures = {each["title"]: each for each in page.context["strip"]}
    assert figures["完成投资"]["value"] == "缺" and figures["完成投资"]["also"]["value"] == "4.00"

    def listed(href: str) -> list[str]:
        return [
            row["line"].profile.subject.code for row in client.get(reverse("project-variance") + href).context["shown"]
        ]

    assert listed(figures["完成投资"]["href"]) == ["B"]
    assert listed(figures["完成投资"]["also"]["href"]) == listed(figures["支付"]["href"]) == [ledger.project.code]
    assert len(listed(figures["有发现的"]["href"])) == figures["有发现的"]["value"]
    enter(client, role="township_reviewer", area=factories.NEXT_TOWNSHIP)
    assert not client.get(reverse("project-variance")).context["shown"]


def test_the_page_filters_by_township_scheme_and_findings_and_exports_the_same(client, django_assert_max_num_queries):
    for number in range(6):
        profile = factories.project(code=f"A{number}", stage="underway", beneficiaries="群众")
    factories.project(code="B", area=factories.FAR_VILLAGE, stage="finished")
    made = factories.change()
    scheme = Subject.objects.create(kind="scheme", code="ZX", area_id=factories.COUNTY, created_by=made)
    put(SCHEMES, scheme, date(2018, 1, 1), title="行动", kind="campaign")
    put(MEMBERSHIP, profile.subject, date(2018, 1, 1), scheme="ZX", is_in=True)
    enter(client)

    def shown(query: str) -> list[str]:
        return [
            line.profile.subject.code for line in client.get(f"{reverse('project-variance')}?{query}").context["page"]
        ]

    assert len(shown("")) == 7
    assert shown("area=533422205000") == ["B"]
    assert shown("scheme=ZX") == ["A5"]
    assert shown("only=found") == ["B"]
    assert "已完工，没有验收" in client.get(reverse("project-variance")).content.decode()
    with django_assert_max_num_queries(26):
        assert client.get(reverse("project-variance-export") + "?only=found").status_code == 200
    enter(client, role="village_cadre", area=factories.VILLAGE)
    assert "B" not in shown("")
