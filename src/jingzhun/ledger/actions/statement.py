"""Movements as a file states them: rows that may be posted are, the others come back with their reason; each row once.

A file is authoritative about what was paid on whose approval (the office's own books); the claims that it names are made on
the way. Called by ``ingest``, whose dry run is this action rolled back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from jingzhun.core.money import yuan
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Change, Subject

from ..closed_years import ClosedYears
from ..flows import FLOWS, REVERSE
from ..models import Claim, Movement, StatedMovement
from ..trial import Refusal, Trial, Undoing, try_orders
from .movement import Order, UnableToMove, post, reverse

_PART = 500
_LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True)
class Statement:
    """One row of a file. ``order`` lacks its claim where the file names one by ``claim`` (its number); ``entry`` is the number
    of the entry in the voucher; ``mark`` tells the row apart where the file has its own way to, ``serial`` is its number in
    another ledger (:mod:`jingzhun.ledger.movement_number`)."""

    order: Order
    claim: str = ""
    entry: str = ""
    mark: str = ""
    serial: str = ""
    applied_on: date | None = None
    accepted_on: date | None = None
    township_opinion_on: date | None = None

    @property
    def identity(self) -> str:
        """Its mark; else month, voucher and entry; a row without an entry is told by all it says."""
        if self.mark:
            return marked(self.mark)
        if self.entry and self.order.voucher:
            return _digest(f"{self.order.moved_on:%Y-%m}", self.order.voucher, self.entry)
        return self.content

    @property
    def content(self) -> str:
        order = self.order
        return _digest(
            order.kind, order.appropriation.number, order.onward.number if order.onward else "",
            order.project.code if order.project else "", order.unit, self.claim, order.payee,
            order.household.code if order.household else "", str(order.amount), order.moved_on.isoformat(), order.document,
            order.voucher, self.entry,
        )  # fmt: skip


@dataclass
class Stated:
    """What became of the rows, by their place: ``posted``, ``known`` from before, ``twice`` (place → earlier place in the same
    file), ``refused``."""

    posted: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    twice: dict[int, int] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)
    undone: list[int] = field(default_factory=list)
    undone_before: list[int] = field(default_factory=list)
    not_undone: dict[int, Refusal] = field(default_factory=dict)


def state(statements: Sequence[Statement], *, work: Writing, undoings: Sequence[Undoing] = ()) -> Stated:
    """Post what may be posted, under one change, and reverse what ``undoings`` name: a place among the statements, or a movement
    of the ledger. Raises only what :func:`jingzhun.ledger.actions.movement.post` raises when
    somebody else moved the same money meanwhile."""
    result = Stated()
    fresh = _fresh(statements, result)
    orders = _with_claims(statements, fresh, result)
    places = [place for place in fresh if place in orders]
    tried = _undoings(statements, undoings, places, result)
    trial = try_orders([orders[place] for place in places], [each for _, each in tried])
    for at, refusal in trial.refused.items():
        if at < len(places):
            result.refused[places[at]] = refusal
        else:
            result.not_undone[tried[at - len(places)][0]] = refusal
    good = [places[at] for at in trial.good if at < len(places)]
    made = _make_claims(statements, [(place, orders[place]) for place in good], work)
    posted = _post(places, [_on_real_claim(orders[place], made) for place in places], tried, trial, result, work)
    good = [place for place in good if place in posted]
    StatedMovement.objects.bulk_create(
        [
            StatedMovement(
                movement=row, entry=statements[place].entry, identity=statements[place].identity,
                content=statements[place].content, serial=statements[place].serial,
            )
            for place, row in ((place, posted[place]) for place in good)
        ],
        batch_size=_PART,
    )  # fmt: skip
    result.posted = sorted(good)
    return result


def _undoings(
    statements: Sequence[Statement], undoings: Sequence[Undoing], places: Sequence[int], result: Stated
) -> list[tuple[int, Undoing]]:
    """(number, reversal) of those that can be tried, by places of the orders; one that was made before is none."""
    at = {place: number for number, place in enumerate(places)}
    tried, taken = [], set()
    for number, each in enumerate(undoings):
        place = each.place
        # Read anew: a dry run that was rolled back leaves its reversal on the object.
        movement = (
            _with_sides(Movement.objects.filter(pk=each.movement.pk)).get() if each.movement is not None else None
        )
        if place is not None and place in result.known:
            found = StatedMovement.objects.filter(identity=statements[place].identity, is_undone=False)
            movement = _with_sides(Movement.objects.filter(stated__in=found)).first()
        elif place is not None and place not in at:
            result.not_undone[number] = Refusal("reverses", "它冲销的那一行没有收，或与前面的行相同")
            continue
        amount = movement.amount if movement is not None else statements[place or 0].order.amount
        key = ("movement", movement.pk) if movement is not None else ("row", place)
        undone = getattr(movement, "reversed_by", None) if movement is not None else None
        if undone is not None and undone.moved_on == each.moved_on and undone.amount == each.amount:
            result.undone_before.append(number)
        elif undone is not None or key in taken:
            result.not_undone[number] = Refusal("reverses", "那一笔已经冲销过")
        elif each.amount != amount:
            result.not_undone[number] = Refusal(
                "amount", f"冲销要与原来那一笔金额相同：原来 {yuan(amount)} 元，这里 {yuan(each.amount)} 元"
            )
        elif movement is not None and movement.kind == REVERSE:
            result.not_undone[number] = Refusal("reverses", "冲销不能再冲销")
        elif each.moved_on < (movement.moved_on if movement is not None else statements[place or 0].order.moved_on):
            result.not_undone[number] = Refusal("moved_on", "冲销早于原来那一笔")
        else:
            taken.add(key)
            tried.append((number, replace(each, movement=movement, place=None if movement is not None else at[place])))
    return tried


def _with_sides(rows: QuerySet[Movement]) -> QuerySet[Movement]:
    sides = ("source__appropriation", "source__project", "target__appropriation", "target__project")
    return rows.select_related(*sides, "source__household", "target__household", "reversed_by")


def _post(
    places: Sequence[int], orders: Sequence[Order], tried: Sequence[tuple[int, Undoing]], trial: Trial, result: Stated, work: Writing
) -> dict[int, Movement]:  # fmt: skip
    """Place of a statement → its movement, posted in the order of the trial, with the reversals between. After a reversal that the
    database refuses the rest is left: the dry run is made again without its row."""
    posted: dict[int, Movement] = {}
    waiting: list[int] = []

    def flush() -> None:
        made = post([orders[at] for at in waiting], work=work)
        posted.update(zip((places[at] for at in waiting), made, strict=True))
        waiting.clear()

    for at in trial.good:
        if at < len(places):
            waiting.append(at)
            continue
        flush()
        number, each = tried[at - len(places)]
        movement = each.movement if each.place is None else posted[places[each.place]]
        try:
            with transaction.atomic():
                reverse([movement] if movement is not None else [], on=each.moved_on, why=each.why, work=work)
        except UnableToMove as refusal:
            result.not_undone[number] = Refusal("reverses", str(refusal.fields["why"]))
            return posted
        result.undone.append(number)
    flush()
    return posted


def take_back(*, change: Change, why: str, work: Writing) -> list[Movement]:
    """Reverse what an import posted and what nobody has reversed since, each on its own day, as if it had not been; its rows
    may then be stated again. Raises :class:`jingzhun.ledger.actions.movement.UnableToMove` where the money has gone on."""
    older = Movement.objects.filter(change=change, kind=REVERSE).exclude(reverses__change=change).order_by("pk").first()
    if older is not None:
        raise UnableToMove(
            what=f"撤销第 {older.pk} 笔冲销",
            why=f"它冲销的第 {older.reverses_id} 笔是以前登记的，冲销不能再冲销；要恢复那一笔，用新的分录号重新登记",
        )
    rows = Movement.objects.filter(change=change, reversed_by__isnull=True, reverses__isnull=True)
    rows, closed = list(_with_sides(rows)), ClosedYears.read()
    for row in rows:
        if closed.why(row.source.appropriation, row.moved_on) != "":
            year = row.moved_on.year
            raise UnableToMove(
                what=f"撤销第 {row.pk} 笔（{row.title} {yuan(row.amount)} 元，{row.moved_on}）",
                why=f"它在已批准决算的年度里。要么由没有定案也没有批准的第三人在“财政决算”页撤销 {year} 年和以后各年的批准，"
                "撤销这次导入后重新定案、批准；要么不撤销导入，逐笔冲销，记在今年",
            )
    made = reverse(rows, on=_LONG_AGO, why=why, work=work)
    StatedMovement.objects.filter(movement__change=change).update(is_undone=True)
    return made


def _fresh(statements: Sequence[Statement], result: Stated) -> list[int]:
    """Places of rows that are neither in the ledger nor earlier in the file; an entry that says something else is refused."""
    first: dict[str, int] = {}
    known = _known(statements)
    for place, statement in enumerate(statements):
        identity = statement.identity
        stands = known.get(identity)
        if stands is not None and stands.content == statement.content:
            result.known.append(place)
        elif stands is not None:
            row = stands.movement
            result.refused[place] = Refusal(
                "entry", f"已登记为第 {row.pk} 笔{row.title} {yuan(row.amount)} 元（{row.moved_on}）；更正请先冲销它"
            )
        elif identity in first:
            earlier = first[identity]
            if statements[earlier].content == statement.content:
                result.twice[place] = earlier
            else:
                result.refused[place] = Refusal("entry", "同一凭证的这个分录号在文件里已经有了，内容不同")
        else:
            first[identity] = place
    return list(first.values())


def _known(statements: Sequence[Statement]) -> dict[str, StatedMovement]:
    """The rows that stand, by identity. One whose movement was reversed gives way to a row that says something else."""
    found: dict[str, StatedMovement] = {}
    says = {statement.identity: statement.content for statement in statements}
    wanted = list(says)
    for start in range(0, len(wanted), _PART):
        rows = StatedMovement.objects.filter(identity__in=wanted[start : start + _PART], is_undone=False)
        found.update({row.identity: row for row in rows.select_related("movement__reversed_by")})
    replaced = [
        row for row in found.values() if hasattr(row.movement, "reversed_by") and row.content != says[row.identity]
    ]
    StatedMovement.objects.filter(pk__in=[row.pk for row in replaced]).update(is_undone=True)
    for row in replaced:
        del found[row.identity]
    return found


def _with_claims(statements: Sequence[Statement], places: Sequence[int], result: Stated) -> dict[int, Order]:
    """The orders with their claims: known, or provisional (a negative key) from the row that states it first."""
    claims = _claims([statements[place].claim for place in places])
    orders: dict[int, Order] = {}
    stated_first = sorted(places, key=lambda place: (statements[place].order.kind != "claim", place))
    for place in stated_first:
        statement = statements[place]
        order = statement.order
        if "claim" not in FLOWS[order.kind].needs:
            orders[place] = order
            continue
        claim = claims.get(statement.claim)
        if claim is None and statement.claim and order.kind == "claim" and order.project is not None:
            refusal = _unclaimable(statement)
            if refusal is not None:
                result.refused[place] = refusal
                continue
            claim = claims[statement.claim] = Claim(
                subject_id=-len(claims) - 1, project=order.project, unit=statement.order.unit
            )
        if claim is None:
            what = f"没有报账单 {statement.claim}，请先登记它的报账" if statement.claim else "缺报账单"
            result.refused[place] = Refusal("claim", what)
        elif claim.voided_on is not None:
            result.refused[place] = Refusal("claim", f"报账单 {statement.claim} 已作废")
        elif order.project is not None and claim.project_id != order.project.pk:
            result.refused[place] = Refusal(
                "claim", f"报账单 {statement.claim} 是项目 {claim.project.code} 的，不是 {order.project.code} 的"
            )
        elif order.unit and claim.unit != order.unit:
            result.refused[place] = Refusal("unit", f"报账单 {statement.claim} 是{claim.unit}的")
        else:
            orders[place] = replace(order, claim=claim, unit=claim.unit)
    return orders


def _claims(numbers: Sequence[str]) -> dict[str, Claim]:
    wanted = sorted(set(filter(None, numbers)))
    found = {}
    for start in range(0, len(wanted), _PART):
        rows = Claim.objects.filter(subject__code__in=wanted[start : start + _PART], subject__kind=Subject.Kind.CLAIM)
        found.update({row.subject.code: row for row in rows.select_related("subject", "project")})
    return found


def _unclaimable(statement: Statement) -> Refusal | None:
    applied_on = statement.applied_on or statement.order.moved_on
    if not statement.order.unit:
        return Refusal("unit", "缺执行单位")
    if statement.accepted_on and applied_on < statement.accepted_on:
        return Refusal("applied_on", f"申请日期 {applied_on} 早于验收日期 {statement.accepted_on}")
    if statement.township_opinion_on and statement.township_opinion_on < applied_on:
        return Refusal("township_opinion_on", f"乡镇意见日期 {statement.township_opinion_on} 早于申请日期 {applied_on}")
    return None


def _make_claims(
    statements: Sequence[Statement], orders: Sequence[tuple[int, Order]], work: Writing
) -> dict[int, Claim]:
    """Provisional key → the claim, made from the row that claims first; claims whose rows are all refused are never made."""
    first: dict[int, tuple[Statement, Order]] = {}
    for place, order in orders:
        if order.claim is not None and order.claim.pk < 0:
            first.setdefault(order.claim.pk, (statements[place], order))
    subjects = [
        Subject(kind=Subject.Kind.CLAIM, code=statement.claim, area_id=order.project.area_id, created_by=work.change)
        for statement, order in first.values()
        if order.project is not None
    ]
    Subject.objects.bulk_create(subjects, batch_size=_PART)
    made = [
        Claim(
            subject=subject, project=order.project, unit=order.unit, title=(order.note or "报账")[:120],
            accepted_on=statement.accepted_on, applied_on=statement.applied_on or order.moved_on,
            township_opinion_on=statement.township_opinion_on, change=work.change,
        )
        for subject, (statement, order) in zip(subjects, first.values(), strict=True)
    ]  # fmt: skip
    Claim.objects.bulk_create(made, batch_size=_PART)
    work.note("claim", [(subject.code, claim.unit) for subject, claim in zip(subjects, made, strict=True)])
    return dict(zip(first, made, strict=True))


def _on_real_claim(order: Order, made: dict[int, Claim]) -> Order:
    return replace(order, claim=made[order.claim.pk]) if order.claim is not None and order.claim.pk in made else order


def marked(mark: str) -> str:
    """The identity of a row that its own mark tells apart."""
    return _digest(mark)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
