"""Which days are closed by an approved final account: the rule of the database in words, read once for many movements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .models import Appropriation, YearAccount


@dataclass(frozen=True)
class ClosedYears:
    """``until`` are (significant area code, last closed day) of approved accounts."""

    until: tuple[tuple[str, date], ...]

    @classmethod
    def read(cls) -> ClosedYears:
        return cls(tuple(YearAccount.objects.filter(outcome="approved").values_list("scope", "last_on")))

    def why(self, appropriation: Appropriation, day: date) -> str:
        """Why money of ``appropriation`` cannot be dated on ``day``; empty where it can."""
        years = [last.year for scope, last in self.until if appropriation.area_id.startswith(scope) and day <= last]
        return f"{max(years)} 年决算已批准，{day} 不能再记；更正用冲销，记在今年" if years else ""
