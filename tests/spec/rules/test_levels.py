"""上级对象读下级的结论；计分；标准适用于谁。"""

from .building import standard

title = "层级、计分与适用范围"
place = 4

HOUSES = """编号 | 村 | 在册     | 饮水安全
            1    | 1  | 建档立卡 | 否
            2    | 1  | 建档立卡 | 是
            3    | 1  | 未建档   | 否
            4    | 2  | 建档立卡 | 缺
            5    | 2  | 建档立卡 | 是
            6    | 3  | 缺       | 否"""
BELOW = (standard("户好", "户", {"water": "饮水安全"}, applies="在册 = “建档立卡”"),)
VILLAGES = "编号\n1\n2\n3\n4"


def test_a_standard_applies_or_not_or_is_missing(spec):
    """标准适用、不适用，或适用与否本身缺数据。"""
    spec(
        户=HOUSES,
        standards=BELOW,
        rule="户好 = 不适用",
        expect={1: "不通过", 2: "不通过", 3: "通过", 4: "缺数据", 6: "缺数据"},
    )
    spec(户=HOUSES, standards=BELOW, rule="户好 = 不通过", expect={1: "通过", 2: "不通过", 3: "不通过", 4: "缺数据"})


def test_a_village_counts_verdicts_of_its_households(spec):
    """村数本村各户的结论。"""
    spec(
        村=VILLAGES,
        户=HOUSES,
        subject="村",
        standards=BELOW,
        value="计数(户, 户.户好 = 不通过)",
        expect={1: "1户", 2: "缺数据", 3: "缺数据", 4: "0户"},
    )
    spec(村=VILLAGES, 户=HOUSES, subject="村", standards=BELOW, rule="占比(户, 户.户好 = 不通过) < 34%", expect={
        1: "通过", 2: "缺数据", 3: "缺数据", 4: "缺数据"})  # fmt: skip
    spec(
        村=VILLAGES,
        户=HOUSES,
        subject="村",
        standards=BELOW,
        rule="占比(户, 户.户好 = 不通过) <= 50%",
        expect={1: "通过", 2: "通过"},
    )


def test_a_county_counts_over_two_levels(spec):
    """县隔着村数各户。"""
    spec(
        村=VILLAGES,
        户=HOUSES,
        subject="县",
        standards=BELOW,
        value="计数(户, 户.户好 = 通过 或 户.在册 = 未建档 且 户.户好 缺)",
        expect={1: "缺数据"},
    )
    spec(
        村=VILLAGES, 户=HOUSES, subject="县", standards=BELOW, rule="计数(户, 户.户好 = 通过) >= 2", expect={1: "通过"}
    )
    spec(村=VILLAGES, 户=HOUSES, subject="县", value="计数(村)", expect={1: "4村"})


def test_marks_of_every_household_are_needed_for_a_total_of_the_village(spec):
    """村的合计要各户的完整标记都在。"""
    members = "户 | 在校\n1 | 是\n2 | 是\n4 | 是"
    marks = "户 1 成员\n户 2 成员\n户 3 成员\n户 4 成员"
    spec(
        村=VILLAGES,
        户=HOUSES,
        成员=members,
        完整=marks,
        subject="村",
        value="计数(成员)",
        expect={1: "2人", 2: "缺数据", 3: "缺数据", 4: "0人"},
    )


def test_weights_pass_when_reached_and_fail_when_out_of_reach(spec):
    """计分够了即通过，补齐也够不着即不通过。"""
    scored = standard(
        "评分",
        "户",
        {"a": "饮水安全", "b": "通电", "c": "通硬化路", "veto": "不愁吃穿"},
        weights={"a": 40, "b": 30, "c": 30},
        passes_at=70,
    )
    spec(
        户="""编号 | 饮水安全 | 通电 | 通硬化路 | 不愁吃穿
              1    | 是       | 是   | 否       | 是
              2    | 否       | 是   | 是       | 是
              3    | 缺       | 是   | 否       | 是
              4    | 缺       | 否   | 否       | 是
              5    | 是       | 是   | 是       | 否
              6    | 是       | 是   | 缺       | 缺""",
        standards=(scored,),
        rule="评分 = 通过",
        expect={1: "通过", 2: "不通过", 3: "缺数据", 4: "不通过", 5: "不通过", 6: "缺数据"},
    )


def test_a_weighted_item_may_be_a_choice(spec):
    """计分条目可以是“如果 … 则 … 否则”。"""
    scored = standard(
        "择一评分",
        "户",
        {"a": "如果 通硬化路 则 通电 否则 饮水安全", "b": "通电"},
        weights={"a": 40, "b": 30},
        passes_at=70,
    )
    spec(
        户="""编号 | 饮水安全 | 通电 | 通硬化路
              1    | 否       | 是   | 是
              2    | 否       | 是   | 否
              3    | 是       | 是   | 缺
              4    | 是       | 否   | 缺""",
        standards=(scored,),
        rule="择一评分 = 通过",
        expect={1: "通过", 2: "不通过", 3: "缺数据", 4: "不通过"},
    )
