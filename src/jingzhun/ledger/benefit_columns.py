"""The headers of a project's list of households, in one place for import and export."""

from .columns import Column

COLUMNS = (
    Column("项目编号", "project_code", aliases=("项目代码",)),
    Column("乡镇", "township", aliases=("乡（镇）",)),
    Column("行政村", "village", aliases=("村", "村名")),
    Column("户编号", "household", aliases=("户编码", "户号")),
    Column("户主姓名", "head_name", aliases=("户主",)),
    Column("自何日", "since", "date", aliases=("受益日期", "起始日期")),
    Column("受益", "is_in", "bool", aliases=("在名单", "是否受益")),
    Column("受益内容", "content", aliases=("受益方式",)),
    Column("名单依据", "document", aliases=("名单出处",)),
)
HEADERS = tuple(column.header for column in COLUMNS)
NEEDED = ("project_code", "household", "document")
