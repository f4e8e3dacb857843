"""The printed evidence of each system that a pack carries, as worked cases of the shipped packs: equality and missing included."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from jingzhun.rules.declared_fact import with_facts
from jingzhun.rules.pack import Pack, UnableToFindParameter
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.worked_case import run_cases
from shipped_packs import POLICIES, checked, schema


@cache
def ran(name: str) -> dict[str, dict[str, str]]:
    """Case title → what was found, after all cases came out as written."""
    results = run_cases(checked(name))
    assert all(each.passed for each in results)
    return {each.title: dict(each.found) for each in results}


def titles(pack: Pack, standard: str) -> list[str]:
    return [item.title for each in pack.standards if each.name == standard for item in each.items]


def line(name: str, parameter: str, area: str, year: int) -> str:
    (found,) = (each for each in load_pack(POLICIES / name).parameters if each.name == parameter)
    return found.value(area=area, day=date(year, 12, 31)).written


@pytest.mark.row("S-08")
def test_a_total_that_is_not_the_union_of_both_systems_fails():
    found = ran("national/two-systems-2010")
    zhang = found["6.35加4.77减3.99不是7.19"]
    assert (zhang["union"], zhang["两项并集人数"], zhang["enrolled"], zhang["supported"]) == (
        "不通过",
        "71300人",
        "通过",
        "通过",
    )
    assert found["总数是并集"]["两项制度合计核对"] == "通过"
    assert {
        found[case]["两项制度覆盖"] for case in ("建档而没有低保,仅扶贫", "未建档而有低保,仅低保", "两项都有,交叉")
    } == {"通过"}
    assert found["两项都没有,未覆盖"]["两项制度覆盖"] == "不通过"
    assert found["登记的三块由户数得出"] == {
        "登记的仅扶贫人数": "3人",
        "登记的交叉人数": "2人",
        "登记的仅低保人数": "4人",
    }


@pytest.mark.row("S-12")
def test_sichuan_asks_for_more_than_the_line_and_counts_schools_against_townships():
    pack = load_pack(POLICIES / "sichuan/exit-2018")
    assert [len(titles(pack, name)) for name in ("户退出", "村退出", "县退出")] == [7, 6, 4]
    found = ran("sichuan/exit-2018")
    assert found["刚好等于国家扶贫标准,不是超过"]["income"] == "不通过"
    village = found["五有齐全"]
    assert {village[each] for each in ("collective", "road", "clinic", "culture", "network")} == {"通过"}
    assert found["填报12所多于乡镇数,要说明"]["schools_counted"] == "不通过"


@pytest.mark.row("S-13")
def test_xinjiang_has_thirteen_items_and_finds_the_village_without_water():
    assert len(titles(load_pack(POLICIES / "xinjiang/exit-2018"), "村退出")) == 1 + 5 + 7
    found = ran("xinjiang/exit-2018")
    assert found["吐米亚村未通安全饮用水"]["water"] == "不通过"
    county = found["三个村有两个未通水、一个未通广播"]
    assert (county["all_water"], county["all_broadcast"], county["all_power"]) == ("不通过", "不通过", "通过")


@pytest.mark.row("S-15")
def test_incidence_names_its_denominator_or_is_missing():
    found = ran("national/incidence-2010")
    given = found["90.2万减54.77万是35.43万"]
    assert (given["lifted"], given["rate"], given["应减贫人口"], given["province"]) == (
        "通过",
        "通过",
        "354300人",
        "不通过",
    )
    assert found["没有写明农村人口,发生率没有分母"]["rate"] == "缺数据"


@pytest.mark.row("S-16")
def test_exited_households_stay_watched_in_five_cohorts():
    assert titles(load_pack(POLICIES / "sichuan/lookback-2018"), "退出批次") == [
        f"{year}年退出" for year in range(2014, 2019)
    ]
    found = ran("sichuan/lookback-2018")
    assert found["收入降到标准线上,算返贫"]["回头看"] == "不通过"
    assert found["两户退出,一户返贫"]["返贫率"] == "0.5"


@pytest.mark.row("S-33")
def test_tranches_are_thirty_thirty_forty_with_their_gates():
    found = ran("lueyang/tranches-2015")
    paid = [title for title, result in found.items() if result == {"金额": "30万元"} or result == {"金额": "40万元"}]
    assert [title.partition("：")[0] for title in paid] == ["启动拨付", "进度拨付", "进度拨付", "验收拨付"]
    assert found["进度拨付：工程进度 49.999%"] == {"金额": "不符合"}
    assert ran("chongqing/tranches-2010")["多留一分"]["retention"] == "不通过"


@pytest.mark.row("S-37")
def test_factors_share_the_fund_by_adjustable_weights():
    found = ran("dingxi/planning-2010")
    assert found["因素分配：绩效因素占比 20%"] == {"金额": "130万元"}
    assert found["权重合计100%"]["weights"] == "通过"
    weights = [each for each in load_pack(POLICIES / "dingxi/planning-2010").parameters if each.name.endswith("权重")]
    assert len(weights) == 6
    assert {value.trust for each in weights for value in each.values} == {"unchecked"}


@pytest.mark.row("S-39")
def test_a_local_share_of_49_9_percent_fails():
    found = ran("xiangcheng/guarantees-2018")
    assert found["本级投入正好50%,援藏正好80%"]["local"] == "通过"
    assert (found["49.9%不到一半"]["local"], found["49.9%不到一半"]["本级投入占比"]) == ("不通过", "0.499")


@pytest.mark.row("S-56")
def test_thirty_mu_of_terraces_are_fifteen_thousand_and_walnuts_do_not_add_up():
    found = ran("yunnan/planting-2012")
    assert found["坡改梯补助：坡改梯亩数 30亩"] == {"金额": "15000元"}
    walnut = found["80亩按300元应是2.4万元,填1.6万元不符;总投入应是3.2万元"]
    assert (walnut["grant"], walnut["total"], walnut["应补助"]) == ("不通过", "不通过", "24000元")


@pytest.mark.row("S-65")
def test_own_share_of_ten_thousand_is_at_most_five_hundred():
    found = ran("xiangcheng/guarantees-2018")
    assert found["一万元住院自付五百元,正好5%"]["share"] == "通过"
    assert found["多付一分"]["share"] == "不通过"
    assert found["医疗超限补助：住院个人负担 1200元"] == {"金额": "700元"}


@pytest.mark.row("S-80")
def test_the_two_lines_are_one_and_aid_per_head_is_44_32():
    found = ran("xiangcheng/guarantees-2018")
    assert found["1823.21万元、3.4282万人、12个月,人均月救助44.32元"]["人均月救助"] == "44.32元"
    assert found["低保线差一分,没有合一"]["merged"] == "不通过"
    assert found["低保提标：低保人均月补助 131.99元"] == {"金额": "0.01元"}


@pytest.mark.row("S-82")
def test_batches_overlap_and_their_shares_have_the_right_denominator():
    found = ran("national/batches-2015")
    stated = found["4595占6834的67.2%,2018不占30.8%,78户占1270户的6.1%"]
    assert [stated[each] for each in ("production_share", "guarantee_share", "relocation_share")] == [
        "通过",
        "不通过",
        "通过",
    ]
    assert ran("xinjiang/batches-2016")["七个一批只列了六批"]["填报批数"] == "6"


@pytest.mark.row("S-105")
@pytest.mark.row("S-113")
def test_gaps_bands_and_the_years_a_village_plan_takes():
    found = ran("dingxi/planning-2010")["5153减2380是2773,占46.2%和78%;(944-344)/50是12年,余254村"]
    assert (found["比全国少"], found["完成所需年数"], found["规划外余村"], found["band"]) == (
        "2773元",
        "12",
        "254村",
        "通过",
    )


@pytest.mark.row("S-38")
def test_a_fund_target_is_last_year_and_thirty_percent():
    assert ran("xingwen/fund-target-2014")["4881万元增30%是6345.3万元,正好达到"]["争取目标"] == "63453000元"


def test_deqin_2016_and_shaanxi_and_guangxi_have_the_items_of_their_names():
    sizes = {
        "deqin/exit-2016": {"户退出": 8 + 4 + 1 + 1, "村退出": 3, "乡退出": 2},
        "shaanxi/exit-2017": {"户退出": 5, "村退出": 7, "县退出": 7},
        "guangxi/exit-2020": {"户退出": 8 + 1, "村退出": 11 + 1, "县退出": 1 + 1},
    }
    for name, standards in sizes.items():
        pack = load_pack(POLICIES / name)
        assert {each: len(titles(pack, each)) for each in standards} == standards


@pytest.mark.parametrize(
    "series, area, year, value",
    [
        ("统计扶贫标准", "533422", 2018, "2995元"),
        ("工作扶贫标准", "533422", 2018, "3500元"),
        ("工作扶贫标准", "360730", 2018, "3535元"),
        ("工作扶贫标准", "530502", 2017, "3200元"),
        ("工作扶贫标准", "513336", 2020, "4000元"),
    ],
)
def test_a_poverty_line_is_found_by_place_year_and_series(series, area, year, value):
    assert line("national/poverty-line-2010", series, area, year) == value


@pytest.mark.parametrize("series, year", [("统计扶贫标准", 2012), ("统计扶贫标准", 2020), ("工作扶贫标准", 2013)])
def test_a_line_that_nobody_saw_stays_blank(series, year):
    with pytest.raises(UnableToFindParameter):
        line("national/poverty-line-2010", series, "533422", year)


@pytest.mark.parametrize(
    "area, year, value",
    [
        ("430000", 2022, "6500元"),
        ("350121", 2023, "10560元"),
        ("350526", 2024, "低保倍数 × 低保月标准 × 12月"),
        ("533422", 2025, "8700元"),
    ],
)
def test_a_monitoring_line_is_found_by_place_and_year(area, year, value):
    assert line("national/monitoring-2021", "监测范围", area, year) == value


@pytest.mark.parametrize("area, year", [("533422", 2023), ("513336", 2024), ("653226", 2022)])
def test_a_monitoring_line_that_nobody_saw_is_asked_for_not_guessed(area, year):
    with pytest.raises(UnableToFindParameter):
        line("national/monitoring-2021", "监测范围", area, year)


def test_the_regime_of_2026_has_no_amount_of_its_own():
    assert load_pack(POLICIES / "national/assistance-2026").parameters == ()


def test_all_shipped_facts_fit_one_roster_and_are_declared_alike():
    facts = [fact for path in sorted(POLICIES.glob("*/*/pack.yaml")) for fact in load_pack(path.parent).facts]
    whole = with_facts(schema(), facts)
    assert {(fact.of, fact.code) for fact in facts} == {
        (table.subject, column.name) for table in whole.tables for column in table.columns if column not in
        {old for before in schema().tables if before.name == table.name for old in before.columns}
    }  # fmt: skip
