"""年龄和日期按评估日算。"""

title = "年龄与日期"
place = 5


def test_age_is_full_years_also_for_leap_day_births(spec):
    """周岁满年才算，2 月 29 日出生的平年 3 月 1 日满岁。"""
    people = """编号 | 出生日期
                1    | 2012-02-29
                2    | 2012-03-01
                3    | 2012-02-28
                4    | 缺
                5    | 2030-01-01"""
    for day, ages in {
        "2018-02-28": {1: "5岁", 2: "5岁", 3: "6岁", 4: "缺数据"},
        "2018-03-01": {1: "6岁", 2: "6岁", 3: "6岁"},
        "2020-02-29": {1: "8岁", 2: "7岁", 3: "8岁"},
    }.items():
        spec(成员=people, subject="人", as_of=day, value="周岁(出生日期)", expect=ages)
    spec(
        成员=people,
        subject="人",
        as_of="2018-02-28",
        rule="周岁(出生日期) >= 6",
        expect={1: "不通过", 2: "不通过", 3: "通过", 4: "缺数据", 5: "不通过"},
    )
    spec(
        成员=people,
        subject="人",
        as_of="2020-02-29",
        rule="周岁(出生日期) < 8岁",
        expect={1: "不通过", 2: "通过", 3: "不通过", 5: "通过"},
    )
    spec(成员=people, subject="人", as_of="2020-02-29", rule="周岁(出生日期) = 8", expect={1: "通过", 2: "不通过"})


def test_both_ends_of_a_range_are_in(spec):
    """“在 … 到 …”含两端。"""
    people = "编号 | 出生日期\n1 | 2000-01-01\n2 | 2000-12-31\n3 | 2001-01-01"
    spec(
        成员=people,
        subject="人",
        rule="出生日期 在 2000-01-01 到 2000-12-31",
        expect={1: "通过", 2: "通过", 3: "不通过"},
    )
    spec(成员=people, subject="人", value="评估年度 - 年份(出生日期)", expect={1: "18", 3: "17"})
