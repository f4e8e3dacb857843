"""Paying an award roster: approval reserves the money, the bank's file asks for it, and only the bank's receipt pays.

A movement 兑付 is posted when the bank says that a line was paid, with the bank's own voucher and day. A line that the bank
could not pay moves nothing: its money stays reserved and it is asked for again in the next file. Where the bank had paid and
the money came back, 退汇 takes the payment back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, require_area
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.registry.actions.subject import create_subjects
from jingzhun.registry.actions.writing import Writing, writing
from jingzhun.registry.models import Change, HouseholdProfile, Subject

from ..heads import heads_of
from ..models import Account, AwardApproval, AwardLine, AwardRoster, BankFile, BankLine, Claim
from .award_roster import KIND, TOGETHER
from .movement import Order
from .movement import post as post_orders

Outcome = BankLine.Outcome


class UnableToApproveRoster(Problem):
    code = "B-062"
    says = "{roster}不能批准：{why}"
    remedy = "请核对名册所列项目已拨付的资金，由财政先登记拨付"


class UnableToMakeBankFile(Problem):
    code = "B-063"
    says = "{roster}不能生成代发文件：{why}"
    remedy = "请看名册页的兑付情况；没有账号的户先在农户档案补开户行和账号"


class UnableToSettle(Problem):
    code = "B-064"
    says = "{reference}的回单不能登记：{why}"
    remedy = "请与开户行核对这一笔，改正回单后重新上传"


@dataclass(frozen=True)
class Receipt:
    """What the bank says of one payment. ``outcome`` is paid, failed or returned; amount in fen."""

    reference: str
    outcome: str
    amount: int
    voucher: str
    reason: str
    on: date | None


@dataclass(frozen=True)
class Settled:
    """How many payments of a receipt were newly settled each way; ``unchanged`` were known already."""

    paid: int = 0
    failed: int = 0
    returned: int = 0
    unchanged: int = 0

    @property
    def changed(self) -> int:
        return self.paid + self.failed + self.returned


def approve_roster(
    *, roster: AwardRoster, case: str, approved_by: str, approved_again_by: str, on: date, work: Writing
) -> AwardApproval:
    """Reserve the roster's money: one claim of its project for exactly the lines that stand, each from one appropriation.

    Called when a case about the roster is decided; ``case`` is its number. Raises :class:`UnableToApproveRoster`.
    """
    roster = (
        AwardRoster.objects.select_for_update(of=("self",)).select_related("project", "subject__area").get(pk=roster.pk)
    )
    if AwardApproval.objects.filter(roster=roster).exists():
        raise UnableToApproveRoster(roster=roster.title, why="已经批准过")
    lines = list(roster.lines.standing().select_for_update(of=("self",)).order_by("number"))
    if not lines:
        raise UnableToApproveRoster(roster=roster.title, why="没有留下的行")
    unit, accounts = _funds(roster)
    drawn = _draw(roster, lines, accounts)
    AwardLine.objects.bulk_update(lines, ["appropriation"], batch_size=TOGETHER)
    number = f"{roster.subject.code}-BZ"
    subject = create_subjects(kind=Subject.Kind.CLAIM, rows=[(number, roster.project.area_id)], work=work)[number]
    claim = Claim.objects.create(
        subject_id=subject, project=roster.project, unit=unit, title=roster.title, applied_on=on, change=work.change
    )
    post_orders(
        [
            Order(
                kind="claim", amount=amount, moved_on=on, appropriation=account.appropriation, project=roster.project, unit=unit,
                claim=claim, note=roster.title,
            )
            for account, amount in drawn
        ],
        work=work,
    )  # fmt: skip
    try:
        with transaction.atomic():
            return AwardApproval.objects.create(
                roster=roster, claim=claim, case=case, approved_on=on, approved_by=approved_by,
                approved_again_by=approved_again_by, change=work.change,
            )  # fmt: skip
    except IntegrityError as refused:
        raise UnableToApproveRoster(roster=roster.title, why="要有两名不同的审批人") from refused


def _funds(roster: AwardRoster) -> tuple[str, list[Account]]:
    """The executing unit and its accounts of money allocated to the project: the township's own, else the only unit's."""
    held = Account.objects.filter(kind="allocated", project=roster.project, balance__gt=0).select_related(
        "appropriation"
    )
    by_unit: dict[str, list[Account]] = {}
    for account in held.order_by("appropriation__year", "appropriation__number"):
        by_unit.setdefault(account.unit, []).append(account)
    area = roster.subject.area
    township = area if area.level == 9 else area.parent
    own = f"{township.title}人民政府"
    if own in by_unit:
        return own, by_unit[own]
    if len(by_unit) == 1:
        return next(iter(by_unit.items()))
    why = "项目还没有拨付的资金" if not by_unit else f"资金拨付到{'、'.join(by_unit)}，没有拨付到{own}"
    raise UnableToApproveRoster(roster=roster.title, why=why)


def require_funds(roster: AwardRoster) -> None:
    """Raise :class:`UnableToApproveRoster` unless the money for every line that stands is allocated."""
    _, accounts = _funds(roster)
    _draw(roster, list(roster.lines.standing().order_by("number")), accounts)


def _draw(roster: AwardRoster, lines: Sequence[AwardLine], accounts: Sequence[Account]) -> list[tuple[Account, int]]:
    """Give each line to the first account that has its whole amount left; fen drawn from each account."""
    left = [account.balance for account in accounts]
    drawn = [0] * len(accounts)
    for line in lines:
        place = next((place for place, rest in enumerate(left) if rest >= line.amount), None)
        if place is None:
            wanted, there = sum(each.amount for each in lines), sum(account.balance for account in accounts)
            raise UnableToApproveRoster(
                roster=roster.title,
                why=f"名册 {yuan(wanted)} 元，已拨付未报账 {yuan(there)} 元，到第 {line.number} 行不够",
            )
        left[place] -= line.amount
        drawn[place] += line.amount
        line.appropriation = accounts[place].appropriation
    return [(account, amount) for account, amount in zip(accounts, drawn, strict=True) if amount]


def make_bank_file(*, roster: AwardRoster, post: Post, on: date) -> BankFile:
    """A file that asks the bank to pay every line that is neither paid nor waiting at the bank and whose household has an account.

    Raises :class:`UnableToMakeBankFile`.
    """
    require(post, Verb.PAY_AWARDS)
    require_area(post, roster.subject.area_id)
    code = roster.subject.code
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"代发文件：{roster.title}"[:200], action="award.bank_file", subject_kind=KIND,
        subject_code=code, area_code=roster.subject.area_id,
    ) as work:  # fmt: skip
        roster = AwardRoster.objects.select_for_update(of=("self",)).get(pk=roster.pk)
        approval = AwardApproval.objects.filter(roster=roster).first()
        if approval is None:
            raise UnableToMakeBankFile(roster=roster.title, why="名册还没有批准")
        if on < approval.approved_on:
            raise UnableToMakeBankFile(roster=roster.title, why=f"日期早于批准日期 {approval.approved_on}")
        due = list(unpaid(roster))
        profiles = {
            row.subject_id: row
            for row in HouseholdProfile.objects.as_of(on).filter(subject__in=[line.household_id for line in due])
            if row.bank_account
        }
        payable = [line for line in due if line.household_id in profiles]
        if not payable:
            why = f"{len(due)} 户都没有银行账号" if due else "没有等着付的行"
            raise UnableToMakeBankFile(roster=roster.title, why=why)
        names = heads_of([line.household_id for line in payable], on)
        number = f"{code}-{roster.bank_files.count() + 1:02d}"
        file = BankFile.objects.create(
            roster=roster, number=number, made_on=on, left_out=len(due) - len(payable), change=work.change
        )
        rows = [
            BankLine(
                file=file, line=line, reference=f"{number}-{line.number:04d}", account_name=names.get(line.household_id, "")[:60],
                bank_name=profiles[line.household_id].bank_name, account=profiles[line.household_id].bank_account,
            )
            for line in payable
        ]  # fmt: skip
        BankLine.objects.bulk_create(rows, batch_size=TOGETHER)
        work.note("bank_line", [(row.reference, row.line_id) for row in rows])
    return file


def unpaid(roster: AwardRoster):
    """Lines that stand and are neither paid nor waiting at the bank."""
    open_ones = BankLine.objects.filter(outcome__in=(Outcome.WAITING, Outcome.PAID)).values("line")
    return roster.lines.standing().exclude(pk__in=open_ones).order_by("number")


def fault(receipt: Receipt, asked: BankLine | None) -> str:
    """Why a receipt's line cannot be taken; empty where it can, or says what is known already."""
    if asked is None:
        return "没有这一笔代发，附言要与代发文件一致"
    if receipt.amount != asked.line.amount:
        return f"金额 {yuan(receipt.amount)} 元，代发的是 {yuan(asked.line.amount)} 元"
    if receipt.on is None:
        return "没有交易日期"
    if receipt.on < asked.file.made_on:
        return f"交易日期 {receipt.on} 早于代发日期 {asked.file.made_on}"
    if receipt.outcome == Outcome.PAID and not receipt.voucher:
        return "成功的要有银行流水号"
    if receipt.outcome != Outcome.PAID and not receipt.reason:
        return "没有付成的要写原因"
    if receipt.outcome == Outcome.RETURNED and not receipt.voucher:
        return "退汇的要有银行流水号"
    if asked.outcome == Outcome.PAID and receipt.outcome == Outcome.PAID and receipt.voucher != asked.voucher:
        return f"已按流水号 {asked.voucher} 兑付，不能再付一次"
    if asked.outcome in (Outcome.FAILED, Outcome.RETURNED) and receipt.outcome == Outcome.PAID:
        return f"{asked.settled_on} 已登记{asked.get_outcome_display()}，再付要用新的代发文件"
    return ""


