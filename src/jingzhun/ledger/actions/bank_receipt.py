"""Taking a bank's receipt back as a unit, as if it had not come: what it paid is reversed, what it told waits at the bank again.

Refused, with what to do first, where later work stands on it: a later receipt about the same payment, or a later file that asks
the bank for the same line once more.
"""

from __future__ import annotations

from collections.abc import Callable

from jingzhun.core.errors import Problem
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Change

from ..models import BankLine, Movement
from .award_roster import TOGETHER

Outcome = BankLine.Outcome


class UnableToUndoReceipts(Problem):
    code = "B-066"
    says = "这份银行回单不能撤销：{why}"
    remedy = "{way}"


def take_back_receipts(*, change: Change, work: Writing, reverse: Callable[[], object]) -> None:
    """Set the payments that ``change`` settled to what they were before; ``reverse`` takes its movements back meanwhile. Raises
    :class:`UnableToUndoReceipts`, and what ``reverse`` raises."""
    lines = list(
        BankLine.objects.select_for_update(of=("self",)).filter(change=change).select_related("line", "file").order_by("pk")
    )  # fmt: skip
    paid = _paid_by(change)
    _require_untouched(lines, paid, change)
    reverse()
    for line in lines:
        earlier = _paid_before(line) if line.outcome == Outcome.RETURNED and line.line_id not in paid else None
        if earlier is None:
            line.outcome, line.voucher, line.reason, line.settled_on, line.change = Outcome.WAITING, "", "", None, None
        else:
            line.outcome, line.voucher, line.reason = Outcome.PAID, earlier.voucher, ""
            line.settled_on, line.change = earlier.moved_on, earlier.change
    BankLine.objects.bulk_update(lines, ["outcome", "voucher", "reason", "settled_on", "change"], batch_size=TOGETHER)
    work.note("bank_line", [(line.reference, line.outcome, line.voucher) for line in lines])


def _paid_by(change: Change) -> dict[int, Movement]:
    """Roster line → the payment that the change posted for it."""
    rows = Movement.objects.filter(change=change, kind="pay_household", line__isnull=False)
    return {row.line_id: row for row in rows}


def _paid_before(line: BankLine) -> Movement:
    rows = Movement.objects.filter(line=line.line_id, kind="pay_household", reversed_by__isnull=True)
    return rows.select_related("change").order_by("-pk")[0]


def _require_untouched(lines: list[BankLine], paid: dict[int, Movement], change: Change) -> None:
    """Nothing later was told about these payments, and nobody asked the bank for the same lines again."""
    told = {line.line_id for line in lines}
    later = BankLine.objects.filter(line__in=[key for key in paid if key not in told], change__gt=change.pk)
    moved_on = later.select_related("change").order_by("pk").first()
    if moved_on is not None:
        why = f"{moved_on.reference} 后来已登记{moved_on.get_outcome_display()}（{moved_on.change.source}）"
        raise UnableToUndoReceipts(why=why, way="请先撤销那一份回单，再撤销这一份")
    open_again = BankLine.objects.filter(line__in=told, outcome__in=(Outcome.WAITING, Outcome.PAID)).exclude(
        pk__in=[line.pk for line in lines]
    )
    again = open_again.select_related("file", "line").order_by("pk").first()
    if again is None:
        return
    why = f"名册第 {again.line.number} 行已在后来的代发文件 {again.file.number} 里重新请付（{again.get_outcome_display()}）"
    way = (
        "同一行不能同时等两份回单：这份回单保留；那份代发文件没有付成时上传它的回单，已付成而不该付的上传写明退汇的回单"
    )
    raise UnableToUndoReceipts(why=why, way=way)
