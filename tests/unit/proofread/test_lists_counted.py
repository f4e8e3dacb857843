"""Numbered paragraphs and names in a row against the number announced."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind, Severity
from jingzhun.proofread.proofreading import proofread


def counted(text):
    report = proofread(read_text(text))
    held = [h.literals[0] for h in report.holdings if h.kind is Kind.LIST_COUNT]
    return held, [f.literals[0] for f in report.findings if f.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("会议议定以下{}件事：\n1. 抓好春灌。\n2. 备足种子。\n3. 修好水渠。\n会议强调，按期办结。", "三", "四"),
        (
            "（一）水利方面（{}个）\n1. 渠道渗漏。\n2. 泵站老化。\n3. 水表失准。\n（二）道路方面（2个）\n1. 路面破损。\n2. 护栏缺失。",
            "3",
            "4",
        ),
        ("会议共议{}个议题。\n\n议题一　听取监测情况。\n\n议题二　审定项目库。\n\n议题三　研究资金缺口。", "三", "四"),
        (
            "会议研究议定事项{}项，纪要如下：\n\n一、听取产业情况\n已种3260亩。\n\n二、研究岗位续聘\n年内到期54人。\n\n三、研究低保调整\n会议同意。",
            "三",
            "四",
        ),
        ("今年要办好{}件实事：\n第一，修路。两公里。\n第二，引水。\n第三，栽树。", "三", "两"),
        ("完成率过半的有桐溪镇、黄坡镇、雨台乡{}个，其余过低。", "三", "四"),
        ("会上发了{}份材料，一份是清单，一份是方案，一份是通知。", "三", "四"),
        ("督导组内设综合组、入户组、资料组、信访组，{}个小组分头工作。", "4", "5"),
        ("走访农户、企业、组织{}个主体。", "3", "4"),
    ],
)
def test_what_is_announced_is_counted(text, right, wrong):
    assert any(literal.startswith(right) for literal in counted(text.format(right))[0])
    assert not any(literal.startswith(wrong) for literal in counted(text.format(wrong))[0])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("会议议定以下四件事：\n1. 抓好春灌。\n2. 备足种子。\n3. 修好水渠。\n会议强调，按期办结。", "四件"),
        ("会议共议四个议题。\n\n议题一　听取监测情况。\n\n议题二　审定项目库。\n\n议题三　研究资金缺口。", "四个"),
        ("出席：甘露明、唐一舟、陆广田、许小满、向思源（6人）", "6人"),
        ("制定制度4项，即《账务办法》《公示办法》《验收办法》，已印发。", "4项"),
    ],
)
def test_what_falls_short_is_pointed_out(text, wrong):
    assert counted(text)[1] == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "会议研究了六个议题。\n\n一、产业\n同意。\n\n二、岗位\n同意。\n\n会议强调，抓紧落实。\n\n三、其他事项\n略。",
        "会议研究了以下工作：\n1. 抓好2个项目。\n2. 备足种子。",
        "安排五大类项目34个：\n1. 水利。\n2. 道路。\n3. 产业。",
        "列席：水务局、财政局主要负责人（5人）",
        "制定制度9项，即《账务办法》《公示办法》等，已印发。",
    ],
)
def test_open_lists_are_left_alone(text):
    assert counted(text)[1] == []