def is_known(receipt: Receipt, asked: BankLine) -> bool:
    """Whether the receipt's line says what the ledger holds already."""
    if asked.outcome in (Outcome.FAILED, Outcome.RETURNED):
        return receipt.outcome != Outcome.PAID
    return asked.outcome == receipt.outcome


def asked_for(references: Sequence[str]) -> dict[str, BankLine]:
    """Reference → the payment asked for, with its line, file and roster."""
    rows = BankLine.objects.select_related(
        "line__household", "line__appropriation", "file__roster__subject", "file__roster__project"
    )
    found: dict[str, BankLine] = {}
    wanted = sorted(set(references))
    for start in range(0, len(wanted), TOGETHER):
        found |= {row.reference: row for row in rows.filter(reference__in=wanted[start : start + TOGETHER])}
    return found


def settle(*, receipts: Sequence[Receipt], work: Writing) -> Settled:
    """Take over what the bank says, line by line, under ``work``; what is known already changes nothing.

    Raises :class:`UnableToSettle` for the first line that cannot be taken; nothing is written then.
    """
    references = sorted({receipt.reference for receipt in receipts})
    for start in range(0, len(references), TOGETHER):  # locked before they are read: two receipts may come at once
        list(
            BankLine.objects.select_for_update()
            .filter(reference__in=references[start : start + TOGETHER])
            .order_by("pk")
        )
    asked = asked_for(references)
    approvals = {
        row.roster_id: row
        for row in AwardApproval.objects.filter(
            roster__in={each.file.roster_id for each in asked.values()}
        ).select_related("claim")
    }
    orders: list[Order] = []
    settled: list[BankLine] = []
    unchanged = 0
    for receipt in receipts:
        row = asked.get(receipt.reference)
        why = fault(receipt, row)
        if why or row is None:
            raise UnableToSettle(reference=receipt.reference, why=why)
        if is_known(receipt, row):
            unchanged += 1
            continue
        orders += _orders(receipt, row, approvals[row.file.roster_id])
        was_paid = row.outcome == Outcome.PAID
        row.outcome = Outcome.RETURNED if was_paid else receipt.outcome
        row.voucher, row.reason, row.settled_on = receipt.voucher[:40], receipt.reason[:200], receipt.on
        row.change = work.change
        settled.append(row)
    post_orders(orders, work=work)
    BankLine.objects.bulk_update(settled, ["outcome", "voucher", "reason", "settled_on", "change"], batch_size=TOGETHER)
    work.note("bank_line", [(row.reference, row.outcome, row.voucher) for row in settled])
    count = {outcome: sum(row.outcome == outcome for row in settled) for outcome in Outcome}
    return Settled(count[Outcome.PAID], count[Outcome.FAILED], count[Outcome.RETURNED], unchanged)


def _orders(receipt: Receipt, asked: BankLine, approval: AwardApproval) -> list[Order]:
    """The movements of one line: paid; paid and come back; come back; none where the bank never paid."""
    roster, line = asked.file.roster, asked.line

    def order(kind: str) -> Order:
        return Order(
            kind=kind, amount=line.amount, moved_on=receipt.on or asked.file.made_on, appropriation=line.appropriation,
            project=roster.project, unit=approval.claim.unit, claim=approval.claim, household=line.household, line=line,
            voucher=receipt.voucher, approved_by=approval.approved_by, approved_again_by=approval.approved_again_by,
            note=(receipt.reason or roster.title)[:200], label=f"{asked.reference} ",
        )  # fmt: skip

    if receipt.outcome == Outcome.PAID:
        return [order("pay_household")]
    if asked.outcome == Outcome.PAID:
        return [order("household_back")]
    return [order("pay_household"), order("household_back")] if receipt.outcome == Outcome.RETURNED else []
