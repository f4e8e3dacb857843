"""The data dictionary: every declared field of every registry and ledger table, read from the declarations themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps

from jingzhun.policy.facts import all_declared_facts

from .fields import Described, Sensitivity, described
from .pack_facts import KIND_OF, field_of

TYPES = {
    "text": "文字", "code": "代码", "bool": "是/否/未知", "money": "金额（分存，元显示）", "decimal": "小数", "int": "整数",
    "date": "日期", "sealed": "加密",
}  # fmt: skip

TITLES = {
    "CountyStatement": "县指标（引述）", "Dwelling": "住房", "Health": "健康", "HouseholdCause": "致贫原因",
    "HouseholdProfile": "住址与联系", "HouseholdServices": "吃穿、饮水、用电与通达", "HouseholdStatus": "身份状态",
    "IncomeEntry": "收支", "Insurance": "参保", "Labour": "劳动力与务工", "MeasureReceived": "帮扶措施", "Membership": "家庭成员",
    "OrganisationProfile": "组织", "Pairing": "帮扶结对", "PersonContact": "成员电话", "PersonIdentity": "成员身份",
    "ProductSale": "产品销售", "Schooling": "就学", "StatedIncome": "导出表人均纯收入（引述）", "VillageConditions": "村情况",
    "VillageIncome": "村集体经济收入", "WageEntry": "务工收入",
    "FactorPlan": "因素分配方案", "FactorValue": "各乡镇因素数值", "FundCount": "基金自报", "FundShare": "分区份额",
    "LibraryMove": "出入库", "LineItem": "工程量清单", "LineShare": "分项资金来源", "LoanRule": "借款规定", "PlanFactor": "分配因素",
    "PlanItem": "规划事项", "PrintedTotal": "文件里的合计", "ProjectBenefit": "到户名单", "ProjectFunding": "计划资金",
    "ProjectMilestone": "建设节点", "ProjectProfile": "项目", "ProjectProgress": "建设进度", "ProjectScheme": "所属专项",
    "ProjectStage": "项目阶段", "ProjectUpkeep": "后续管护", "RaisingTarget": "争取目标", "SchemeAchievement": "专项完成情况",
    "SchemeProfile": "专项", "SchemeTarget": "专项目标", "SiteWork": "设施到村", "UpkeepInspection": "管护检查",
}  # fmt: skip
"""Name of a table in code → as the pages call it."""


@dataclass(frozen=True)
class Entry:
    """One field as the dictionary shows it."""

    label: str
    word: str
    type: str
    unit: str
    codes: str
    owner: str
    sensitivity: Sensitivity
    in_roster: bool


@dataclass(frozen=True)
class Table:
    """One table; ``title`` is what the pages call it, ``word`` its name in the roster and in code."""

    app: str
    word: str
    title: str
    entries: tuple[Entry, ...]


def dictionary() -> list[Table]:
    """All tables with declared fields, apps in the order of the layers, tables by name."""
    found = []
    for model in apps.get_models():
        fields = described(model)
        if fields:
            word = model.__name__
            found.append(
                Table(model._meta.app_config.verbose_name, word, TITLES.get(word, word), tuple(map(_entry, fields)))
            )
    tables = sorted(found, key=lambda table: (table.app, table.word))
    return [*tables, *_declared_tables()]


def _declared_tables() -> list[Table]:
    """Facts that stored packs declare, a table for each kind of subject."""
    facts = all_declared_facts()
    return [
        Table(
            "政策包", f"PackFact.{kind}", f"政策包声明的事实（{of}）", tuple(_entry(field_of(fact)) for fact in listed)
        )
        for of, kind in KIND_OF.items()
        if (listed := [fact for fact in facts if fact.of == of])
    ]


def _entry(field: Described) -> Entry:
    return Entry(
        label=str(field.verbose_name), word=field.name, type=TYPES[field.type_name], unit=field.unit, codes=field.codes,
        owner=field.owner, sensitivity=field.sensitivity, in_roster=field.in_roster,
    )  # fmt: skip
