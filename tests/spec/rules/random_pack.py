"""Random packs over random rosters, for the tests that demand equal answers of the engines."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from county_roster import COUNTY_ROSTER
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.numbers import UnableToCompute
from jingzhun.rules.pack import Programme, Rounding, Standard

from .building import AREA, lay_together, make_pack, programme, standard
from .spec_case import APART

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
def rosters(draw: Any, amounts: st.SearchStrategy[str] = MONEY) -> tuple[dict[str, str], str]:
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
    incomes = lines("户 | 年度 | 方向 | 金额", draw(st.integers(0, 6)), owner, YEARS, joined("收", "支", "缺"), amounts)
    marks = draw(
        st.lists(
            st.tuples(owner, joined("成员", "收入 2017", "收入 2018", "收入")).map(lambda m: f"户 {m[0]} {m[1]}"),
            max_size=10,
        )
    )
    tables = {"村": "编号 | 集体经济收入\n1 | 3500元\n2 | 缺", "户": house, "成员": members, "收入": incomes}
    return tables, "\n".join(marks)


@dataclass(frozen=True)
class RandomCase:
    """A pack's parts (the household standard is called 甲 in the village's rules) and a roster."""

    tables: dict[str, str]
    marks: str
    rules: list[str]
    shown: list[str]
    of_village: list[str]
    of_county: list[str]
    applies: str | None
    amount: str
    eligible: str
    rounding: Rounding

    def parts(self, place: int) -> tuple[list[Standard], Programme]:
        """Its standards and programme, named so that many cases go into one pack."""

        def numbered(rules: list[str]) -> dict[str, str]:
            return {
                f"r{i}": rule.replace("户.甲", f"户.甲{place}").replace("村.乙", f"村.乙{place}")
                for i, rule in enumerate(rules)
            }

        shown = {f"v{i}": rule for i, rule in enumerate(self.shown)}
        weighed = standard(f"值{place}", "户", {key: f"非 ({rule}) 缺" for key, rule in shown.items()}, shows=shown, weights={"v0": 3}, passes_at=2)  # fmt: skip
        standards = [
            standard(f"甲{place}", "户", numbered(self.rules), applies=self.applies),
            weighed,
            standard(f"乙{place}", "村", numbered(self.of_village)),
        ]
        if self.of_county:
            standards.append(standard(f"丙{place}", "县", numbered(self.of_county)))
        return standards, programme(f"奖{place}", self.amount, eligible=self.eligible, rounding=self.rounding)


@st.composite
def random_cases(draw: Any, *, extreme: bool = True) -> RandomCase:
    """``extreme``: amounts so large that sums are refused may occur."""
    tables, marks = draw(rosters(MONEY if extreme else MONEY.filter(lambda amount: len(amount) < 15)))
    return RandomCase(
        tables,
        marks,
        draw(st.lists(household, min_size=1, max_size=3)),
        draw(st.lists(money | people | average | share, min_size=1, max_size=2)),
        draw(st.lists(village, min_size=1, max_size=2)),
        draw(st.lists(county, min_size=0, max_size=1)),
        draw(st.none() | household),
        draw(money),
        draw(household),
        draw(st.sampled_from([Rounding(), Rounding("down", 100), Rounding("up", 1000), Rounding("half up", 10)])),
    )


def answers(
    cases: list[RandomCase], engine: str, as_of: date, *, marks: bool
) -> dict[str, list[dict[str, Any]]] | None:
    """All findings of the cases laid into one run, every pack over every roster; None where it is refused as too large."""
    parts = [case.parts(place) for place, case in enumerate(cases)]
    pack = make_pack(
        standards=tuple(each for standards, _ in parts for each in standards),
        programmes=tuple(award for _, award in parts),
        complete={"成员": marks, "收入": True},
    )
    with tempfile.TemporaryDirectory() as folder:
        roster = lay_together(Path(folder) / "roster", COUNTY_ROSTER, [(c.tables, c.marks) for c in cases], apart=APART)
        try:
            run = evaluate(
                pack, roster, as_of=as_of, area=AREA, engine=engine, out=Path(folder) / "findings", threads=1
            )
        except UnableToCompute:
            return None
        names = ["household", "village", *(["county"] if any(case.of_county for case in cases) else [])]
        return {name: sorted(run.wide(name).to_pylist(), key=lambda row: row["subject_id"]) for name in names}
