"""资金指标 and 资金收支: a year of the demo county's funds, invented day by day, that adds up to the library's planned money.

Every appropriation is the sum of what the projects plan from its source; nine tenths of it have come by autumn. Each project
is paid in three parts (起步, 进度, 验收); those of 能力素质提升 pay their subsidy to households, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from jingzhun.ledger.fund_columns import HEADERS_OF_APPROPRIATIONS, HEADERS_OF_MOVEMENTS

from .claims import is_by_tranches
from .county import COUNTY_NAME
from .library import ProjectLine
from .society_files import endowment
from .workbook import write_workbook

PROMISES = f"{COUNTY_NAME}2018年资金指标.xlsx"
MOVEMENTS = f"{COUNTY_NAME}2018年资金收支.xlsx"
TRAINING = "能力素质提升"
HOMES, SUBSIDY = 120, Decimal("500")
"""Households that get a training subsidy, and how much each, in yuan."""
_APPROVERS = ("格茸卓玛", "李春芳")


@dataclass(frozen=True)
class Source:
    """``field`` is the project's, ``share`` what is assigned by this document, in tenths of what the projects plan."""

    number: str
    document: str
    title: str
    text: str
    level: str
    field: str
    issued_on: date


SOURCES = (
    Source("2018-沪-1", "示沪帮〔2018〕1号", "上海对口帮扶项目资金", "上海帮扶资金", "其他", "shanghai", date(2018, 2, 6)),
    Source("2018-专-1", "示财农〔2018〕12号", "财政专项扶贫资金", "财政专项扶贫资金", "中央", "poverty", date(2018, 2, 20)),
    Source("2018-整-1", "示财整〔2018〕3号", "涉农整合资金", "涉农整合资金", "省级", "integrated", date(2018, 3, 1)),
)  # fmt: skip


def write_funds(folder: Path, lines: Sequence[ProjectLine], homes: Sequence[str]) -> tuple[Path, Path]:
    """Both workbooks; ``homes`` are codes of households, of which the first ``HOMES`` are paid."""
    promises = [*(dict(_promise(source, lines)) for source in SOURCES), endowment()]
    moves = sorted(_moves(lines, homes[:HOMES]), key=lambda row: row["日期"])
    for name, title, headers, rows in (
        (PROMISES, "资金指标", HEADERS_OF_APPROPRIATIONS, promises),
        (MOVEMENTS, "资金收支", HEADERS_OF_MOVEMENTS, moves),
    ):
        write_workbook(
            folder / name, title=title, headers=headers, rows=[[row.get(head, "") for head in headers] for row in rows]
        )
    return folder / PROMISES, folder / MOVEMENTS


def planned(line: ProjectLine, source: Source) -> Decimal:
    """Yuan that a project plans from a source."""
    wan = getattr(line, source.field)
    return Decimal(wan) * 10_000 if wan != "" else Decimal(0)


def _promise(source: Source, lines: Sequence[ProjectLine]) -> Iterator[tuple[str, object]]:
    whole = sum(planned(line, source) for line in lines)
    yield from (
        ("指标编号", source.number), ("文号", source.document), ("指标名称", source.title), ("资金来源", source.text),
        ("资金级次", source.level), ("指标年度", 2018), ("下达日期", source.issued_on), ("下达金额（元）", float(whole)),
        ("到位日期", date(2018, 3, 10)), ("到位金额（元）", float(_part(whole, 9))), ("到位凭证号", f"收-{source.number}"),
        ("用途", "2018年度项目库"),
    )  # fmt: skip


def _part(yuan: Decimal, tenths: int) -> Decimal:
    """So many tenths, to the yuan below."""
    return (yuan * tenths / 10) // 1


def _moves(lines: Sequence[ProjectLine], homes: Sequence[str]) -> Iterator[dict[str, object]]:
    """Three allocations of a project (3:3:3 of what is planned), three claims, and payments of all but the last one."""
    for number, line in enumerate(lines):
        if is_by_tranches(line):
            continue
        for source in SOURCES:
            whole = planned(line, source)
            if not whole:
                continue
            for step, (month, day) in enumerate(((3, 20), (6, 15), (9, 20)), start=1):
                yield from _tranche(number, line, source, step, date(2018, month, day), _part(whole, 3), homes)


def _tranche(
    number: int, line: ProjectLine, source: Source, step: int, on: date, yuan: Decimal, homes: Sequence[str]
) -> Iterator[dict[str, object]]:
    mark = f"{line.code}-{source.field[:1].upper()}{step}"
    common: dict[str, object] = {
        "指标编号": source.number, "项目编号": line.code, "执行单位": line.responsible, "摘要": f"{line.name}第{step}笔"[:60],
    }  # fmt: skip
    yield common | {
        "日期": on, "收支种类": "拨付", "金额（元）": float(yuan), "文号": f"示扶拨〔2018〕{number * 3 + step}号",
    }  # fmt: skip
    claimed = {"报账单号": f"BZ{mark}"}
    if step == 3 and number % 4 == 0:
        return
    asked = on.replace(month=on.month + 1, day=10)
    yield common | claimed | {"日期": asked, "收支种类": "报账", "金额（元）": float(yuan)}
    if step == 3 and number % 3 == 0:
        return
    paid = claimed | {
        "日期": asked.replace(day=25),
        "凭证号": f"记-{mark}",
        "审批人": _APPROVERS[0],
        "复核人": _APPROVERS[1],
    }
    rest = yuan
    if line.category == TRAINING and source.field == "poverty" and step == 2 and homes:
        for entry, home in enumerate(homes[number % 2 :: 2], start=1):
            if rest > SUBSIDY:
                rest -= SUBSIDY
                yield (
                    common
                    | paid
                    | {"收支种类": "兑付", "户编号": home, "金额（元）": float(SUBSIDY), "分录号": str(entry)}
                )
    yield (
        common
        | paid
        | {"收支种类": "支付", "收款单位": f"{line.township or COUNTY_NAME}示例施工队", "金额（元）": float(rest)}
    )
