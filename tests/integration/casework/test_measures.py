"""Measures by class and labour capacity (S-05), appraised homes (S-73), exits by year (S-14)."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from case_walk import CODES, family, office
from jingzhun.areas.models import Area
from jingzhun.casework.dwellings import appraised, without_grade
from jingzhun.casework.exit_list import ExitCheck, poor_villages, village_cohorts
from jingzhun.casework.measures import propose
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.policy.packs import SHIPPED, read_folder
from jingzhun.registry.models import (
    Dwelling,
    HouseholdCause,
    HouseholdStatus,
    Labour,
    PackFact,
    Subject,
    VillageConditions,
)
from jingzhun.rules.measure_table import LABOUR, measures_in
from jingzhun.rules.source import AuthorProblem

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)


@pytest.fixture
def given():
    return office(CODES, "national/measures-2014")


def household(*capacities: str, attribute: str = "01", cause: str = "01"):
    home = family(registered=True, names=("甲", "乙", "丙")[: len(capacities)])
    by = factories.known(factories.change())
    HouseholdStatus.objects.filter(subject=home.subject).update(attribute=attribute)
    HouseholdCause.objects.create(subject=home.subject, since=date(2014, 6, 30), main_cause=cause, **by)
    people = home.memberships.order_by("subject_id")
    for row, capacity in zip(people, capacities, strict=True):
        if capacity:
            Labour.objects.create(subject_id=row.subject_id, since=date(2014, 6, 30), capacity=capacity, **by)
    return home


@pytest.mark.row("S-05")
def test_no_class_without_labour_power_gets_production_only():
    (table,) = measures_in(read_folder(SHIPPED / "national/measures-2014"))
    assert {each.group for each in table.rows} == {"一般贫困户", "低保贫困户", "五保贫困户"}
    assert {(each.group, each.labour) for each in table.rows} == {
        (group, labour) for group in ("一般贫困户", "低保贫困户", "五保贫困户") for labour in LABOUR
    }
    for row in table.rows:
        if row.labour == "无":
            assert not set(row.measures) & table.needs_labour
            for cause in table.causes:
                assert not set(table.added(cause, "无")) & table.needs_labour


@pytest.mark.row("S-05")
def test_a_household_without_labour_power_is_proposed_protection_and_one_with_it_production(given):
    alone = household("04", "03", cause="07")
    found = propose(alone.subject, day=DAY, book=given.book)
    assert (found.group, found.labour, found.causes) == ("一般贫困户", "无", ("缺技术",))
    measures = {each.measure for each in found.suggestions}
    assert "社会保障" in measures and not measures & found.table.needs_labour
    assert found.suggestions[0].reasons == ("一般贫困户，无劳动力（定策精准）",)
    able = propose(household("01", "", cause="01").subject, day=DAY, book=given.book)
    assert able.labour == "有"
    assert {"产业发展", "扶贫小额信贷", "健康扶贫"} <= {each.measure for each in able.suggestions}
    assert next(e.reasons for e in able.suggestions if e.measure == "健康扶贫") == ("致贫原因：因病",)
    weak = propose(household("05", "04", attribute="04").subject, day=DAY, book=given.book)
    assert (weak.group, weak.labour, weak.suggestions[0].measure) == ("低保贫困户", "弱", "社会保障")


def test_what_is_not_on_record_is_named_and_nothing_is_guessed(given):
    found = propose(household("04", "").subject, day=DAY, book=given.book)
    assert found.suggestions == ()
    assert found.missing == ("成员的劳动技能", "2018 年或上年收入")
    outside = propose(family().subject, day=DAY, book=given.book)
    assert "农户类别" in outside.missing and "致贫原因" in outside.missing


def test_a_table_that_gives_the_unable_production_only_is_refused():
    row = "measures: 表\ncode: t\nrows:\n  - {class: 一般贫困户, labour: 无, measures: [产业发展, 技能培训]}\n"
    rest = "capacity: {有: [普通劳动力], 弱: [弱劳动力], 无: [无劳动力]}\nneeds_labour: [产业发展, 技能培训]\n"
    with pytest.raises(AuthorProblem, match=r"第 4 行.*不能只有产业和就业"):
        measures_in({"measures/a.yaml": row + rest})
    (table,) = measures_in({"measures/a.yaml": row.replace("技能培训", "社会保障") + rest})
    assert table.row("一般贫困户", "无").measures == ("产业发展", "社会保障")
    for wrong, said in (("labour: 无", "labour: 半"), ("class: ", "group: ")):
        with pytest.raises(AuthorProblem):
            measures_in({"measures/a.yaml": row.replace(wrong, said) + rest})


@pytest.mark.row("S-73")
def test_every_household_on_the_register_without_a_grade_is_listed(given):
    graded, ungraded, dangerous = (family(registered=True, names=("甲",)) for _ in range(3))
    family(names=("乙",))
    by = factories.known(factories.change())
    Dwelling.objects.create(subject=graded.subject, since=date(2017, 5, 1), grade="A", **by)
    Dwelling.objects.create(subject=dangerous.subject, since=date(2017, 5, 1), grade="D", **by)
    Dwelling.objects.create(subject=ungraded.subject, since=date(2017, 5, 1), floor_area=80, **by)
    county = given.posts["county_officer"][0]
    assert [each.subject for each in without_grade(county, DAY)] == [ungraded.subject]
    found = appraised(county, DAY)
    assert (found.households, found.graded, found.dangerous) == (3, 2, 1)
    neighbour = factories.post(role="village_cadre", area=factories.NEXT_VILLAGE)
    assert not without_grade(neighbour, DAY).exists()


@pytest.mark.row("S-14")
def test_the_exits_by_year_add_up_to_the_poor_villages_and_the_stated_ones_do_not(given):
    codes = list(Area.objects.under(AreaCode.parse("513336")).at(Level.VILLAGE).values_list("code", flat=True))[:42]
    by = factories.known(factories.change())
    for number, code in enumerate(codes):
        village = Subject.objects.create(kind="village", code=code, area_id=code, created_by=by["change"])
        year = 2014 + number // 5 if number < 18 else 2018
        VillageConditions.objects.create(subject=village, since=date(2014, 1, 1), is_poor_village=True, **by)
        since = date(year, 12, 20)
        VillageConditions.objects.create(subject=village, since=since, is_poor_village=False, **by)
        PackFact.objects.create(subject=village, since=since, fact="village_exit_year", number=year, **by)
    county = factories.post(role="county_officer", area="513336000000")
    cohorts = village_cohorts(county, DAY)
    assert [(each.year, len(each.codes)) for each in cohorts] == [
        (2014, 5),
        (2015, 5),
        (2016, 5),
        (2017, 3),
        (2018, 24),
    ]
    ours = ExitCheck({str(each.year): len(each.codes) for each in cohorts}, poor_villages(county, DAY))
    assert (ours.sum, ours.total, ours.fits) == (42, 42, True)
    stated = ExitCheck({"2014—2017年": 18, "2018年": 42}, 42)
    assert (stated.sum, stated.fits, stated.said) == (60, False, "18加42等于60，总数42，多 18")
    early = date(2017, 12, 31)
    assert (sum(len(each.codes) for each in village_cohorts(county, early)), poor_villages(county, early)) == (18, 42)
