"""Amounts by class, totals that say what they are of, lists of names and rows that come twice: the slip is found, what is right is left alone."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


def pointed_at(text):
    return {literal for found in serious(text) for literal in found.literals[:1]}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("改造旧房38户，其中甲级26户、乙级12户，甲级每户补1.5万元，乙级每户补4万元，共补{}万元。", "87", "78"),
        ("鉴定58户，C级33户、D级12户、安全13户；C级户均补1.2万元，D级户均补3.5万元，共需{}万元。", "81.6", "83.6"),
        ("标准是：一等每户奖2,000元，二等每户奖1,200元。\n今年一等45户、二等60户。按此标准，需奖金{}万元。", "16.2", "12.6"),
        ("示范户分三级，省级24户、市级55户、县级120户。\n省级每户奖5000元、市级每户奖3000元、县级每户奖1000元，所需奖金依次为12万元、{}万元、12万元。", "16.5", "15.6"),
        ("入户320户，很好210户，较好64户，不好46户，很好和较好共{}户。", "274", "247"),
        ("常委会研究14次（上半年8次、下半年6次），工作会研究7次，两会合计{}次。", "21", "22"),
        ("对优秀班组各奖6000元，5个班组共30000元；对标兵各奖2000元，共18000元。两项奖金合计{}元。", "48000", "38000"),
        ("所需奖金依次为12.6万元、19万元、24万元，合计{}万元。", "55.6", "43.6"),
        ("石桥镇12个，计划3,200万元，完成2,900万元；青坪镇9个，计划2,500万元，完成2,100万元；黄沙镇10个，计划2,700万元，完成2,300万元；三镇完成投资合计{}万元。", "7,300", "7,200"),
        ("水厂总投资{}万元，由中央投资3,200万元、省级补助1,180万元、县级配套900万元三部分组成，目前到位4,000万元。", "5,280", "5,820"),
        ("今年少于两次的有{}个，白石镇、赤水乡、青坪镇、黄沙乡，会后说明情况。", "4", "5"),
        ("对管护不力、资料不全的白石镇、赤水乡、青坪镇、黄沙乡{}个乡镇进行约谈。", "4", "5"),
        ("聚焦在校学生、复员军人、返乡工匠、残疾人、零就业家庭成员{}类群体开展服务。", "五", "六"),
        ("（二）优秀护林员（{}名）\n陈石生、李春水、王大勇、赵小河、孙立田", "5", "6"),
        ("品名  数量  单价  金额\n谷种  20袋  120  2400\n化肥  30袋  150  4500\n薄膜  10卷  90  900\n合计      {}", "7800", "8700"),
    ],
)  # fmt: skip
def test_the_one_that_is_wrong_is_pointed_at(text, right, wrong):
    assert serious(text.format(right)) == []
    assert any(literal.startswith(wrong) for literal in pointed_at(text.format(wrong)))


@pytest.mark.parametrize(
    "text",
    [
        "补助标准：甲级每户1.5万元，乙级每户4万元。去年甲级31户、乙级9户，另有修缮20户，各项资金共96万元。",
        "全村常年在外务工和就近务工的有240人，县内务工90人。",
        "两个村共有农户560户，其中脱贫户120户、监测户16户。",
        "序号  户主  人数  金额\n1  张山  3  900\n2  李水  3  900\n3  张山  2  600",
        "先进集体（3个）\n县医院、县一中、白石镇政府",
        "参会的有6个，白石镇、赤水乡等，其余书面交流。",
    ],
)
def test_what_is_no_such_list_or_total_is_left_alone(text):
    assert serious(text) == []


def test_the_same_row_and_the_same_sentence_twice_are_pointed_at():
    rows = "序号  户主  证号  人数  金额\n1  张山  4417  3  900\n2  李水  5520  2  600\n3  张山  4417  3  900"
    assert "张山" in pointed_at(rows)
    sentence = (
        "推行组议村定乡审的三步评议办法，议事小组由党员代表、村民代表和退休教师组成，议定结果逢五张贴，接受全体村民监督"
    )
    assert any(
        "三是推行" in literal for literal in pointed_at(f"一是依靠群众。{sentence}。\n二是守住底线。\n三是{sentence}。")
    )
