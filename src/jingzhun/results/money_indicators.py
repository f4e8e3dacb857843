"""Indicators of money as it moved, and of projects by the steps that they have done.

A row is a movement, negative where it takes from a state (调减, 核减, 退回, a reversal); states are those of
:data:`jingzhun.ledger.flows.STEPS`.
"""

from __future__ import annotations

from jingzhun.core.area_code import Level
from jingzhun.ledger.flows import STEPS
from jingzhun.ledger.milestone_rules import NAMES

from .indicator import ALL_LEVELS, Indicator, Kind, Measure

PAID = ("支付到单位", "兑付到户")
PAID_TITLE = "支付和兑付"
COUNTED = (*STEPS, PAID_TITLE)
"""Parts of the sums of money: each state, and what was paid to units and households together."""
ALL_YEARS, THIS_YEAR = "历年累计", "本年指标"

_WIDE = (Level.COUNTY, Level.TOWNSHIP)
_OF_YEAR = "m.year = getvariable('year')"
_IN_PART = ", ".join(f"('{state}', '{state}')" for state in STEPS) + "".join(
    f", ('{state}', '{PAID_TITLE}')" for state in PAID
)


def _money(part: str = "s.part", where: str = "TRUE") -> str:
    return f"""SELECT {part} AS part, m.number::VARCHAR AS code, m.area_code AS area, m.amount, NULL::BIGINT AS base,
 m.source AS value, m.state AS line FROM movement m JOIN (VALUES {_IN_PART}) s(state, part) ON s.state = m.state WHERE {where}"""


def _rate(top: tuple[str, ...], whole: str) -> str:
    tops = ", ".join(f"'{state}'" for state in top)
    return f"""SELECT s.part, m.number::VARCHAR AS code, m.area_code AS area, CASE WHEN m.state IN ({tops}) THEN m.amount END AS amount,
 CASE WHEN m.state = '{whole}' THEN m.amount END AS base, m.source AS value, m.state AS line
 FROM movement m JOIN (VALUES ('{ALL_YEARS}'), ('{THIS_YEAR}')) s(part) ON s.part = '{ALL_YEARS}' OR {_OF_YEAR}
 WHERE m.state IN ({tops}, '{whole}')"""


def _sum(
    name: str, title: str, definition: str, rule: str, rows: str, *, parts: tuple[str, ...] = (), levels=_WIDE
) -> Indicator:
    return Indicator(
        name,
        title,
        "分",
        definition,
        rule,
        Kind.MOVEMENT,
        Measure.SUM,
        rows,
        "资金",
        levels,
        amount_title="计入",
        parts=parts,
    )


def _percent(name: str, title: str, top: tuple[str, ...], whole: str) -> Indicator:
    named = "、".join(top)
    return Indicator(
        name, title, "%", f"{named}占{whole}的百分比，四舍五入到两位小数。没有{whole}的，算不出来，列为缺数据。",
        f"占比(合计(资金收支, 金额, 资金状态 属于 {named}), 合计(资金收支, 金额, 资金状态 = “{whole}”))", Kind.MOVEMENT, Measure.RATE,
        _rate(top, whole), "资金", _WIDE, amount_title=PAID_TITLE if top == PAID else top[0], base_title=whole,
        parts=(ALL_YEARS, THIS_YEAR),
    )  # fmt: skip


_STATES = "下达、到位、拨付、报账、支付到单位、兑付到户各为收支里记入的减去调减、收回、核减、退回、退汇和冲销的"
MONEY = (
    _sum(
        "money", "累计资金", f"截至这一天的收支，不分指标年度。{_STATES}。支付和兑付是后两项之和。一行一笔，减少的为负数。",
        "合计(资金收支, 金额, 资金状态 = …)", _money(), parts=COUNTED, levels=ALL_LEVELS,
    ),
    _sum(
        "money_by_source", "累计资金", f"截至这一天的收支，按资金来源，不分指标年度。{_STATES}。",
        "合计(资金收支, 金额, 资金状态 = … 且 资金来源 = …)", _money("s.part || '/' || m.source"),
    ),
    _sum(
        "money_by_year", "累计资金", f"截至这一天的收支，按指标年度。{_STATES}。",
        "合计(资金收支, 金额, 资金状态 = … 且 指标年度 = …)", _money("s.part || '/' || m.year"),
    ),
    _sum(
        "money_of_year", "本年指标资金", f"截至这一天，评估年度的指标的收支。{_STATES}。支付和兑付是后两项之和。",
        "合计(资金收支, 金额, 资金状态 = … 且 指标年度 = 评估年度)", _money(where=_OF_YEAR), parts=COUNTED, levels=ALL_LEVELS,
    ),
    _sum(
        "money_of_year_by_source", "本年指标资金", f"截至这一天，评估年度的指标的收支，按资金来源。{_STATES}。",
        "合计(资金收支, 金额, 资金状态 = … 且 指标年度 = 评估年度 且 资金来源 = …)", _money("s.part || '/' || m.source", _OF_YEAR),
    ),
    _percent("arrival_rate", "到位率", ("到位",), "下达"),
    _percent("allocation_rate", "拨付率", ("拨付",), "到位"),
    _percent("claim_rate", "报账率", ("报账",), "拨付"),
    _percent("payment_rate", "支付率", PAID, "到位"),
    Indicator(
        "projects_by_milestone", "办结项目数", "个", "评估年度项目库里，这一节点有完成日期的项目数。不需要办的不计。",
        "计数(项目, 年度 = 评估年度 且 任一(项目节点, 节点 = … 且 完成日期 不缺))", Kind.PROJECT, Measure.ROWS,
        """SELECT n.step AS part, p.code, p.area_code AS area, sum(f.planned)::BIGINT AS amount, NULL::BIGINT AS base,
 p.category AS value, p.stage AS line FROM project p JOIN milestone n ON n.project_id = p.id AND n.done_on IS NOT NULL
 LEFT JOIN (SELECT project_id, sum(planned) AS planned FROM funding GROUP BY 1) f ON f.project_id = p.id
 WHERE p.year = getvariable('year') GROUP BY ALL""", "项目库", amount_title="计划资金", parts=tuple(NAMES.values()),
    ),
    Indicator(
        "project_invested", "项目完成投资", "分", "评估年度项目库里，各项目从开工到这一天登记的完成投资之和。没有登记进度的项目不计。",
        "合计(项目, 完成投资, 年度 = 评估年度)", Kind.PROJECT, Measure.SUM,
        """SELECT '' AS part, p.code, p.area_code AS area, p.invested AS amount, NULL::BIGINT AS base, p.category AS value,
 p.stage AS line FROM project p WHERE p.year = getvariable('year') AND p.invested IS NOT NULL""", "项目库",
        amount_title="完成投资",
    ),
)  # fmt: skip
