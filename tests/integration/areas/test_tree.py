"""The tree: shipped counties, spellings, renaming, mergers, and finding areas by what was written."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from jingzhun.areas.actions.load import UnableToLoadAreas, load_county, load_division
from jingzhun.areas.actions.name import UnableToMergeAreas, UnableToNameArea, add_spelling, merge, rename
from jingzhun.areas.models import Area, AreaGroup, AreaMerger, AreaName
from jingzhun.areas.resolve import AreaIndex, UnableToFindArea, UnableToTellAreas
from jingzhun.audit.actor import Actor
from jingzhun.audit.models import Event
from jingzhun.core.area_code import AreaCode, Level

pytestmark = pytest.mark.django_db
BY = Actor.system("测试")
DEQIN = AreaCode("533422")


@pytest.fixture
def deqin():
    load_county(county="533422", by=BY)


def test_a_shipped_county_has_its_eight_townships_and_everything_above(deqin):
    assert Area.objects.under(DEQIN).at(Level.TOWNSHIP).count() == 8
    assert Area.objects.get(pk="533422000000").parent_id == "533400000000"
    village = Area.objects.get(pk="533422202205")
    assert village.above() == ["530000000000", "533400000000", "533422000000", "533422202000"]
    assert (village.short_name, village.initials) == ("查里通", "clt")


@pytest.mark.parametrize(
    ("written", "official"), [("查理通", "查里通"), ("粗卡桶", "粗卡通"), ("溜筒江", "溜洞江"), ("查理通村", "查里通")]
)
def test_the_reports_spellings_resolve_to_the_official_villages(deqin, written, official):
    code = AreaIndex.read(DEQIN).find(written, Level.VILLAGE)
    assert Area.objects.get(pk=code).short_name == official


@pytest.mark.parametrize(
    "written", ["奔子栏镇叶日村", "德钦县奔子栏镇叶日村委会", "云南省迪庆藏族自治州德钦县奔子栏镇叶日", "德钦县叶日村"]
)
def test_a_name_with_the_places_above_it_resolves(deqin, written):
    index = AreaIndex.read(DEQIN)
    assert index.find(written, Level.VILLAGE) == "533422102203"
    assert index.find("云南省迪庆州德钦县", Level.COUNTY) == "533422000000"


@pytest.mark.parametrize("written", ["佛山乡叶日村", "乡城县叶日村", "香格里拉市奔子栏镇叶日村"])
def test_a_name_under_another_place_does_not(deqin, written):
    with pytest.raises(UnableToFindArea):
        AreaIndex.read(DEQIN).find(written, Level.VILLAGE)


def test_loading_again_writes_nothing(deqin):
    before = Event.objects.count()
    assert load_county(county="533422", by=BY) == 0
    assert Event.objects.count() == before
    assert AreaName.objects.count() == 3


def test_an_area_under_a_new_name_in_the_file_keeps_the_former(deqin):
    assert load_division(rows=[(AreaCode("533422202205"), "查里桶村委会")], by=BY, source="2024.csv") == 1
    former = AreaName.objects.get(area_id="533422202205", kind="former")
    assert (former.short_name, former.source) == ("查里通", "2024.csv")
    index = AreaIndex.read(DEQIN)
    assert {index.find(name, Level.VILLAGE) for name in ("查里通", "查里桶", "查理通")} == {"533422202205"}
    assert Event.objects.first().details["renamed"] == 1


def test_a_row_without_its_ancestors_is_refused_and_nothing_is_written():
    with pytest.raises(UnableToLoadAreas, match="上级 410000000000"):
        load_division(rows=[(AreaCode("53"), "云南省"), (AreaCode("4101"), "郑州市")], by=BY, source="x.csv")
    assert not Area.objects.exists()
    with pytest.raises(UnableToLoadAreas, match=r"没有随系统提供 999999.*513336、533422"):
        load_county(county="999999", by=BY)


def test_a_name_that_is_unknown_or_not_alone_is_said(deqin):
    index = AreaIndex.read(DEQIN)
    with pytest.raises(UnableToFindArea, match="A-001 没有叫“无此村”的村"):
        index.find("无此村", Level.VILLAGE)
    add_spelling(area="533422202205", name="上村", source="甲", by=BY)
    add_spelling(area="533422205207", name="上村", source="乙", by=BY)
    index = AreaIndex.read(DEQIN)
    with pytest.raises(UnableToTellAreas, match="533422202205、533422205207"):
        index.find("上村", Level.VILLAGE)
    assert index.find("上村", Level.VILLAGE, inside="533422205000") == "533422205207"
    with pytest.raises(UnableToFindArea):
        index.find("查里通", Level.VILLAGE, inside="533422205000")


def test_an_index_knows_only_its_own_county(deqin):
    load_county(county="513336", by=BY)
    with pytest.raises(UnableToFindArea):
        AreaIndex.read(AreaCode("513336")).find("查里通", Level.VILLAGE)


def test_a_spelling_is_registered_once_and_logged(deqin):
    before = Event.objects.count()
    first = add_spelling(area="533422202205", name=" 查利通 村 ", source="来文", by=BY)
    assert add_spelling(area="533422202205", name="查利通 村", source="来文", by=BY) == first
    assert Event.objects.count() == before + 1
    event = Event.objects.first()
    assert (event.action, event.subject_code, event.area_code) == ("areas.spelling", "533422202205", "533422202205")


@pytest.mark.parametrize(("name", "why"), [("查里通村", "现在的名称"), ("  ", "没有写名字"), ("红坡村", "另有区划")])
def test_a_spelling_that_would_mislead_is_refused(deqin, name, why):
    with pytest.raises(UnableToNameArea, match=why):
        add_spelling(area="533422202205", name=name, source="", by=BY)


def test_renaming_keeps_the_former_name_until_its_day(deqin):
    rename(area="533422202205", name="新查里通村委会", on=date(2020, 5, 1), document="（测试）", by=BY)
    area = Area.objects.get(pk="533422202205")
    assert (area.short_name, area.initials) == ("新查里通", "xclt")
    assert area.names.get(kind="former").until == date(2020, 5, 1)
    assert AreaIndex.read(DEQIN).find("查里通", Level.VILLAGE) == "533422202205"
    with pytest.raises(UnableToNameArea, match="不是新的名称"):
        rename(area="533422202205", name="新查里通村委会", on=date(2021, 5, 1), document="", by=BY)


def test_a_merged_area_resolves_onwards_from_its_day(deqin):
    merge(area="533422202205", into="533422202204", on=date(2020, 5, 1), document="（测试）", by=BY)
    assert Area.objects.get(pk="533422202205").until == date(2020, 5, 1)
    assert AreaIndex.read(DEQIN).find("查理通", Level.VILLAGE) == "533422202205"
    assert AreaIndex.read(DEQIN, on=date(2020, 4, 30)).find("查理通", Level.VILLAGE) == "533422202205"
    assert AreaIndex.read(DEQIN, on=date(2020, 5, 1)).find("查理通", Level.VILLAGE) == "533422202204"
    merge(area="533422202204", into="533422202203", on=date(2022, 1, 1), document="", by=BY)
    assert AreaIndex.read(DEQIN, on=date(2023, 1, 1)).find("查理通", Level.VILLAGE) == "533422202203"


@pytest.mark.parametrize(
    ("area", "into", "why"),
    [
        ("533422202205", "533422202205", "同一个"),
        ("533422202205", "533422202000", "级别不同"),
        ("533422202000", "533422205000", "下面还有区划"),
    ],
)
def test_mergers_that_make_no_sense_are_refused(deqin, area, into, why):
    with pytest.raises(UnableToMergeAreas, match=why):
        merge(area=area, into=into, on=date(2020, 5, 1), document="", by=BY)


def test_no_merger_twice_and_none_into_what_is_gone(deqin):
    merge(area="533422202205", into="533422202204", on=date(2020, 5, 1), document="", by=BY)
    with pytest.raises(UnableToMergeAreas, match="已经撤并"):
        merge(area="533422202205", into="533422202203", on=date(2021, 5, 1), document="", by=BY)
    with pytest.raises(UnableToMergeAreas, match="后者在 2020-05-01 已经撤并"):
        merge(area="533422202203", into="533422202205", on=date(2021, 5, 1), document="", by=BY)


BROKEN = {
    "same name twice": lambda: AreaName.objects.create(area_id="533422202205", name="查理通", short_name="x", kind="spelling"),
    "period upside down": lambda: AreaName.objects.create(
        area_id="533422202205", name="乙", short_name="乙", kind="former", since=date(2020, 1, 1), until=date(2019, 1, 1)
    ),
    "merged twice": lambda: [
        AreaMerger.objects.create(area_id="533422202205", into_id=into, on=date(2020, 1, 1))
        for into in ("533422202204", "533422202203")
    ],
    "merged into itself": lambda: AreaMerger.objects.create(
        area_id="533422202205", into_id="533422202205", on=date(2020, 1, 1)
    ),
    "group name twice": lambda: [AreaGroup.objects.create(name="沿江片区", since=date(2020, 1, 1)) for _ in range(2)],
}  # fmt: skip


@pytest.mark.parametrize("write", BROKEN.values(), ids=BROKEN)
def test_the_database_refuses(deqin, write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()
