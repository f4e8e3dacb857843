"""The headers of a project workbook, in one place: import, export and the demo's files are made from them.

Amounts in 万元, one column per source of money. ``field`` names a field of :class:`ProjectRow`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """``codes`` is the code list of its texts; ``aliases`` are other headers that mean the same."""

    header: str
    field: str
    kind: str = "text"
    codes: str = ""
    unit: str = ""
    aliases: tuple[str, ...] = ()


FUNDING_PREFIX = "funding:"
COLUMNS = (
    Column("项目编号", "code", aliases=("编号", "项目代码")),
    Column("项目名称", "name"),
    Column("项目类别", "category", "code", codes="项目类别", aliases=("类别", "项目类型")),
    Column("年度", "year", "int", aliases=("项目年度", "实施年度")),
    Column("乡镇", "township", aliases=("乡（镇）",)),
    Column("村", "villages", aliases=("行政村", "实施村")),
    Column("实施地点", "place", aliases=("建设地点",)),
    Column("建设性质", "construction", "code", codes="建设性质"),
    Column("建设任务", "task", aliases=("建设内容", "建设内容及规模")),
    Column("规模", "scale", "decimal", aliases=("建设规模",)),
    Column("单位", "scale_unit", aliases=("规模单位", "计量单位")),
    Column("开工时间", "starts_on", "date", aliases=("计划开工时间",)),
    Column("完工时间", "ends_on", "date", aliases=("计划完工时间",)),
    Column("阶段", "stage", "code", codes="项目阶段", aliases=("项目阶段",)),
    Column("上海帮扶资金", FUNDING_PREFIX + "shanghai", "money", unit="万元", aliases=("上海援助资金",)),
    Column("财政专项扶贫资金", FUNDING_PREFIX + "poverty", "money", unit="万元", aliases=("专项扶贫资金",)),
    Column("涉农整合资金", FUNDING_PREFIX + "integrated", "money", unit="万元", aliases=("整合资金",)),
    Column("挂钩单位资金", FUNDING_PREFIX + "partner", "money", unit="万元", aliases=("挂钩单位扶持资金",)),
    Column(
        "群众投工投劳及自筹",
        FUNDING_PREFIX + "masses",
        "money",
        unit="万元",
        aliases=("群众投工投劳及自筹折资", "群众自筹", "自筹资金", "自筹（含投劳折资）"),
    ),
    Column("其他资金", FUNDING_PREFIX + "other", "money", unit="万元"),
    Column("资金合计", "total", "money", unit="万元", aliases=("计划资金", "总投资", "资金规模")),
    Column("受益对象", "beneficiaries"),
    Column("受益户数", "households", "int", unit="户"),
    Column("受益人数", "persons", "int", unit="人"),
    Column("责任单位", "responsible_unit", aliases=("实施单位",)),
    Column("绩效目标", "goal"),
    Column("带贫机制", "mechanism", aliases=("群众参与和带贫机制", "利益联结机制", "联农带农机制")),
)
"""资金合计 is never stored: where a file has it, it is compared with the sum of the sources."""

HEADERS = tuple(f"{column.header}（万元）" if column.kind == "money" else column.header for column in COLUMNS)
