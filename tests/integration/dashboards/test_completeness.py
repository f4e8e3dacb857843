"""底数清、情况明: what a file should say, what it says, who fills the gap; and the same over an area with the households behind."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

import factories
from jingzhun.dashboards.asked import ASKED, MARKS, asked_field
from jingzhun.dashboards.gaps import gaps_of, households_of, lacking
from jingzhun.registry.models import Dwelling, Household, Insurance, VillageConditions

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)


@pytest.fixture
def county():
    return factories.county()


def enter(client, post):
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def dwelling(home: Household, *, by=None, **values: object) -> Dwelling:
    return Dwelling.objects.create(
        subject=home.subject, since=date(2018, 1, 1), **values, **factories.known(by or factories.change())
    )


def theme_of(page, title: str):
    return next(theme for theme in page.context["meter"].themes if theme.title == title)


def test_a_field_is_known_unknown_or_not_collected(client, county):
    home = factories.household()
    browser, address = enter(client, factories.post()), f"/households/{home.subject.code}/"
    before = theme_of(browser.get(address), "住房")
    assert (before.known, before.unknown, before.absent) == (0, 0, 5)
    dwelling(home, grade="A", is_dangerous=False)
    after = theme_of(browser.get(address), "住房")
    assert (after.known, after.unknown, after.absent, after.percent) == (2, 3, 0, 40)
    assert {gap.label for gap in after.gaps} == {"住房面积", "主要结构", "建房年份"}
    assert not any(gap.is_absent for gap in after.gaps)


def test_a_no_is_known_and_a_blank_that_says_none_is_no_gap(client, county):
    home = factories.household()
    meter = enter(client, factories.post()).get(f"/households/{home.subject.code}/").context["meter"]
    labels = {gap.label for theme in meter.themes for gap in theme.gaps}
    assert "主要致贫原因" in labels
    assert not labels & {"其他致贫原因1", "依法免学", "残疾类别等级", "脱贫年度", "拼音首字母"}


def test_each_gap_leads_to_its_page_or_names_its_owner(client, county):
    home = factories.household()
    child = factories.member(of=home, name="扎西顿珠")
    code = home.subject.code
    officer = enter(client, factories.post()).get(f"/households/{code}/").content.decode()
    links = {link["href"] for link in BeautifulSoup(officer, "html.parser").select("#meter a")}
    assert reverse("record", args=[code, "dwelling"]) in links
    assert reverse("record-member", args=[code, "schooling", child.pk]) in links
    assert all(client.get(link).status_code == 200 for link in links)
    cadre = enter(client, factories.post(role="village_cadre", area=factories.VILLAGE)).get(f"/households/{code}/")
    soup = BeautifulSoup(cadre.content.decode(), "html.parser")
    assert reverse("record", args=[code, "dwelling"]) not in {link["href"] for link in soup.select("#meter a")}
    assert "由住建提供" in soup.select_one("#meter").text and "由医保提供" in soup.select_one("#meter").text
    assert reverse("record", args=[code, "cause"]) in {link["href"] for link in soup.select("#meter a")}


def test_an_inspector_is_offered_no_page_to_record(client, county):
    home = factories.household()
    page = enter(client, factories.post(role="inspection")).get(f"/households/{home.subject.code}/").content.decode()
    assert not BeautifulSoup(page, "html.parser").select("#meter a")


def test_a_department_meters_the_fields_it_keeps(client, county):
    home = factories.household()
    factories.member(of=home)
    page = enter(client, factories.post(role="department", department="教育局")).get(
        f"/households/{home.subject.code}/"
    )
    assert [theme.title for theme in page.context["meter"].themes] == ["就学"]


def test_a_pension_is_asked_from_sixteen_on_the_day(client, county):
    home = factories.household()
    old = factories.member(of=home, name="十六", born_on=date(2002, 12, 31))
    young = factories.member(of=home, name="十五", relation="04", born_on=date(2003, 1, 1))
    for person in (old, young):
        Insurance.objects.create(
            subject=person.subject, since=date(2018, 1, 1), has_medical=True, **factories.known(factories.change())
        )
    page = enter(client, factories.post()).get(f"/households/{home.subject.code}/")
    gap = next(gap for gap in theme_of(page, "参保").gaps if gap.label == "参加基本养老保险")
    assert [place.who for place in gap.places] == ["十六"]
    (theme,) = (each for each in gaps_of(households_of(county), DAY, None) if each.title == "参保")
    field = next(each for each in theme.fields if each.label == "参加基本养老保险")
    assert (field.known, field.unknown, field.absent, field.homes) == (0, 1, 0, 1)


@pytest.mark.row("S-05")
def test_the_gaps_of_an_area_are_those_of_its_households_together(client, county):
    homes = [factories.household(), factories.household(), factories.household(village=factories.NEXT_VILLAGE)]
    factories.household(registered=False)
    for home in homes:
        factories.member(of=home)
    dwelling(homes[0], grade="A", is_dangerous=False, floor_area=80, structure="01", built_year=2010)
    dwelling(homes[1], grade="B")
    factories.complete(of=homes[0], table="收入", year=2018)
    officer = enter(client, factories.post())
    meters = [officer.get(f"/households/{home.subject.code}/").context["meter"] for home in homes]
    themes = {theme.title: theme for theme in gaps_of(households_of(county), DAY, None)}
    for title in themes:
        mine = [theme for meter in meters for theme in meter.themes if theme.title == title]
        for count in ("known", "unknown", "absent"):
            assert sum(getattr(theme, count) for theme in mine) == getattr(themes[title], count), (title, count)
    page = officer.get(f"/areas/{factories.TOWNSHIP}/gaps/").content.decode()
    assert "底数：农户档案缺什么" in page


def test_the_list_behind_a_gap_has_as_many_households_as_the_gap_says(client, county):
    first, second = factories.household(), factories.household(village=factories.NEXT_VILLAGE)
    factories.member(of=first)
    factories.member(of=first, relation="04", name="央宗")
    factories.member(of=second)
    dwelling(first, grade="A")
    factories.complete(of=first, table="成员")
    factories.household(registered=False)
    officer = enter(client, factories.post())
    for theme in gaps_of(households_of(county), DAY, None):
        for field in theme.fields:
            page = officer.get("/households/", {"gap": field.gap})
            listed = page.context["table"].paginator.count
            assert listed == field.homes == lacking(Household.objects.all(), field.gap, DAY, None).count(), field.label
            assert f"缺“{field.label}”的" in page.content.decode()


def test_gaps_are_as_of_a_day_and_as_known_at_a_moment(county):
    early = factories.change(at=timezone.make_aware(datetime(2019, 1, 10)))
    home = factories.household(by=early)
    dwelling(home, grade="A", by=factories.change(at=timezone.make_aware(datetime(2019, 5, 1))))

    def unknown(day: date, known_at: datetime | None = None) -> tuple[int, int]:
        (theme,) = (each for each in gaps_of(households_of(county), day, known_at) if each.title == "住房")
        return theme.known, theme.absent

    assert unknown(DAY) == (1, 0)
    assert unknown(date(2017, 12, 31)) == (0, 5)
    assert unknown(DAY, timezone.make_aware(datetime(2019, 4, 1))) == (0, 5)


def test_the_file_of_a_village_names_the_department_of_each_gap(client, county):
    page = enter(client, factories.post(role="village_cadre", area=factories.VILLAGE)).get(
        f"/areas/{factories.VILLAGE}/"
    )
    theme = theme_of(page, "村情况")
    assert (theme.known, theme.absent) == (0, len(theme.gaps)) and theme.absent > 10
    owners = {gap.label: gap.owner for gap in theme.gaps}
    assert owners["行政村道路硬化"] == "交通" and owners["贫困村"] == "“村情况”表"
    from exit_county import village_income

    village = village_income(village=factories.VILLAGE, fen=100).subject
    VillageConditions.objects.create(
        subject=village, since=date(2018, 1, 1), has_hard_road=True, is_poor_village=False, **factories.known(factories.change())
    )  # fmt: skip
    theme = theme_of(client.get(f"/areas/{factories.VILLAGE}/"), "村情况")
    assert (theme.known, theme.absent) == (2, 0) and theme.unknown == len(theme.gaps)


def test_every_table_and_mark_that_is_asked_can_be_found_by_its_key():
    keys = [asked.key_of(field) for asked in ASKED for field in asked.fields] + [mark.key for mark in MARKS]
    assert len(keys) == len(set(keys)) and len(keys) > 30
    assert all(asked_field(key) for key in keys if not key.startswith("mark."))
    assert asked_field("dwelling.nothing") is None
