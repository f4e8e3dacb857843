"""The list of movements as it is printed: what the import keeps apart stands together, so that it fits a page."""

from __future__ import annotations

from collections.abc import Mapping

from jingzhun.documents.workbook import Column

COLUMNS = (
    Column("第几笔", "number"), Column("日期", "date"), Column("种类"), Column("金额（元）", "money"), Column("指标"), Column("项目"),
    Column("单位、收款人、户"), Column("报账单、文号、凭证"), Column("审批、复核"), Column("摘要"),
)  # fmt: skip


def paper_line(number: int, line: Mapping[str, object], names: Mapping[str, str]) -> list[object]:
    """``line`` as of :func:`jingzhun.ledger.movement_number.line_of`; ``number`` is what pages call the movement by,
    ``names`` are those of the projects by code."""
    reverses = f"冲销第 {str(line['reverses']).partition('-')[0]} 笔" if line["reverses"] else ""
    return [
        number, line["moved_on"], line["kind"], line["amount"], _together(line["appropriation"], _after("结转到", line["onward"])),
        _together(line["project"], names.get(str(line["project"]), "")), _together(line["unit"], line["payee"], line["household"]),
        _together(line["claim"], line["document"], line["voucher"]), _together(line["approved_by"], line["approved_again_by"]),
        _together(reverses, line["note"]),
    ]  # fmt: skip


def _after(word: str, text: object) -> str:
    return f"{word}{text}" if text else ""


def _together(*texts: object) -> str:
    """Each once, one under the other."""
    return "\n".join(dict.fromkeys(str(text) for text in texts if text))
