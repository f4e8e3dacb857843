"""What finance fills in to announce a year's funds: which year, and until which day movements are counted."""

from __future__ import annotations

from typing import Any

from jingzhun.ledger.models import ProjectProfile
from jingzhun.registry.fields import Count, Day

from .asked import Asked, InputForm


class FundYearForm(InputForm):
    """Only a year of which projects of the area are in the library, and no day that is still to come."""

    asked = (
        Asked("year", Count("年度"), required=True, help="项目和资金指标的年度"),
        Asked("counted_on", Day("收支截至"), required=True),
    )

    def now(self) -> dict[str, Any]:
        return {"year": self.day.year, "counted_on": self.day}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.past("counted_on", given.get("counted_on"))
        day, year = given.get("counted_on"), given.get("year")
        if day and year and not self.errors:
            code = self.subject.area.area_code
            rows = ProjectProfile.objects.library(day, None).touching(code, day, None)
            if not rows.filter(year=year).exists():
                self.add_error("year", f"截至 {day:%Y-%m-%d} 项目库里没有 {year} 年度的项目")
        return given
