"""Rows of the workbook of fund purposes, written by the ledger's own action. A purpose is written once: one that is there
already, equal, changes nothing; with an end (止于) that it had not yet it is ended; one that says anything else under its fund,
name and day is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction

from jingzhun.areas.resolve import AreaIndex
from jingzhun.ledger.actions.fund_purpose import Rule, UnableToKeepPurpose, end_purpose, faults, said_by, set_purposes
from jingzhun.ledger.models import Fund, FundPurpose
from jingzhun.ledger.purpose_columns import LIMITS
from jingzhun.registry.actions.writing import Writing

from ..checking import reasons
from ..checking.batch import Batch
from ..differences import counted
from ..models import Difference
from .fund_cells import RefusedRow, coded, funds_of
from .outcome import Outcome
from .rehearsal import rehearsal

_SERVES = {label: value for value, label in FundPurpose.Serves.choices}
_PER = {label: value for value, label in FundPurpose.Per.choices}
_SAID = {
    "serves": "发给", "per": "次数", "most": "上限", "is_noticed": "发放前公示", "clause": "依据", "until": "止日",
}  # fmt: skip
Key = tuple[int, str, date]


@dataclass
class PurposeOutcome(Outcome):
    """``rules`` are (row, what it says) of new purposes; ``known`` rows are there already; ``good`` rows can be written."""

    rules: list[tuple[int, Rule]] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    good: list[int] = field(default_factory=list)
    ends: list[tuple[int, FundPurpose, date]] = field(default_factory=list)
    """(row, purpose that is there, its end)"""

    @property
    def changes_something(self) -> bool:
        return bool(self.good)

    def changed_rows(self) -> int:
        return len(self.good)

    def differences(self) -> Iterator[Difference]:
        for row, purpose, until in self.ends:
            if row in self.good:
                yield Difference(
                    kind="changed", code=purpose.fund.subject.code, who=purpose.title[:60], field="止于",
                    after=until.isoformat(),
                )  # fmt: skip
        for row, rule in self.rules:
            if row in self.good:
                yield Difference(
                    kind="new", code=rule.fund.subject.code, who=rule.title[:60], field="用途",
                    after=f"{rule.clause}，{rule.since.isoformat()} 起"[:200],
                )  # fmt: skip

    def counts(self) -> dict[str, int]:
        ended = sum(row in self.good for row, *_ in self.ends)
        return counted(new=len(self.good) - ended, changed=ended, unchanged=len(self.known))

    def write(self, work: Writing, report: Callable[[int], None] = lambda done: None) -> None:
        self.good = []
        for row, purpose, until in self.ends:
            try:
                with transaction.atomic():
                    end_purpose(
                        purpose=FundPurpose.objects.select_related("fund__subject").get(pk=purpose.pk),
                        until=until,
                        work=work,
                    )
            except UnableToKeepPurpose as refusal:
                _refuse(self.batch, row, "until", str(refusal.fields["why"]))
            else:
                self.good.append(row)
        for done, (row, rule) in enumerate(self.rules, start=1):
            try:
                with transaction.atomic():
                    set_purposes(rules=[rule], work=work)
            except UnableToKeepPurpose as refusal:
                _refuse(self.batch, row, "title", str(refusal.fields["why"]))
            else:
                self.good.append(row)
            report(done)


def plan_fund_purposes(batch: Batch, index: AreaIndex) -> PurposeOutcome:
    """Check the rows, and try the purposes that they make, those that ended and the earlier ones first."""
    outcome = PurposeOutcome(batch)
    for name, limit in LIMITS.items():
        for row, text in enumerate(batch.column(f"purpose:{name}")):
            if isinstance(text, str) and len(text) > limit:
                batch.refuse(row, f"purpose:{name}", reasons.TooLong(length=len(text), limit=limit))
    serves, per = coded(batch, "purpose:serves", _SERVES, "发给"), coded(batch, "purpose:per", _PER, "次数")
    funds = funds_of(batch.column("purpose:fund"))
    for row in range(len(batch)):
        if row in batch.refused:
            continue
        with suppress(RefusedRow):
            rule = _rule(batch, row, serves[row], per[row], funds)
            for name, why in faults(rule):
                _refuse(batch, row, name, why)
            if row not in batch.refused:
                outcome.rules.append((row, rule))
    _known(outcome)
    outcome.rules.sort(key=lambda each: (each[1].since, each[0]))
    with rehearsal() as work:
        outcome.write(work)
    outcome.rules = [each for each in outcome.rules if each[0] not in batch.refused]
    outcome.ends = [each for each in outcome.ends if each[0] not in batch.refused]
    return outcome


def _rule(batch: Batch, row: int, serves: str, per: str, funds: dict[str | None, Fund]) -> Rule:
    def cell(name: str) -> Any:
        return batch.column(f"purpose:{name}")[row]

    fund = funds.get(cell("fund"))
    if fund is None or not batch.frame.scope.covers(fund.subject.area_id):
        _refuse(batch, row, "fund", f"没有基金 {cell('fund')}，或不在你的范围")
        raise RefusedRow
    return Rule(
        fund=fund, title=cell("title"), serves=serves, per=per, is_noticed=cell("is_noticed"), clause=cell("clause"),
        since=cell("since"), most=cell("most"), until=cell("until"),
    )  # fmt: skip


def _known(outcome: PurposeOutcome) -> None:
    """Set aside what is registered already; refuse what says otherwise, and a row said twice."""
    funds = {rule.fund.pk for _, rule in outcome.rules}
    there = {_key(row): row for row in FundPurpose.objects.filter(fund__in=funds).select_related("fund__subject")}
    seen: dict[Key, int] = {}
    kept = []
    for row, rule in outcome.rules:
        key = (rule.fund.pk, rule.title, rule.since)
        earlier, known = seen.setdefault(key, row), there.get(key)
        if earlier != row:
            number = outcome.batch.number(earlier)
            outcome.batch.refuse(row, "purpose:title", reasons.SubjectTwiceInFile(row=number, what="基金、用途和起日"))
        elif known is None:
            kept.append((row, rule))
        elif said_by(known) == rule.says:
            outcome.known.append(row)
        elif rule.until is not None and known.until is None and said_by(known) == replace(rule, until=None).says:
            outcome.ends.append((row, known, rule.until))
        else:
            for name, title in _SAID.items():
                if getattr(known, name) != getattr(rule, name):
                    _refuse(outcome.batch, row, name, _differs(known, name, title))
    outcome.rules = kept


def _differs(known: FundPurpose, name: str, title: str) -> str:
    way = "写过的止日不能改" if name == "until" else "用途不能改，写明止日后另写一项"
    return f"“{known.title}”{known.since} 起已登记，{title}与登记的不同；{way}"


def _key(purpose: FundPurpose) -> Key:
    return purpose.fund_id, purpose.title, purpose.since


def _refuse(batch: Batch, row: int, name: str, why: str) -> None:
    batch.refuse(row, f"purpose:{name}", reasons.UnfitForBooks(why=why))
