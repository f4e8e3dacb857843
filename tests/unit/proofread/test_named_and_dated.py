"""Names that are surely all, persons named one by one, and days of the week of a text without a year."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind
from jingzhun.proofread.proofreading import proofread


def told(text):
    report = proofread(read_text(text))
    held = [h.literals[0] for h in report.holdings if h.kind in (Kind.LIST_COUNT, Kind.DATE)]
    return held, [f.literals[0] for f in report.findings]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("示范带覆盖沙坪、柳湾、大垭、蒲家、麻园、新桥{}村。", "6个", "9个"),
        ("专班下设综合协调、监测帮扶、产业就业、项目资金、督导问责{}工作组。", "5个", "8个"),
        ("先后修订制度{}：《监测细则》、《资金办法》、《车间办法》、《考勤规定》。", "4项", "7项"),
        (
            "出席：9人，覃国梁、蒙秀芬、石建勋、潘丽云、韦志强、陆宏远、吴春燕、杨再兴、何勇".replace("9人", "{}"),
            "9人",
            "8人",
        ),
        ("列席：{}，财政所所长莫少华、乡村振兴办主任杜明月、纪委副书记岑立。", "3人", "6人"),
        ("列席：财政所余小燕、农业服务中心邓恒、乡村振兴办曾义、司法所姚建，共{}", "4人", "7人"),
        ("监督电话：12317。受理人：{}（尉迟明、皇甫珊）。", "2人", "3人"),
        ("村“两委”干部{}（田茂春、田永福、彭秀英、向佑生、罗运来）。", "5人", "6人"),
    ],
)
def test_names_that_are_surely_all_are_counted(text, right, wrong):
    assert right in told(text.format(right))[0]
    assert told(text.format(right))[1] == []
    assert told(text.format(wrong))[1] == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "问题未清零，教育、医疗、住房、饮水仍有7个问题未整改到位。",
        "出台了后续扶持意见、产业奖补、就业激励十条，政策逐项落地。",
        "帮扶干部6人（组长王强、张伟等）。",
        "带队领导3人：队长田茂春、副队长田永福，队员2人另行安排。",
        "公益岗位5人，保洁员、护林员、护路员。",
        "帮扶干部5人（石门村、方家村、安乐村）。",
        "评出先进4人：王强、李伟、赵敏，授予证书。",
    ],
)
def test_what_may_be_more_than_the_names_is_left_alone(text):
    assert told(text)[1] == []


def test_days_of_the_week_of_one_paragraph_lie_as_far_apart_as_the_dates():
    text = "8月12日（星期五），全县动员会召开。到9月12日（{}）调度时，任务过半。"
    assert "星期一" in told(text.format("星期一"))[0]
    assert told(text.format("星期二"))[1] == ["星期二"]


@pytest.mark.parametrize(
    "text",
    [
        "8月12日（星期五）召开动员会，去年9月12日（星期二）也开过。",
        "2月3日（周四）动员，3月5日（周六）调度。",
        "9月12日（星期二）总结，8月12日（星期五）的安排已完成。",
    ],
)
def test_days_that_may_be_of_other_years_are_left_alone(text):
    assert told(text)[1] == []
