"""每个词有中文名和英文名，混着写也行，意思一样；单位换算，不合的单位在载入时拒绝。"""

title = "词与单位"
place = 6

HOUSES = "编号 | 取水距离 | 房屋等级\n1 | 999米 | A\n2 | 1001米 | C"
MEMBERS = "户 | 在校 | 参加养老保险 | 出生日期\n1 | 是 | 是 | 2010-05-01\n2 | 否 | 是 | 2010-05-01"


def test_chinese_and_english_words_mean_the_same(spec):
    """同一条规则的两种写法。"""
    given = {"户": HOUSES, "成员": MEMBERS, "complete": {"成员": False}, "expect": {1: "通过", 2: "不通过"}}
    spec(rule="全部(成员, 非 周岁(出生日期) 在 6 到 15 或 在校)", **given)
    spec(rule="every(members, not age(born_on) between 6 to 15 or in_school)", **given)
    spec(rule="房屋等级 属于 [“A”, “B”] 且 计数(成员) ≥ 1人", **given)
    spec(rule='dwelling_grade in ["A", "B"] and count(members) >= 1', **given)
    spec(rule="如果 房屋等级 = A 则 取水距离 <= 1公里 否则 占比(成员, 在校) > 50%", **given)
    spec(rule="if dwelling_grade = A then water_distance <= 1km else share(members, in_school) > 50%", **given)


def test_quantities_are_turned_into_one_unit(spec):
    """数量带单位，换算后再比；全角和半角一样。"""
    spec(户=HOUSES, rule="取水距离 <= １公里", expect={1: "通过", 2: "不通过"})
    spec(户=HOUSES, rule="取水距离 <= 1000", expect={1: "通过", 2: "不通过"})
    spec(
        户="编号\n1\n2",
        收入="户 | 年度 | 方向 | 金额\n1 | 2018 | 收 | 50000元\n2 | 2018 | 收 | 49999.99元",
        complete={"收入": False},
        rule="total(incomes, amount, year = as_of_year) >= 5万元",
        expect={1: "通过", 2: "不通过"},
    )
