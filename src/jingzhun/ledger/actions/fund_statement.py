"""Rows of a file about the money of funds and societies: from which lot each is taken, found in the order of days.

A clerk writes 借出 2,000 元, not of which money. What comes in goes to the fund's own lot of its kind; what goes out is taken
from the lots in the order in which they came, and one row may so become several movements. Called by
:mod:`jingzhun.ingest.planning.funds`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from jingzhun.core.money import yuan
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Subject

from ..flows import FLOWS, OUTSIDE, TITLES
from ..models import Account, Appropriation, Fund, Movement
from ..trial import Refusal
from .fund import OWN_MONEY, own_lot
from .movement import Order
from .statement import Statement

OF_SOCIETIES = frozenset(("share", "share_back", "lend", "repay", "fee"))
OF_FUNDS = OF_SOCIETIES | {"contribute", "wind_up", "fund_pay", "fund_back"}
"""Kinds whose lot the ledger finds by itself."""
AFTER_CLOSING = frozenset(("repay", "share_back", "wind_up", "fund_back"))
_RANK = {kind: place for place, kind in enumerate(FLOWS)}
Place = tuple[str, int, int, str]
"""Kind of account, fund, household (0 for none), payee."""


@dataclass(frozen=True)
class FundRow:
    """One row. ``lot`` is the number of an appropriation or of a lot of the fund's own, empty where the row does not say.
    ``amount`` fen."""

    fund: Fund
    kind: str
    amount: int
    moved_on: date
    lot: str = ""
    household: Subject | None = None
    payee: str = ""
    document: str = ""
    voucher: str = ""
    entry: str = ""
    approved_by: str = ""
    approved_again_by: str = ""
    note: str = ""

    @property
    def takes_from(self) -> Place:
        """Where the money lies that the row moves."""
        return self._place(FLOWS[self.kind].source)

    @property
    def brings_to(self) -> Place | None:
        """Where it goes; None where it leaves the fund."""
        kind = FLOWS[self.kind].target
        return None if kind == OUTSIDE else self._place(kind)

    def _place(self, kind: str) -> Place:
        household = self.household.pk if self.household and kind in ("lent", "aided") else 0
        return (kind, self.fund.pk, household, self.payee if kind == "aided" else "")

    def taking(self, lot: Appropriation, amount: int) -> Statement:
        """The movement of ``amount`` of one lot."""
        order = Order(
            kind=self.kind, amount=amount, moved_on=self.moved_on, appropriation=lot, project=self.fund.subject,
            household=self.household, payee=self.payee, document=self.document, voucher=self.voucher,
            approved_by=self.approved_by, approved_again_by=self.approved_again_by, note=self.note,
        )  # fmt: skip
        mark = f"{self.moved_on:%Y-%m} {self.voucher} {self.entry} {lot.number}" if self.entry and self.voucher else ""
        return Statement(order=order, entry=self.entry, mark=mark)


@dataclass
class Found:
    """``statements`` by place of the row, one or several each; ``refused`` by place."""

    statements: dict[int, list[Statement]] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)


def find_lots(
    rows: Sequence[FundRow], *, endowed: Sequence[Statement] = (), back: Sequence[tuple[date, int | Statement]] = (), work: Writing
) -> Found:  # fmt: skip
    """``endowed`` are rows of the same file that put appropriations into funds; ``back`` the days on which the same file reverses
    one of ``endowed`` or the row at a place. Opens the lots of a fund's own money."""
    found, lots = Found(), _Lots.read(rows)
    found.statements = _posted(rows)
    fresh = [
        (row.moved_on, _RANK[row.kind], place, row) for place, row in enumerate(rows) if place not in found.statements
    ]
    coming = [(each.order.moved_on, _RANK[each.order.kind], -1, each) for each in endowed]
    undone = [(day, len(_RANK), number, what) for number, (day, what) in enumerate(back)]
    for _, rank, place, row in sorted([*fresh, *coming, *undone], key=lambda each: each[:3]):
        if rank == len(_RANK):
            lots.give_back(row, rows, found)
        elif isinstance(row, Statement):
            if row.order.project is not None:
                lots.add(("fund", row.order.project.pk, 0, ""), row.order.appropriation, row.order.amount)
        else:
            parts = _parts(row, lots, work)
            if isinstance(parts, Refusal):
                found.refused[place] = parts
            else:
                found.statements[place] = [row.taking(lot, amount) for lot, amount in parts]
    return found


