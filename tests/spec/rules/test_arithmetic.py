"""金额、比例、平均和整除都是精确的，各引擎一样。"""

from jingzhun.rules.pack import Rounding

title = "金额、比例与平均"
place = 2

INCOME = {"完整": "户 1 收入 2018\n户 2 收入 2018\n户 3 收入 2018"}


def test_a_mean_is_compared_by_its_parts(spec):
    """平均按乘积比较，不先四舍五入。"""
    spec(
        户="编号\n1\n2\n3",
        成员="""户 | 在校
                1  | 是
                1  | 是
                1  | 是
                2  | 是
                2  | 是
                2  | 是""",
        收入="""户 | 年度 | 方向 | 金额
                1  | 2018 | 收   | 10500元
                2  | 2018 | 收   | 10499.99元
                3  | 2018 | 收   | 10500元""",
        完整="户 1 收入 2018\n户 2 收入 2018\n户 3 收入 2018\n户 1 成员\n户 2 成员\n户 3 成员",
        rule="均(合计(收入, 金额, 年度 = 2018), 计数(成员)) >= 3500元/人",
        expect={1: "通过", 2: "不通过", 3: "缺数据"},
    )


def test_a_mean_is_rounded_half_up_to_the_fen_when_shown(spec):
    """平均在显示时四舍五入到分；除数为零是缺数据。"""
    houses = "编号 | 取水距离\n1 | 3米\n2 | 0米\n3 | 7米"
    incomes = "户 | 年度 | 方向 | 金额\n1 | 2018 | 收 | 100元\n2 | 2018 | 收 | 100元\n3 | 2018 | 收 | -0.25元"
    spec(
        户=houses,
        收入=incomes,
        **INCOME,
        value="均(合计(收入, 金额, 年度 = 2018), 取水距离 // 1米)",
        expect={1: "33.33元", 2: "缺数据"},
    )
    spec(户=houses, 收入=incomes, **INCOME, value="均(合计(收入, 金额, 年度 = 2018), 2)", expect={3: "-0.13元"})


def test_whole_number_division_rounds_down_below_nought_too_and_by_nought_is_missing(spec):
    """整除在零以下也向下取；除数为零是缺数据。"""
    houses = "编号 | 取水距离 | 住房面积\n1 | 7米 | 2平方米\n2 | -7米 | 2平方米\n3 | 7米 | -2平方米\n4 | 7米 | 0平方米\n5 | 7米 | 0.30平方米"
    spec(
        户=houses,
        value="取水距离 // 1米 // (住房面积 // 1平方米)",
        expect={1: "3", 2: "-4", 3: "-4", 4: "缺数据", 5: "缺数据"},
    )
    spec(户=houses, value="上取整(住房面积 × 0.5)", expect={1: "1平方米", 3: "-1平方米", 5: "1平方米"})


def test_an_award_is_rounded_once_at_the_end(spec):
    """奖补金额只在最后取整一次。"""
    sales = "户 | 日期 | 品种 | 金额 | 已核实\n1 | 2018-06-01 | 核桃 | 0.05元 | 是\n2 | 2018-06-01 | 核桃 | 9999.99元 | 是\n3 | 2018-06-01 | 核桃 | 150元 | 是"
    marks = "户 1 销售 2018\n户 2 销售 2018\n户 3 销售 2018"
    rule = "min(合计(销售, 金额, 日期 在 2018-01-01 到 2018-12-31 且 已核实) × 30%, 3000元)"
    houses = "编号\n1\n2\n3\n4"
    spec(户=houses, 销售=sales, 完整=marks, amount=rule, expect={1: "0.02元", 2: "3000元", 3: "45元", 4: "缺数据"})
    spec(
        户=houses,
        销售=sales,
        完整=marks,
        amount=rule,
        rounding=Rounding("down", 1000),
        expect={1: "0元", 2: "2990元", 3: "40元"},
    )
    spec(户=houses, 销售=sales, 完整=marks, amount=rule, rounding=Rounding("up", 1000), expect={1: "10元", 3: "50元"})
    spec(
        户=houses, 销售=sales, 完整=marks, amount=rule, rounding=Rounding("half up", 1000), expect={1: "0元", 3: "50元"}
    )


def test_per_head_amounts_multiply_with_heads(spec):
    """每人的量乘以人数。"""
    houses = "编号 | 住房面积\n1 | 75平方米\n2 | 75.01平方米"
    members = "户 | 在校\n1 | 是\n1 | 是\n1 | 是\n2 | 是\n2 | 是\n2 | 是"
    marks = "户 1 成员\n户 2 成员"
    spec(
        户=houses,
        成员=members,
        完整=marks,
        rule="住房面积 <= 25平方米/人 × 计数(成员)",
        expect={1: "通过", 2: "不通过"},
    )


def test_percent_columns_are_shares(spec):
    """百分比列是比例。"""
    spec(
        subject="村",
        村="编号 | 广播电视覆盖率\n1 | 99%\n2 | 98.99%\n3 | 缺",
        rule="广播电视覆盖率 >= 99%",
        expect={1: "通过", 2: "不通过", 3: "缺数据"},
    )


def test_a_total_beyond_ten_to_the_sixteenth_fen_is_refused(spec):
    """合计超过 10^16 分，拒绝计算。"""
    most = "户 | 年度 | 方向 | 金额\n1 | 2018 | 收 | 99999999999999.99元\n1 | 2018 | 收 | 0.01元"
    rule = {"户": "编号\n1", "完整": "户 1 收入 2018", "value": "合计(收入, 金额, 年度 = 2018)"}
    spec(收入=most, **rule, expect={1: "100000000000000元"})
    spec(收入=most + "\n1 | 2018 | 收 | 0.01元", **rule, refused=True, expect={})
    spec(收入=most + "\n1 | 2018 | 收 | 0.01元\n1 | 2018 | 收 | 缺", **rule, refused=True, expect={})
