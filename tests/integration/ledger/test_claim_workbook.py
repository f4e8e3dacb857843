"""Claims through Excel: one invoice a row, a claim whole or not at all, refusals beside their cells, undone by voiding."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

import factories
from claim_ground import UNIT, allocated
from jingzhun.core.area_code import AreaCode
from jingzhun.ingest.actions.importing import Choice, apply_file, read_sheets, undo_import
from jingzhun.ledger.claim_columns import HEADERS_OF_CLAIMS
from jingzhun.ledger.claim_money import place_of
from jingzhun.ledger.models import Claim, ClaimLine

pytestmark = pytest.mark.django_db
NAME = "云岭乡报账单.xlsx"


@pytest.fixture
def held(db):
    factories.county()
    return allocated()


def row(held, **other):
    return {
        "报账单号": "云-1", "项目编号": held.project.code, "执行单位": UNIT, "报账事由": "进度款", "收款单位": "示例施工队",
        "申请金额（元）": 300, "申请日期": "2018-05-20", "支出内容": "水泥", "开票单位": "示例建材有限公司", "发票号": "1001",
        "开票日期": "2018-05-02", "发票金额（元）": 200, **other,
    }  # fmt: skip


def load(*rows, scope: str = factories.COUNTY):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("报账单")
        sheet.write_row(0, 0, HEADERS_OF_CLAIMS)
        for number, each in enumerate(rows, start=1):
            sheet.write_row(number, 0, [each.get(header, "") for header in HEADERS_OF_CLAIMS])
    data = buffer.getvalue()
    return apply_file(
        data=data, sheets=read_sheets(data, NAME), name=NAME, choice=Choice(), scope=AreaCode.parse(scope),
        today=date(2018, 6, 1), by=factories.SYSTEM,
    )  # fmt: skip


def test_rows_of_one_number_make_one_claim_and_the_same_file_changes_nothing(held):
    rows = (row(held), row(held, 发票号="1002", 支出内容="砂石"))
    result, _, _ = load(*rows)
    assert (result.layout, result.accepted, result.refused) == ("claims", 2, [])
    claim = Claim.objects.get(subject__code="云-1")
    assert (claim.amount, claim.payee, claim.applied_on) == (30_000, "示例施工队", date(2018, 5, 20))
    assert [(line.invoice, line.amount) for line in claim.lines.all()] == [("1001", 20_000), ("1002", 20_000)]
    again, _, _ = load(*rows)
    assert (again.changes, again.refused) == (0, [])


@pytest.mark.row("S-34")
@pytest.mark.parametrize(
    ("other", "column", "said"),
    [
        ({"申请金额（元）": 201}, "申请金额（元）", "多于发票合计 200.00 元"),
        ({"验收日期": "2018-05-21"}, "申请日期", "早于验收日期"),
        ({"开票日期": "2018-05-21"}, "开票日期", "晚于申请日期"),
        ({"项目编号": "XM-没有"}, "项目编号", "没有这个编号的项目"),
        ({"执行单位": "别的单位", "申请金额（元）": 100}, "报账单号", "拨给别的单位还没报账的只有 0.00 元"),
        ({"发票金额（元）": 900, "申请金额（元）": 701}, "报账单号", "只有 700.00 元"),
    ],
)
def test_a_row_that_may_not_be_is_refused_beside_its_cell(held, other, column, said):
    result, _, _ = load(row(held, **({"申请金额（元）": 200} | other)))
    assert [(issue.column, said in issue.reason) for issue in result.refused] == [(column, True)], result.refused
    assert not Claim.objects.filter(amount__isnull=False).exists()


def test_a_claim_with_one_wrong_row_is_refused_whole_and_the_others_are_written(held):
    result, _, _ = load(
        row(held),
        row(held, 发票号="1002", 收款单位="另一家"),
        row(held, 报账单号="云-2", 发票号="1003", **{"申请金额（元）": 100}),
    )
    assert {issue.row for issue in result.refused} == {2, 3}
    assert list(Claim.objects.filter(amount__isnull=False).values_list("subject__code", flat=True)) == ["云-2"]


def test_two_claims_of_one_file_do_not_ask_for_the_same_money_or_invoice(held):
    result, _, _ = load(
        row(held, **{"申请金额（元）": 600, "发票金额（元）": 600}),
        row(held, 报账单号="云-2", 发票号="1002", **{"申请金额（元）": 200}),
        row(held, 报账单号="云-3", **{"申请金额（元）": 50}),
    )
    told = {issue.row: issue.reason for issue in result.refused}
    assert "在办报账单已占 600.00 元，还差 100.00 元" in told[3]
    assert "已在报账单 云-1" in told[4]
    assert Claim.objects.filter(amount__isnull=False).count() == 1


def test_an_office_loads_only_claims_of_its_area(held):
    result, _, _ = load(row(held, **{"申请金额（元）": 200}), scope=factories.NEXT_TOWNSHIP)
    assert "不在你的范围" in result.refused[0].reason


def test_undoing_the_import_voids_its_claims_and_frees_their_invoices(held):
    _, _, upload = load(row(held, **{"申请金额（元）": 200}))
    undo_import(upload=upload, by=factories.SYSTEM, reason="传错文件")
    claim = Claim.objects.get(subject__code="云-1")
    assert claim.void_why == "传错文件"
    assert not ClaimLine.objects.filter(is_void=False).exists()
    assert place_of(held.project, UNIT).free == 70_000
