"""The tables of a synthetic roster: what a household standard of nine items reads, in the words of a county's roster."""

from __future__ import annotations

from ..schema import ColumnSchema as C
from ..schema import ColumnType, RosterSchema, TableSchema

INT, MONEY, CODE, DATE, BOOL, TEXT = (
    ColumnType.INT, ColumnType.MONEY, ColumnType.CODE, ColumnType.DATE, ColumnType.BOOL, ColumnType.TEXT,
)  # fmt: skip


def _head(*parent: C) -> tuple[C, ...]:
    return (C("id", "内部编号", INT), *parent, C("area_code", "区划代码", TEXT))


SYNTHETIC_ROSTER = RosterSchema(
    (
        TableSchema("county", "县", "id", _head(), subject="县"),
        TableSchema("township", "乡", "id", _head(C("county_id", "所属县", INT)), subject="乡", parent="county", parent_key="county_id"),
        TableSchema("village", "村", "id", _head(C("township_id", "所属乡", INT)), subject="村", parent="township", parent_key="township_id"),
        TableSchema(
            "household", "户", "id", subject="户", parent="village", parent_key="village_id",
            columns=(
                *_head(C("village_id", "所属村", INT)),
                C("food_clothing", "不愁吃穿", BOOL),
                C("dwelling_grade", "房屋等级", CODE, codes="房屋等级"),
                C("safe_water", "饮水安全", BOOL),
                C("electricity", "通电", BOOL),
                C("broadcast", "通广播电视", BOOL),
                C("measures", "帮扶措施数", INT, "项"),
            ),
        ),
        TableSchema(
            "member", "成员", "id", subject="人", parent="household", parent_key="household_id", marked=True,
            columns=(
                C("id", "内部编号", INT), C("household_id", "所属户", INT),
                C("born_on", "出生日期", DATE),
                C("schooling", "就学状况", CODE, codes="就学状况"),
                C("medical_insurance", "参加基本医疗保险", BOOL),
            ),
        ),
        TableSchema(
            "income", "收入", "id", parent="household", parent_key="household_id", period="date", marked=True, gain="增收",
            columns=(
                C("id", "内部编号", INT), C("household_id", "所属户", INT),
                C("kind", "类别", CODE, codes="收入类别"),
                C("date", "日期", DATE),
                C("amount", "金额", MONEY),
                C("verified", "已核实", BOOL),
            ),
        ),
    ),
    {
        "房屋等级": ("A", "B", "C", "D"),
        "就学状况": ("在校", "依法免学", "失学"),
        "收入类别": ("工资性", "生产经营性", "生产经营支出", "转移性", "财产性"),
    },
)  # fmt: skip
