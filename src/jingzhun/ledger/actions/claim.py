"""Opening claims (报账单) with their invoices, voiding them, and posting what is approved and paid.

Checks of a county's poverty office (开县扶贫办审监科): 报账不早于验收，只报扶贫资金部分，发票齐全，一张发票只报一次。
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from jingzhun.core.errors import Problem
from jingzhun.core.guard import refusal_in
from jingzhun.core.money import yuan
from jingzhun.core.text import fold
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Subject

from ..claim_money import pending, place_of, spread
from ..guards import CODE
from ..models import Account, Claim, ClaimLine, Movement, TranchePlan
from ..tranche import standing_of
from .movement import Order, post, reverse


class UnableToClaim(Problem):
    code = "B-030"
    says = "{what}不能报账：{why}"
    remedy = "{way}"


class UnableToVoidClaim(Problem):
    code = "B-031"
    says = "报账单 {claim} 不能作废：{why}"
    remedy = "已报账的先冲销；在办的先在办件里撤回或不予通过"


@dataclass(frozen=True)
class Invoice:
    """One line of the 支出明细表; ``amount`` fen."""

    item: str
    seller: str
    number: str
    issued_on: date
    amount: int

    @property
    def key(self) -> tuple[str, str]:
        return fold(self.seller), fold(self.number)


@dataclass(frozen=True)
class Application:
    """A claim as a form or a file gives it. ``amount`` fen is the fund's part. ``number`` empty lets one be made;
    ``label`` names it in refusals (第 3 行)."""

    project: Subject
    unit: str
    title: str
    payee: str
    amount: int
    applied_on: date
    invoices: tuple[Invoice, ...]
    accepted_on: date | None = None
    tranche: int | None = None
    number: str = ""
    label: str = ""

    @property
    def what(self) -> str:
        return f"{self.label}{self.number or self.title} {yuan(self.amount)} 元"


def faults(given: Application, *, today: date) -> list[tuple[str, str]]:
    """(field, reason) of all that is wrong with an application by itself, before the ledger is asked."""
    found: list[tuple[str, str]] = []
    invoiced = sum(each.amount for each in given.invoices)
    if not given.invoices:
        found.append(("invoice", "没有发票"))
    for each in given.invoices:
        if each.amount <= 0:
            found.append(("invoice_amount", f"发票 {each.number} 的金额要大于零"))
        if each.issued_on > given.applied_on:
            found.append(("invoiced_on", f"发票 {each.number} 的日期 {each.issued_on} 晚于申请日期 {given.applied_on}"))
    if given.amount <= 0:
        found.append(("amount", "申请金额要大于零"))
    elif given.invoices and given.amount > invoiced:
        found.append(("amount", f"申请 {yuan(given.amount)} 元多于发票合计 {yuan(invoiced)} 元；只报扶贫资金部分"))
    if given.applied_on > today:
        found.append(("applied_on", "申请日期不能晚于今天"))
    if given.accepted_on is not None and given.accepted_on > given.applied_on:
        found.append(("applied_on", f"申请日期 {given.applied_on} 早于验收日期 {given.accepted_on}"))
    keys = [each.key for each in given.invoices]
    twice = next((each for each in given.invoices if keys.count(each.key) > 1), None)
    if twice is not None:
        found.append(("invoice", f"{twice.seller}的发票 {twice.number} 写了两次"))
    return found


def already_claimed(invoices: Sequence[Invoice]) -> dict[tuple[str, str], ClaimLine]:
    """Seller and number → the line in which that invoice is claimed already."""
    numbers = [fold(each.number) for each in invoices]
    rows = ClaimLine.objects.filter(invoice__in=numbers, is_void=False).select_related(
        "claim__subject__area", "claim__project"
    )
    return {(row.seller, row.invoice): row for row in rows}


def open_claims(*, applications: Sequence[Application], today: date, work: Writing) -> list[Claim]:
    """Write claims with their lines under one change, all or none. Raises :class:`UnableToClaim` for the first that may not be.

    The unit's allocated accounts are held while it is looked at what is left of them, so that two clerks do not ask twice.
    """
    made = []
    for given in applications:
        wrong = faults(given, today=today)
        if wrong:
            raise UnableToClaim(what=given.what, why=wrong[0][1], way="请改正后再交")
        known = already_claimed(given.invoices)
        taken = next((known[each.key] for each in given.invoices if each.key in known), None)
        if taken is not None:
            raise UnableToClaim(
                what=given.what,
                why=f"{taken.seller}的发票 {taken.invoice} 已在报账单 {taken.claim.subject.code}"
                f"（{taken.claim.subject.area.title}，项目 {taken.claim.project.code}）第 {taken.number} 行",
                way="一张发票只报一次；那张报账单错了，先作废它",
            )  # fmt: skip
        _require_free(given)
        _require_opened(given, today)
        _require_tranche(given, today)
        made.append(_write(given, work))
    work.note("claim", [(each.subject.code, each.project_id, each.unit, each.amount) for each in made])
    return made


def _require_free(given: Application) -> None:
    held = Account.objects.select_for_update().filter(kind="allocated", project=given.project, unit=given.unit)
    list(held.order_by("pk").values_list("pk", flat=True))
    place = place_of(given.project, given.unit)
    if given.amount > place.free:
        waiting = f"，在办报账单已占 {yuan(place.pending)} 元" if place.pending else ""
        raise UnableToClaim(
            what=given.what,
            why=f"项目 {given.project.code} 拨给{given.unit}还没报账的只有 {yuan(place.allocated)} 元{waiting}，"
            f"还差 {yuan(given.amount - place.free)} 元",
            way="不能超过拨付数报账；请核对项目、单位和金额，或先申请拨付",
        )  # fmt: skip


def _require_opened(given: Application, today: date) -> None:
    """Where the project is reimbursed in instalments: not beyond those that are opened, less what waits."""
    plan = TranchePlan.objects.filter(project=given.project, flow="claim").select_related("project").first()
    if plan is None:
        return
    standing = standing_of(plan, on=today)
    waiting = sum(fen for (project, _), fen in pending([given.project.pk]).items() if project == given.project.pk)
    if given.amount > standing.free - waiting:
        held = f"，在办报账单占 {yuan(waiting)} 元" if waiting else ""
        raise UnableToClaim(what=given.what, why=f"{standing.said}{held}", way="请等这一笔的条件达到、由县财政打开")


def _require_tranche(given: Application, today: date) -> None:
    """A claim that names its instalment names an opened one of its project's."""
    if given.tranche is None:
        return
    plan = TranchePlan.objects.filter(project=given.project).first()
    row = plan.tranches.filter(number=given.tranche).first() if plan else None
    if row is not None and row.opened_on is not None and row.opened_on <= today:
        return
    why = "没有选定分笔" if plan is None else f"没有第 {given.tranche} 笔" if row is None else f"{row}还没有打开"
    raise UnableToClaim(
        what=given.what, why=f"项目 {given.project.code} {why}", way="请选已打开的一笔，或等县财政确认打开"
    )


