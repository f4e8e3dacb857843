"""The list of households and 一户一档: scope, filter, count, export, as of a day."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from django.utils import timezone

import factories
from jingzhun.audit.models import Event
from jingzhun.registry.models import Dwelling, Labour, Membership, Schooling

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return factories.county()


def enter(client, post):
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def codes(response) -> list[str]:
    return [row.record.subject.code for row in response.context["table"].page.object_list]


def test_list_shows_only_households_in_scope_and_counts_them(client, county):
    mine, other = factories.household(), factories.household(village=factories.NEXT_VILLAGE)
    response = enter(client, factories.post(role="village_cadre", area=factories.VILLAGE)).get("/households/")
    assert codes(response) == [mine.subject.code]
    assert "1 行" in response.content.decode()
    assert other.subject.code not in response.content.decode()


def test_filter_finds_by_name_initials_and_number(client, county):
    tashi, kelsang = factories.household(), factories.household()
    factories.member(of=tashi, name="扎西顿珠")
    factories.member(of=kelsang, name="格桑卓玛", sex="女")
    browser = enter(client, factories.post())
    for text in ("扎西", "zx", tashi.subject.code):
        assert codes(browser.get("/households/", {"q": text})) == [tashi.subject.code]


def test_filter_by_register_tells_registered_from_the_rest(client, county):
    registered, rest = factories.household(), factories.household(registered=False)
    browser = enter(client, factories.post())
    assert codes(browser.get("/households/", {"register": "in"})) == [registered.subject.code]
    assert codes(browser.get("/households/", {"register": "not"})) == [rest.subject.code]


def test_export_holds_exactly_the_rows_shown_and_is_logged(client, county):
    shown = factories.household()
    factories.member(of=shown, name="=扎西")
    factories.household(registered=False)
    response = enter(client, factories.post()).get("/households/export/", {"register": "in"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(index for index, row in enumerate(rows) if row[0] == "户主")
    assert [row[:2] for row in rows[head + 1 :]] == [["=扎西户", shown.subject.code]]
    assert any("演示数据" in str(row[0]) for row in rows[:head])
    assert Event.objects.filter(action="export", details__rows=1).exists()


def test_resident_of_another_village_gets_404_that_does_not_confirm(client, county):
    away = factories.household(village=factories.NEXT_VILLAGE)
    browser = enter(client, factories.post(role="village_cadre", area=factories.VILLAGE))
    there, nowhere = browser.get(f"/households/{away.subject.code}/"), browser.get("/households/000/")
    assert there.status_code == nowhere.status_code == 404
    assert away.subject.code not in there.content.decode().replace(f"/households/{away.subject.code}/", "")


def test_page_masks_id_numbers_and_hides_health_from_posts_that_may_not_see_it(client, county):
    home = factories.household()
    factories.member(of=home, number=(number := factories.id_number()))
    page = enter(client, factories.post(role="inspection")).get(f"/households/{home.subject.code}/").content.decode()
    assert number not in page
    assert f"533499********{number[-4:]}" in page
    assert "不在权限内" in page


def test_page_as_of_a_day_shows_the_members_of_that_day(client, county):
    home = factories.household()
    factories.member(of=home, name="扎西顿珠")
    child = factories.member(of=home, name="央宗拉姆", relation="04", sex="女", since=date(2016, 3, 1))
    browser = enter(client, factories.post())
    assert "央宗拉姆" in browser.get(f"/households/{home.subject.code}/").content.decode()
    assert "央宗拉姆" not in browser.get(f"/households/{home.subject.code}/?as_of=2015-12-31").content.decode()
    assert child.pk


def test_page_as_known_on_a_day_does_not_show_what_was_recorded_later(client, county):
    early = factories.change(at=timezone.make_aware(datetime(2019, 1, 10)))
    late = factories.change(at=timezone.make_aware(datetime(2019, 5, 1)))
    home = factories.household(by=early)
    factories.member(of=home, name="扎西顿珠", by=early)
    factories.member(of=home, name="央宗拉姆", relation="04", sex="女", by=late)
    browser = enter(client, factories.post())
    assert "央宗拉姆" not in browser.get(f"/households/{home.subject.code}/?known=2019-04-01").content.decode()
    assert "央宗拉姆" in browser.get(f"/households/{home.subject.code}/?known=").content.decode()


def test_lists_counts_and_exports_hold_only_households_that_were_there_and_known(client, county):
    late = factories.change(at=timezone.make_aware(datetime(2019, 5, 1)))
    early = factories.change(at=timezone.make_aware(datetime(2019, 1, 10)))
    known, later = factories.household(by=early), factories.household(by=late)
    browser = enter(client, factories.post())

    def seen(asked: str) -> tuple[list[str], int, int]:
        page = browser.get(f"/households/?{asked}")
        book = openpyxl.load_workbook(io.BytesIO(browser.get(f"/households/export/?{asked}").content)).active
        exported = sum(row[1] in (known.subject.code, later.subject.code) for row in book.iter_rows(values_only=True))
        area = browser.get(f"/areas/{factories.TOWNSHIP.ljust(12, '0')}/?{asked}").context["file"].below
        return codes(page), exported, sum(each.households for each in area)

    both = [known.subject.code, later.subject.code]
    assert seen("as_of=2018-12-31&known=") == (both, 2, 2)
    assert seen("as_of=2018-12-31&known=2019-04-01") == (both[:1], 1, 1)
    assert seen("as_of=1999-12-31&known=") == ([], 0, 0)


def test_page_of_a_day_before_the_household_was_recorded_says_so(client, county):
    home = factories.household()
    response = enter(client, factories.post()).get(f"/households/{home.subject.code}/?as_of=1999-12-31")
    assert response.status_code == 200
    assert "这一天没有可以说明的结论" in response.content.decode()


def test_ledger_says_missing_without_mark_and_nought_with_it(client, county):
    home = factories.household()
    factories.member(of=home)
    browser = enter(client, factories.post())
    assert "收入是缺数据，不是零" in browser.get(f"/households/{home.subject.code}/").content.decode()
    factories.complete(of=home, table="收入", year=2018)
    assert "按没有收入算" in browser.get(f"/households/{home.subject.code}/").content.decode()


def test_number_of_queries_does_not_grow_with_the_village(client, county, django_assert_max_num_queries):
    for _ in range(30):
        factories.member(of=factories.household())
    browser = enter(client, factories.post())
    with django_assert_max_num_queries(16):
        browser.get("/households/")
    with django_assert_max_num_queries(45):
        browser.get(f"/households/{Membership.objects.first().household.subject.code}/")


def test_area_page_counts_each_village_and_refuses_the_neighbour(client, county):
    factories.household()
    factories.household(registered=False)
    factories.household(village=factories.FAR_VILLAGE)
    browser = enter(client, factories.post(role="township_reviewer", area=factories.TOWNSHIP))
    below = {
        row.area.code: (row.households, row.registered)
        for row in browser.get(f"/areas/{factories.TOWNSHIP}/").context["file"].below
    }
    assert below[factories.VILLAGE] == (2, 1)
    assert browser.get(f"/areas/{factories.NEXT_TOWNSHIP}/").status_code == 404


def test_a_department_sees_the_fields_it_keeps_and_how_many_are_unknown(client, county):
    home = factories.household()
    factories.member(of=home)
    page = enter(client, factories.post(role="department", department="教育局")).get("/")
    fields = {field.label: (field.known, field.unknown, field.absent, field.homes) for field in page.context["fields"]}
    assert fields["在校生状况"] == (0, 0, 1, 1)
    assert "房屋等级" not in fields
    assert 'href="/imports/"' in page.text and "上传本部门的文件" in page.text


def test_a_department_sees_of_a_household_only_the_facts_it_keeps(client, county):
    home = factories.household()
    child = factories.member(of=home, name="格桑卓玛")
    by = factories.change()
    since = date(2018, 1, 1)
    Schooling.objects.create(subject=child.subject, since=since, education="03", **factories.known(by))
    Labour.objects.create(subject=child.subject, since=since, capacity="01", **factories.known(by))
    Dwelling.objects.create(subject=home.subject, since=since, grade="C", **factories.known(by))
    factories.income(of=home, fen=123_456_00, item="卖松茸")
    address = f"/households/{home.subject.code}/"
    education = enter(client, factories.post(role="department", department="教育局")).get(address)
    (member,) = education.context["file"].members
    assert member.name == "格桑卓玛"
    assert (member.capacity, member.medical, member.health) == ("不在权限内",) * 3
    assert member.education not in ("不在权限内", "未知")
    page = education.content.decode()
    for hidden in ("卖松茸", "123,456", "房屋等级", "收支"):
        assert hidden not in page.replace("收支、帮扶和达标情况由", "")
    housing = enter(client, factories.post(role="department", department="住建局")).get(address)
    assert "房屋等级" in housing.content.decode()
    assert housing.context["file"].members[0].education == "不在权限内"
    assert "卖松茸" in enter(client, factories.post()).get(address).content.decode()


def test_an_export_leaves_the_names_of_its_filters_in_the_log_and_not_what_was_typed(client, county):
    factories.member(of=factories.household(), name="扎西顿珠")
    enter(client, factories.post()).get("/households/export/", {"q": "扎西顿珠", "register": ""})
    event = Event.objects.first()
    assert (event.action, event.details["filters"], event.details["rows"]) == ("export", ["q"], 1)
    assert "扎西" not in str(event.details) and "%E6" not in str(event.details)
    assert len(event.details["digest"]) == 64


def test_a_list_that_is_too_long_is_not_exported(client, county, monkeypatch):
    monkeypatch.setattr("jingzhun.accounts.export.LARGEST_EXPORT", 1)
    browser = enter(client, factories.post())
    factories.household()
    assert browser.get("/households/export/").status_code == 200
    factories.household()
    refused = browser.get("/households/export/")
    assert refused.status_code == 422
    assert "P-030 " in refused.content.decode() or "一次最多导出 1 行" in refused.content.decode()


def test_a_member_number_beyond_all_numbers_is_not_found(client, county):
    home = factories.household()
    browser = enter(client, factories.post())
    assert browser.get(f"/households/{home.subject.code}/record/schooling/{10**30}/").status_code == 404


def test_a_village_records_a_fact_and_a_stale_form_is_refused_with_the_difference(client, county):
    home = factories.household()
    browser = enter(client, factories.post(role="village_cadre", area=factories.VILLAGE))
    address = f"/households/{home.subject.code}/record/cause/"
    said = {"main_cause": "01", "since": "2018-12-31", "reason": "入户核实", "version": ""}
    assert browser.post(address, said).status_code == 302
    again = browser.post(address, {**said, "main_cause": "02"})
    assert again.status_code == 422
    assert "G-020" in again.content.decode() and "因病" in again.content.decode()


def test_an_income_is_recorded_marked_whole_and_withdrawn_with_a_reason(client, county):
    from jingzhun.registry.models import Completeness, IncomeEntry

    home = factories.household()
    browser = enter(client, factories.post(role="village_cadre", area=factories.VILLAGE))
    base = f"/households/{home.subject.code}"
    said = {
        "year": "2018",
        "direction": "in",
        "kind": "a",
        "item": "务工",
        "amount": "3,500.00",
        "basis": "",
        "reason": "本人申报",
    }
    assert browser.post(f"{base}/record/income/", said).status_code == 302
    entry = IncomeEntry.objects.known().get(subject=home.subject)
    assert entry.amount == 350_000
    browser.post(f"{base}/mark/income/", {"complete": "yes"})
    assert Completeness.objects.known().filter(subject=home.subject, table="收入", year=2018).exists()
    browser.post(f"{base}/withdraw/income/{entry.pk}/", {"reason": "记错了户"})
    assert not IncomeEntry.objects.known().filter(subject=home.subject).exists()
    assert IncomeEntry.objects.filter(subject=home.subject).count() == 1


def test_a_department_opens_the_households_that_lack_its_field(client, county):
    without, other = factories.household(), factories.household()
    factories.member(of=without)
    factories.member(of=other)
    browser = enter(client, factories.post(role="department", department="教育局"))
    assert "?gap=schooling." in browser.get("/").content.decode()
    answer = browser.get("/households/", {"gap": "dwelling.grade"})
    assert set(codes(answer)) == {without.subject.code, other.subject.code}
    assert "缺“房屋等级”的" in answer.content.decode()
    assert codes(browser.get("/households/", {"gap": "dwelling.nothing"})) == []