def _parts(row: FundRow, lots: _Lots, work: Writing) -> list[tuple[Appropriation, int]] | Refusal:
    fund = row.fund
    if row.kind in OF_SOCIETIES and not fund.is_society:
        return Refusal("kind", f"{TITLES[row.kind]}只在互助社有，{fund.title}是{fund.get_kind_display()}")
    if fund.closed_on is not None and row.kind not in AFTER_CLOSING:
        return Refusal("kind", f"{fund.title} {fund.closed_on} 已经退出，只能收回借款、退股和清算")
    if row.amount <= 0:
        return Refusal("amount", "金额要大于零")
    if row.moved_on < fund.set_up_on:
        return Refusal("moved_on", f"{row.moved_on} 早于{fund.title}的设立日期 {fund.set_up_on}")
    if row.kind in OWN_MONEY:
        number = f"{fund.subject.code}-{OWN_MONEY[row.kind][0]}"
        if row.lot and row.lot != number:
            return Refusal("appropriation", f"{TITLES[row.kind]}记在 {number} 下，指标编号请留空")
        lot = own_lot(fund=fund, kind=row.kind, on=row.moved_on, work=work)
        lots.add(("fund", fund.pk, 0, ""), lot, row.amount)
        return [(lot, row.amount)]
    wanted = row.lot
    if row.kind == "share_back":
        wanted = wanted or f"{fund.subject.code}-{OWN_MONEY['share'][0]}"
    return lots.take(row, wanted)


@dataclass
class _Lots:
    """Fen of each lot in each place, the older lot first."""

    held: dict[Place, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    lots: dict[int, Appropriation] = field(default_factory=dict)

    @classmethod
    def read(cls, rows: Sequence[FundRow]) -> _Lots:
        lots = cls()
        wanted = {row.fund.pk for row in rows}
        accounts = Account.objects.filter(project__in=wanted, kind__in=("fund", "lent", "aided"), balance__gt=0)
        for account in accounts.select_related("appropriation"):
            place = (account.kind, account.project_id, account.household_id or 0, account.payee)
            lots.add(place, account.appropriation, account.balance)
        return lots

    def add(self, place: Place, lot: Appropriation, fen: int) -> None:
        self.lots[lot.pk] = lot
        self.held[place][lot.pk] = self.held[place].get(lot.pk, 0) + fen

    def give_back(self, what: int | Statement, rows: Sequence[FundRow], found: Found) -> None:
        """Reverse what one row moved: each part lies again where it came from. Rows of earlier files are in the accounts already."""
        if isinstance(what, Statement):
            if what.order.project is not None:
                self.add(("fund", what.order.project.pk, 0, ""), what.order.appropriation, -what.order.amount)
            return
        row = rows[what]
        for each in found.statements.get(what, []):
            lot, fen, onward = each.order.appropriation, each.order.amount, row.brings_to
            if row.kind not in OWN_MONEY:
                self.add(row.takes_from, lot, fen)
            if onward is not None:
                self.add(onward, lot, -fen)

    def take(self, row: FundRow, wanted: str) -> list[tuple[Appropriation, int]] | Refusal:
        held = self.held[row.takes_from]
        parts, left = [], row.amount
        for key in sorted(held):
            if not left or (wanted and self.lots[key].number != wanted):
                continue
            part = min(left, held[key])
            if part > 0:
                parts.append((self.lots[key], part))
                left -= part
        if left:
            of = f"（{wanted}）" if wanted else ""
            return Refusal(
                "amount", f"{row.fund.title}可用的{of}只有 {yuan(row.amount - left)} 元，还差 {yuan(left)} 元"
            )
        onward = row.brings_to
        for lot, part in parts:
            held[lot.pk] -= part
            if onward is not None:
                self.add(onward, lot, part)
        return parts


_Told = tuple[str, int, date, str, str, str, int, str]
"""What tells a fund's movement apart, its lot and amount aside."""


def _posted(rows: Sequence[FundRow]) -> dict[int, list[Statement]]:
    """Place of a row → the movements that an earlier file posted from it, if they stand: neighbours of one change that add
    up to it."""
    stated: dict[_Told, list[Movement]] = defaultdict(list)
    sides = ("source__appropriation", "target", "project")
    funds = {row.fund.pk for row in rows}
    movements = Movement.objects.filter(project__in=funds, stated__is_undone=False, reversed_by__isnull=True)
    for each in movements.select_related(*sides, "stated").order_by("pk"):
        whose = each.target.household_id or each.source.household_id or 0
        payee = each.target.payee or each.source.payee
        told = (each.kind, each.project_id, each.moved_on, each.voucher, each.document, each.stated.entry, whose, payee)
        stated[told].append(each)
    found = {}
    for place, row in enumerate(rows):
        whose = row.household.pk if row.household else 0
        told = (row.kind, row.fund.pk, row.moved_on, row.voucher, row.document, row.entry, whose, row.payee)
        run = _run([each for each in stated[told] if row.lot in ("", each.source.appropriation.number)], row.amount)
        if run:
            found[place] = [row.taking(each.source.appropriation, each.amount) for each in run]
    return found


def _run(movements: Sequence[Movement], amount: int) -> list[Movement]:
    for start in range(len(movements)):
        left = amount
        for end in range(start, len(movements)):
            left -= movements[end].amount
            if movements[end].change_id != movements[start].change_id or left < 0:
                break
            if not left:
                return list(movements[start : end + 1])
    return []