def _write(given: Application, work: Writing) -> Claim:
    number = given.number or f"BZ{given.applied_on.year}-{work.change.pk:05d}"
    if Subject.objects.filter(kind=Subject.Kind.CLAIM, code=number).exists():
        raise UnableToClaim(what=given.what, why=f"已有报账单 {number}", way="请换一个编号，或不填由系统编")
    try:
        with transaction.atomic():
            subject = Subject.objects.create(
                kind=Subject.Kind.CLAIM, code=number, area_id=given.project.area_id, created_by=work.change
            )
            claim = Claim.objects.create(
                subject=subject, project=given.project, unit=given.unit, title=given.title, payee=given.payee, amount=given.amount,
                applied_on=given.applied_on, accepted_on=given.accepted_on, tranche=given.tranche, change=work.change,
            )  # fmt: skip
            ClaimLine.objects.bulk_create(
                ClaimLine(
                    claim=claim, number=place, item=each.item, seller=fold(each.seller), invoice=fold(each.number),
                    invoiced_on=each.issued_on, amount=each.amount,
                )
                for place, each in enumerate(given.invoices, start=1)
            )  # fmt: skip
    except IntegrityError as refused:
        why = refusal_in(str(refused), CODE) or "单位、事由、支出内容、开票单位和发票号不能空，一张发票只报一次"
        raise UnableToClaim(what=given.what, why=why, way="请改正后再交") from refused
    return claim


