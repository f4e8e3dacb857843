"""Requests to be paid out of funds: written, voided, cut, paid by a case, given back.

Who decides is a procedure of casework; here is kept what no decision can change: the fund's rules and its balance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.core.guard import refusal_in
from jingzhun.core.money import yuan
from jingzhun.core.text import fold, fold_name
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models import Membership, PersonIdentity, Subject

from ..guards import CODE
from ..models import Appropriation, Fund, FundCut, FundPurpose, FundRequest, Movement
from ..request_money import NET, holding_of, with_paid, wrong_period
from .claim import Payment
from .fund import lots_of
from .movement import Order, post

HIMSELF = "农户本人"
"""The payee where the household itself is paid."""


class UnableToRequest(Problem):
    code = "B-071"
    says = "{what}不能申请：{why}"
    remedy = "{way}"


class UnableToVoidRequest(Problem):
    code = "B-072"
    says = "基金申请 {request} 不能作废：{why}"
    remedy = "已发放的先收回；在办的先在办件里撤回或不予通过"


class UnableToCut(Problem):
    code = "B-074"
    says = "基金申请 {request} 不能核减：{why}"
    remedy = "由办到这一步的县级审定人或财政核减；核错了由本人改，别人只能再减"


class UnableToTakeBack(Problem):
    code = "B-073"
    says = "基金申请 {request} 不能收回：{why}"
    remedy = "请核对这份申请发放了多少、已经收回多少"


@dataclass(frozen=True)
class Asking:
    """A request as a form or a file gives it. ``area`` padded; ``amount`` fen; ``number`` empty lets one be made."""

    purpose: FundPurpose
    area: str
    period: str
    title: str
    amount: int
    applied_on: date
    household: Subject | None = None
    person: Subject | None = None
    payee: str = ""
    number: str = ""
    label: str = ""

    @property
    def what(self) -> str:
        return f"{self.label}{self.number or self.title} {yuan(self.amount)} 元"

    @property
    def paid_to(self) -> str:
        return self.payee.strip() or (HIMSELF if self.household is not None else "")

    @property
    def whom(self) -> str:
        """What tells beneficiaries apart: the person of a household, the household, the unit by its name."""
        if self.person is not None:
            return f"person {self.person.pk}"
        return f"household {self.household.pk}" if self.household is not None else f"unit {fold(self.payee)}"


def faults(given: Asking, *, today: date) -> list[tuple[str, str]]:
    """(field, reason) of all that is wrong with a request by itself and by the purpose's rules."""
    purpose, found = given.purpose, []
    if AreaCode.parse(given.area).level < Level.TOWNSHIP:
        found.append(("village", "由村或乡镇申请，没有写所在的村或乡镇"))
    if not given.title.strip():
        found.append(("title", "没有写事由"))
    if given.amount <= 0:
        found.append(("amount", "申请金额要大于零"))
    elif purpose.most is not None and given.amount > purpose.most:
        found.append(
            ("amount", f"“{purpose.title}”{purpose.get_per_display()}最多 {yuan(purpose.most)} 元（{purpose.clause}），"
             f"申请 {yuan(given.amount)} 元，多 {yuan(given.amount - purpose.most)} 元")
        )  # fmt: skip
    if given.applied_on > today:
        found.append(("applied_on", "申请日期不能晚于今天"))
    if given.applied_on < purpose.since or (purpose.until is not None and given.applied_on >= purpose.until):
        found.append(("purpose", f"“{purpose.title}”在申请日期 {given.applied_on} 没有生效"))
    if purpose.fund.closed_on is not None or purpose.fund.is_society:
        found.append(("purpose", f"{purpose.fund.title}不再发放" if purpose.fund.closed_on else "互助社只借款，不发放"))
    if not AreaCode.parse(purpose.fund.subject.area_id).covers(given.area):
        found.append(("purpose", f"{purpose.fund.title}不用于这个地方"))
    for_household = purpose.serves == FundPurpose.Serves.HOUSEHOLD
    if for_household and given.household is None:
        found.append(("household", f"“{purpose.title}”发给农户，没有写户编号"))
    if not for_household and given.household is not None:
        found.append(("household", f"“{purpose.title}”发给单位，不写户编号"))
    if given.household is not None and not AreaCode.parse(given.area).covers(given.household.area_id):
        found.append(("household", "这一户不在申请的地方"))
    if not for_household and not given.payee.strip():
        found.append(("payee", "没有写收款单位"))
    if given.person is not None and not _is_member(given):
        found.append(("person", "受益人在申请日期不是这一户的成员"))
    why = wrong_period(purpose.per, given.period, given.applied_on)
    if why:
        found.append(("period", why))
    return found


