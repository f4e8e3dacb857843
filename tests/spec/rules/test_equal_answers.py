"""Random packs over random rosters: the engines agree on every verdict, value, threshold and amount.

``JINGZHUN_EXAMPLES=500`` makes more of them, with ``--hypothesis-profile explore`` new ones each time.
"""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from county_roster import COUNTY_ROSTER
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.numbers import UnableToCompute
from jingzhun.rules.pack import Rounding

from .conftest import AREA, make_pack, make_roster, programme, standard

BOOLS = st.sampled_from(["是", "否", "缺"])
GRADES = st.sampled_from(["A", "B", "C", "D", "缺"])
MONEY = st.sampled_from(
    ["0元", "0.01元", "-0.01元", "3499.99元", "3500元", "10500元", "-3500元", "99999999999999.99元", "33333.33元", "缺"]
)
AREAS = st.sampled_from(["0平方米", "24.99平方米", "25平方米", "-25.5平方米", "0.01平方米", "缺"])
METRES = st.sampled_from(["0米", "1米", "-7米", "1000米", "1001米", "缺"])
DAYS = st.sampled_from(
    [
        "2000-02-29",
        "2012-02-29",
        "2012-12-31",
        "2013-01-01",
        "2018-02-28",
        "2018-12-31",
        "2025-01-01",
        "1900-01-01",
        "缺",
    ]
)
YEARS = st.sampled_from(["2017", "2018", "2019", "缺"])


def joined(*options: str) -> st.SearchStrategy[str]:
    return st.sampled_from(options)


