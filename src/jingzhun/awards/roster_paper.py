"""An award roster in the official columns: on A4 with lines to sign on, and as a workbook. Same rows, same sums."""

from __future__ import annotations

from collections.abc import Sequence

from jingzhun.casework.poster import own_fonts
from jingzhun.core.money import yuan
from jingzhun.core.text import group_numbers
from jingzhun.documents.typesetting import set_sheet
from jingzhun.documents.workbook import Column, Sheet, write_sheets
from jingzhun.ledger.models import AwardRoster

from .roster_lines import Shown, Stage, whole

SIGNED = ("挂包干部", "村组干部", "乡镇核实人", "乡镇负责人", "造册人")
_HEADS = (
    ("序号", 10, 6, True), ("户主", 18, 14, False), ("证件号码", 34, 22, False), ("行政村", 18, 14, False), ("自然村", 18, 14, False),
    ("户编号", 32, 20, False), ("计算", 0, 46, False), ("奖补金额（元）", 24, 16, True), ("领款人签字", 26, 14, False), ("备注", 20, 20, False),
)  # fmt: skip
"""Title, width in mm on paper (0 takes what is left), width in characters in a workbook, whether a number."""


def note_of(row: Shown) -> str:
    """What the last column says: why a line was struck, where its payment stands, that there is no account."""
    if row.line.struck_on:
        return f"{row.line.struck_on} 剔除：{row.line.struck_why}"
    return row.state or ("" if row.has_account else "没有银行账号")


def printed(roster: AwardRoster, rows: Sequence[Shown], *, foot: str, is_demo: bool) -> bytes:
    """The A4 PDF: struck lines stay, with their reason and without an amount."""
    total = whole(rows)
    sheet = {
        "title": roster.title, "subtitle": f"{roster.subject.code}　造册 {roster.opened_on}　列支项目 {roster.project.code}",
        "notes": [f"入册 {total.lines} 户，{yuan(total.amount)} 元" + (f"；剔除 {total.struck} 户" if total.struck else "")],
        "is_demo": is_demo,
        "columns": [{"title": title, "width": width, "right": right, "small": not width} for title, width, _, right in _HEADS],
        "sections": [{"title": "", "rows": [_texts(row) for row in rows], "sum": []}],
        "total": ["", "合计", "", "", "", f"{total.lines} 户", "", yuan(total.amount), "", ""],
        "equation": f"本册 {total.lines} 户 {yuan(total.amount)} 元 = 各行合计", "signatures": list(SIGNED), "foot": foot,
    }  # fmt: skip
    return set_sheet("book", sheet, parts=("register",), fonts=own_fonts())


def _texts(row: Shown) -> list[str]:
    amount = "" if row.line.struck_on else yuan(row.line.amount)
    return [
        str(row.line.number), row.head, row.id_number or "未知", row.village, row.group, row.line.household.code, group_numbers(row.line.reckoning),
        amount, "", note_of(row),
    ]  # fmt: skip


def workbook(roster: AwardRoster, rows: Sequence[Shown], *, notes: Sequence[str]) -> bytes:
    """The same columns, with who verified each line."""
    heads = [*_HEADS[:-2], ("挂包干部核实", 0, 16, False), ("村组干部核实", 0, 16, False), *_HEADS[-2:]]
    columns = [
        Column(title, "money" if "元" in title else "number" if right else "text", wide)
        for title, _, wide, right in heads
    ]
    total = whole(rows)
    cells = [
        [
            row.line.number, row.head, row.id_number or "未知", row.village, row.group, row.line.household.code, group_numbers(row.line.reckoning),
            None if row.line.struck_on else row.line.amount, row.check(Stage.HELPER), row.check(Stage.VILLAGE), "", note_of(row),
        ]
        for row in rows
    ]  # fmt: skip
    sums = ["", "合计", "", "", "", f"{total.lines} 户", "", total.amount, "", "", "", ""]
    return write_sheets([Sheet("奖补名册", [roster.title, *notes], columns, cells, sums)])