def beneficiary(name: str, *, home: Subject | None, on: date) -> tuple[Subject | None, str]:
    """The person of a household who has this name, or why none can be told; a blank name is the whole household."""
    wanted = fold_name(name)
    if not wanted:
        return None, ""
    if home is None:
        return None, "写了受益人，没有写户编号"
    members = Membership.objects.as_of(on).filter(household_id=home.pk).values("subject_id")
    known = PersonIdentity.objects.as_of(on).filter(subject_id__in=members).values_list("subject_id", "name")
    found = [key for key, text in known if fold_name(text) == wanted]
    if len(found) != 1:
        return None, "这一户有几个人同名，请核对户籍" if found else "在申请日期不是这一户的成员"
    return Subject.objects.get(pk=found[0]), ""


def _is_member(given: Asking) -> bool:
    if given.household is None:
        return False
    rows = Membership.objects.as_of(given.applied_on).filter(subject=given.person, household_id=given.household.pk)
    return rows.exists()


def standing_twin(given: Asking) -> FundRequest | None:
    """The request that stands for the same beneficiary, purpose and period. A household's and one of its people's are the same."""
    rows = FundRequest.objects.filter(
        purpose__fund=given.purpose.fund,
        purpose__title=given.purpose.title,
        period=given.period,
        voided_on__isnull=True,
    )
    same = Q(whom=given.whom)
    if given.household is not None:
        same |= Q(household=given.household, person__isnull=True)
        same |= Q(household=given.household) if given.person is None else Q()
    rows = rows.filter(same)
    return rows.select_related("subject__area").first()


def open_requests(*, askings: Sequence[Asking], today: date, work: Writing) -> list[FundRequest]:
    """Write requests under one change, all or none. Raises :class:`UnableToRequest` for the first that may not be.

    The fund's row is held while it is looked at what is left, so that two villages do not ask for the same money.
    """
    made = []
    for given in askings:
        fund = Fund.objects.select_for_update(of=("self",)).get(pk=given.purpose.fund_id)
        wrong = faults(given, today=today)
        if wrong:
            raise UnableToRequest(what=given.what, why=wrong[0][1], way="请改正后再交")
        twin = standing_twin(given)
        if twin is not None:
            raise UnableToRequest(
                what=given.what,
                why=f"同一对象、同一用途、同一期（{given.period}）已有申请 {twin.subject.code}（{twin.subject.area.title}）",
                way="一项一期只发一次；那一份错了，先作废它",
            )
        held = holding_of(fund)
        if given.amount > held.free:
            waiting = f"，在办申请已占 {yuan(held.pending)} 元" if held.pending else ""
            raise UnableToRequest(
                what=given.what,
                why=f"{fund.title}现有 {yuan(held.balance)} 元{waiting}，还差 {yuan(given.amount - held.free)} 元",
                way="不能超过基金的余额；请核对金额，或等基金补充",
            )
        made.append(_write(given, work))
    work.note("fund_request", [(each.subject.code, each.fund_id, each.period, each.amount) for each in made])
    return made


def _write(given: Asking, work: Writing) -> FundRequest:
    number = given.number or f"JJ{given.applied_on.year}-{work.change.pk:05d}"
    if Subject.objects.filter(kind=Subject.Kind.FUND_REQUEST, code=number).exists():
        raise UnableToRequest(what=given.what, why=f"已有基金申请 {number}", way="请换一个编号，或不填由系统编")
    try:
        with transaction.atomic():
            subject = Subject.objects.create(
                kind=Subject.Kind.FUND_REQUEST, code=number, area_id=given.area, created_by=work.change
            )
            return FundRequest.objects.create(
                subject=subject, fund=given.purpose.fund, purpose=given.purpose, household=given.household, person=given.person,
                payee=given.paid_to, whom=given.whom, period=given.period, title=given.title.strip(), amount=given.amount,
                applied_on=given.applied_on, change=work.change,
            )  # fmt: skip
    except IntegrityError as refused:
        why = refusal_in(str(refused), CODE) or "同一对象、同一用途、同一期只能有一份申请"
        raise UnableToRequest(what=given.what, why=why, way="请改正后再交") from refused


