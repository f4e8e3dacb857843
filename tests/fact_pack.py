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
    "standards/others.yaml": """\
- standard: 人达标
  code: person_met
  subject: 人
  items:
    - {id: cost, title: 住院不超过1万元, holds: 住院总费用 <= 1万元, clause: 一, source: 测试, trust: unchecked}
- standard: 乡达标
  code: township_met
  subject: 乡
  items:
    - {id: school, title: 有标准中心校, holds: 有标准中心校, clause: 一, source: 测试, trust: unchecked}
- standard: 项目达标
  code: project_met
  subject: 项目
  items:
    - {id: accepted, title: 2018年内验收, holds: 验收日期 <= 2018-12-31, clause: 一, source: 测试, trust: unchecked}
""",
    "programmes/others.yaml": """\
- {programme: 住院补助, code: hospital_grant, subject: 人, amount: 住院总费用 × 5%, clause: 一, source: 测试}
- {programme: 项目奖励, code: project_grant, subject: 项目, eligible: 验收日期 <= 2018-12-31, amount: 100元, clause: 一, source: 测试}
- {programme: 乡补助, code: township_grant, subject: 乡, eligible: 有标准中心校, amount: 200元, clause: 一, source: 测试}
""",
}
