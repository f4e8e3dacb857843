"""Rows S-109 and S-111 of the catalogue, on own sentences with the faults the sources show."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread


def findings(*lines):
    return proofread(read_text("\n".join(lines))).findings


@pytest.mark.row("S-109")
def test_sums_percentages_restatements_dates_lists_and_bounds_are_audited():
    report = [
        "青禾县2023年项目库推进报告",
        "项目库总投资2,078万元，其中产业项目1,569万元、卫生室500万元、培训项目364万元。",
        "完成投资1,662万元，占总投资的90%。",
        "新建卫生室涉及河口镇、松林镇、柳坝乡、白石乡5个乡镇。",
        "识别贫困户591户1,593人。",
        "结对帮扶591户1,593人。另有干部联系贫困户558户1,593人，实现全覆盖。",
        "应体检2,604人，实际体检2,609人。",
        "截至2024年9月底，项目全部完工。",
        "2024年1月3日",
    ]
    kinds = {found.kind.value for found in findings(*report)}
    assert {"sum", "percent", "list_count", "restated", "bound", "date"} <= kinds


@pytest.mark.row("S-111")
def test_masked_and_missing_figures_are_said_and_never_guessed():
    report = proofread(
        read_text(
            "捐赠资金达20xx8万元。\n实施攻堅項目個，落實資金萬元。\n埋设50m32座水池，更换1。5寸管。\n为XX村修路3公里。"
        )
    )
    said = " ".join(found.message for found in report.findings)
    assert all(word in said for word in ("单位前没有数字", "占位符", "句号", "上标"))
    assert not any("20xx8" in figure.literal for figure in report.figures)
    assert all(found.severity is not Severity.ERROR for found in report.findings)


@pytest.mark.parametrize("total", ["合计", "合  计", "合　　计", "总  计"])
def test_blanks_within_the_name_of_a_total_part_no_cells(total):
    rows = "学段　　　人次　　金额\n学前教育　1842　　　92.10\n义务教育　6215　　　364.40\n{}　　{}　　　456.50"
    said = [f.computed for f in proofread(read_text(rows.format(total, 8157))).findings]
    assert said == ["8057"]
    assert proofread(read_text(rows.format(total, 8057))).findings == ()


def test_a_row_that_breaks_the_rule_of_the_others_is_seen_beside_a_spaced_total():
    rows = "来源\t2020年\t2019年\t增加额\n工资\t5218\t4736\t482\n经营\t4672\t4391\t{}\n财产\t236\t205\t31\n合  计\t10126\t9332\t794"
    assert {f.literals[0] for f in proofread(read_text(rows.format(381))).findings} == {"381", "794"}
    assert proofread(read_text(rows.format(281))).findings == ()