def pair(pattern: str, left: st.SearchStrategy[str], right: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(left, right).map(lambda two: pattern.format(*two))


SIGN = joined(">=", ">", "<", "<=", "=", "≠")

# rules about a member (row), an income (row), a household, by unit
member_plain = joined(
    "在校",
    "参加养老保险",
    "在校 缺",
    "性别 = 女",
    "健康状况 属于 [“健康”, “残疾”]",
    "出生日期 在 2000-02-29 到 2013-01-01",
    "户.饮水安全",
)
member_age = pair("周岁(出生日期) {} {}", SIGN, joined("5", "6岁", "18", "0", "4.5"))
member = st.recursive(
    member_plain
    | member_age
    | pair("务工月数 {} {}", SIGN, joined("0月", "3月", "(户.取水距离 // 1米) × 1月", "(计数(成员) // 1人) × 1月")),
    lambda inner: (
        pair("({} 且 {})", inner, inner) | pair("({} 或 {})", inner, inner) | inner.map(lambda c: f"非 ({c})")
    ),
    max_leaves=3,
)
income = joined(
    "年度 = 评估年度",
    "年度 = 2017",
    "方向 = “收”",
    "年度 = 2018 且 方向 = “支”",
    "年度 在 2017 到 2018",
    "金额 > 0元",
    "非 方向 = “收”",
    "方向 缺 或 年度 >= 2018",
)
people = (
    st.just("计数(成员)")
    | member.map(lambda c: f"计数(成员, {c})")
    | pair("(计数(成员, {}) - 计数(成员, {}))", member, member)
    | st.just("2人")
)
money = st.recursive(
    income.map(lambda c: f"合计(收入, 金额, {c})") | st.just("合计(收入, 金额)") | joined("3500元", "0.01元", "-5元")
    | pair("合计(收入, 金额 × {}, {})", joined("2", "30%", "-1"), income),
    lambda inner: pair("({} + {})", inner, inner) | pair("({} - {})", inner, inner) | pair("min({}, {})", inner, inner)
    | pair("max({}, {})", inner, inner) | pair("({} × {})", inner, joined("30%", "3", "0.5", "-1"))
    | pair("({} // {})", inner, joined("3", "0", "-2", "0.7", "(取水距离 // 1米)")) | inner.map(lambda m: f"上取整({m})")
    | pair("如果 饮水安全 则 {} 否则 ({})", inner, inner).map(lambda m: f"({m})"),
    max_leaves=4,
)  # fmt: skip
share = pair("占比(成员, {}{})", member, joined("", ", 务工月数", ", 如果 在校 则 1 否则 0"))
average = pair("均({}, {})", money, people) | pair(
    "均({}, {})", money, joined("取水距离 // 1米", "住房面积 // 0.5平方米", "3")
)
number_rule = (
    pair("{} SIGN {}", money, money)
    | pair("{} SIGN {}", people, people | joined("1", "2人", "0"))
    | pair("{} SIGN {}", share, joined("50%", "0%", "33.3%") | share)
    | pair(
        "{} SIGN {}",
        pair("均({}, {})", money, people),
        joined("3500元/人", "0元/人", "-1元/人") | pair("均({}, {})", money, people),
    )
    | pair("{} SIGN {}", pair("均({}, {})", money, joined("取水距离 // 1米", "住房面积 // 0.5平方米")), money)
    | pair("住房面积 SIGN {} × {}", joined("25平方米/人", "0.01平方米/人"), people)
    | pair("取水距离 // 1米 SIGN 住房面积 // {}{}", joined("1平方米", "-3平方米"), st.just(""))
)
compared = st.tuples(number_rule, SIGN).map(lambda two: two[0].replace("SIGN", two[1]))
household = st.recursive(
    compared | joined("饮水安全", "房屋等级 属于 [“A”, “B”]", "房屋等级 = C", "住房面积 缺", "在册 = “建档立卡”")
    | member.map(lambda c: f"任一(成员, {c})") | member.map(lambda c: f"全部(成员, {c})") | income.map(lambda c: f"任一(收入, {c})")
    | pair("{} 在 1人 到 {}", people, people) | money.map(lambda m: f"({m}) 缺") | average.map(lambda m: f"{m} 缺"),
    lambda inner: pair("({} 且 {})", inner, inner) | pair("({} 或 {})", inner, inner) | inner.map(lambda c: f"非 ({c})")
    | st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} 且 {t[1]} 或 非 {t[2]})"),
    max_leaves=3,
)  # fmt: skip
village = st.one_of(
    pair("占比(户, 户.甲 = {}) SIGN {}", joined("通过", "不通过", "不适用"), joined("3%", "50%", "100%")),
    pair(
        "占比(户, 户.甲 = 不通过, {}) SIGN {}", joined("计数(成员)", "如果 饮水安全 则 1 否则 0"), joined("3%", "50%")
    ),
    pair("计数(户, {}) SIGN {}", household, joined("1户", "2户", "0户")),
    pair("计数(成员, {}) SIGN {}", joined("在校", "参加养老保险"), joined("1人", "3人")),
    pair("合计(户, {}) SIGN {}", money, joined("3500元", "合计(收入, 金额, 年度 = 2018)")),
    pair("合计(收入, 金额, {}) SIGN {}", income, joined("0元", "集体经济收入")),
    household.map(lambda c: f"全部(户, {c})"),
    household.map(lambda c: f"任一(户, {c} 且 户.甲 = 通过)"),
)
village = st.tuples(village, SIGN).map(lambda two: two[0].replace("SIGN", two[1]))
county = st.one_of(
    pair("占比(村, 村.乙 = {}) SIGN {}", joined("通过", "不通过"), joined("50%", "90%")),
    pair("计数(户, {}) SIGN {}", household, joined("1户", "2户")),
)
county = st.tuples(county, SIGN).map(lambda two: two[0].replace("SIGN", two[1]))


