"""Site lists: a place once per item and state, totals by item and township, specifications, what comes next."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import factories
from integration.ledger.township_2010 import load_csv
from jingzhun.ledger.actions.row import UnableToRecordRow, record_row
from jingzhun.ledger.models import SiteWork
from jingzhun.ledger.site_totals import add_up_sites
from jingzhun.ledger.themes import SITES
from jingzhun.policy.codes import CodeBook
from jingzhun.web.demo import clinics, library

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)
HEAD = "项目编号,建设项,乡镇,村,建设状态,数量,计量单位,规格,单价,金额(元)\n"


@pytest.fixture(autouse=True)
def _county(db):
    factories.county()


def enter(client, **post):
    made = factories.post(**post)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def sums(**only):
    return add_up_sites(SiteWork.objects.known().filter(**only).order_by("id"), CodeBook.read())


def road_lines() -> list[str]:
    """The report's 26 entries of roads, township by township, with areas that add up to 400,863 m² (invented parts)."""
    places = [(township, village) for township, villages in library._ROADS for village in villages]
    parts = [15_000] * (len(places) - 1)
    parts.append(400_863 - sum(parts))
    return [f"L,村内户外道路,{t},{v},已完成,{area},平方米,,,\n" for (t, v), area in zip(places, parts, strict=True)]


@pytest.mark.row("S-29")
def test_of_26_entries_23_are_distinct_and_the_others_are_refused_with_the_row_of_the_first():
    factories.project(code="L", area=factories.COUNTY, sites=())
    lines = road_lines()
    result = load_csv(HEAD + "".join(lines), since=DAY)
    assert (result.persons, result.accepted, len(result.refused)) == (26, 23, 3)
    assert {each.code for each in result.refused} == {"R-023"}
    first = {each.row: each.reason for each in result.refused}
    guonian = [row for row, line in enumerate(lines, start=2) if ",果念," in line]
    assert f"与第 {guonian[0]} 行是同一个设施到村" in first[guonian[1]]
    [total] = sums()
    assert (total.rows, total.villages) == (23, 23)


@pytest.mark.row("S-29")
def test_areas_done_and_next_are_added_apart():
    factories.project(code="L", area=factories.COUNTY, sites=())
    distinct, seen = [], set()
    for line in road_lines():
        if (place := line.split(",")[3]) not in seen:
            seen.add(place)
            distinct.append(line)
    done = sum(int(line.split(",")[5]) for line in distinct[:-1])
    distinct[-1] = distinct[-1].replace(distinct[-1].split(",")[5], str(400_863 - done))
    following = [
        f"L,村内户外道路,{t},,下一期,{area},平方米,,,\n"
        for t, area in (("云岭乡", "100000"), ("升平镇", "90000.49"), ("霞若乡", "91484"), ("拖顶乡", "100000"))
    ]
    result = load_csv(HEAD + "".join([*distinct, *following]), since=DAY)
    assert not result.refused
    by_state = {each.state: each for each in sums()}
    assert (by_state["已完成"].quantity, by_state["已完成"].shown) == (400_863, "400,863")
    assert (by_state["下一期"].quantity, by_state["下一期"].in_townships) == (Decimal("381484.49"), 4)
    assert by_state["下一期"].villages == 0


@pytest.mark.row("S-30")
def test_16_clinics_and_2_are_18_in_6_townships_with_their_price(client):
    factories.project(code="W", area=factories.COUNTY, sites=())
    new = [f"W,村卫生室,{t},{v},已完成,1,所,新建120平方米,500000,500000\n" for t, vs in clinics.NEW for v in vs]
    repaired = [f"W,村卫生室,{t},{v},已完成,1,所,修缮,100000,100000\n" for t, vs in clinics.REPAIRED for v in vs]
    result = load_csv(HEAD + "".join([*new, *repaired]), since=DAY)
    assert not result.refused
    [total] = sums()
    assert (total.shown, total.villages, total.in_townships, total.spec_text) == (
        "18",
        18,
        6,
        "新建120平方米 16 + 修缮 2",
    )
    assert total.total_amount == 820_0000_00
    enter(client)
    page = client.get(reverse("project", args=["W"])).content.decode()
    assert "18 个村，6 个乡镇（新建120平方米 16 + 修缮 2）" in page
    answer = client.get(reverse("project-sites") + "?item=村卫生室&state=done")
    assert answer.status_code == 200
    assert sum(each.rows for _, each in answer.context["by_township"]) == 18
    assert client.get(reverse("project-sites-export")).status_code == 200


