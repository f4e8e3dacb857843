"""Facts that packs declare: stored, dated, read from sheets and pages, part of the roster, explained in the dictionary."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

import fact_pack
import factories
from jingzhun.core.area_code import AreaCode
from jingzhun.ingest.actions import importing
from jingzhun.policy.actions.packs import UnableToStorePack, store
from jingzhun.policy.codes import CodeBook
from jingzhun.policy.facts import all_declared_facts, declared_facts
from jingzhun.registry.actions.fact import UnableToRecord
from jingzhun.registry.actions.pack_fact import record_pack_facts
from jingzhun.registry.actions.undo import undo
from jingzhun.registry.dictionary import dictionary
from jingzhun.registry.models import Change, PackFact, Subject
from jingzhun.registry.pack_facts import known_facts
from jingzhun.results.actions.evaluate import evaluate
from jingzhun.results.models import Run, Verdict
from jingzhun.results.roster_build import RosterBuild
from jingzhun.rules.pack import UnableToFindParameter
from sheets import xlsx

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)


@pytest.fixture
def county(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path
    area = factories.county()
    store(files=fact_pack.FILES, by=factories.SYSTEM, is_shipped=True)
    return area


def fact(code):
    return next(each for each in all_declared_facts() if each.code == code)


def record(subject, day=DAY, **values):
    return record_pack_facts(
        kind=subject.kind, code=subject.code, area=subject.area_id, since=day, year=day.year, by=factories.SYSTEM, source="测试",
        values={fact(code): value for code, value in values.items()},
    )  # fmt: skip


def litres(subject, day):
    (known,) = known_facts([fact("water_litres")], subject, day)
    return known.value


def read(data, name="表.xlsx"):
    result, _, upload = importing.apply_file(
        data=data, sheets=importing.read_sheets(data, name), name=name, choice=importing.Choice(since=DAY),
        scope=AreaCode("533422"), today=date(2026, 1, 1), by=factories.SYSTEM,
    )  # fmt: skip
    return result, upload


def test_a_fact_holds_from_its_day_and_what_was_known_stays(county):
    home = factories.household().subject
    record(home, date(2018, 3, 1), water_litres=35)
    record(home, date(2018, 9, 1), water_litres=42)
    assert [litres(home, day) for day in (date(2018, 2, 1), date(2018, 8, 31), date(2018, 9, 1))] == [None, 35, 42]
    with pytest.raises(UnableToRecord):
        record(home, date(2018, 9, 2), water_litres=42)
    record(home, date(2018, 10, 1), water_litres=None)
    assert litres(home, DAY) is None
    assert PackFact.objects.count() == 3


def test_a_row_holds_one_value_once(county):
    home, by = factories.household().subject, factories.change()
    for values in ({"flag": True, "number": 1}, {"text": "甲", "money": 1}, {"fact": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PackFact.objects.create(
                **({"subject": home, "since": DAY, "fact": "water_litres", **values} | factories.known(by))
            )


def test_a_usual_sheet_takes_a_declared_fact_by_its_header_and_undo_takes_it_back(county):
    home = factories.household(code="H1").subject
    result, upload = read(
        xlsx(
            ("户编号", "日均用水量(升/人)", "厨房结构"),
            [{"户编号": "H1", "日均用水量(升/人)": 40, "厨房结构": "竹草土坯"}],
        )
    )
    assert (result.layout, result.accepted, result.written) == ("living", 1, 2)
    assert litres(home, DAY) == 40
    assert PackFact.objects.get(fact="kitchen").text == "04"
    undo(change=Change.objects.get(pk=upload.change_id), by=factories.SYSTEM, reason="测试")
    assert litres(home, DAY) is None


def test_townships_and_the_county_are_told_by_sheets_of_their_own(county):
    result, _ = read(xlsx(("乡镇", "有标准中心校"), [{"乡镇": "奔子栏镇", "有标准中心校": "是"}]))
    assert (result.layout, result.accepted) == ("townships", 1)
    assert Subject.objects.get(kind="township").area.title == "奔子栏镇"
    result, _ = read(xlsx(("县", "年度", "调查户数"), [{"县": "德钦县", "年度": 2017, "调查户数": 80}]))
    assert (result.layout, result.accepted) == ("county", 1)
    assert PackFact.objects.get(fact="surveyed_households").year == 2017


def test_the_roster_has_a_column_for_each_and_yearly_ones_of_the_year(county):
    home = factories.household()
    person = factories.member(of=home).subject
    record(home.subject, water_litres=39.5, kitchen="02")
    record(person, date(2017, 12, 31), hospital_cost=900_000)
    township = Subject(kind="township", code=factories.TOWNSHIP, area_id=factories.TOWNSHIP)
    record(township, has_central_school=True)
    declared = declared_facts(AreaCode("533422"), DAY)
    read = RosterBuild(AreaCode("533422"), DAY, timezone.now(), CodeBook.read(), declared=declared).read()
    household, member = (read.tables[name].to_pylist()[0] for name in ("household", "member"))
    assert (household["water_litres"], household["kitchen"]) == (39.5, "砖混")
    assert member["hospital_cost"] is None, "last year's cost is not this year's"
    told = {row["code"]: row["has_central_school"] for row in read.tables["township"].to_pylist()}
    assert told[factories.TOWNSHIP] is True
    assert set(told.values()) == {True, None}


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
def test_a_run_judges_by_declared_facts(county, engine):
    home = factories.household(code="H1").subject
    record(home, water_litres=40, kitchen="04")
    evaluate(area=county, as_of=DAY, by=factories.SYSTEM, engine=engine)
    verdict = Verdict.objects.get(subject=home)
    assert (verdict.outcome, verdict.failed) == ("fail", "|kitchen|")


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
def test_a_run_judges_and_grants_to_every_kind_of_subject(county, engine, capsys):
    person = factories.member(of=factories.household()).subject
    record(person, hospital_cost=1_000_000)
    project = factories.project().subject
    record(project, accepted_on=date(2018, 12, 31))
    township = Subject(kind="township", code=factories.TOWNSHIP, area_id=factories.TOWNSHIP)
    record(township, has_central_school=True)
    (run,) = evaluate(area=county, as_of=DAY, by=factories.SYSTEM, engine=engine)
    assert run.state == "done", run.problem
    outcomes = {(v.subject.kind, v.name): (v.outcome, v.amount) for v in Verdict.objects.select_related("subject")}
    assert outcomes["person", "人达标"] == ("pass", None)
    assert outcomes["person", "住院补助"] == ("pass", 50_000)
    assert outcomes["project", "项目达标"] == ("pass", None)
    assert outcomes["project", "项目奖励"] == ("pass", 10_000)
    assert outcomes["township", "乡达标"] == ("pass", None)
    assert outcomes["township", "乡补助"] == ("pass", 20_000)


def test_two_packs_may_share_a_fact_only_if_they_declare_it_alike(county):
    other = {**fact_pack.FILES, "pack.yaml": fact_pack.FILES["pack.yaml"].replace("test/facts", "test/other")}
    store(files=other, by=factories.SYSTEM, is_shipped=True)
    changed = fact_pack.FILES["facts/facts.yaml"].replace("unit: 升/人", "unit: 公斤/人")
    with pytest.raises(UnableToStorePack, match="日均用水量"):
        store(files={**other, "facts/facts.yaml": changed}, by=factories.SYSTEM)


def test_the_page_records_what_the_post_may_and_the_dictionary_explains_it(county, client):
    home = factories.household().subject
    post = factories.post(role="village_cadre", area=factories.VILLAGE)
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("record-pack-facts", args=["household", home.code])
    shown = client.get(page).content.decode()
    assert "厨房结构" in shown, "no department keeps it"
    form = {"since": "2018-12-01", "reason": "入户看了", "version": "-", "kitchen": "02"}
    assert client.post(page, form).status_code == 302
    assert client.post(page, form).status_code == 422, "the form was opened before the first answer"
    assert PackFact.objects.known().get().text == "02"
    assert "砖混" in client.get(reverse("household", args=[home.code])).content.decode()
    labels = {entry.label for table in dictionary() for entry in table.entries}
    assert {"日均用水量", "有标准中心校", "验收日期"} <= labels


def test_an_area_page_shows_what_is_not_known_yet_and_leads_to_its_form(county, client):
    officer = factories.post()
    client.force_login(officer.official, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("area", args=[factories.TOWNSHIP])).content.decode()
    assert "有标准中心校" in page and "未知" in page
    form = reverse("record-pack-facts", args=["township", factories.TOWNSHIP])
    assert form in page
    given = {"since": "2018-12-01", "reason": "教育局来文", "version": "-", "has_central_school": "yes"}
    assert client.post(form, given).status_code == 302
    assert PackFact.objects.known().get().flag is True


BLANK = {
    **fact_pack.FILES,
    "pack.yaml": fact_pack.FILES["pack.yaml"].replace("test/facts-2018", "test/blank-2018").replace("自带事实", "空着的线"),
    "parameters/line.yaml": (
        "parameter: 县里的线\ncode: county_line\nunit: 升/人\nvalues:\n"
        '  - {area: "513336", from: 2018-01-01, value: 40升/人, source: 测试, clause: 一, trust: unchecked}\n'
    ),
    "standards/household.yaml": (
        "standard: 饮水达标\nsubject: 户\nitems:\n"
        "  - {id: litres, title: 达到县里的线, holds: 日均用水量 >= 县里的线, clause: 一, source: 测试, trust: unchecked}\n"
    ),
}  # fmt: skip
"""A pack whose line has no value in the county."""


def test_a_pack_without_its_line_fails_alone_and_the_household_page_says_so(county, client):
    store(files=BLANK, by=factories.SYSTEM, is_shipped=True)
    home = factories.household(code="H1")
    factories.member(of=home)
    with pytest.raises(UnableToFindParameter):
        evaluate(area=county, as_of=DAY, by=factories.SYSTEM)
    states = dict(Run.objects.values_list("pack__name", "state"))
    assert states == {"test/blank-2018": "failed", "test/facts-2018": "done"}
    assert "县里的线" in Run.objects.get(state="failed").problem
    client.force_login(factories.post().official, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("household", args=["H1"])).content.decode()
    assert "参数“县里的线”在 2018-12-31 没有 533422 的值" in page
    assert "每人每日40升以上" in page, "the other pack is explained all the same"
