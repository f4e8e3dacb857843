"""缺数据从不悄悄当作通过或不通过。"""

title = "三值：通过、不通过、缺数据"
place = 1


def test_and_fail_wins_then_missing(spec):
    """且：有一个不通过就不通过，其次缺数据。"""
    spec(
        户="""编号 | 饮水安全 | 通电
              1    | 是       | 是
              2    | 是       | 缺
              3    | 否       | 缺
              4    | 缺       | 缺""",
        rule="饮水安全 且 通电",
        expect={1: "通过", 2: "缺数据", 3: "不通过", 4: "缺数据"},
    )


def test_or_pass_wins_then_missing(spec):
    """或：有一个通过就通过，其次缺数据。"""
    spec(
        户="""编号 | 饮水安全 | 通电
              1    | 否       | 是
              2    | 是       | 缺
              3    | 否       | 缺
              4    | 否       | 否""",
        rule="饮水安全 或 通电",
        expect={1: "通过", 2: "通过", 3: "缺数据", 4: "不通过"},
    )


def test_not_keeps_missing_and_missing_test_is_never_missing(spec):
    """非保留缺数据；“缺”的检验本身从不缺。"""
    houses = """编号 | 饮水安全
                1    | 是
                2    | 否
                3    | 缺"""
    spec(户=houses, rule="非 饮水安全", expect={1: "不通过", 2: "通过", 3: "缺数据"})
    spec(户=houses, rule="饮水安全 缺", expect={1: "不通过", 2: "不通过", 3: "通过"})
    spec(户=houses, rule="如果 饮水安全 则 3 >= 2 否则 3 < 2", expect={1: "通过", 2: "不通过", 3: "缺数据"})


def test_a_rule_may_say_that_it_does_not_know(spec):
    """如果 … 否则 缺：写明在什么情形下算缺数据。"""
    houses = "编号 | 通电 | 取水距离\n1 | 是 | 7米\n2 | 否 | 7米\n3 | 缺 | 7米"
    spec(户=houses, value="如果 通电 则 取水距离 否则 缺", expect={1: "7米", 2: "缺数据", 3: "缺数据"})
    spec(户=houses, rule="如果 通电 则 缺 否则 取水距离 >= 7米", expect={1: "缺数据", 2: "通过", 3: "缺数据"})
    spec(户=houses, rule="(如果 通电 则 缺 否则 取水距离) 缺", expect={1: "通过", 2: "不通过", 3: "通过"})


def test_a_comparison_with_a_missing_side_is_missing(spec):
    """比较有一边缺，就缺数据。"""
    houses = """编号 | 住房面积  | 取水距离 | 房屋等级
                1    | 25.00平方米 | 1000米   | A
                2    | 缺          | 1001米   | C
                3    | 25.01平方米 | 缺       | 缺"""
    spec(户=houses, rule="住房面积 <= 25平方米", expect={1: "通过", 2: "缺数据", 3: "不通过"})
    spec(户=houses, rule="取水距离 在 0米 到 1公里", expect={1: "通过", 2: "不通过", 3: "缺数据"})
    spec(户=houses, rule="房屋等级 属于 [“A”, “B”]", expect={1: "通过", 2: "不通过", 3: "缺数据"})
    spec(户=houses, rule="房屋等级 = A 或 房屋等级 ≠ C", expect={1: "通过", 2: "不通过", 3: "缺数据"})


def test_smallest_and_largest_with_a_missing_part_are_missing(spec):
    """取小、取大有一项缺，就缺数据。"""
    houses = """编号 | 取水距离 | 住房面积
                1    | 7米      | 2.50平方米
                2    | 缺       | 1平方米"""
    spec(户=houses, value="min(取水距离, 5米)", expect={1: "5米", 2: "缺数据"})
    spec(户=houses, value="max(取水距离, 5米)", expect={1: "7米", 2: "缺数据"})