@pytest.mark.row("S-30")
def test_965_lamps_in_32_villages(client):
    from jingzhun.areas.models import Area

    factories.project(code="D", area=factories.COUNTY, sites=())
    villages = Area.objects.filter(level=12, code__startswith="533422").select_related("parent").order_by("code")[:32]
    parts = [30] * 31 + [965 - 31 * 30]
    lines = [f"D,太阳能路灯,{v.parent.name},{v.name},下一期,{n},盏,,,\n" for v, n in zip(villages, parts, strict=True)]
    assert not load_csv(HEAD + "".join(lines), since=DAY).refused
    [total] = sums()
    assert (total.shown, total.villages, total.state) == ("965", 32, "下一期")
    enter(client, role="township_reviewer", area=villages[0].parent_id)
    shown = client.get(reverse("project-sites"))
    assert {row.record.area.parent_id for row in shown.context["table"].rows} == {villages[0].parent_id}


def test_a_row_without_a_quantity_makes_the_total_unknown_not_smaller():
    factories.project(code="D")
    load_csv(HEAD + "D,路灯,云岭乡,红坡村,已完成,30,盏,,,\nD,路灯,云岭乡,查里通村,已完成,,,,,\n", since=DAY)
    assert [(each.unit, each.shown, each.unknown) for each in sums()] == [("盏", "30", 0), ("", "", 1)]


def test_price_times_quantity_is_checked_and_a_place_is_asked_for():
    subject = factories.project(code="D").subject
    given = {
        "item": "路灯",
        "state": "done",
        "quantity": Decimal(2),
        "unit": "盏",
        "spec": "",
        "rate": Decimal(3000),
        "amount": 500_000,
    }
    with pytest.raises(UnableToRecordRow, match=r"2 盏 × 3000 元 = 6,000.00 元，不等于 5,000.00 元"):
        record_row(
            theme=SITES,
            subject=subject,
            values=given | {"area_id": factories.VILLAGE},
            by=factories.SYSTEM,
            source="清单",
        )
    with pytest.raises(UnableToRecordRow, match="要写明村"):
        record_row(
            theme=SITES,
            subject=subject,
            values=given | {"area_id": "", "amount": 600_000},
            by=factories.SYSTEM,
            source="清单",
        )
    result = load_csv(HEAD + "D,路灯,云岭乡,没有这村,已完成,1,盏,,,\n", since=DAY)
    assert [each.code for each in result.refused] == ["R-041"]


@pytest.mark.parametrize("wrong", [{"quantity": Decimal(3)}, {"unit": ""}, {"state": ""}, {"amount": None}])
def test_the_database_refuses_what_cannot_be_and_a_place_twice(wrong):
    row = {
        "item": "路灯",
        "area_id": factories.VILLAGE,
        "state": "done",
        "quantity": Decimal(2),
        "unit": "盏",
        "rate": Decimal(3000),
        "amount": 600_000,
    }
    common = {"subject": factories.project(code="D").subject, **factories.known(factories.change())}
    SiteWork.objects.create(key="1", **row, **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteWork.objects.create(key="2", **row, **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteWork.objects.create(key="3", **row | {"area_id": factories.NEXT_VILLAGE} | wrong, **common)


def test_a_place_by_hand_and_the_export_comes_in_again(client):
    factories.project(code="D", area=factories.TOWNSHIP)
    enter(client)
    given = {
        "item": "路灯",
        "state": "done",
        "area_id": factories.VILLAGE,
        "quantity": "30",
        "unit": "盏",
        "reason": "验收单",
    }
    assert client.post(reverse("project-row", args=["D", "site-works"]), given).status_code == 302
    assert "红坡村" in client.get(reverse("project-row", args=["D", "site-works"])).content.decode()
    answer = client.get(f"{reverse('project-row-export')}?theme=site-works")
    from jingzhun.core.area_code import AreaCode
    from jingzhun.ingest.actions.importing import Choice, apply_file, read_sheets

    result, *_ = apply_file(
        data=answer.content, sheets=read_sheets(answer.content, "导出.xlsx"), name="导出.xlsx", choice=Choice(since=DAY),
        scope=AreaCode.parse(factories.COUNTY), today=date(2026, 7, 1), by=factories.SYSTEM,
    )  # fmt: skip
    assert (result.layout, result.accepted, result.refused, result.changes) == ("site-works", 1, [], 0)
