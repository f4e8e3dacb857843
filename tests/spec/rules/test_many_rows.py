"""对下属多行的函数，表有完整标记和没有时各是什么结果。"""

title = "多行函数与完整标记"
place = 3

HOUSES = """编号
            1
            2
            3
            4
            5
            6
            7
            8"""
# 1 and 2: no row; 3 and 4: all known; 5 and 6: one missing; odd: complete, even: not; 7: one fails, one missing; 8: all hold
MEMBERS = """户 | 在校
             3  | 是
             3  | 否
             4  | 是
             4  | 否
             5  | 是
             5  | 缺
             6  | 否
             6  | 缺
             7  | 否
             7  | 缺
             8  | 是"""
MARKS = """户 1 成员
           户 3 成员
           户 5 成员
           户 7 成员"""


def test_any(spec):
    """任一。"""
    spec(户=HOUSES, 成员=MEMBERS, 完整=MARKS, rule="任一(成员, 在校)", expect={
        1: "不通过", 2: "缺数据", 3: "通过", 4: "通过", 5: "通过", 6: "缺数据", 7: "缺数据", 8: "通过"})  # fmt: skip


def test_every(spec):
    """全部。"""
    spec(户=HOUSES, 成员=MEMBERS, 完整=MARKS, rule="全部(成员, 在校)", expect={
        1: "通过", 2: "缺数据", 3: "不通过", 4: "不通过", 5: "缺数据", 6: "不通过", 7: "不通过", 8: "缺数据"})  # fmt: skip


def test_count_is_a_number_only_when_known(spec):
    """计数只在确知时是一个数。"""
    spec(户=HOUSES, 成员=MEMBERS, 完整=MARKS, value="计数(成员, 在校)", expect={
        1: "0人", 2: "缺数据", 3: "1人", 4: "缺数据", 5: "缺数据", 6: "缺数据", 7: "缺数据", 8: "缺数据"})  # fmt: skip


def test_a_count_is_decided_as_soon_as_the_missing_rows_cannot_change_it(spec):
    """计数的比较，缺的行改变不了时就有结论。"""
    spec(户=HOUSES, 成员=MEMBERS, 完整=MARKS, rule="计数(成员, 在校) >= 1", expect={
        1: "不通过", 2: "缺数据", 3: "通过", 4: "通过", 5: "通过", 6: "缺数据", 7: "缺数据", 8: "通过"})  # fmt: skip
    spec(户=HOUSES, 成员=MEMBERS, 完整=MARKS, rule="计数(成员, 在校) < 1", expect={
        1: "通过", 2: "缺数据", 3: "不通过", 4: "不通过", 5: "不通过", 8: "不通过"})  # fmt: skip
    spec(户=HOUSES, 成员=MEMBERS, 完整=MARKS, rule="计数(成员, 在校) <= 2", expect={
        1: "通过", 3: "通过", 4: "缺数据", 5: "通过", 7: "通过", 8: "缺数据"})  # fmt: skip
    spec(户=HOUSES, 成员=MEMBERS, 完整=MARKS, rule="计数(成员, 在校) = 0", expect={
        1: "通过", 2: "缺数据", 3: "不通过", 4: "不通过", 5: "不通过", 7: "缺数据", 8: "不通过"})  # fmt: skip


def test_share(spec):
    """占比。"""
    spec(户=HOUSES, 成员=MEMBERS, 完整=MARKS, value="占比(成员, 在校)", expect={
        1: "缺数据", 2: "缺数据", 3: "50%", 4: "缺数据", 5: "缺数据"})  # fmt: skip
    spec(户=HOUSES, 成员=MEMBERS, 完整=MARKS, rule="占比(成员, 在校) >= 50%", expect={
        1: "缺数据", 2: "缺数据", 3: "通过", 4: "缺数据", 5: "通过", 7: "缺数据"})  # fmt: skip
    spec(
        户=HOUSES,
        成员=MEMBERS,
        完整=MARKS,
        rule="占比(成员, 在校) > 60%",
        expect={3: "不通过", 5: "缺数据", 7: "不通过"},
    )


def test_total(spec):
    """合计。"""
    spec(
        户=HOUSES,
        收入="""户 | 年度 | 方向 | 金额
                3  | 2018 | 收   | 100元
                3  | 2018 | 收   | 0.01元
                4  | 2018 | 收   | 100元
                5  | 2018 | 收   | 100元
                5  | 2018 | 收   | 缺
                6  | 2018 | 缺   | 100元
                7  | 2018 | 支   | 缺
                8  | 2018 | 收   | -100元""",
        完整="""户 1 收入 2018
                户 3 收入 2018
                户 4 收入 2017
                户 5 收入 2018
                户 6 收入 2018
                户 7 收入 2018
                户 8 收入""",
        value="合计(收入, 金额, 年度 = 评估年度 且 方向 = “收”)",
        expect={1: "0元", 2: "缺数据", 3: "100.01元", 4: "缺数据", 5: "缺数据", 6: "缺数据", 7: "0元", 8: "-100元"},
    )


def test_the_period_of_the_condition_says_which_marks_are_needed(spec):
    """条件里的期间决定要哪些年的完整标记。"""
    rows = """户 | 日期       | 金额
              1  | 2017-12-31 | 10元"""
    marks = """户 1 销售 2017
               户 1 销售 2018
               户 2 销售 2018"""
    two = "日期 在 2017-07-01 到 2018-06-30"
    spec(户=HOUSES, 销售=rows, 完整=marks, value=f"合计(销售, 金额, {two})", expect={1: "10元", 2: "缺数据"})
    spec(
        户=HOUSES,
        销售=rows,
        完整=marks,
        value="合计(销售, 金额, 日期 >= 2018-01-01 且 日期 < 2019-01-01)",
        expect={1: "0元", 2: "0元"},
    )
    spec(户=HOUSES, 销售=rows, 完整=marks, value="合计(销售, 金额)", expect={1: "10元", 2: "0元", 3: "缺数据"})


def test_a_pack_may_ask_for_no_mark(spec):
    """政策包可以写明某张表不要求完整标记。"""
    spec(户=HOUSES, 成员=MEMBERS, complete={"成员": False}, value="计数(成员)", expect={1: "0人", 3: "2人", 8: "1人"})


def test_a_condition_may_read_the_outer_row_and_functions_of_it(spec):
    """条件可以读上一级的列和函数。"""
    spec(
        户="""编号 | 取水距离
              1    | 3米
              2    | 1米""",
        成员="""户 | 务工月数
                1  | 2月
                1  | 3月
                2  | 2月""",
        complete={"成员": False},
        value="计数(成员, 务工月数 >= 2月 且 户.取水距离 >= 1米 × (计数(成员) // 1人))",
        expect={1: "2人", 2: "1人"},
    )
