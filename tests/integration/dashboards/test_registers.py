"""户建卡、村造册、乡立簿、县归档: sums equal members on every level, on paper and in the workbook, as of a day and as known then."""

from __future__ import annotations

import io
from datetime import date, datetime

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

import factories
import register_county
from jingzhun.areas.actions.load import load_division
from jingzhun.areas.models import Area
from jingzhun.audit.models import Event
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.dashboards.dossier_check import checks_of, villages_on_file
from jingzhun.dashboards.register_book import UnableToAddUp, read_book
from jingzhun.dashboards.register_paper import equation, notes_of
from jingzhun.registry.models import HouseholdStatus, Membership, PersonIdentity, Subject, VillageConditions

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)


def enter(client, post):
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def book_of(code: str, *, day: date = DAY, known_at: datetime | None = None):
    return read_book(area=Area.objects.get(pk=code), day=day, known_at=known_at)


def text_of(response) -> str:
    assert response.status_code == 200, response.content.decode()[:300]
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def cells(response, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_name(sheet).to_python()


@pytest.mark.row("S-02", "S-03")
def test_a_county_of_42_villages_1270_households_and_6834_persons_has_each_dossier_once(client):
    """Seed 003. 57 villages in the county of then, 42 of them with registered households; the areas of 2023 are shipped."""
    factories.county()
    villages = [area.code for area in Area.objects.under(AreaCode.parse(factories.NEXT_COUNTY)).at(Level.VILLAGE)]
    register_county.register(
        villages=villages[:42], households=1270, persons=6834, poor=villages[:42], others=villages[42:]
    )
    book = book_of(factories.NEXT_COUNTY)
    assert (book.households, book.persons, len(book.with_households)) == (1270, 6834, 42)
    for part in (*book.parts, *book.villages):
        again = book_of(part.area.code)
        assert (again.households, again.persons, again.digest) == (part.households, part.persons, part.digest)
    assert sum(part.households for part in book.parts) == sum(len(village.lines) for village in book.villages) == 1270
    assert "其中贫困村 42 个" in notes_of(book)[1]
    cards = [line.code for village in book.villages for line in village.lines]
    assert len(set(cards)) == len(cards) == 1270
    assert [check.found for check in checks_of(book, villages_on_file(book))] == [(), (), ()]

    officer = enter(client, factories.post(area=factories.NEXT_COUNTY))
    page = officer.get(reverse("dossiers")).content.decode()
    assert "42 个有建档立卡户的村，各有一份村档" in page and "1,270 户 6,834 人，每户一张卡" in page
    printed = text_of(officer.get(reverse("register-pdf", args=[factories.NEXT_COUNTY])))
    assert "".join(equation(book).split()) in printed and "=42个村合计" in printed
    sheet = cells(officer.get(reverse("register-workbook", args=[factories.NEXT_COUNTY])), "户")
    assert sum(str(row[3]).isdigit() and len(str(row[3])) > 8 for row in sheet) == 0  # no column moved
    lines = [row for row in sheet if str(row[2]) in set(cards)]
    assert (len(lines), sum(row[5] for row in lines)) == (1270, 6834)


@pytest.mark.row("S-02")
def test_a_town_of_10_poor_and_7_low_income_villages_registers_795_households():
    """Seed 002, paragraph 215: entered in three months after two notices; the town prints no number of persons."""
    factories.county()
    town = "533499100"
    names = {"533499": "演示县", town: "演示镇"} | {
        f"{town}{200 + number}": f"演示{number}村民委员会" for number in range(17)
    }
    load_division(rows=[(AreaCode(code), name) for code, name in names.items()], by=factories.SYSTEM, source="测试")
    villages = [f"{town}{200 + number}" for number in range(17)]
    register_county.register(villages=villages, households=795, persons=3102, poor=villages[:10])
    book = book_of(f"{town}000")
    poor = [village for village in book.villages if village.is_poor_village]
    assert (len(poor), len(book.villages) - len(poor), book.households) == (10, 7, 795)
    assert (
        sum(village.households for village in poor)
        + sum(village.households for village in book.villages if village.is_poor_village is False)
        == 795
    )
    assert equation(book) == "本簿 795 户 3,102 人 = 17 个村合计"
    assert "有建档立卡户的村 17 个，其中贫困村 10 个" in notes_of(book)


def small() -> None:
    """Two villages of one township: a household of two and one of one; one household that is not on the register."""
    factories.county()
    first = factories.household(code="HA1")
    factories.member(of=first, name="扎西顿珠")
    factories.member(of=first, name="央宗拉姆", relation="04", sex="女")
    factories.member(of=factories.household(code="HB1", village=factories.NEXT_VILLAGE), name="格桑卓玛")
    factories.member(of=factories.household(code="HX1", registered=False), name="次仁")


def test_a_book_is_as_of_a_day_and_as_known_at_a_moment(client):
    small()
    late = factories.change(at=timezone.make_aware(datetime(2019, 5, 1)))
    early = factories.change(at=timezone.make_aware(datetime(2019, 1, 10)))
    for row in (*HouseholdStatus.objects.all(), *Membership.objects.all(), *PersonIdentity.objects.all()):
        row.recorded_at, row.change = early.at, early
        row.save()
    factories.member(of=factories.household(code="HA2", by=late), name="后来补录", by=late)
    factories.member(
        of=factories.household(code="HA3", since=date(2019, 2, 1), by=early), since=date(2019, 2, 1), by=early
    )
    moment = timezone.make_aware(datetime(2019, 4, 2))
    codes = lambda **when: [line.code for line in book_of(factories.VILLAGE, **when).lines]  # noqa: E731
    assert codes() == ["HA1", "HA2"]
    assert codes(known_at=moment) == ["HA1"]
    assert codes(day=date(2019, 3, 1), known_at=moment) == ["HA1", "HA3"]
    printed = text_of(
        enter(client, factories.post()).get(
            reverse("register-pdf", args=[factories.VILLAGE]), {"as_of": "2018-12-31", "known": "2019-04-01"}
        )
    )
    assert (
        "事实截至2018-12-31；当时所知截至2019-04-01" in printed and "后来补录" not in printed and "扎西顿珠" in printed
    )


def test_paper_masks_id_numbers_marks_demo_data_and_is_logged(client):
    small()
    number = PersonIdentity.objects.get(name="扎西顿珠").id_number_shown
    officer = enter(client, factories.post())
    for name, argument in (
        ("register-pdf", factories.VILLAGE), ("register-cards", factories.VILLAGE), ("household-card", "HA1"),
    ):  # fmt: skip
        printed = text_of(officer.get(reverse(name, args=[argument])))
        assert "演示数据" in printed and number not in printed, name
        assert f"533499********{number[-4:]}" in printed, name
        event = Event.objects.latest("number")
        assert (event.action, event.details["rows"], len(event.details["digest"])) == ("export", 1, 64), name
        assert "扎西" not in str(event.details) + event.subject_code


def test_a_card_says_who_where_and_what_is_missing(client):
    small()
    printed = text_of(enter(client, factories.post()).get(reverse("household-card", args=["HA1"])))
    for said in ("建档立卡户登记卡", "德钦县", "HA1", "央宗拉姆", "没有记录，是缺数据，不是零", "户主（签字或指印）"):
        assert said in printed
    assert "格桑卓玛" not in printed


def test_health_is_on_a_card_only_where_the_post_may_see_it(client):
    small()
    assert "不在权限内" in text_of(
        enter(client, factories.post(role="audit")).get(reverse("household-card", args=["HA1"]))
    )
    assert "不在权限内" not in text_of(enter(client, factories.post()).get(reverse("household-card", args=["HA1"])))


def test_a_household_off_the_register_has_no_card(client):
    small()
    refused = enter(client, factories.post()).get(reverse("household-card", args=["HX1"]))
    assert refused.status_code == 422 and "D-033" in refused.content.decode()


def test_a_township_is_not_printed_as_cards(client):
    small()
    refused = enter(client, factories.post()).get(reverse("register-cards", args=[factories.TOWNSHIP]))
    assert refused.status_code == 422 and "一次印一个村" in refused.content.decode()


def test_a_household_that_lies_in_no_village_stops_the_book_and_is_named(client):
    small()
    stray = factories.household(code="HT1", village=factories.TOWNSHIP)
    factories.member(of=stray)
    with pytest.raises(UnableToAddUp) as refused:
        book_of(factories.TOWNSHIP)
    assert "3 户 4 人" in str(refused.value) and "2 户 3 人" in str(refused.value) and "HT1" in str(refused.value)
    page = enter(client, factories.post()).get(reverse("dossiers"))
    assert page.status_code == 422 and "D-031" in page.content.decode()


def found(code: str) -> list[list[str]]:
    book = book_of(code)
    return [[each.text for each in check.found] for check in checks_of(book, villages_on_file(book))]


def test_a_village_without_file_a_household_without_card_and_a_person_on_two_cards_are_named():
    small()
    files = lambda village: VillageConditions.objects.create(  # noqa: E731
        subject=Subject.objects.create(kind="village", code=village, area_id=village, created_by=factories.change()),
        since=date(2018, 1, 1), **factories.known(factories.change()),
    )  # fmt: skip
    files(factories.VILLAGE)
    files(factories.NEXT_VILLAGE)
    assert found(factories.TOWNSHIP) == [[], [], []]
    VillageConditions.objects.filter(subject__code=factories.NEXT_VILLAGE).delete()
    factories.household(code="HA9")
    twin = PersonIdentity.objects.get(name="央宗拉姆").id_number_shown
    factories.member(of=factories.household(code="HB9", village=factories.NEXT_VILLAGE), name="央宗", number=twin)
    missing, bare, double = found(factories.TOWNSHIP)
    assert missing == [f"{Area.objects.get(pk=factories.NEXT_VILLAGE).title}没有村情况"]
    assert bare == ["HA9 没有成员"]
    assert double == ["央宗在 HB9，同一证件号还在另一张卡上", "央宗拉姆在 HA1，同一证件号还在另一张卡上"]
    assert found(factories.VILLAGE)[2] == []


def test_the_digest_of_a_book_changes_with_its_lines():
    small()
    before = book_of(factories.COUNTY)
    PersonIdentity.objects.filter(name="扎西顿珠").update(name="扎西")
    after = book_of(factories.COUNTY)
    assert before.digest != after.digest
    unchanged = {v.area.code: v.digest for v in before.villages if v.area.code != factories.VILLAGE}
    assert unchanged == {v.area.code: v.digest for v in after.villages if v.area.code != factories.VILLAGE}


def test_a_cadre_prints_the_own_village_only_and_a_department_or_inspector_nothing(client):
    small()
    cadre = enter(client, factories.post(role="village_cadre", area=factories.VILLAGE))
    assert cadre.get(reverse("register-pdf", args=[factories.VILLAGE])).status_code == 200
    assert cadre.get(reverse("register-pdf", args=[factories.NEXT_VILLAGE])).status_code == 404
    assert cadre.get(reverse("household-card", args=["HB1"])).status_code == 404
    for role in ("department", "inspection"):
        refused = enter(client, factories.post(role=role)).get(reverse("register-pdf", args=[factories.VILLAGE]))
        assert refused.status_code == 403, role
