"""Every indicator in one table: what it counts, in which unit, by which rule, at which levels. Pages print these sentences.

``rows`` is SQL over the roster's tables (by their code words) and, for indicators of a run, over ``finding``; it gives the
rows that the figure counts as ``part, code, area, amount, base, value, line``. The figure is then the number of rows, the sum of
``amount``, or that in per cent of the sum of ``base`` (missing where it is nought). A figure therefore always equals its rows.
"""

from __future__ import annotations

from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem

from .indicator import Indicator, Kind, Measure
from .money_indicators import MONEY


class UnableToFindIndicator(Problem):
    code = "F-002"
    says = "没有指标“{name}”"
    remedy = "请从“数字与口径”里选"


_HOUSEHOLD = """SELECT {part} AS part, h.code, h.area_code AS area, {amount} AS amount, NULL::BIGINT AS base,
 NULL::VARCHAR AS value, NULL::VARCHAR AS line FROM household h
 LEFT JOIN (SELECT household_id, count(*) AS persons FROM member GROUP BY 1) m ON m.household_id = h.id {where}"""


def _households(where: str = "", *, part: str = "''", amount: str = "coalesce(m.persons, 0)") -> str:
    return _HOUSEHOLD.format(part=part, amount=amount, where=f"WHERE {where}" if where else "")


_IN_REGISTER = "h.registered = '建档立卡'"
_YEAR = "getvariable('year')"
_PROJECTS = """FROM project p LEFT JOIN (SELECT project_id, source, sum(planned) AS planned FROM funding GROUP BY 1, 2) f
 ON f.project_id = p.id WHERE p.year = getvariable('year')"""
_PROJECT_ROW = "p.code, p.area_code AS area, sum(f.planned)::BIGINT AS amount, NULL::BIGINT AS base, p.category AS value, p.stage AS line"
INTEGRATED = "涉农整合资金"
_NOT_INTEGRATED = f"AND f.source <> '{INTEGRATED}'"
_STAGES = ("储备", "实施", "完工")
_REGISTERED_AREA = """SELECT '' AS part, {area} AS code, {area} AS area, sum(m.persons)::BIGINT AS amount, NULL::BIGINT AS base,
 NULL::VARCHAR AS value, NULL::VARCHAR AS line FROM household h
 LEFT JOIN (SELECT household_id, count(*) AS persons FROM member GROUP BY 1) m ON m.household_id = h.id
 WHERE h.registered = '建档立卡' AND {where} GROUP BY 1, 2, 3"""
_TOWNSHIP_OF = "substr(h.area_code, 1, 9) || '000'"


def _registered_areas(area: str, where: str = "TRUE") -> str:
    return _REGISTERED_AREA.format(area=area, where=where)


def _project_rows(part: str = "''", *, where: str = "") -> str:
    """A row per project and part; amount is the planned money of the sources left by ``where``."""
    return f"SELECT {part} AS part, {_PROJECT_ROW} {_PROJECTS} {where} GROUP BY ALL"


def _project_amounts(part: str, amount: str, where: str = "TRUE") -> str:
    """A row per project with an amount of its own that is not money."""
    return f"""SELECT {part} AS part, p.code, p.area_code AS area, {amount}::BIGINT AS amount, NULL::BIGINT AS base,
 p.category AS value, p.stage AS line FROM project p WHERE p.year = {_YEAR} AND {amount} IS NOT NULL AND {where}"""


_FINDING = """SELECT {part} AS part, f.code, f.area, {amount} AS amount, NULL::BIGINT AS base, f.value, f.line FROM finding f
 WHERE {where}"""


