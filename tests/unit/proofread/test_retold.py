"""A number told once more further down with its digits changed: seen by the words in common, left alone where they differ."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread
from unit.proofread.sentences import serious

PAIRS = [  # text, right, wrong
    ("全年到位衔接资金642万元。\n\n下一步要确保{}衔接资金应付尽付。", "642万元", "624万元"),
    ("全年支出9578.4万元，尚结余296.2万元。\n\n主要问题：年末仍有{}未形成支出。", "296.2万元", "269.2万元"),
    ("全乡有监测户104户。\n\n一、监测户{}由班子成员分片联系。", "104户", "401户"),
    ("年末剩余332户855人。\n\n明年确保剩余{}全部脱贫。", "855人", "825人"),
    ("市场有摊位180个，空置27个。\n\n短板有二：一是管理粗放；二是{}空置摊位缺少客源。", "27个", "37个"),
    ("扶持23户养中蜂。\n\n回头看：路修好了，养蜂扶持到了{}。", "23户", "32户"),
    ("财政援助资金4080万元。\n\n明年财政援助资金力争不低于{}的水平。", "4080万元", "4800万元"),
]
TEMPTING = [
    "全县有贫困村76个、非贫困村52个。\n\n2019年计划出列贫困村25个。",
    "已硬化入户路2.4公里。\n\n届时两年共硬化4.2公里。",
    "138个抽查项目中21个未公示。\n\n超工期项目12个。",
    "没开工的还有11个。\n\n到年底还有10个星期。",
    "全村还剩5户住土房。\n\n全村还有9户用水窖。",
    "山上种茶的有423户。\n\n坝区养牛的有432户。",
]


def _wrong(text):
    return [literal for item in serious(proofread(read_text(text))) for literal in item.literals]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_a_number_told_again_with_its_digits_changed(text, right, wrong):
    assert _wrong(text.format(right)) == []
    assert any(literal in wrong for literal in _wrong(text.format(wrong)))


@pytest.mark.parametrize("text", TEMPTING)
def test_another_thing_with_like_digits_is_left_alone(text):
    assert _wrong(text) == []
