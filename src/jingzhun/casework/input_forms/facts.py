"""Inputs about the household as a whole: causes, class, monitoring, dwelling, outcome of a review, urgent help."""

from __future__ import annotations

from typing import Any

from jingzhun.registry.fields import CodeOf, Day, Text
from jingzhun.registry.models import Dwelling, HouseholdCause, HouseholdStatus, MeasureReceived

from .asked import Asked, InputForm, of, row_of


class CauseForm(InputForm):
    """主要致贫原因 and up to two others: each cause once."""

    asked = (
        of(HouseholdCause, "main_cause", required=True, help="只选一个"),
        of(HouseholdCause, "other_cause_1"),
        of(HouseholdCause, "other_cause_2"),
    )

    def now(self) -> dict[str, Any]:
        row = row_of(HouseholdCause, self.subject, self.day)
        return {each.name: getattr(row, each.name) for each in self.asked} if row else {}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        main, first, second = (given.get(each.name, "") for each in self.asked)
        if first and first == main:
            self.add_error("other_cause_1", "不能与主要致贫原因相同")
        if second and second in (main, first):
            self.add_error("other_cause_2", "不能与前面的原因相同")
        if second and not first:
            given["other_cause_1"], given["other_cause_2"] = second, ""
        return given


class AttributeForm(InputForm):
    asked = (of(HouseholdStatus, "attribute", required=True, help="低保、五保以民政认定为准，不重新评定"),)

    def now(self) -> dict[str, Any]:
        row = row_of(HouseholdStatus, self.subject, self.day, regime="registered")
        return {"attribute": row.attribute} if row else {}


class RiskForm(InputForm):
    """The risk that a household was found to have, whatever group it belongs to."""

    asked = (
        Asked("risk", CodeOf("主要风险", codes="返贫致贫风险"), required=True),
        of(HouseholdStatus, "risk_identified_on", required=True),
    )

    def now(self) -> dict[str, Any]:
        return {"risk_identified_on": self.day}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.past("risk_identified_on", given.get("risk_identified_on"))
        return given


class MonitoringForm(RiskForm):
    """The kind of a monitored household and its risk; the kind fits what the household is now."""

    asked = (of(HouseholdStatus, "monitoring_kind", required=True), *RiskForm.asked)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        kind = given.get("monitoring_kind")
        registered = row_of(HouseholdStatus, self.subject, self.day, regime="registered")
        if kind == "01" and registered is None:
            self.add_error("monitoring_kind", "没有建档立卡记录，不是脱贫不稳定户")
        if kind == "02" and registered is not None:
            self.add_error("monitoring_kind", "是建档立卡户，应为脱贫不稳定户")
        return given


class DwellingForm(InputForm):
    """What the third party's report found; the grade is true from the day of the appraisal."""

    asked = (
        of(Dwelling, "grade", required=True),
        Asked("appraiser", Text("鉴定机构", max_length=80), required=True),
        Asked("report_number", Text("鉴定报告编号", max_length=40), required=True),
        Asked("appraised_on", Day("鉴定日期"), required=True),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day = given.get("appraised_on")
        self.past("appraised_on", day)
        latest = Dwelling.objects.known().filter(subject=self.subject).order_by("-since").first()
        if day and latest and latest.grade and latest.since > day:
            self.add_error("appraised_on", f"早于已登记的等级（{latest.since:%Y-%m-%d} 起 {latest.grade} 级）")
        return given


class AdjustmentForm(InputForm):
    """What a review found of a household's place on the register."""

    asked = (
        Asked("outcome", CodeOf("复核结论", codes="复核结论"), required=True),
        Asked("seen", Text("见到的人和情况", max_length=200), required=True, help="入户见到谁，核对了什么"),
    )


class UrgentHelpForm(InputForm):
    """Help given first, papers after."""

    asked = (
        of(MeasureReceived, "category", required=True),
        of(MeasureReceived, "item", required=True),
        of(MeasureReceived, "amount"),
        of(MeasureReceived, "fund"),
        of(MeasureReceived, "received_on", required=True),
    )

    def now(self) -> dict[str, Any]:
        return {"received_on": self.day}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.past("received_on", given.get("received_on"))
        if not given.get("item"):
            self.add_error("item", "请写明先救助了什么")
        if given.get("amount") is not None and given["amount"] < 0:
            self.add_error("amount", "金额不能是负数")
        return given
