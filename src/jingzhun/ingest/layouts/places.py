"""Sheets about villages and the county: conditions, collective income, what others state about the county."""

from jingzhun.registry.fields import described
from jingzhun.registry.models import CountyStatement, VillageConditions

from .layout import About, Column, Layout, column_of, register

_VILLAGE = (
    Column("乡镇", "township", ("乡(镇)", "乡", "镇")),
    Column("行政村", "village", ("村", "村名", "行政村(社区)"), required=True, needed=True),
)

VILLAGES = register(
    Layout(
        name="villages",
        title="村情况",
        about=About.VILLAGE,
        signs=tuple(str(field.verbose_name) for field in described(VillageConditions)),
        columns=(*_VILLAGE, *(column_of("VillageConditions", field.name) for field in described(VillageConditions))),
    )
)

VILLAGE_INCOME = register(
    Layout(
        name="village-income",
        title="村集体经济收入",
        about=About.VILLAGE,
        entry="VillageIncome",
        key=("year", "kind", "item"),
        marks=("村集体收入",),
        columns=(
            *_VILLAGE,
            Column("年度", "year", ("年份",), required=True),
            column_of("VillageIncome", "kind", "收入类别", required=True),
            column_of("VillageIncome", "item"),
            column_of("VillageIncome", "amount", "金额", required=True, header="金额(元)"),
            Column("已收齐", "complete", ("是否收齐",)),
            Column("行标识", "key", extra=True),
        ),
    )
)

COUNTY = register(
    Layout(
        name="county",
        title="县指标",
        about=About.COUNTY,
        signs=tuple(str(field.verbose_name) for field in described(CountyStatement) if field.name != "year"),
        columns=(
            Column("县", "county", ("县(市、区)", "县市区"), required=True, needed=True),
            Column("年度", "year", ("年份",), required=True, needed=True),
            *(column_of("CountyStatement", field.name) for field in described(CountyStatement) if field.name != "year"),
        ),
    )
)
