"""The tables of a county's roster as the shipped packs read them: the contract between ``results`` and the packs.

Code columns hold the official Chinese text. No names, no ID numbers. Amounts are fen. Yearly facts of an area (集体经济收入,
收入增幅) are those of the year of evaluation.
"""

from __future__ import annotations

from jingzhun.rules.schema import ColumnSchema, ColumnType, RosterSchema, TableSchema

INT, DECIMAL, MONEY, TEXT, CODE, DATE, BOOL = (
    ColumnType.INT, ColumnType.DECIMAL, ColumnType.MONEY, ColumnType.TEXT, ColumnType.CODE, ColumnType.DATE, ColumnType.BOOL,
)  # fmt: skip
C = ColumnSchema


def _head(*parent: ColumnSchema) -> tuple[ColumnSchema, ...]:
    return (C("id", "内部编号", INT), *parent, C("code", "编号", TEXT), C("area_code", "区划代码", TEXT))


COUNTY = TableSchema(
    "county", "县", "id", subject="县",
    columns=(
        *_head(),
        C("income_growth", "收入增幅", DECIMAL, "%"),
        C("province_income_growth", "全省收入增幅", DECIMAL, "%"),
        C("balanced_education", "义务教育均衡达标", BOOL),
        C("dropout_within_limit", "辍学率合规", BOOL),
    ),
)  # fmt: skip
TOWNSHIP = TableSchema(
    "township", "乡", "id", subject="乡", parent="county", parent_key="county_id",
    columns=_head(C("county_id", "所属县", INT)),
)  # fmt: skip
VILLAGE = TableSchema(
    "village", "村", "id", subject="村", parent="township", parent_key="township_id",
    columns=(
        *_head(C("township_id", "所属乡", INT)),
        C("registered_poor", "贫困村", BOOL),
        C("population", "常住人口", INT, "人"),
        C("collective_income", "集体经济收入", MONEY),
        C("road_hardened", "通村道路硬化", BOOL),
        C("road_guarded", "危险路段有防护", BOOL),
        C("power_10kv", "通动力电", BOOL),
        C("hamlets", "自然村数", INT, "个"),
        C("hamlets_380v", "通三相电自然村数", INT, "个"),
        C("broadcast_coverage", "广播电视覆盖率", DECIMAL, "%"),
        C("broadband_village", "村委会通宽带", BOOL),
        C("broadband_school", "学校通宽带", BOOL),
        C("broadband_clinic", "卫生室通宽带", BOOL),
        C("water_assured", "饮水有保障", BOOL),
        C("water_distance", "取水距离", INT, "米"),
        C("standard_clinic", "标准化卫生室", BOOL),
        C("doctors", "乡村医生数", INT, "人"),
        C("public_space", "公共服务和活动场所", BOOL),
        C("culture_room", "文化室", BOOL),
        C("school_entry", "义务教育入学率达标", BOOL),
    ),
)  # fmt: skip
HOUSEHOLD = TableSchema(
    "household", "户", "id", subject="户", parent="village", parent_key="village_id",
    columns=(
        *_head(C("village_id", "所属村", INT)),
        C("registered", "在册", CODE, codes="在册状态"),
        C("attribute", "属性", CODE, codes="贫困户属性"),
        C("food_clothing", "不愁吃穿", BOOL),
        C("dwelling_grade", "房屋等级", CODE, codes="房屋等级"),
        C("dwelling_area", "住房面积", DECIMAL, "平方米"),
        C("safe_water", "饮水安全", BOOL),
        C("water_distance", "取水距离", INT, "米"),
        C("electricity", "通电", BOOL),
        C("broadcast", "通广播电视", BOOL),
        C("hard_road", "通硬化路", BOOL),
    ),
)  # fmt: skip
MEMBER = TableSchema(
    "member", "成员", "id", subject="人", parent="household", parent_key="household_id", marked=True,
    columns=(
        *_head(C("household_id", "所属户", INT)),
        C("born_on", "出生日期", DATE),
        C("sex", "性别", CODE, codes="性别"),
        C("relation", "与户主关系", TEXT),
        C("education", "文化程度", TEXT),
        C("in_school", "在校", BOOL),
        C("school_status", "在校生状况", TEXT),
        C("excused_from_school", "依法免学", BOOL),
        C("medical_insurance", "参加基本医疗保险", BOOL),
        C("serious_illness_insurance", "参加大病保险", BOOL),
        C("pension_insurance", "参加养老保险", BOOL),
        C("health", "健康状况", CODE, codes="健康状况"),
        C("labour", "劳动能力", CODE, codes="劳动能力"),
        C("off_farm_work", "务工状况", TEXT),
        C("off_farm_months", "务工月数", INT, "月"),
    ),
)  # fmt: skip
INCOME = TableSchema(
    "income", "收入", "id", parent="household", parent_key="household_id", period="year", marked=True, gain="增收",
    columns=(
        C("id", "内部编号", INT), C("household_id", "所属户", INT), C("year", "年度", INT),
        C("direction", "方向", CODE, codes="收支方向"),
        C("kind", "类别", TEXT),
        C("amount", "金额", MONEY),
    ),
)  # fmt: skip
SALE = TableSchema(
    "sale", "销售", "id", parent="household", parent_key="household_id", period="date", marked=True, gain="增加销售",
    columns=(
        C("id", "内部编号", INT), C("household_id", "所属户", INT), C("date", "日期", DATE),
        C("product", "品种", TEXT),
        C("amount", "金额", MONEY),
        C("verified", "已核实", BOOL),
    ),
)  # fmt: skip
WAGE = TableSchema(
    "wage", "务工", "id", parent="household", parent_key="household_id", period="year", marked=True, gain="增加务工收入",
    columns=(
        C("id", "内部编号", INT), C("household_id", "所属户", INT), C("year", "年度", INT),
        C("kind", "务工类型", TEXT),
        C("amount", "金额", MONEY),
        C("verified", "已核实", BOOL),
    ),
)  # fmt: skip
MEASURE = TableSchema(
    "measure", "帮扶措施", "id", parent="household", parent_key="household_id", period="year", marked=True,
    columns=(
        C("id", "内部编号", INT), C("household_id", "所属户", INT), C("year", "年度", INT),
        C("category", "类别", TEXT),
        C("amount", "金额", MONEY),
    ),
)  # fmt: skip
CAUSE = TableSchema(
    "cause", "致贫原因", "id", parent="household", parent_key="household_id", marked=True,
    columns=(
        C("id", "内部编号", INT), C("household_id", "所属户", INT),
        C("cause", "原因", TEXT),
        C("is_main", "主要", BOOL),
    ),
)  # fmt: skip
PROJECT = TableSchema(
    "project", "项目", "id", subject="项目", parent="county", parent_key="county_id", period="year",
    columns=(
        *_head(C("county_id", "所属县", INT)),
        C("year", "年度", INT),
        C("category", "类别", TEXT),
        C("stage", "阶段", TEXT),
        C("planned_amount", "计划金额", MONEY),
    ),
)  # fmt: skip

COUNTY_ROSTER = RosterSchema(
    (COUNTY, TOWNSHIP, VILLAGE, HOUSEHOLD, MEMBER, INCOME, SALE, WAGE, MEASURE, CAUSE, PROJECT),
    {
        "在册状态": ("建档立卡", "监测对象", "未建档"),
        "贫困户属性": ("一般贫困户", "低保贫困户", "五保贫困户"),
        "房屋等级": ("A", "B", "C", "D"),
        "性别": ("男", "女"),
        "健康状况": ("健康", "长期慢性病", "患有大病", "残疾"),
        "劳动能力": ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力"),
        "收支方向": ("收", "支"),
    },
)
"""Kind of a household's income row: 工资性, 生产经营性, 财产性, 转移性 (direction 收); costs are rows of direction 支."""