@st.composite
def rosters(draw: Any) -> tuple[dict[str, str], str]:
    def lines(head: str, count: int, *cells: st.SearchStrategy[str]) -> str:
        return "\n".join([head, *(" | ".join(draw(cell) for cell in cells) for _ in range(count))])

    houses = draw(st.integers(1, 5))
    house = "编号 | 村 | 饮水安全 | 房屋等级 | 住房面积 | 取水距离 | 在册"
    for number in range(1, houses + 1):
        cells = [str(number), draw(joined("1", "2"))]
        cells += [draw(cell) for cell in (BOOLS, GRADES, AREAS, METRES, joined("建档立卡", "未建档", "缺"))]
        house += "\n" + " | ".join(cells)
    owner = st.integers(1, houses).map(str)
    members = lines("户 | 在校 | 参加养老保险 | 性别 | 健康状况 | 出生日期 | 务工月数", draw(st.integers(0, 6)), owner, BOOLS, BOOLS,
                    joined("男", "女", "缺"), joined("健康", "残疾", "缺"), DAYS, joined("0月", "3月", "12月", "缺"))  # fmt: skip
    incomes = lines("户 | 年度 | 方向 | 金额", draw(st.integers(0, 6)), owner, YEARS, joined("收", "支", "缺"), MONEY)
    marks = draw(
        st.lists(
            st.tuples(owner, joined("成员", "收入 2017", "收入 2018", "收入")).map(lambda m: f"户 {m[0]} {m[1]}"),
            max_size=10,
        )
    )
    tables = {"村": "编号 | 集体经济收入\n1 | 3500元\n2 | 缺", "户": house, "成员": members, "收入": incomes}
    return tables, "\n".join(marks)


@settings(
    max_examples=int(os.environ.get("JINGZHUN_EXAMPLES", "12")),
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(
    roster=rosters(),
    rules=st.lists(household, min_size=1, max_size=3),
    shown=st.lists(money | people | average | share, min_size=1, max_size=2),
    of_village=st.lists(village, min_size=1, max_size=2),
    of_county=st.lists(county, min_size=0, max_size=1),
    applies=st.none() | household,
    amount=money,
    eligible=household,
    rounding=st.sampled_from([Rounding(), Rounding("down", 100), Rounding("up", 1000), Rounding("half up", 10)]),
    marks=st.booleans(),
    as_of=st.sampled_from([date(2018, 12, 31), date(2018, 2, 28), date(2020, 2, 29), date(2017, 6, 30)]),
)
def test_engines_agree_on_random_packs_and_rosters(
    roster, rules, shown, of_village, of_county, applies, amount, eligible, rounding, marks, as_of
):  # type: ignore[no-untyped-def]
    lower = standard("甲", "户", {f"r{i}": rule for i, rule in enumerate(rules)}, applies=applies)
    values = standard("值", "户", {f"v{i}": f"非 ({rule}) 缺" for i, rule in enumerate(shown)}, shows={f"v{i}": rule for i, rule in enumerate(shown)},
                      weights={"v0": 3}, passes_at=2)  # fmt: skip
    middle = standard("乙", "村", {f"r{i}": rule for i, rule in enumerate(of_village)})
    upper = (standard("丙", "县", {f"r{i}": rule for i, rule in enumerate(of_county)}),) if of_county else ()
    pack = make_pack(
        standards=(lower, values, middle, *upper),
        programmes=(programme("奖", amount, eligible=eligible, rounding=rounding),),
        complete={"成员": marks, "收入": True},
    )
    with tempfile.TemporaryDirectory() as folder:
        written = make_roster(Path(folder) / "r", COUNTY_ROSTER, *roster)
        found = {}
        for engine in ("reference", "duckdb"):
            try:
                run = evaluate(
                    pack, written, as_of=as_of, area=AREA, engine=engine, out=Path(folder) / engine, threads=1
                )
            except UnableToCompute:
                found[engine] = "refused"
                continue
            found[engine] = {
                t: sorted(run.wide(t).to_pylist(), key=lambda r: r["subject_id"]) for t in ("household", "village")
            }
            if of_county:
                found[engine]["county"] = run.wide("county").to_pylist()
    # amounts near the limit: an engine may refuse a sum that the other did not have to look at, but never answer otherwise
    assert "refused" in found.values() or found["duckdb"] == found["reference"]
