"""Classes that overlap, parts of a whole, names and items that come twice: right, wrong and only tempting."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind, Severity
from jingzhun.proofread.proofreading import proofread


def wrong(text):
    found = proofread(read_text(text, name="x")).findings
    return [(f.kind.value, f.literals[0]) for f in found if f.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "false"),
    [
        ("领取育苗补助的96户、灌溉补助的128户，两项都领的37户，去重后受益{}户。", "187", "197"),
        ("300户里，对路面满意的241户，对路灯满意的256户，两样都满意的219户，至少满意一样的{}户。", "278", "287"),
        ("抽调干部86人次、招募志愿者97人，两类人中有14人既是干部又是志愿者，去重后实际到岗{}人。", "169", "159"),
        (
            "1.茶业。新植茶叶900亩，带动农户1460户。\n2.蜂业。共带动农户830户，其中与茶业重叠的245户，剔除重复后带动{}户。",
            "2045",
            "2054",
        ),
    ],
)
def test_two_classes_told_without_repetition(text, right, false):
    assert wrong(text.format(right)) == []
    assert wrong(text.format(false)) == [("overlap", f"{false}{'人' if '人次' in text else '户'}")]


@pytest.mark.parametrize(
    "text",
    [
        "养牛的96户、养羊的128户、养鸡的75户，其中两类都养的41户，去重后258户。",
        "种茶的96户、种药的128户，其中两样都种的约30户，去重后190户。",
        "对路面满意的241户，对路灯满意的256户，两样都满意的219户，两样都不满意的22户。",
    ],
)
def test_other_counts_of_classes_are_left_alone(text):
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "right", "false"),
    [
        ("全镇145名护林员中有{}名每月巡山不足4次。", "15", "154"),
        ("学员268人，取得证书的{}人，其余还在补考。", "261", "273"),
        ("社员52人，其中女社员14人，60岁以上的{}人。", "25", "55"),
        ("住院费用一共6.3万元，报销了{}万元。", "5.1", "7.2"),
    ],
)
def test_no_part_is_more_than_its_whole(text, right, false):
    assert wrong(text.format(right)) == []
    assert [kind for kind, _ in wrong(text.format(false))] == ["bound"]


@pytest.mark.parametrize(
    "text",
    [
        "今年招收学员268人，去年取得证书的273人都已上岗。",
        "住院费用6.3万元，全镇累计救助了42万元。",
        "本村党员52人，全镇60岁以上的党员318人。",
        "县内务工的316人，县外务工的321人。",
        "70岁以上的老人320人，60岁以上的386人。",
        "党员256人，男党员121人，60岁以上的130人。",
        "取得初级证书的120人，取得高级证书的131人。",
    ],
)
def test_another_whole_is_not_exceeded(text):
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "right", "false"),
    [
        ("请假：卢青山、白一舟（{}人）", "2", "3"),
        ("实行“{}员”联动，“{}员”即河道员、护林员、护路员、水管员，每周碰头一次。", "四", "五"),
        ("对支付率低于60%的柳坪镇、桐溪乡{}个乡镇，由县里约谈。", "2", "3"),
    ],
)
def test_names_are_counted(text, right, false):
    def filled(many):
        return text.replace("{}", many)

    assert wrong(filled(right)) == []
    assert [kind for kind, _ in wrong(filled(false))] == ["list_count"]


@pytest.mark.parametrize(
    "text",
    [
        "“三保障”即义务教育、基本医疗，还有住房安全。",
        "落实“四包”责任，“四包”即包村、包户、包项目等。",
        "对支付率低于60%的柳坪镇、桐溪乡3个村，由县里约谈。",
        "工作组：县委办、财政局（3人）",
    ],
)
def test_names_that_are_not_those_counted(text):
    assert wrong(text) == []


def test_a_name_that_opens_and_closes_a_list():
    assert wrong("平川区中心小学、第三中学、育才学校、中心小学四所学校结对。") == [("duplicate", "四所")]
    assert wrong("平川区中心小学、第三中学、育才学校、城北小学四所学校结对。") == []
    assert wrong("出席：卢青山、白一舟、向远、白一舟、唐立，共五人") == [("duplicate", "五人")]


_ITEMS = "四、打算\n（一）扩建两所幼儿园，新增学位120个。\n（二）续建项目3个，6月底投用。\n（三）{}"


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        (_ITEMS.format("扩建两所幼儿园，新增学位120个。"), True),
        (_ITEMS.format("扩建两所小学，新增学位240个。"), False),
        (
            "一、柳坪村\n1、立标志碑1座，投入资金0.3万元。\n2、修渠2公里。\n二、桐溪村\n1、立标志碑1座，投入资金0.3万元。",
            False,
        ),
        (
            "一、柳坪村\n1、立标志碑1座，投入资金0.3万元。\n二、桐溪村\n1、修渠2公里。\n2、立标志碑1座，投入资金0.3万元。",
            False,
        ),
    ],
)
def test_an_item_written_twice(text, twice):
    assert [kind for kind, _ in wrong(text)] == (["duplicate"] if twice else [])


@pytest.mark.parametrize(
    ("numbers", "literal"),
    [("一二三四四六", "四、"), ("一二三四五六", None), ("一二五四五六", "五、"), ("一二二五四六", None)],
)
def test_one_number_put_right_makes_the_headings_go_on(numbers, literal):
    text = "\n".join(f"{number}、第{place}部分工作\n工作有序推进。" for place, number in enumerate(numbers))
    assert [said for kind, said in wrong(text) if kind == "numbering"] == ([literal] if literal else [])


def test_chapters_numbered_by_decimals_go_on():
    text = "1  概况\n1.1 全镇有村。\n1.2 全镇有路。\n2  成效\n2.1 路通了。\n{} 水来了。\n2.{} 灯亮了。\n3  打算\n3.1 再修路。"
    assert wrong(text.format("2.2", "3")) == []
    assert wrong(text.format("2.3", "4")) == [("numbering", "2.3")]
    assert wrong("亩产有高有低。\n1.1 万斤是最低的。\n1.4 万斤是最高的。") == []


def test_a_day_of_the_week_behind_a_blank():
    assert wrong("2021年7月8日　星期四　小雨\n今天修路。") == []
    assert wrong("2021年7月8日　星期五　小雨\n今天修路。") == [("date", "2021年7月8日星期五")]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("护林员在岗1236人。\n用好护林岗，惠及脱贫人口1236户。", ["other"]),
        ("护林员在岗1236人。\n用好护林岗，惠及脱贫人口1236人。", []),
        ("全镇脱贫人口1236户4120人。\n发放补贴1236人次。", []),
        ("护林员在岗1236人。\n全镇脱贫户1236户。", []),
    ],
)
def test_people_are_not_counted_in_households(text, kinds):
    assert [kind for kind, _ in wrong(text)] == kinds


@pytest.mark.parametrize(
    ("many", "literal"),
    [("四", None), ("五", "五条")],
)
def test_items_summed_up_below_them(many, literal):
    text = f"（四）严禁挪用。\n1. 不得用于接待；\n2. 不得用于购车；\n3. 不得用于建楼；\n4. 不得用于还债；\n{many}条红线，谁也不得触碰。"
    assert wrong(text) == ([("list_count", literal)] if literal else [])
    assert wrong("1. 柳坪村通水；\n2. 桐溪村通水；\n3. 青岗村通水；\n4. 石坪村通水；\n五个村民小组还没有通水。") == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("网格员做到“四清”：人员清、底数清、难处清、诉求清。", []),
        ("网格员做到“五清”：人员清、底数清、难处清、诉求清。", ["list_count"]),
        ("村里的难处是“三缺”——缺路、缺水，每家都说。", ["list_count"]),
        ("落实“三保障”：义务教育、基本医疗，都已办好。", []),
        ("坚持“四个不摘”：不摘责任、不摘政策、不摘帮扶，不摘监管，巩固成果。", []),
        ("推行“六化”：规模化、标准化、品牌化、电商化和组织化、链条化，产业提档。", []),
        ("1. 修路。\n2. 修桥。\n3. 修渠。\n4. 修塘。\n以上三项已办完，第4项正在办理。", []),
        ("登记糖尿病患者526人、高血压患者1842人，同时患两病的215人，剔重后2153人。", []),
        ("登记糖尿病患者526人、高血压患者1842人，同时患两病的215人，剔重后2135人。", ["overlap"]),
    ],
)
def test_short_names_that_say_how_many(text, kinds):
    assert [kind for kind, _ in wrong(text)] == kinds


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("土地流转带动146户，园区务工带动203户，承包大棚带动58户；其中既流转土地又在园区务工的74户，其他方式之间没有交叉，剔除重复后共带动农户{}户。", 333, 407),
        ("高血压患者3106人、糖尿病患者1184人，两病兼有的352人，剔除后这两病患者为{}人。", 3938, 4290),
    ],
)  # fmt: skip
def test_those_counted_twice_are_taken_off_where_it_says_so(text, right, wrong):
    assert [f for f in proofread(read_text(text.format(right))).findings if f.kind is Kind.OVERLAP] == []
    found = [f for f in proofread(read_text(text.format(wrong))).findings if f.kind is Kind.OVERLAP]
    assert [f.computed.rstrip("户人") for f in found] == [str(right)]
