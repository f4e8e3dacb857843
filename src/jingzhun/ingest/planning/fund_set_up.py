"""Rows of 基金和互助社: funds and societies set up, and what they report of themselves. The dry run is the action, rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from jingzhun.areas.resolve import AreaIndex
from jingzhun.core.errors import Problem
from jingzhun.ledger.actions.fund import UnableToKeepFund, set_up_fund
from jingzhun.ledger.fund_columns import FUND_COUNTS, FUND_LIMITS
from jingzhun.ledger.models import Fund, FundCount
from jingzhun.registry.actions.plan import plan_facts
from jingzhun.registry.actions.writing import Writing

from ..checking import reasons
from ..checking.batch import Batch
from ..checking.whereabouts import find_villages
from ..differences import counted
from ..models import Difference
from .fund_cells import RefusedRow, area_of, coded, days_past, funds_of, limits
from .outcome import Outcome
from .rehearsal import rehearsal

_KINDS = {label: value for value, label in Fund.Kind.choices} | {
    "产业基金": "industry", "风险补偿基金": "credit_risk", "教育基金": "education", "卫生基金": "health", "互助社": "mutual_aid",
    "互助资金": "mutual_aid",
}  # fmt: skip
_PILOTS = {label: value for value, label in Fund.Pilot.choices} | {"中央": "central", "省级": "province", "否": ""}
_SAID = {"title": "名称", "kind": "种类", "pilot": "试点级别", "rules": "章程或办法", "set_up_on": "设立日期"}


@dataclass
class SetUp:
    """One row: the fund as it is to be, and what it reports as of a day."""

    row: int
    code: str
    says: dict[str, Any]
    area: str
    since: date | None
    counts: dict[str, int]


@dataclass
class FundSetUp(Outcome):
    """``changed`` are rows that set a fund up or report something new."""

    funds: list[SetUp] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)

    @property
    def changes_something(self) -> bool:
        return bool(self.changed)

    def changed_rows(self) -> int:
        return len(self.changed)

    def differences(self) -> Iterator[Difference]:
        for each in self.funds:
            if each.row in self.changed:
                said = f"登记，自报 {len(each.counts)} 项" if each.counts else "登记"
                yield Difference(kind="new", code=each.code, who=each.says["title"][:60], field="基金", after=said)

    def counts(self) -> dict[str, int]:
        return counted(new=len(self.changed), unchanged=len(self.funds) - len(self.changed))

    def write(self, work: Writing, report: Callable[[int], None] = lambda done: None) -> None:
        self.changed = set()
        known = funds_of(each.code for each in self.funds)
        for done, each in enumerate(self.funds, start=1):
            try:
                with transaction.atomic():
                    self._keep(each, known.get(each.code), work)
            except UnableToKeepFund as refusal:
                self._refuse(each, "code", refusal)
            report(done)

    def _keep(self, each: SetUp, fund: Fund | None, work: Writing) -> None:
        if fund is None:
            fund = set_up_fund(code=each.code, area=each.area, work=work, **each.says)
            self.changed.add(each.row)
        if each.since is not None:
            plan = plan_facts(
                model=FundCount, fields=tuple(each.counts), rows=[(fund.pk, each.since, *each.counts.values())]
            )
            if plan.rows:
                work.put(plan)
                self.changed.add(each.row)

    def _refuse(self, each: SetUp, name: str, refusal: Problem) -> None:
        self.changed.discard(each.row)
        self.batch.refuse(each.row, f"fund:{name}", reasons.UnfitForBooks(why=str(refusal.fields["why"])))


def plan_funds(batch: Batch, index: AreaIndex) -> FundSetUp:
    """Check the rows, and try them. What is known of a fund stays: a row that says otherwise is refused."""
    outcome, seen = FundSetUp(batch), dict[str, int]()
    limits(batch, FUND_LIMITS)
    days_past(batch, "set_up_on", "since")
    for row, code in enumerate(batch.column("fund:code")):
        earlier = seen.setdefault(code, row) if code else row
        if earlier != row:
            batch.refuse(row, "fund:code", reasons.SubjectTwiceInFile(row=batch.number(earlier), what="基金编号"))
    kinds, pilots = coded(batch, "fund:kind", _KINDS, "基金种类"), coded(batch, "fund:pilot", _PILOTS, "试点级别")
    villages = find_villages(batch, index, needed=False)
    known = funds_of(batch.column("fund:code"))
    for row in range(len(batch)):
        with suppress(RefusedRow):
            if batch.column("village")[row] and villages[row] is None:
                continue
            area = villages[row] or area_of(batch, index, row)
            cells = {
                name: batch.column(f"fund:{name}")[row] for name in ("code", "title", "rules", "set_up_on", "since")
            }
            says = {
                "kind": kinds[row], "title": cells["title"], "pilot": pilots[row], "rules": cells["rules"] or "",
                "set_up_on": cells["set_up_on"],
            }  # fmt: skip
            counts = _counts(batch, row, cells["since"])
            if row not in batch.refused:
                _same(batch, row, known.get(cells["code"]), says, area)
            if row not in batch.refused:
                since = cells["since"] if counts else None
                outcome.funds.append(SetUp(row, cells["code"], says, area, since, counts))
    with rehearsal() as work:
        outcome.write(work)
    outcome.funds = [each for each in outcome.funds if each.row not in batch.refused]
    return outcome


def _counts(batch: Batch, row: int, since: date | None) -> dict[str, int]:
    """What a row reports; it needs its day, and its parts may not be more than the whole."""
    told = {name: batch.column(f"fund:{name}")[row] for name in FUND_COUNTS}
    counts = {name: value for name, value in told.items() if value is not None}
    if counts and since is None:
        batch.refuse(row, "fund:since", reasons.UnfitForBooks(why="有自报数，没有自报截至日期"))
    for part, whole in (("poor_members", "members"), ("members", "households"), ("poor_members", "poor_households")):
        if part in counts and whole in counts and counts[part] > counts[whole]:
            titles = [str(FundCount._meta.get_field(name).verbose_name) for name in (part, whole)]
            why = f"{titles[0]} {counts[part]} 多于{titles[1]} {counts[whole]}"
            batch.refuse(row, f"fund:{part}", reasons.UnfitForBooks(why=why))
    return counts


def _same(batch: Batch, row: int, fund: Fund | None, says: dict[str, Any], area: str) -> None:
    if fund is None:
        return
    if not batch.frame.scope.covers(fund.subject.area_id):
        batch.refuse(row, "fund:code", reasons.OutOfScope())
        return
    for name, title in _SAID.items():
        if getattr(fund, name) != says[name]:
            why = f"{fund.title}已登记，{title}与登记的不同，不能改"
            batch.refuse(row, f"fund:{name}", reasons.UnfitForBooks(why=why))
    if fund.subject.area_id != area:
        batch.refuse(row, "village", reasons.UnfitForBooks(why=f"{fund.title}登记在{fund.subject.area.title}"))
