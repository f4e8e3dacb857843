"""Facts of households that person rows repeat: the head's row speaks, rows that disagree are pointed out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jingzhun.core.money import yuan
from jingzhun.registry import models as registry
from jingzhun.registry.actions.plan import KEEP, plan_facts
from jingzhun.registry.models import HouseholdCause, HouseholdProfile, HouseholdStatus, StatedIncome

from ..checking import reasons
from ..checking.composition import Composition
from .income import flag_stated
from .outcome import Outcome, blank_of

PHONE = "HouseholdProfile.phone"
HOUSEHOLD_FACTS = ("HouseholdProfile", "Dwelling", "HouseholdServices")
_ON_REGISTER = {"01", "04", "05"}  # 脱贫户, 未脱贫户, 脱贫不稳定户
# 户类型 that name the kind of monitoring by themselves.
_MONITORED_BY_TYPE = {"05": "01", "06": "02", "07": "03"}
_STATUS = ("attribute", "exit_mark", "exit_year", "household_type", "identified_on")
_KIND = "monitoring_kind"
_MONITORED = ("risk_identified_on", "risk_cleared", "risk_cleared_on")


def plan_household_facts(outcome: Outcome, homes: Mapping[str, tuple[int, Composition]], new: set[int]) -> None:
    """Plan profile, dwelling, services, causes, status and stated income of ``homes`` (户编号 → key and rows)."""
    facts = _HouseholdFacts(outcome, homes, new)
    for name in HOUSEHOLD_FACTS:
        facts.plain(getattr(registry, name))
    facts.causes()
    facts.statuses()
    facts.registered()
    facts.stated_income()


class _HouseholdFacts:
    def __init__(self, outcome: Outcome, homes: Mapping[str, tuple[int, Composition]], new: set[int]) -> None:
        self.outcome, self.batch, self.homes, self.new = outcome, outcome.batch, homes, new
        self.since, self.clear = self.batch.frame.since, self.batch.frame.clear_blanks
        self._spoken: dict[str, dict[str, Any]] = {}

    def spoken(self, target: str) -> dict[str, Any]:
        """户编号 → the one value of its rows: the head's, else the first that is filled. None where all are blank."""
        if target in self._spoken:
            return self._spoken[target]
        values, refused = self.batch.column(target), self.batch.refused
        found: dict[str, Any] = {}
        for code, (_, home) in self.homes.items():
            rows = [row for row in home.rows if row not in refused and values[row] is not None]
            if not rows:
                found[code] = None
                continue
            lead = home.head if home.head in rows else rows[0]
            found[code] = values[lead]
            for row in rows:
                if values[row] != values[lead] and target != PHONE:
                    self.batch.flag(row, target, reasons.RowsDisagree(row=self.batch.number(lead)))
        self._spoken[target] = found
        return found

    def given(self, model: Any, name: str, code: str) -> Any:
        """The value for a field, or what a blank stands for."""
        target = f"{model.__name__}.{name}"
        value = self.spoken(target)[code] if self.batch.has(target) else None
        if value is None:
            return blank_of(model._meta.get_field(name)) if self.clear and self.batch.has(target) else KEEP
        return value

    def plan(self, model: Any, fields: list[str], rows: list[tuple[Any, ...]], *, even_empty: bool = False) -> None:
        self.outcome.plans.append(
            plan_facts(model=model, fields=fields, rows=rows, new=self.new, even_empty=even_empty)
        )  # fmt: skip

    def plain(self, model: Any) -> None:
        fields = [target.partition(".")[2] for target in self.batch.targets_of(model.__name__)]
        if not fields and model is not HouseholdProfile:
            return
        rows = [
            (key, self.since, *(self.given(model, name, code) for name in fields))
            for code, (key, _) in self.homes.items()
        ]
        # A profile, be it empty, says that the household is there.
        self.plan(model, fields, rows, even_empty=model is HouseholdProfile)

    def causes(self) -> None:
        has_main, has_others = self.batch.has("HouseholdCause.main_cause"), self.batch.has("other_causes")
        if not (has_main or has_others):
            return
        others = self.spoken("other_causes") if has_others else {}
        rows = []
        for code, (key, _) in self.homes.items():
            main = self.given(HouseholdCause, "main_cause", code) if has_main else KEEP
            given: tuple[Any, Any] = (KEEP, KEEP)
            if others.get(code) is not None:
                more = [cause for cause in others[code] if cause != main]
                if len(more) < len(others[code]):
                    self.batch.flag(
                        self.lead(code), "other_causes",
                        reasons.CausesRepeat(why="与主要致贫原因相同，相同的没有记"),
                    )  # fmt: skip
                given = tuple([*more, "", ""][:2])  # type: ignore[assignment]
            elif has_others and self.clear:
                given = ("", "")
            rows.append((key, self.since, main, *given))
        plan = plan_facts(
            model=HouseholdCause, fields=["main_cause", "other_cause_1", "other_cause_2"], rows=rows, new=self.new
        )
        plan.rows = [_distinct(row) for row in plan.rows]
        self.outcome.plans.append(plan)

    def statuses(self) -> None:
        """From an authoritative file: on the register, and where the file says so, monitored."""
        layout = self.batch.table.layout
        if not layout.authoritative:
            return
        registered, monitored = [], []
        fields, more = self._told(_STATUS), self._told(_MONITORED)
        for code, (key, _) in self.homes.items():
            said = {
                name: self.spoken(f"HouseholdStatus.{name}")[code] for name in (*fields, *more, *self._told((_KIND,)))
            }
            watched = said.get(_KIND) or _MONITORED_BY_TYPE.get(said.get("household_type") or "")
            on_register = (
                said.get("household_type") in _ON_REGISTER
                or any(said.get(name) for name in ("attribute", "exit_mark", "exit_year"))
                or not (watched or said.get("household_type"))
            )
            if on_register:
                values = (self.given(HouseholdStatus, name, code) for name in fields)
                registered.append(
                    (
                        key,
                        self.since,
                        layout.fixed["HouseholdStatus.regime"],
                        layout.fixed["HouseholdStatus.status"],
                        *values,
                    )
                )
            if watched:
                others = (self.given(HouseholdStatus, name, code) for name in more)
                monitored.append((key, self.since, "monitored", "in", watched, *others))
        self.plan(HouseholdStatus, ["regime", "status", *fields], registered)
        if monitored:
            self.plan(HouseholdStatus, ["regime", "status", _KIND, *more], monitored)

    def _told(self, names: Iterable[str]) -> list[str]:
        """Those fields of the status for which the file has a column."""
        return [name for name in names if self.batch.has(f"HouseholdStatus.{name}")]

    def registered(self) -> None:
        """是否建档立卡 of a file that has no say in it: fills what is unknown, and points out where the registry differs."""
        if not self.batch.has("is_registered"):
            return
        said = {code: value for code, value in self.spoken("is_registered").items() if value is not None}
        keys = {self.homes[code][0]: code for code in said}
        statuses: dict[int, str] = {}
        old = [key for key in keys if key > 0]
        for start in range(0, len(old), 5000):
            known = HouseholdStatus.objects.as_of(self.since).filter(
                regime="registered", subject_id__in=old[start : start + 5000]
            )
            statuses.update(known.values_list("subject_id", "status"))
        rows = []
        for key, code in keys.items():
            status = "in" if said[code] else "none"
            if key not in statuses:
                rows.append((key, self.since, "registered", status))
            elif (statuses[key] == "in") != said[code]:
                text = self.batch.book.text("在册状态", statuses[key])
                self.batch.flag(
                    self.lead(code), "is_registered", reasons.StatusKept(known=text)
                )  # fmt: skip
        self.plan(HouseholdStatus, ["regime", "status"], rows)

    def stated_income(self) -> None:
        """人均纯收入 as stated, for the year of the data; compared with the year before's."""
        if not self.batch.has("StatedIncome.per_head"):
            return
        stated = {c: v for c, v in self.spoken("StatedIncome.per_head").items() if v is not None}
        years = self.spoken("year") if self.batch.has("year") else {}
        rows = [
            (self.homes[code][0], self.since, years.get(code) or self.since.year, value)
            for code, value in stated.items()
        ]
        keys = [key for key, *_ in rows if key > 0]
        before: dict[int, tuple[int, int]] = {}
        for start in range(0, len(keys), 5000):
            earlier = StatedIncome.objects.known().filter(subject_id__in=keys[start : start + 5000]).order_by("year")
            for key, year, amount in earlier.values_list("subject_id", "year", "per_head"):
                if year < self.since.year:
                    before[key] = (year, amount)
        for code, value in stated.items():
            key, _ = self.homes[code]
            last = before.get(key, (0, 0))[1]
            if last > 0 and not last / 5 <= value <= last * 5:
                times = f"{max(value / last, last / value if value > 0 else 99):.1f}"
                self.batch.flag(
                    self.lead(code), "StatedIncome.per_head",
                    reasons.IncomeJumps(before=yuan(last), times=times),
                )  # fmt: skip
        year_of = {key: year for key, _, year, _ in rows}
        for year in sorted(set(year_of.values())):
            told = {
                self.homes[code][0]: (self.lead(code), value)
                for code, value in stated.items()
                if year_of[self.homes[code][0]] == year
            }
            flag_stated(self.batch, told, year)
        self.plan(StatedIncome, ["year", "per_head"], rows)

    def lead(self, code: str) -> int:
        """The row by which a household is pointed out."""
        home = self.homes[code][1]
        return (
            home.head
            if home.head is not None and home.head not in self.batch.refused
            else next(row for row in home.rows if row not in self.batch.refused)
        )


def _distinct(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """(subject, since, main, other 1, other 2) without repeats: a new main cause may have been another one before."""
    main, *others = row[2:5]
    kept = [cause for cause in dict.fromkeys(others) if cause and cause != main]
    return (*row[:3], *[*kept, "", ""][:2])
