"""Rows of a bank's receipt, settled by the ledger's own action. Each row is checked against the payment that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from jingzhun.areas.resolve import AreaIndex
from jingzhun.core.money import yuan
from jingzhun.core.text import fold, fold_name
from jingzhun.ledger.actions.award_payment import Receipt, asked_for, fault, is_known, settle
from jingzhun.ledger.models import BankLine
from jingzhun.registry.actions.writing import Writing

from ..checking import reasons
from ..checking.batch import Batch
from ..differences import counted
from ..models import Difference
from .outcome import Outcome

_OUTCOMES = {
    "成功": "paid", "交易成功": "paid", "已入账": "paid", "失败": "failed", "交易失败": "failed", "未成功": "failed",
    "退汇": "returned", "退回": "returned",
}  # fmt: skip
_TEXTS = {"voucher": 40, "reason": 200}


@dataclass
class ReceiptOutcome(Outcome):
    """``receipts`` are (row, what the bank says) of rows that are taken; ``fresh`` those that the ledger does not know."""

    receipts: list[tuple[int, Receipt]] = field(default_factory=list)
    fresh: set[int] = field(default_factory=set)
    asked: dict[str, BankLine] = field(default_factory=dict)

    @property
    def changes_something(self) -> bool:
        return bool(self.fresh)

    def changed_rows(self) -> int:
        return len(self.fresh)

    def write(self, work: Writing, report: Callable[[int], None] = lambda done: None) -> None:
        settle(receipts=[receipt for _, receipt in self.receipts], work=work)

    def differences(self) -> Iterator[Difference]:
        for row, receipt in self.receipts:
            if row in self.fresh:
                said = f"{BankLine.Outcome(receipt.outcome).label} {yuan(receipt.amount)} 元"
                yield Difference(kind="new", code=receipt.reference, field="回单", after=said)

    def counts(self) -> dict[str, int]:
        return counted(new=len(self.fresh), unchanged=len(self.receipts) - len(self.fresh))


def plan_receipts(batch: Batch, index: AreaIndex) -> ReceiptOutcome:
    """Check every row; nothing is written."""
    outcome = ReceiptOutcome(batch)
    references = [fold(text) if text else "" for text in batch.column("receipt:reference")]
    outcome.asked = asked_for([reference for reference in references if reference])
    seen: dict[str, int] = {}
    for row, reference in enumerate(references):
        receipt = _receipt(batch, row, reference)
        if receipt is None or row in batch.refused:
            continue
        earlier = seen.setdefault(reference, row)
        asked = outcome.asked.get(reference)
        if earlier != row:
            batch.refuse(row, "receipt:reference", reasons.SubjectTwiceInFile(row=batch.number(earlier), what="附言"))
        elif asked is not None and not batch.frame.scope.covers(asked.file.roster.subject.area_id):
            batch.refuse(row, "receipt:reference", reasons.OutOfScope())
        elif why := fault(receipt, asked) or _other_name(batch, row, asked):
            batch.refuse(row, _where(why), reasons.UnfitReceipt(why=why))
        else:
            outcome.receipts.append((row, receipt))
            if asked is not None and not is_known(receipt, asked):
                outcome.fresh.add(row)
    return outcome


def _receipt(batch: Batch, row: int, reference: str) -> Receipt | None:
    """What the row says; None where it cannot be read, which is said on the row."""
    said = batch.column("receipt:outcome")[row]
    outcome = _OUTCOMES.get(fold(said)) if said else None
    if said and outcome is None:
        batch.refuse(row, "receipt:outcome", reasons.UnfitReceipt(why=f"“{said}”不是交易结果，写成功、失败或退汇"))
    texts = {name: fold(str(batch.column(f"receipt:{name}")[row] or "")) for name in _TEXTS}
    for name, limit in _TEXTS.items():
        if len(texts[name]) > limit:
            batch.refuse(
                row, f"receipt:{name}", reasons.UnfitReceipt(why=f"有 {len(texts[name])} 个字，最多 {limit} 个")
            )
    amount = batch.column("receipt:amount")[row]
    if outcome is None or not reference or amount is None:
        return None
    return Receipt(reference, outcome, amount, texts["voucher"], texts["reason"], batch.column("receipt:on")[row])


def _other_name(batch: Batch, row: int, asked: BankLine | None) -> str:
    name = batch.column("receipt:account_name")[row]
    if asked is None or not name or fold_name(name) == fold_name(asked.account_name):
        return ""
    return "户名与代发文件不同"


def _where(why: str) -> str:
    """The column that a refusal is about."""
    places = {"金额": "amount", "日期": "on", "流水号": "voucher", "原因": "reason", "户名": "account_name"}
    return "receipt:" + next((place for word, place in places.items() if word in why), "reference")
