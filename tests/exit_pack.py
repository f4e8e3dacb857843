"""A small pack in the words of the registry, for tests of runs and figures: three household items, two village items, one award."""

FILES = {
    "pack.yaml": """\
pack: test/exit-2018
title: 退出标准（测试）
document: {title: 测试, number: null, trust: unchecked}
area: "53"
in_force: {from: 2018-01-01, until: 2019-01-01}
complete: {收入: 需要, 成员: 需要, 销售: 需要, 村集体收入: 不需要}
""",
    "parameters/poverty_line.yaml": """\
parameter: 扶贫标准
code: poverty_line
unit: 元/人·年
values:
  - {area: "533422", from: 2018-01-01, value: 3500元, source: 测试, clause: 第一条, trust: seen}
""",
    "terms/household.yaml": """\
- {term: 人数, code: members_count, of: 户, is: 计数(成员)}
- term: 纯收入
  code: net_income
  of: 户
  is: "合计(收入, 金额, 年度 = 评估年度 且 方向 = “收”) - 合计(收入, 金额, 年度 = 评估年度 且 方向 = “支”)"
- {term: 人均纯收入, code: net_income_per_head, of: 户, is: "均(纯收入, 人数)"}
- {term: 集体经济收入, code: collective_income, of: 村, is: "合计(村集体收入, 金额, 年度 = 评估年度)"}
""",
    "standards/household.yaml": """\
standard: 户退出
code: household_exit
subject: 户
applies: 在册 = “建档立卡”
items:
  - id: income
    title: 人均纯收入达标
    holds: 纯收入 >= 扶贫标准 × 人数
    show: [人均纯收入, 扶贫标准]
    clause: 第一条
    trust: seen
  - {id: housing, title: 住房安全, holds: "房屋等级 属于 [“A”, “B”]", show: [房屋等级], clause: 第三条, trust: unchecked}
  - {id: medical, title: 参加基本医疗保险, holds: "全部(成员, 参加基本医疗保险)", clause: 第五条, trust: unchecked}
""",
    "standards/village.yaml": """\
standard: 村退出
code: village_exit
subject: 村
items:
  - {id: incidence, title: 贫困发生率低于3%, holds: "占比(户, 户.户退出 = 不通过, 人数) < 3%", clause: 第一条, trust: unchecked}
  - {id: collective_income, title: 村集体经济收入5万元以上, holds: 集体经济收入 >= 5万元, show: [集体经济收入], clause: 第十条, trust: seen}
""",
    "programmes/sales.yaml": """\
programme: 产业以奖代补
code: sales_award
subject: 户
eligible: 在册 = “建档立卡”
amount: min(合计(销售, 金额, 日期 在 2018-01-01 到 2018-12-31 且 已核实) × 30%, 3000元)
clause: 奖补办法
""",
}
