"""Rows of 资金收支 that look like money which a page or a case booked already: they are refused until the clerk says that they are
another movement, in its 摘要. A movement that a file brought is known by its row, not by its looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from jingzhun.core.money import yuan
from jingzhun.core.text import fold
from jingzhun.ledger.actions.fund_statement import OF_FUNDS, FundRow
from jingzhun.ledger.actions.statement import Statement
from jingzhun.ledger.flows import FLOWS, OF_PROJECT
from jingzhun.ledger.models import Appropriation, Movement
from jingzhun.ledger.movement_number import SIDES, is_number, line_of
from jingzhun.registry.actions.rows import chunks

from ..checking import reasons
from ..checking.batch import Batch
from .held_movements import PROMISED, days_that_make

if TYPE_CHECKING:
    from .fund_outcome import FundOutcome

ANOTHER = "另一笔"
"""What the 摘要 of a row says where it is not the movement that it looks like."""


class Looks(NamedTuple):
    """Day, way, fen and document; a fund's money is told without its appropriation, because it may come from several."""

    moved_on: date
    kind: str
    appropriation: str
    project: str
    unit: str
    payee: str
    household: str
    document: str


class Booked(NamedTuple):
    """The first of the movements that were booked together, their fen and voucher."""

    first: Movement
    amount: int
    voucher: str


def leave_booked(outcome: FundOutcome) -> None:
    """Refuse the rows that look like what was booked by hand, each of which answers for one row."""
    batch = outcome.batch
    rows = [(row, _of_order(each), each.order.amount, each.order.voucher) for row, each in outcome.plain]
    rows += [(row, _of_fund(each), each.amount, each.voucher) for row, each in outcome.fund_rows]
    stated, by_hand = _held({looks.moved_on for _, looks, _, _ in rows}, {looks.kind for _, looks, _, _ in rows})
    refused = set()
    for row, looks, amount, voucher in sorted(rows, key=lambda each: each[0]):
        if _take(stated[looks], amount, voucher) is not None:
            continue
        found = _take(by_hand[looks], amount, voucher)
        if found is None or says_another(batch, row):
            continue
        where = f"办件 {found.first.approval}" if found.first.approval else "页上"
        batch.refuse(
            row, "fund:amount",
            reasons.LikelyBooked(number=found.first.pk, what=f"{found.first.title} {yuan(found.amount)} 元", where=where),
        )  # fmt: skip
        refused.add(row)
    _drop(outcome, refused | _parts_of_wholes(outcome))


def says_another(batch: Batch, row: int) -> bool:
    return ANOTHER in (batch.column("fund:note")[row] or "")


def _parts_of_wholes(outcome: FundOutcome) -> set[int]:
    """Numbered rows of an appropriation's first days that come to exactly what pages booked of it as one sum."""
    batch, groups = outcome.batch, defaultdict(list)
    serials = batch.column("fund:serial")
    for row, each in outcome.plain:
        if each.order.kind in PROMISED and is_number(serials[row]) and not says_another(batch, row):
            state, sign = PROMISED[each.order.kind]
            groups[each.order.appropriation, state].append((row, each.order.moved_on, sign * each.order.amount))
    refused: set[int] = set()
    for (appropriation, state), lines in groups.items():
        whole = _by_hand_of(appropriation, state)
        part = days_that_make(whole, lines) if whole else []
        if len(part) < 2:
            continue
        why = (
            f"指标 {appropriation.number} 的{state}在页上已登记 {yuan(whole)} 元，文件里这 {len(part)} 行{state}正好合计这么多，像是同一些钱。"
            f"是同一些就删去这些行；确是另外的，在摘要写“{ANOTHER}”"
        )
        for row in part:
            batch.refuse(row, "fund:amount", reasons.UnfitForBooks(why=why))
        refused.update(part)
    return refused


def _by_hand_of(appropriation: Appropriation, state: str) -> int:
    """Net fen of a state that pages booked of an appropriation and that no file stated."""
    kinds = {kind: sign for kind, (told, sign) in PROMISED.items() if told == state}
    rows = Movement.objects.filter(
        source__appropriation=appropriation, kind__in=kinds, stated__isnull=True, reversed_by__isnull=True
    )
    return sum(kinds[kind] * fen for kind, fen in rows.values_list("kind", "amount"))


def _held(days: set[date], kinds: set[str]) -> tuple[dict[Looks, list[Booked]], dict[Looks, list[Booked]]]:
    """What stands on those days: brought by files, and booked by hand; the parts of one booking added up."""
    together: dict[tuple[Looks, int, str, bool], list[Movement]] = defaultdict(list)
    for part in chunks(sorted(days)):
        rows = Movement.objects.filter(
            moved_on__in=part, kind__in=kinds, reversed_by__isnull=True, reverses__isnull=True
        )
        for each in rows.select_related(*SIDES).order_by("pk"):
            of_file = hasattr(each, "stated")
            own = each.pk if of_file or each.kind not in OF_FUNDS else 0
            together[_of_movement(each), each.change_id if not own else -own, each.voucher, of_file].append(each)
    stated: dict[Looks, list[Booked]] = defaultdict(list)
    by_hand: dict[Looks, list[Booked]] = defaultdict(list)
    for (looks, _, voucher, of_file), movements in together.items():
        booked = Booked(movements[0], sum(each.amount for each in movements), voucher)
        (stated if of_file else by_hand)[looks].append(booked)
    return stated, by_hand


def _take(booked: list[Booked], amount: int, voucher: str) -> Booked | None:
    """One of the same amount whose voucher is not another; it is used up."""
    for place, each in enumerate(booked):
        if each.amount == amount and (not voucher or not each.voucher or fold(voucher) == fold(each.voucher)):
            return booked.pop(place)
    return None


def _drop(outcome: FundOutcome, refused: Iterable[int]) -> None:
    gone = set(refused)
    outcome.plain = [each for each in outcome.plain if each[0] not in gone]
    outcome.fund_rows = [each for each in outcome.fund_rows if each[0] not in gone]


def _looks(moved_on: date, kind: str, appropriation: str, **told: str) -> Looks:
    """Only what the way of the kind asks for tells: a unit beside a 下达 is a word, not a part of its way."""
    flow, of_fund = FLOWS[kind], kind in OF_FUNDS
    asked = {
        "project": "project" in flow.needs, "payee": "payee" in flow.needs and not of_fund, "household": "household" in flow.needs,
        "unit": not of_fund and bool({flow.source, flow.target}.intersection(OF_PROJECT)), "document": True,
    }  # fmt: skip
    own = {name: fold(told[name]) if is_asked else "" for name, is_asked in asked.items()}
    return Looks(moved_on, kind, "" if of_fund else appropriation, **own)


def _of_movement(movement: Movement) -> Looks:
    line = line_of(movement)
    told = {name: str(line[name] or "") for name in ("project", "unit", "payee", "household", "document")}
    return _looks(movement.moved_on, movement.kind, str(line["appropriation"]), **told)


def _of_order(statement: Statement) -> Looks:
    order = statement.order
    return _looks(
        order.moved_on, order.kind, order.appropriation.number, project=order.project.code if order.project else "",
        unit=order.unit, payee=order.payee, household=order.household.code if order.household else "", document=order.document,
    )  # fmt: skip


def _of_fund(row: FundRow) -> Looks:
    return _looks(
        row.moved_on, row.kind, "", project=row.fund.subject.code, unit="", payee="",
        household=row.household.code if row.household else "", document=row.document,
    )  # fmt: skip
