"""Changes that the wording spells out are held to it, whatever else comes out beside them."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread


def serious(text):
    return [found for found in proofread(read_text(text)).findings if found.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("全年介绍就业3,150人，比上一年的2,520人多{}人，其中女性870人。", "630", "730"),
        ("新栽果树面积由4万亩增加到5万亩。发放贴息贷款7,200万元，户均3.6万元，放贷额较去年的6,000万元增长{}%。", "20", "25"),
        ("农民人均可支配收入18,400元，去年同期是16,000元，增长{}%，增加了2,400元。", "15", "18"),
        ("本年水费收入36.5万元，其中居民21.2万元、企业15.3万元，比去年的31.8万元增加4.7万元。支出28.4万元，结余{}万元。", "8.1", "9.1"),
        ("全社出栏肉羊774只。当年出栏数比2023年的645只多出129只，增长{}%。", "20", "26"),
        ("过去一亩一年用水300立方米，现在只要195立方米，节水{}立方米。", "105", "115"),
        ("2022年改造318户，2023年276户。\n2023年比2022年少{}户。", "42", "52"),
        ("全年出生人口1,875人，死亡人口2,106人，自然减少{}人。", "231", "213"),
        ("用工目标不低于8,200人，比2023年的7,600人净增{}人。", "600", "700"),
        ("库容由120万方扩大到150万方，扩大{}%。", "25", "28"),
    ],
)  # fmt: skip
def test_the_sentence_names_what_is_compared(text, right, wrong):
    assert serious(text.format(right)) == []
    assert [found.literals[0][: len(wrong)] for found in serious(text.format(wrong))] == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "全县有劳动力40,000人，到10月底就业30,000人，就业率75%，比去年同期的28,500人增加1,500人；全年任务为29,000人，完成率103.4%。",
        "参训3,200人，其中妇女1,300人。结业取证2,400人，其中电工900人、厨师1,500人，取证率75%；取证后上岗2,240人，上岗率70%。",
        "到位资金3.2亿元，还有1.28亿元没用。年底要达到85%，也就是支出2.72亿元，四季度要支出8,000万元，每个月平均2,667万元。停摆的项目有9个。",
        "年初结余12.4万元，全年收入30.6万元，支出25.2万元，结余17.8万元。",
        "全乡种茶2,600亩，其中新茶800亩，比上年的600亩增加200亩。",
        "全乡养牛2,050头，比养羊的1,380只多。",
    ],
)
def test_what_may_be_meant_otherwise_is_left_alone(text):
    assert serious(text) == []
