"""Posting movements of money: accounts are found or opened, locked in their order, looked at, and moved by one insert.

The database keeps the balances and refuses what may not be (:mod:`jingzhun.ledger.guards`); what is said here in figures is
the same rule in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, connection, transaction

from jingzhun.audit.statements import prepared
from jingzhun.core.errors import Problem
from jingzhun.core.guard import refusal_in
from jingzhun.core.money import yuan
from jingzhun.registry.actions.rows import chunks, insert_keyed
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Subject

from ..closed_years import why_closed
from ..flows import FLOWS, NEEDED, OF_PROJECT, OUTSIDE, REVERSE
from ..models import Account, Appropriation, AwardLine, Claim, FindingStep, FundRequest, Movement
from ..models.audit_finding import COUNTED

MANY = 10_000
"""Accounts asked for at once; more than one such part are locked part by part, in the order of their keys."""

ONE_INSERT = 500
"""Movements written by one statement at most."""

_STORED = """SELECT a.id, a.key, a.balance, (SELECT MAX(y.last_on) FROM ledger_yearaccount y
    JOIN ledger_appropriation p ON p.id = a.appropriation_id AND substr(p.area_id, 1, length(y.scope)) = y.scope
    WHERE y.outcome = 'approved') FROM ledger_account a"""
"""Key, balance and last closed day of accounts, in one statement."""

_COLUMNS = [field.attname for field in Movement._meta.local_concrete_fields if not field.primary_key]
_GIVEN = ", ".join({"source_id": "s.id", "target_id": "t.id"}.get(name, f"%({name})s") for name in _COLUMNS)
_AT_ONCE = f"""WITH wanted AS (
    SELECT id FROM ledger_account WHERE key = %(source)s UNION ALL SELECT id FROM ledger_account WHERE key = %(target)s ORDER BY id),
held AS MATERIALIZED (SELECT locked.* FROM wanted CROSS JOIN LATERAL (
    SELECT a.id, a.key, a.balance FROM ledger_account a WHERE a.id = wanted.id FOR UPDATE) locked)
INSERT INTO ledger_movement ({", ".join(_COLUMNS)}) SELECT {_GIVEN}
FROM held s JOIN held t ON s.key = %(source)s AND t.key = %(target)s
WHERE (%(may_fall)s OR s.balance >= %(amount)s)
    AND NOT EXISTS (SELECT 1 FROM ledger_yearaccount WHERE outcome = 'approved' AND last_on >= %(moved_on)s)
