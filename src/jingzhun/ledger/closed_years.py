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
        ends = [last for scope, last in self.until if appropriation.area_id.startswith(scope)]
        return why_closed(max(ends, default=None), day)


def why_closed(last: date | None, day: date) -> str:
    """Why nothing can be dated on ``day`` where ``last`` is the last closed one; empty where it can."""
    return "" if last is None or day > last else f"{last.year} 年决算已批准，{day} 不能再记；更正用冲销，记在今年"
