"""The headers of a workbook of roadmaps and construction plans, in one place for import and export.

A row with a village is an item of that village's construction plan; one with a township only, of its roadmap.
"""

from .columns import Column

COLUMNS = (
    Column("乡镇", "township", aliases=("乡（镇）",)),
    Column("村", "village", aliases=("行政村",)),
    Column("年度", "year", "int"),
    Column("事项编号", "number", aliases=("事项序号",)),
    Column("事项名称", "name", aliases=("规划事项",)),
    Column("村民小组", "group_name", aliases=("组",)),
    Column("建设内容", "task"),
    Column("计划资金", "planned", "money", unit="万元"),
    Column("开工时间", "starts_on", "date", aliases=("计划开工时间",)),
    Column("完工时间", "ends_on", "date", aliases=("计划完工时间", "完成时限")),
    Column("受益户数", "households", "int", unit="户"),
    Column("责任单位", "responsible_unit"),
    Column("县级项目编号", "project_code", aliases=("项目编号",)),
)
HEADERS = tuple(f"{column.header}（万元）" if column.kind == "money" else column.header for column in COLUMNS)
NEEDED = ("township", "year", "number", "name")
