"""What is done to a fund request from its page: written, sent up as a case, voided, its payment taken back by the paying office."""

from __future__ import annotations

from datetime import date

from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import require, require_area
from jingzhun.core.area_code import Level
from jingzhun.ledger.actions import fund_request as ledger
from jingzhun.ledger.models import FundRequest
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change, Subject

from ..models import Case
from ..procedures import offered
from ..request_standing import is_noticed
from .case import UnableToOpenCase, open_case
from .claim import Sending

KIND = Subject.Kind.FUND_REQUEST.label


def sending(asked: FundRequest, post: Post, on: date) -> Sending:
    """Of the procedures in force that fit the request's place and its purpose, the one that this post begins."""
    offers = [
        each
        for each in offered(area=post.scope, day=on, subject_kind=Subject.Kind.FUND_REQUEST)
        if each.procedure.fits(asked.subject.area.level) and is_noticed(each.procedure) == asked.purpose.is_noticed
    ]
    for each in offers:
        first = each.procedure.steps[0]
        if post.role in first.roles and post.area.level == first.area_level:
            return Sending(each)
    if not offers:
        return Sending(None, "今天这里没有基金发放程序，请装上政策包")
    posts = dict.fromkeys(title for each in offers for title in each.procedure.steps[0].posts)
    return Sending(None, f"由{'、'.join(posts)}送审")


def open_request(*, asking: ledger.Asking, post: Post, today: date) -> FundRequest:
    """Write a request from a form. Raises :class:`~jingzhun.ledger.actions.fund_request.UnableToRequest`."""
    require(post, Verb.REQUEST_FUNDS)
    require_area(post, asking.area)
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source="写基金申请", action="fund_request.open", subject_kind=KIND,
        area_code=asking.area, fund=asking.purpose.fund.subject.code,
    ) as work:  # fmt: skip
        return ledger.open_requests(askings=[asking], today=today, work=work)[0]


def send_request(*, asked: FundRequest, post: Post, by: Official, on: date) -> Case:
    """Open the request's case. Raises :class:`~jingzhun.casework.actions.case.UnableToOpenCase`."""
    require_area(post, asked.subject.area_id)
    found = sending(asked, post, on)
    if found.offer is None:
        raise UnableToOpenCase(why=found.why, way="请换到这个岗位，或请他们送审")
    others = open_cases_of(asked)
    if others:
        raise UnableToOpenCase(
            why=f"基金申请 {asked.subject.code} 已在办（{others[0].number}）", way="请在那一件上继续办"
        )
    sources = found.offer.procedure.sources
    origin = next((each for each in sources if asked.purpose.get_serves_display() in each), sources[0])
    return open_case(
        offer=found.offer, subject=asked.subject, post=post, by=by, origin=origin, reason=asked.title[:400], on=on
    )


def drop_request(*, asked: FundRequest, post: Post, on: date, why: str) -> FundRequest:
    """Void a request that is in no open case and of which nothing is paid; the same can be asked for again."""
    require(post, Verb.REQUEST_FUNDS)
    require_area(post, asked.subject.area_id)
    others = open_cases_of(asked)
    if others:
        raise ledger.UnableToVoidRequest(request=asked.subject.code, why=f"在办件 {others[0].number} 里")
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"作废基金申请 {asked.subject.code}", reason=why[:200],
        action="fund_request.void", subject_kind=KIND, subject_code=asked.subject.code, area_code=asked.subject.area_id,
    ) as work:  # fmt: skip
        return ledger.void_request(request=asked, on=on, why=why, work=work)


def take_back(*, asked: FundRequest, post: Post, amount: int, voucher: str, on: date, why: str) -> None:
    """``amount`` fen of a payment came back: post it into the fund. The county's finance office only."""
    require(post, Verb.RECORD_FUNDS)
    require_area(post, asked.subject.area_id)
    if post.area.level != Level.COUNTY:
        raise ledger.UnableToTakeBack(request=asked.subject.code, why="由县财政登记收回")
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"收回基金申请 {asked.subject.code}", reason=why[:200],
        action="fund_request.take_back", subject_kind=KIND, subject_code=asked.subject.code, area_code=asked.subject.area_id,
    ) as work:  # fmt: skip
        ledger.take_back_request(request=asked, amount=amount, on=on, voucher=voucher, why=why, work=work)


def open_cases_of(asked: FundRequest) -> list[Case]:
    return list(Case.objects.open().filter(subject_id=asked.pk).select_related("step"))