_TABLE = (
    Indicator(
        "registered_households", "建档立卡户数", "户", "截至这一天在建档立卡名册上的农户数。",
        "计数(户, 在册 = “建档立卡”)", Kind.HOUSEHOLD, Measure.ROWS, _households(_IN_REGISTER), "建档立卡",
        amount_title="人数", amount_unit="人",
    ),
    Indicator(
        "registered_persons", "建档立卡人数", "人", "截至这一天在建档立卡名册上的农户的家庭成员数。一行一户，人数相加。",
        "合计(户, 计数(成员), 在册 = “建档立卡”)", Kind.HOUSEHOLD, Measure.SUM, _households(_IN_REGISTER), "建档立卡",
        amount_title="人数", amount_unit="人",
    ),
    Indicator(
        "rural_households", "登记农户数", "户", "截至这一天登记在库的全部农户数，不只是建档立卡户。",
        "计数(户)", Kind.HOUSEHOLD, Measure.ROWS, _households(), "农户", amount_title="人数", amount_unit="人",
    ),
    Indicator(
        "rural_persons", "登记农户人数", "人", "截至这一天登记在库的全部农户的家庭成员数。一行一户，人数相加。",
        "合计(户, 计数(成员))", Kind.HOUSEHOLD, Measure.SUM, _households(), "农户", amount_title="人数", amount_unit="人",
    ),
    Indicator(
        "register_unknown", "建档情况缺数据的户数", "户", "登记在库、但没有是否建档立卡记录的农户数。",
        "计数(户, 在册 缺)", Kind.HOUSEHOLD, Measure.ROWS, _households("h.registered IS NULL"), "农户", amount_title="人数", amount_unit="人",
    ),
    Indicator(
        "main_cause", "主要致贫原因", "户", "建档立卡户按主要致贫原因分的户数。没有记录原因的单列为缺数据。",
        "计数(户, 在册 = “建档立卡” 且 主要致贫原因 = …)", Kind.HOUSEHOLD, Measure.ROWS,
        _households(_IN_REGISTER, part="coalesce(h.main_cause, '缺数据')"), "建档立卡", amount_title="人数", amount_unit="人", parts=(),
    ),
    Indicator(
        "measure_households", "得到帮扶的建档立卡户数", "户", "评估年度内至少有一项帮扶措施记录的建档立卡户数。",
        "计数(户, 在册 = “建档立卡” 且 计数(帮扶措施, 年度 = 评估年度) >= 1)", Kind.HOUSEHOLD, Measure.ROWS,
        _households(f"{_IN_REGISTER} AND h.id IN (SELECT household_id FROM measure WHERE year = {_YEAR})"), "帮扶",
        amount_title="人数", amount_unit="人",
    ),
    Indicator(
        "village_income", "村集体经济收入", "分", "评估年度内各村集体经济收入台账各项之和。一行一村。",
        "合计(村集体收入, 金额, 年度 = 评估年度)", Kind.VILLAGE, Measure.SUM,
        f"""SELECT '' AS part, v.code, v.code AS area, sum(i.amount)::BIGINT AS amount, NULL::BIGINT AS base,
 NULL::VARCHAR AS value, NULL::VARCHAR AS line FROM village_income i JOIN village v ON v.id = i.village_id
 WHERE i.year = {_YEAR} GROUP BY v.code""", "村集体经济", amount_title="收入",
    ),
    Indicator(
        "village_income_by_kind", "村集体经济收入", "分", "评估年度内村集体经济收入按类别之和。一行一村。",
        "合计(村集体收入, 金额, 年度 = 评估年度 且 类别 = …)", Kind.VILLAGE, Measure.SUM,
        f"""SELECT i.kind AS part, v.code, v.code AS area, sum(i.amount)::BIGINT AS amount, NULL::BIGINT AS base,
 NULL::VARCHAR AS value, NULL::VARCHAR AS line FROM village_income i JOIN village v ON v.id = i.village_id
 WHERE i.year = {_YEAR} GROUP BY i.kind, v.code""", "村集体经济", amount_title="收入", parts=(),
    ),
    Indicator(
        "projects", "项目库项目数", "个", "评估年度项目库里的项目数。",
        "计数(项目, 年度 = 评估年度)", Kind.PROJECT, Measure.ROWS,
        f"SELECT '' AS part, {_PROJECT_ROW} {_PROJECTS} GROUP BY ALL", "项目库", amount_title="计划资金",
    ),
    Indicator(
        "projects_by_category", "项目库项目数", "个", "评估年度项目库按项目类别分的项目数。",
        "计数(项目, 年度 = 评估年度 且 项目类别 = …)", Kind.PROJECT, Measure.ROWS,
        f"SELECT p.category AS part, {_PROJECT_ROW} {_PROJECTS} GROUP BY ALL", "项目库", amount_title="计划资金", parts=(),
    ),
    Indicator(
        "project_money", "项目库计划资金", "分", "评估年度项目库各项目各来源计划资金之和。",
        "合计(项目资金, 计划资金, 项目.年度 = 评估年度)", Kind.PROJECT, Measure.SUM,
        f"SELECT '' AS part, {_PROJECT_ROW} {_PROJECTS} GROUP BY ALL", "项目库", amount_title="计划资金",
    ),
    Indicator(
        "project_money_by_category", "项目库计划资金", "分", "评估年度项目库计划资金按项目类别之和。",
        "合计(项目资金, 计划资金, 项目.年度 = 评估年度 且 项目.项目类别 = …)", Kind.PROJECT, Measure.SUM,
        f"SELECT p.category AS part, {_PROJECT_ROW} {_PROJECTS} GROUP BY ALL", "项目库", amount_title="计划资金", parts=(),
    ),
    Indicator(
        "project_money_by_source", "项目库计划资金", "分", "评估年度项目库计划资金按来源之和。",
        "合计(项目资金, 计划资金, 项目.年度 = 评估年度 且 资金来源 = …)", Kind.PROJECT, Measure.SUM,
        f"SELECT f.source AS part, {_PROJECT_ROW} {_PROJECTS} AND f.source IS NOT NULL GROUP BY ALL", "项目库",
        amount_title="计划资金", parts=(),
    ),
    Indicator(
        "projects_by_stage", "项目库项目数", "个", "评估年度项目库按项目阶段分的项目数。",
        "计数(项目, 年度 = 评估年度 且 项目阶段 = …)", Kind.PROJECT, Measure.ROWS, _project_rows("p.stage", where="AND p.stage IS NOT NULL"),
        "项目库", amount_title="计划资金", parts=_STAGES,
    ),
    Indicator(
        "projects_by_category_stage", "项目库项目数", "个", "评估年度项目库按项目类别和阶段分的项目数。",
        "计数(项目, 年度 = 评估年度 且 项目类别 = … 且 项目阶段 = …)", Kind.PROJECT, Measure.ROWS,
        _project_rows("p.category || '/' || p.stage", where="AND p.stage IS NOT NULL"), "项目库", amount_title="计划资金", parts=(),
    ),
    Indicator(
        "projects_by_category_construction", "项目库项目数", "个", "评估年度项目库按项目类别和建设性质分的项目数。",
        "计数(项目, 年度 = 评估年度 且 项目类别 = … 且 建设性质 = …)", Kind.PROJECT, Measure.ROWS,
        _project_rows("p.category || '/' || p.construction", where="AND p.construction IS NOT NULL"), "项目库",
        amount_title="计划资金", parts=(),
    ),
    Indicator(
        "project_money_overview", "项目库计划资金（不含整合资金）", "分",
        f"评估年度项目库各项目除{INTEGRATED}以外各来源计划资金之和，即上海帮扶资金、财政专项扶贫资金和其他资金。德钦县2018年推进报告概况用的是这一来源口径。",
        f"合计(项目资金, 计划资金, 项目.年度 = 评估年度 且 资金来源 不是 {INTEGRATED})", Kind.PROJECT, Measure.SUM,
        _project_rows(where=_NOT_INTEGRATED), "项目库", amount_title="计划资金",
    ),
    Indicator(
        "project_money_overview_by_category", "项目库计划资金（不含整合资金）", "分",
        f"评估年度项目库计划资金按项目类别之和，不含{INTEGRATED}。",
        f"合计(项目资金, 计划资金, 项目.年度 = 评估年度 且 项目.项目类别 = … 且 资金来源 不是 {INTEGRATED})", Kind.PROJECT, Measure.SUM,
        _project_rows("p.category", where=_NOT_INTEGRATED), "项目库", amount_title="计划资金", parts=(),
    ),
    Indicator(
        "project_money_by_category_source", "项目库计划资金", "分", "评估年度项目库计划资金按项目类别和来源之和。",
        "合计(项目资金, 计划资金, 项目.年度 = 评估年度 且 项目.项目类别 = … 且 资金来源 = …)", Kind.PROJECT, Measure.SUM,
        _project_rows("p.category || '/' || f.source", where="AND f.source IS NOT NULL"), "项目库", amount_title="计划资金", parts=(),
    ),
    Indicator(
        "projects_by_category_source", "项目库项目数", "个", "评估年度项目库里有这一来源计划资金的项目数，按项目类别。",
        "计数(项目, 年度 = 评估年度 且 项目类别 = … 且 任一(项目资金, 资金来源 = … 且 计划资金 > 0元))", Kind.PROJECT, Measure.ROWS,
        _project_rows("p.category || '/' || f.source", where="AND f.planned > 0"), "项目库", amount_title="计划资金", parts=(),
    ),
    Indicator(
        "project_villages_by_category", "有项目的行政村数", "个", "评估年度有这一类别项目的行政村数。按项目所在区划计，一个村有几个项目也只计一次；所在区划在乡镇以上的项目不计。",
        "计数(村, 任一(项目, 年度 = 评估年度 且 项目类别 = … 且 在本村))", Kind.VILLAGE, Measure.ROWS,
        f"""SELECT p.category AS part, p.area_code AS code, p.area_code AS area, sum(f.planned)::BIGINT AS amount, NULL::BIGINT AS base,
 NULL::VARCHAR AS value, NULL::VARCHAR AS line {_PROJECTS} AND right(p.area_code, 3) <> '000' GROUP BY 1, 2""", "项目库",
        amount_title="计划资金", parts=(),
    ),
    Indicator(
        "project_townships_by_category", "有项目的乡镇数", "个", "评估年度有这一类别项目的乡镇数。所在区划在县的项目不计。",
        "计数(乡, 任一(项目, 年度 = 评估年度 且 项目类别 = … 且 在本乡))", Kind.TOWNSHIP, Measure.ROWS,
        f"""SELECT p.category AS part, substr(p.area_code, 1, 9) || '000' AS code, substr(p.area_code, 1, 9) || '000' AS area,
 sum(f.planned)::BIGINT AS amount, NULL::BIGINT AS base, NULL::VARCHAR AS value, NULL::VARCHAR AS line
 {_PROJECTS} AND substr(p.area_code, 7, 3) <> '000' GROUP BY 1, 2""", "项目库", levels=(Level.COUNTY, Level.TOWNSHIP),
        amount_title="计划资金", parts=(),
    ),
    Indicator(
        "project_households_by_category", "项目受益户数", "户", "评估年度各项目登记的受益户数之和，按项目类别。同一户受益于几个项目时各计一次；没有登记的项目不计。",
        "合计(项目, 受益户数, 年度 = 评估年度 且 项目类别 = …)", Kind.PROJECT, Measure.SUM,
        _project_amounts("p.category", "p.households"), "项目库", amount_title="受益户数", amount_unit="户", parts=(),
    ),
    Indicator(
        "project_persons_by_category", "项目受益人数", "人", "评估年度各项目登记的受益人数之和，按项目类别。同一人受益于几个项目时各计一次；没有登记的项目不计。",
        "合计(项目, 受益人数, 年度 = 评估年度 且 项目类别 = …)", Kind.PROJECT, Measure.SUM,
        _project_amounts("p.category", "p.persons"), "项目库", amount_title="受益人数", amount_unit="人", parts=(),
    ),
    Indicator(
        "project_floor_area_by_category", "项目建设面积", "平方米", "评估年度规模以平方米登记的各项目规模之和，按项目类别，每个项目先四舍五入到1平方米。",
        "合计(项目, 规模, 年度 = 评估年度 且 项目类别 = … 且 规模单位 = “平方米”)", Kind.PROJECT, Measure.SUM,
        _project_amounts("p.category", "round(p.scale)", "p.scale_unit = '平方米'"), "项目库", amount_title="规模",
        amount_unit="平方米", parts=(),
    ),
    Indicator(
        "registered_villages", "有建档立卡户的行政村数", "个", "截至这一天至少有一户在建档立卡名册上的行政村和社区数。",
        "计数(村, 任一(户, 在册 = “建档立卡”))", Kind.VILLAGE, Measure.ROWS, _registered_areas("h.area_code"), "建档立卡",
        amount_title="人数", amount_unit="人",
    ),
    Indicator(
        "registered_rural_townships", "有建档立卡户的乡数", "个",
        "截至这一天至少有一户在建档立卡名册上的乡数。统计用区划代码第7至9位200以上为乡。",
        "计数(乡, 区划代码 在乡的号段 且 任一(户, 在册 = “建档立卡”))", Kind.TOWNSHIP, Measure.ROWS,
        _registered_areas(_TOWNSHIP_OF, "substr(h.area_code, 7, 1) >= '2'"), "建档立卡", levels=(Level.COUNTY, Level.TOWNSHIP),
        amount_title="人数", amount_unit="人",
    ),
    Indicator(
        "registered_towns", "有建档立卡户的镇数", "个",
        "截至这一天至少有一户在建档立卡名册上的镇数。统计用区划代码第7至9位100至199为镇。",
        "计数(乡, 区划代码 在镇的号段 且 任一(户, 在册 = “建档立卡”))", Kind.TOWNSHIP, Measure.ROWS,
        _registered_areas(_TOWNSHIP_OF, "substr(h.area_code, 7, 1) = '1'"), "建档立卡", levels=(Level.COUNTY, Level.TOWNSHIP),
        amount_title="人数", amount_unit="人",
    ),
)  # fmt: skip
_OF_RUNS = (
    Indicator(
        "criterion", "标准各条结论", "", "按政策包逐条判断后，结论为所示一种的对象数。不适用的不列入通过、不通过和缺数据。",
        "计数(对象, 条目结论 = …)", Kind.HOUSEHOLD, Measure.ROWS,
        _FINDING.format(part="f.name || '/' || f.item || '/' || f.outcome", amount="f.persons", where="NOT f.is_programme"),
        "标准", needs_run=True, amount_title="人数", amount_unit="人", part_title="{part}", parts=(),
    ),
    Indicator(
        "award_households", "奖补户数", "户", "按政策包计算，应得金额大于 0 的户数。",
        "计数(户, 应得金额 > 0元)", Kind.HOUSEHOLD, Measure.ROWS,
        _FINDING.format(part="f.name", amount="f.amount", where="f.is_programme AND f.amount > 0"), "奖补", needs_run=True,
        amount_title="应得金额", parts=(),
    ),
    Indicator(
        "award_money", "奖补金额", "分", "按政策包计算的各户应得金额之和。缺数据的户不计在内，单列。",
        "合计(户, 应得金额)", Kind.HOUSEHOLD, Measure.SUM,
        _FINDING.format(part="f.name", amount="f.amount", where="f.is_programme AND f.amount > 0"), "奖补", needs_run=True,
        amount_title="应得金额", parts=(),
    ),
    Indicator(
        "award_missing", "奖补缺数据户数", "户", "资格或金额因缺数据算不出来的户数。",
        "计数(户, 应得金额 缺)", Kind.HOUSEHOLD, Measure.ROWS,
        _FINDING.format(part="f.name", amount="NULL::BIGINT", where="f.is_programme AND f.outcome = 'missing'"), "奖补",
        needs_run=True, parts=(),
    ),
)  # fmt: skip
INDICATORS: dict[str, Indicator] = {each.name: each for each in (*_TABLE, *MONEY, *_OF_RUNS)}


def indicator(name: str) -> Indicator:
    """Raises :class:`UnableToFindIndicator`."""
    if name not in INDICATORS:
        raise UnableToFindIndicator(name=name)
    return INDICATORS[name]