RETURNING id, source_id, target_id"""
"""One movement on PostgreSQL: its accounts are locked in the order of their numbers, each found by its key, and it is written
where the money is there and no year is closed so late."""


class UnableToMove(Problem):
    code = "B-021"
    says = "{what}不能登记：{why}"
    remedy = "请核对金额、日期、指标、项目和上一步的余额；已登记的用冲销更正"


@dataclass(frozen=True)
class Order:
    """One movement to be posted. ``amount`` fen; which of the others are needed is in the flow of ``kind``.

    ``unit`` is the executing unit; ``payee`` a paid unit, ``household`` a paid household (with ``line`` of a roster).
    ``onward`` is the appropriation that a carry-over goes to. ``label`` names the order in refusals (第 3 行).
    """

    kind: str
    amount: int
    moved_on: date
    appropriation: Appropriation
    project: Subject | None = None
    unit: str = ""
    claim: Claim | None = None
    payee: str = ""
    household: Subject | None = None
    line: AwardLine | None = None
    request: FundRequest | None = None
    onward: Appropriation | None = None
    document: str = ""
    voucher: str = ""
    approved_by: str = ""
    approved_again_by: str = ""
    approval: str = ""
    note: str = ""
    label: str = ""

    @property
    def what(self) -> str:
        flow = FLOWS.get(self.kind)
        return f"{self.label}{flow.title if flow else self.kind} {yuan(self.amount)} 元"


def post(orders: Sequence[Order], *, work: Writing) -> list[Movement]:
    """Post ``orders`` in their order under one change. All or none; raises :class:`UnableToMove` for the first that may not be.
    Whoever goes on after a refusal wraps the call in a savepoint."""
    if not orders:
        return []
    places: dict[str, Account] = {}
    pairs = [sides(order, places) for order in orders]
    if len(orders) == 1 and connection.vendor == "postgresql" and (row := _at_once(orders[0], *pairs[0], work)):
        return _noted([row], work)
    accounts = _open(places.values())
    rows = []
    for order, (source, target) in zip(orders, pairs, strict=True):
        held, given = accounts[source.key], accounts[target.key]
        if (why := _closed(held, given, order.moved_on)) != "":
            raise UnableToMove(what=order.what, why=why)
        if held.kind != OUTSIDE and held.balance < order.amount:
            raise UnableToMove(
                what=order.what,
                why=f"{held}只有 {yuan(held.balance)} 元，还差 {yuan(order.amount - held.balance)} 元",
            )
        held.balance -= order.amount
        given.balance += order.amount
        row = _row(order, held, given, work)
        row.source, row.target = held, given
        rows.append(row)
    return _insert(rows, [order.what for order in orders], work)


def _row(order: Order, held: Account, given: Account, work: Writing) -> Movement:
    """The movement of an order, still without its accounts."""
    return Movement(
        kind=order.kind, amount=order.amount, moved_on=order.moved_on, project=order.project, claim=order.claim, line=order.line,
        request=order.request, area_id=given.area_id if given.kind != OUTSIDE else held.area_id, document=order.document,
        voucher=order.voucher, approved_by=order.approved_by, approved_again_by=order.approved_again_by, approval=order.approval,
        note=order.note, change=work.change,
    )  # fmt: skip


def _at_once(order: Order, held: Account, given: Account, work: Writing) -> Movement | None:
    """The movement, posted by :data:`_AT_ONCE`; None where that has written nothing: an account is new, or it may not be."""
    row = _row(order, held, given, work)
    values = {name: getattr(row, name) for name in _COLUMNS}
    values |= {"source": held.key, "target": given.key, "may_fall": held.kind == OUTSIDE}
    try:
        with prepared() as cursor:
            cursor.execute(_AT_ONCE, values)
            written = cursor.fetchone()
    except IntegrityError as refused:
        raise _named(order.what, refused) from refused
    if written is None:
        return None
    row.pk, row.source_id, row.target_id = written
    row._state.adding, row._state.db = False, connection.alias
    return row


def reverse(movements: Iterable[Movement], *, on: date, why: str, work: Writing) -> list[Movement]:
    """Post the reversal of each movement, the newest first. Raises :class:`UnableToMove` where the money has gone on."""
    if not why.strip():
        raise UnableToMove(what="冲销", why="没有写理由")
    newest_first = sorted(movements, key=lambda each: each.pk, reverse=True)
    keys = {account.key: account for each in newest_first for account in (each.source, each.target)}
    accounts = _open(keys.values())
    rows, told, counted = [], [], _counted([each.pk for each in newest_first])
    for each in newest_first:
        what = f"冲销第 {each.pk} 笔（{each.title} {yuan(each.amount)} 元）"
        if each.kind == REVERSE or Movement.objects.filter(reverses=each).exists():
            raise UnableToMove(what=what, why="它是冲销，或已经冲销过")
        if (finding := counted.get(each.pk)) is not None:
            raise UnableToMove(what=what, why=f"它记作问题 {finding} 的追回，先在问题页收回追回")
        held, given = accounts[each.target.key], accounts[each.source.key]
        if (closed := _closed(held, given, max(on, each.moved_on))) != "":
            raise UnableToMove(what=what, why=closed)
        if held.kind != OUTSIDE and held.balance < each.amount:
            raise UnableToMove(what=what, why=f"{held}只有 {yuan(held.balance)} 元，后面的款要先冲销")
        held.balance -= each.amount
        given.balance += each.amount
        told.append(what)
        rows.append(
            Movement(
                kind=REVERSE, source=held, target=given, amount=each.amount, moved_on=max(on, each.moved_on),
                project=each.project, claim=each.claim, line=each.line, request_id=each.request_id, area_id=each.area_id, document=each.document,
                voucher=each.voucher, note=why.strip()[:200], reverses=each, change=work.change,
            )
        )  # fmt: skip
    return _insert(rows, told, work)


def _counted(movements: Sequence[int]) -> dict[int, str]:
    """Movement → the number of a finding that counts it as a recovery."""
    found: dict[int, str] = {}
    for part in chunks(movements):
        steps = FindingStep.objects.filter(COUNTED, movement__in=part)
        found |= dict(steps.values_list("movement", "finding__number"))
    return found


def _closed(held: Account, given: Account, day: date) -> str:
    return why_closed(held.closed_until, day) or why_closed(given.closed_until, day)


def _insert(rows: list[Movement], told: list[str], work: Writing) -> list[Movement]:
    """Inserts of many rows; where the database refuses one, row by row, to name the row."""
    try:
        with transaction.atomic(savepoint=len(rows) > 1):
            for part in _parts(rows):
                insert_keyed(part)
    except IntegrityError as refused:
        if len(rows) == 1:
            raise _named(told[0], refused) from refused
        for row, what in zip(rows, told, strict=True):
            try:
                insert_keyed([row])
            except IntegrityError as refused_row:
                raise _named(what, refused_row) from refused_row
    return _noted(rows, work)


def _noted(rows: list[Movement], work: Writing) -> list[Movement]:
    work.note(
        "movement",
        [(row.kind, row.source_id, row.target_id, row.amount, row.moved_on.isoformat()) for row in rows],
        written=(Movement, Account),
    )
    return rows


def _named(what: str, refused: IntegrityError) -> UnableToMove:
    why = refusal_in(str(refused)) or f"不合数据库的约束（{str(refused).splitlines()[0]}）"
    return UnableToMove(what=what, why=why)


def _parts(rows: Sequence[Movement]) -> Iterator[list[Movement]]:
    """Rows that one INSERT takes. PostgreSQL moves the balances when the whole INSERT is done: what leaves an account in a part
    must have been there before it. The accounts of ``rows`` hold the balances after all of them."""
    held: Counter[int] = Counter()
    for row in rows:
        held[row.source_id], held[row.target_id] = row.source.balance, row.target.balance
    for row in rows:
        held[row.source_id] += row.amount
        held[row.target_id] -= row.amount
    part: list[Movement] = []
    coming: Counter[int] = Counter()
    for row in rows:
        if len(part) == ONE_INSERT or (row.source.kind != OUTSIDE and held[row.source_id] < row.amount):
            yield part
            held.update(coming)
            part, coming = [], Counter()
        part.append(row)
        held[row.source_id] -= row.amount
        coming[row.target_id] += row.amount
    yield part


def sides(order: Order, places: dict[str, Account]) -> tuple[Account, Account]:
    """The two accounts of an order, not yet stored; each place of money is made once and kept in ``places`` by its key."""
    flow = FLOWS.get(order.kind)
    if flow is None:
        raise UnableToMove(what=order.what, why=f"没有“{order.kind}”这种收支")
    if order.amount <= 0:
        raise UnableToMove(what=order.what, why="金额要大于零")
    missing = lacking(order)
    if missing:
        raise UnableToMove(what=order.what, why="缺" + "、".join(NEEDED[name] for name in missing))
    onward = replace(order, appropriation=order.onward) if order.onward is not None else order
    return _account(flow.source, order, places), _account(flow.target, onward, places)


def lacking(order: Order) -> list[str]:
    """What an order of its kind must carry and does not: keys of :data:`jingzhun.ledger.flows.NEEDED`."""
    return [name for name in sorted(FLOWS[order.kind].needs) if not _has(order, name)]


def _has(order: Order, name: str) -> bool:
    if name == "approvers":
        return bool(order.approved_by and order.approved_again_by and order.approved_by != order.approved_again_by)
    return bool(getattr(order, name))


def _account(kind: str, order: Order, places: dict[str, Account]) -> Account:
    """The place of money: what distinguishes it depends on how far the money has come."""
    shares = kind == OUTSIDE and order.kind in ("share", "share_back")
    project = order.project if kind in OF_PROJECT or shares else None
    claim = order.claim if kind == "claimed" else None
    unit = order.unit if kind in ("allocated", "claimed") else ""
    payee = order.payee if kind in ("paid", "aided") else ""
    household = order.household if kind in ("household", "lent", "aided") or shares else None
    area = (household or project).area_id if household or project else order.appropriation.area_id
    parts = (
        kind, order.appropriation.pk, project.pk if project else "", unit, claim.pk if claim else "", payee,
        household.pk if household else "",
    )  # fmt: skip
    key = "|".join(map(str, parts))
    if key not in places:
        places[key] = Account(
            key=key, kind=kind, appropriation=order.appropriation, project=project, unit=unit, claim=claim, payee=payee,
            household=household, area_id=area,
        )  # fmt: skip
    return places[key]


def _open(wanted: Iterable[Account]) -> dict[str, Account]:
    """The stored accounts by key, opened where they are new and locked in the order of their numbers."""
    by_key = {account.key: account for account in wanted}
    held = _locked(by_key)
    new = [account for key, account in sorted(by_key.items()) if key not in held]
    if new:
        for account in new:
            account.pk = None
        Account.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
        held = _locked(by_key)
    return held


def _locked(by_key: dict[str, Account]) -> dict[str, Account]:
    """The accounts of these keys that are stored; what they point to is taken over from what was wanted."""
    held, keys = {}, sorted(by_key)
    locking = " FOR UPDATE OF a" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        for part in chunks(keys, MANY):
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"{_STORED} WHERE a.key IN ({marks}) ORDER BY a.id{locking}", part)
            for pk, key, balance, closed_until in cursor.fetchall():
                account = held[key] = by_key[key]
                account.pk, account.balance = pk, balance
                account.closed_until = _day(closed_until)
                account._state.adding = False
    return held


def _day(value: date | str | None) -> date | None:
    """A day as SQLite gives it for an expression is text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
