"""A small pack that declares facts of its own for every kind of subject, for tests of the one table that keeps them."""

FILES = {
    "pack.yaml": """\
pack: test/facts-2018
title: 自带事实的政策包（测试）
document: {title: 测试, number: null, trust: unchecked}
area: "53"
in_force: {from: 2018-01-01, until: null}
""",
    "facts/facts.yaml": """\
- {fact: 日均用水量, code: water_litres, of: 户, type: 数量, unit: 升/人, owner: 水务}
- {fact: 厨房结构, code: kitchen, of: 户, type: 代码, codes: 住房结构}
- {fact: 住院总费用, code: hospital_cost, of: 人, type: 金额, yearly: 是, sensitivity: 个人信息}
- {fact: 有幼儿园, code: has_kindergarten, of: 村, type: 是否, owner: 教育}
- {fact: 有标准中心校, code: has_central_school, of: 乡, type: 是否, owner: 教育}
- {fact: 调查户数, code: surveyed_households, of: 县, type: 整数, unit: 户, yearly: 是}
- {fact: 验收日期, code: accepted_on, of: 项目, type: 日期}
""",
    "standards/household.yaml": """\
standard: 饮水达标
code: water_met
subject: 户
items:
  - {id: litres, title: 每人每日40升以上, holds: 日均用水量 >= 40升/人, clause: 一, source: 测试, trust: unchecked}
  - {id: kitchen, title: 砖混, holds: 厨房结构 = “砖混”, clause: 二, source: 测试, trust: unchecked}
""",
    "standards/county.yaml": """\
standard: 县达标
code: county_met
subject: 县
items:
  - {id: schools, title: 乡乡有标准中心校, holds: "占比(乡, 有标准中心校) >= 100%", clause: 一, source: 测试, trust: unchecked}
  - {id: surveyed, title: 调查100户以上, holds: 调查户数 >= 100户, clause: 二, source: 测试, trust: unchecked}
  - {id: words, title: 只有文字的一条, clause: 三, source: 测试, trust: unchecked}
""",
}
