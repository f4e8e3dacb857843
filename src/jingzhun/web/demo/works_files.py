"""The demo's tables of works: items, steps, progress, upkeep, sites and schemes of the library's projects, one workbook each.

Made from the projects themselves (演示数据); what is late, unexplained or left out on purpose shows how gaps look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from jingzhun.ledger.themes import THEMES

from .library import ProjectLine
from .workbook import write_workbook

_CLINIC, _ROAD = "健康扶贫", "村内户外道路硬化"
_LAND = "用地"
_SCHEME = "ZX2018"
_SOURCE = "2018年项目库实施方案（演示数据）"


def write_works(folder: Path, lines: Sequence[ProjectLine]) -> list[Path]:
    """One workbook per table that has rows, in the order in which they must come in."""
    paths = []
    for key, rows in _tables(lines):
        theme = THEMES[key]
        path = folder / f"德钦县2018年{theme.title}.xlsx"
        cells = [[row.get(header, "") for header in theme.headers] for row in rows]
        write_workbook(path, title=theme.title, headers=theme.headers, rows=cells)
        paths.append(path)
    return paths


def _tables(lines: Sequence[ProjectLine]) -> Iterator[tuple[str, list[dict[str, object]]]]:
    clinics = [line for line in lines if line.category == _CLINIC]
    built = [line for line in lines if line.category in (_CLINIC, _ROAD)]
    first = clinics[0].code
    yield "line-items", [
        {"项目编号": first, "项号": number, "分项名称": name, "数量": quantity, "计量单位": unit, "单价": rate, "金额(元)": amount}
        for number, name, quantity, unit, rate, amount in (
            ("1", "业务用房", 120, "平方米", 3_000, 360_000), ("2", "围墙和大门", 60, "米", 800, 48_000),
            ("4", "土挡墙", 80, "立方米", 450, 36_000), ("5", "地皮、绿化及其他", "", "", "", 56_000),
        )
    ]  # fmt: skip
    yield "printed-totals", [{"项目编号": first, "印出的数": "50", "单位": "万元", "出处": _SOURCE}]
    yield (
        "milestones",
        [row for number, line in enumerate(built) for row in _steps(line, is_late=number == len(clinics) + 3)],
    )
    roads = [line.code for line in lines if line.category == _ROAD]
    yield (
        "progress",
        [row for line in built for row in _progress(line, roads.index(line.code) if line.code in roads else -1)],
    )
    yield "upkeep", [
        {"项目编号": line.code, "自何日": date(2018, 12, 20), "管护单位": f"{line.villages}村委会", "管护制度": "村规民约", "管护人数": 1,
         "年管护经费(元)": 3_000}
        for line in clinics[:-2]
    ]  # fmt: skip
    yield "inspections", [
        {"项目编号": line.code, "检查日期": date(2018, 12, 26), "检查人": "和丽梅", "完好": "否" if found else "是", "情况": found}
        for line, found in zip(clinics[:3], ("", "屋面渗水，村委会答应一月内修好（演示数据）", ""), strict=True)
    ]  # fmt: skip
    yield (
        "site-works",
        [*map(_clinic_site, clinics), *map(_road_site, (line for line in lines if line.category == _ROAD))],
    )
    categories = dict.fromkeys(line.category for line in lines)
    parts = {category: f"{_SCHEME}-{number}" for number, category in enumerate(categories, start=1)}
    yield "schemes", [
        {"专项编号": _SCHEME, "专项名称": "2018年深度贫困县项目库实施", "专项类别": "八大行动", "级别": "县级", "起始年度": 2018, "终止年度": 2020},
        *(
            {"专项编号": code, "专项名称": name, "专项类别": "八大行动", "级别": "县级", "上级专项": _SCHEME, "次序": number}
            for number, (name, code) in enumerate(parts.items(), start=1)
        ),
    ]  # fmt: skip
    yield (
        "scheme-targets",
        [
            {"专项编号": _SCHEME, "年度": 2018, "指标": "投资", "目标": 21_450, "计量单位": "万元", "出处": _SOURCE},
            {"专项编号": _SCHEME, "年度": 2018, "指标": "村", "目标": "", "计量单位": "个", "出处": _SOURCE},
        ],
    )
    yield "scheme-achievements", [
        {"专项编号": _SCHEME, "年度": 2018, "指标": "投资", "截至日期": date(2018, 6, 30), "完成": 9_800, "计量单位": "万元", "出处": "半年总结（演示数据）"},
    ]  # fmt: skip
    yield "project-schemes", [{"项目编号": line.code, "专项编号": parts[line.category], "属于": "是"} for line in lines]


def line_total(line: ProjectLine) -> Decimal:
    """Planned 万元 of all sources."""
    return sum(
        (Decimal(amount) for amount in (line.shanghai, line.poverty, line.integrated) if amount != ""), Decimal(0)
    )


def _progress(line: ProjectLine, road: int) -> Iterator[dict[str, object]]:
    """Half done by June and whole by November. Of the roads the second has spent more than it has built, the third more than
    was planned: what supervision looks for."""
    whole = line_total(line) * 10_000
    built, spent = {1: (60, Decimal("0.95")), 2: (100, Decimal("1.08"))}.get(road, (100, Decimal(1)))
    yield {"项目编号": line.code, "截至日期": date(2018, 6, 30), "形象进度": 40, "完成投资(元)": whole * 4 / 10}
    yield {
        "项目编号": line.code,
        "截至日期": date(2018, 11, 30),
        "形象进度": built,
        "完成投资(元)": (whole * spent).quantize(Decimal("0.01")),
    }


def _steps(line: ProjectLine, *, is_late: bool) -> Iterator[dict[str, object]]:
    started = line.starts_on
    repaired = line.construction == "修缮"
    before = started - timedelta(days=10)
    yield {
        "项目编号": line.code,
        "节点": _LAND,
        **({"需要办": "否", "说明": "在原址修缮，不新增用地"} if repaired else {"完成日期": before}),
    }
    yield {"项目编号": line.code, "节点": "审批手续", "完成日期": before}
    yield {"项目编号": line.code, "节点": "招投标", "完成日期": before}
    yield {"项目编号": line.code, "节点": "开工", "计划日期": started, "完成日期": started}
    if is_late:
        yield {
            "项目编号": line.code,
            "节点": "验收",
            "计划日期": line.ends_on,
            "延误原因": "自然灾害",
            "说明": "雨季塌方，正在清理",
        }
        return
    yield {"项目编号": line.code, "节点": "完工", "计划日期": line.ends_on, "完成日期": line.ends_on}
    yield {
        "项目编号": line.code,
        "节点": "验收",
        "计划日期": line.ends_on + timedelta(days=15),
        "完成日期": line.ends_on + timedelta(days=10),
    }
    if line.category == _CLINIC:
        yield {"项目编号": line.code, "节点": "移交", "完成日期": line.ends_on + timedelta(days=20)}


def _clinic_site(line: ProjectLine) -> dict[str, object]:
    price = line_total(line) * 10_000
    spec = "修缮" if line.construction == "修缮" else "新建120平方米"
    return {
        "项目编号": line.code, "乡镇": line.township, "村": line.villages, "建设项": "村卫生室", "建设状态": "已完成", "数量": 1,
        "计量单位": "所", "规格": spec, "单价": price, "金额(元)": price,
    }  # fmt: skip


def _road_site(line: ProjectLine) -> dict[str, object]:
    return {
        "项目编号": line.code, "乡镇": line.township, "村": line.villages, "建设项": "村内户外道路", "建设状态": "已完成",
        "数量": line.scale, "计量单位": "平方米", "金额(元)": line_total(line) * 10_000,
    }  # fmt: skip
