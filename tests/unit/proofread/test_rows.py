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
