"""A pack of six household and three village items in the words of ``county_roster``, for tests of the rules by themselves."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "pack.yaml": """\
pack: test/exit-2018
title: 云南省贫困退出标准（户6 村10 县5，2018年版）
document: {title: 未核实, number: null, trust: unchecked}
area: "53"
in_force: {from: 2018-01-01, until: 2019-01-01}
complete: {收入: 需要, 成员: 需要, 帮扶措施: 需要}
""",
    "parameters/poverty_line.yaml": """\
parameter: 扶贫标准
code: poverty_line
unit: 元/人·年
values:
  - {area: "533422", from: 2018-01-01, value: 3500元, source: 德钦县产业生物办2018年自检自查, clause: 退出标准第一条, trust: seen}
""",
    "parameters/village.yaml": """\
- parameter: 退出发生率上限
  code: incidence_limit
  unit: "%"
  values:
    - {area: "53", from: 2018-01-01, value: 3%, source: 云南省贫困村退出考核评分表（景谷县2016年转发）, clause: 第一条, trust: elsewhere}
- parameter: 集体经济标准
  code: collective_income_line
  unit: 元/年
  values:
    - {area: "533422", from: 2018-01-01, value: 5万元, source: 德钦县产业生物办2018年自检自查, clause: 退出标准第十条, trust: seen}
- parameter: 广播电视覆盖标准
  code: broadcast_line
  unit: "%"
  values:
    - {area: "53", from: 2018-01-01, value: 99%, source: 元谋县2018年公开标准, clause: 广播电视, trust: elsewhere}
- parameter: 三相电自然村标准
  code: power_line
  unit: "%"
  values:
    - {area: "53", from: 2018-01-01, value: 90%, source: 云南省贫困村退出考核评分表（景谷县2016年转发）, clause: 动力电, trust: elsewhere}
- parameter: 取水距离上限
  code: water_distance_limit
  unit: 米
  values:
    - {area: "53", from: 2018-01-01, value: 1公里, source: 隆阳区2018年公开标准, clause: 饮水安全, trust: elsewhere}
- parameter: 千人乡村医生标准
  code: doctors_per_thousand
  unit: 人
  values:
    - {area: "53", from: 2018-01-01, value: 1人, source: 云南省贫困村退出考核评分表（景谷县2016年转发）, clause: 卫生室, trust: elsewhere}
""",
    "codes/assistance.yaml": """\
list: 到户帮扶类别
source: 德钦县产业生物办2018年自检自查列九类到户项目
trust: seen
codes: [易地搬迁, 危房改造, 产业扶持, 教育扶持, 资产收益, 技能培训, 转移就业, 金融扶持, 生态扶持]
""",
    "terms/household.yaml": """\
- {term: 人数, code: members_count, of: 户, is: 计数(成员)}
- term: 纯收入
  code: net_income
  of: 户
  is: "合计(收入, 金额, 年度 = 评估年度 且 方向 = “收”) - 合计(收入, 金额, 年度 = 评估年度 且 方向 = “支”)"
- {term: 人均纯收入, code: net_income_per_head, of: 户, is: "均(纯收入, 人数)"}
- {term: 登记贫困户, code: registered_poor_household, of: 户, is: 在册 = “建档立卡”}
""",
    "terms/member.yaml": """\
- {term: 年龄, code: age, of: 人, is: 周岁(出生日期)}
- {term: 适龄, code: school_age, of: 人, is: 年龄 在 6 到 15}
- term: 应参加养老保险
  code: pension_due
  of: 人
  is: 年龄 >= 16 且 非 在校
""",
    "standards/household.yaml": """\
standard: 户退出
code: household_exit
title: 贫困户退出（6条）
subject: 户
applies: 登记贫困户
items:
  - id: income
    title: 年人均纯收入稳定达到当年国家扶贫标准
    holds: 纯收入 >= 扶贫标准 × 人数
    show: [人均纯收入, 扶贫标准]
    clause: 第一条
    source: 德钦县产业生物办2018年自检自查
    trust: seen
  - id: water
    title: 饮水安全，取水半径不超过1公里
    holds: 饮水安全 且 取水距离 <= 取水距离上限
    show: [取水距离, 取水距离上限]
    clause: 饮水安全
    source: 隆阳区2018年公开标准
    trust: elsewhere
  - id: dwelling
    title: 住房遮风避雨，结构体系基本安全
    holds: 房屋等级 属于 [“A”, “B”]
    clause: 住房安全
    source: 隆阳区2018年公开标准
    trust: elsewhere
  - id: schooling
    title: 义务教育阶段无辍学
    holds: 全部(成员, 非 适龄 或 在校 或 依法免学)
    clause: 义务教育
    source: 隆阳区2018年公开标准
    trust: elsewhere
  - id: insurance
    title: 家庭成员全部参加基本医疗保险，符合条件者参加养老保险
    holds: 全部(成员, 参加基本医疗保险) 且 全部(成员, 非 应参加养老保险 或 参加养老保险)
    show: ["计数(成员, 非 参加基本医疗保险)"]
    clause: 社会保险
    source: 隆阳区2018年公开标准
    trust: elsewhere
  - id: assisted
    title: 享受一项以上资金项目帮扶
    holds: 计数(帮扶措施, 年度 = 评估年度 且 类别 属于 到户帮扶类别) >= 1
    clause: 第六条
    source: 德钦县产业生物办2018年自检自查
    trust: seen
""",
    "standards/village.yaml": """\
standard: 村退出
code: village_exit
subject: 村
items:
  - {id: incidence, title: 贫困发生率低于3%, holds: "占比(户, 户.户退出 = 不通过, 人数) < 退出发生率上限", clause: 第一条, source: 测试, trust: seen}
  - {id: collective_income, title: 村集体经济收入5万元以上, holds: 集体经济收入 >= 集体经济标准, clause: 第十条, source: 测试, trust: seen}
  - {id: school_entry, title: 义务教育入学率达标, holds: 义务教育入学率达标, clause: 第九条, source: 测试, trust: seen}
""",
}


def write(folder: Path) -> Path:
    """The pack as a folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