def void_claim(*, claim: Claim, on: date, why: str, work: Writing) -> Claim:
    """Void a claim of which nothing is posted; its invoices can be claimed again. Raises :class:`UnableToVoidClaim`."""
    code = claim.subject.code
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if not why.strip():
        raise UnableToVoidClaim(claim=code, why="没有写理由")
    if claim.voided_on is not None:
        raise UnableToVoidClaim(claim=code, why="已经作废")
    claim.voided_on, claim.void_why = on, why.strip()[:200]
    try:
        with transaction.atomic():
            claim.save(update_fields=("voided_on", "void_why"))
            claim.lines.update(is_void=True)
    except IntegrityError as refused:
        raise UnableToVoidClaim(claim=code, why=refusal_in(str(refused), CODE) or "数据库不允许") from refused
    work.note("claim", [(code, "void", on.isoformat())])
    return claim


def approve_claim(*, claim: Claim, on: date, work: Writing, township_opinion_on: date | None = None) -> list[Movement]:
    """Post what the claim asks for from the unit's allocated money (报账), the oldest appropriation first."""
    if township_opinion_on is not None:
        _keep_opinion(claim, township_opinion_on)
    accounts = Account.objects.select_for_update(of=("self",)).filter(
        kind="allocated", project=claim.project, unit=claim.unit
    )
    held = list(accounts.select_related("appropriation").order_by("pk"))
    asked = claim.amount or 0
    taken = spread(held, asked)
    found = sum(fen for _, fen in taken)
    if not asked or found < asked:
        raise UnableToClaim(
            what=f"{claim.subject.code} {yuan(asked)} 元",
            why=f"项目 {claim.project.code} 拨给{claim.unit}还没报账的只有 {yuan(sum(each.balance for each in held))} 元",
            way="请退回，或先拨付",
        )
    orders = [
        Order(
            kind="claim", amount=fen, moved_on=on, appropriation=account.appropriation, project=claim.project,
            unit=claim.unit, claim=claim, note=claim.title[:200],
        )
        for account, fen in taken
    ]  # fmt: skip
    return post(orders, work=work)


def _keep_opinion(claim: Claim, on: date) -> None:
    claim.township_opinion_on = on
    try:
        with transaction.atomic():
            claim.save(update_fields=("township_opinion_on",))
    except IntegrityError as refused:
        raise UnableToClaim(
            what=claim.subject.code, why=f"乡镇意见 {on} 早于申请 {claim.applied_on}", way="请退回重办"
        ) from refused


@dataclass(frozen=True)
class Payment:
    """How a claim is paid: ``approvers`` are the two who decided, ``approval`` the number of their case."""

    payee: str
    voucher: str
    approvers: tuple[str, str]
    approval: str


def pay_claim(*, claim: Claim, payment: Payment, on: date, work: Writing) -> list[Movement]:
    """Post the payment of everything claimed under ``claim`` and not yet paid."""
    accounts = Account.objects.select_for_update(of=("self",)).filter(kind="claimed", claim=claim, balance__gt=0)
    held = list(accounts.select_related("appropriation").order_by("pk"))
    if not held:
        raise UnableToClaim(what=claim.subject.code, why="没有已报账未支付的款", way="请先报账")
    first, second = payment.approvers
    orders = [
        Order(
            kind="pay", amount=account.balance, moved_on=on, appropriation=account.appropriation, project=claim.project,
            unit=claim.unit, claim=claim, payee=payment.payee, voucher=payment.voucher, approved_by=first,
            approved_again_by=second, approval=payment.approval, note=claim.title[:200],
        )
        for account in held
    ]  # fmt: skip
    return post(orders, work=work)


def take_back_claim(*, claim: Claim, on: date, why: str, work: Writing) -> list[Movement]:
    """Reverse what stands of a claim, payments first; the money is the unit's again and the claim can be voided."""
    standing = claim.movements.filter(reversed_by__isnull=True).exclude(kind="reverse")
    rows = list(standing.select_related("source__appropriation", "target__appropriation", "project"))
    if not rows:
        raise UnableToClaim(what=claim.subject.code, why="没有可以冲销的收支", way="没有报账的直接作废")
    return reverse(rows, on=on, why=why, work=work)
