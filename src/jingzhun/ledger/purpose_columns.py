"""The headers of the workbook of fund purposes (基金用途), in one place: import and export are made from them. One purpose a row."""

from __future__ import annotations

from .columns import Column
from .models import FundPurpose

PURPOSE_COLUMNS = (
    Column("基金编号", "fund"),
    Column("用途", "title", aliases=("资金用途", "用途名称")),
    Column("发给", "serves", aliases=("发放对象",)),
    Column("次数", "per", aliases=("计次",)),
    Column("上限", "most", "money", unit="元", aliases=("一次最多",)),
    Column("发放前公示", "is_noticed", "bool", aliases=("是否公示",)),
    Column("依据", "clause", aliases=("章程条款",)),
    Column("自何日起", "since", "date", aliases=("起", "生效日期")),
    Column("止于", "until", "date", aliases=("止", "停用日期")),
)
NEEDED = {"fund", "title", "serves", "per", "is_noticed", "clause", "since"}
HEADERS_OF_PURPOSES = tuple(f"{each.header}（元）" if each.kind == "money" else each.header for each in PURPOSE_COLUMNS)
LIMITS = {"fund": 40, "title": 40, "clause": 120}
"""Field → how many characters it may have."""


def row_of(purpose: FundPurpose) -> list[object]:
    """A purpose under :data:`PURPOSE_COLUMNS`."""
    return [
        purpose.fund.subject.code, purpose.title, purpose.get_serves_display(), purpose.get_per_display(),
        "" if purpose.most is None else purpose.most, "是" if purpose.is_noticed else "否", purpose.clause, purpose.since,
        purpose.until,
    ]  # fmt: skip