def void_request(*, request: FundRequest, on: date, why: str, work: Writing) -> FundRequest:
    """Void a request of which nothing is paid; the same can be asked for again. Raises :class:`UnableToVoidRequest`."""
    code = request.subject.code
    request = FundRequest.objects.select_for_update(of=("self",)).select_related("subject").get(pk=request.pk)
    if not why.strip():
        raise UnableToVoidRequest(request=code, why="没有写理由")
    if request.voided_on is not None:
        raise UnableToVoidRequest(request=code, why="已经作废")
    request.voided_on, request.void_why = on, why.strip()[:200]
    try:
        with transaction.atomic():
            request.save(update_fields=("voided_on", "void_why"))
    except IntegrityError as refused:
        raise UnableToVoidRequest(request=code, why=refusal_in(str(refused), CODE) or "数据库不允许") from refused
    work.note("fund_request", [(code, "void", on.isoformat())])
    return request


def cut_request(
    *, request: FundRequest, approved: int, why: str, on: date, case: str, office: str, work: Writing
) -> FundCut:  # fmt: skip
    """Grant only ``approved`` fen of what is asked. Who cut may correct it, others only take more off. Raises :class:`UnableToCut`."""
    row = with_paid(FundRequest.objects.filter(pk=request.pk)).get()
    code, reason = request.subject.code, why.strip()
    FundRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    hindrance = (
        "没有写理由" if not reason
        else f"已经作废，或已发放 {yuan(row.paid)} 元" if row.voided_on is not None or row.paid
        else f"核定金额要大于零、不多于申请的 {yuan(row.amount)} 元" if not 0 < approved <= row.amount
        else f"现在核定的就是 {yuan(row.granted)} 元" if approved == row.granted
        else ""
    )  # fmt: skip
    if hindrance:
        raise UnableToCut(request=code, why=hindrance)
    made = FundCut(
        request=request, approved=approved, why=reason[:200], cut_on=on, case=case, by_id=work.change.by_id, office=office[:80],
        change=work.change,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as refused:
        raise UnableToCut(request=code, why=refusal_in(str(refused), CODE) or "数据库不允许") from refused
    work.note("fund_cut", [(code, approved, on.isoformat())])
    return made


def pay_request(*, request: FundRequest, payment: Payment, on: date, work: Writing) -> list[Movement]:
    """Pay what is granted, from the lots of the fund in the order in which they came. Raises ``UnableToKeepFund`` where it does
    not hold so much, :class:`UnableToRequest` where it is void or paid."""
    fund = request.fund
    row = with_paid(FundRequest.objects.filter(pk=request.pk)).get()
    if row.voided_on is not None or row.paid:
        why = "已经作废" if row.voided_on is not None else f"已发放 {yuan(row.paid)} 元"
        raise UnableToRequest(what=f"{request.subject.code} ", why=why, way="一份申请只发放一次")
    first, second = payment.approvers
    orders = [
        Order(
            kind="fund_pay", amount=fen, moved_on=on, appropriation=lot, project=fund.subject, household=request.household,
            payee=request.payee, request=request, voucher=payment.voucher, approved_by=first, approved_again_by=second,
            approval=payment.approval, note=request.title[:200],
        )
        for lot, fen in lots_of(fund, "fund_pay", row.granted)
    ]  # fmt: skip
    return post(orders, work=work)


def take_back_request(
    *, request: FundRequest, amount: int, on: date, voucher: str, why: str, work: Writing
) -> list[Movement]:
    """``amount`` fen of what was paid comes back to the fund, to the lots it was taken from, the last first. When all is back
    the request is void, and the same can be asked for again. Raises :class:`UnableToTakeBack`."""
    code = request.subject.code
    if not why.strip() or not voucher.strip():
        raise UnableToTakeBack(request=code, why="没有写理由或凭证号")
    rows = Movement.objects.filter(request=request).order_by()
    lots = dict(rows.values_list("target__appropriation").annotate(fen=NET))
    paid = sum(lots.values())
    if amount <= 0 or amount > paid:
        raise UnableToTakeBack(request=code, why=f"发放后没有收回的有 {yuan(paid)} 元，收回 {yuan(amount)} 元")
    orders, left = [], amount
    held = Appropriation.objects.in_bulk(lots)
    for key in sorted(lots, reverse=True):
        part = min(left, lots[key])
        if part > 0:
            orders.append(
                Order(
                    kind="fund_back", amount=part, moved_on=on, appropriation=held[key], project=request.fund.subject,
                    household=request.household, payee=request.payee, request=request, voucher=voucher.strip(), note=why.strip()[:200],
                )
            )  # fmt: skip
            left -= part
    made = post(orders, work=work)
    if amount == paid:
        void_request(request=request, on=on, why=why, work=work)
    return made
