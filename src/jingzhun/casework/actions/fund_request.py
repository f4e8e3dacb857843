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
from ..request_standing import is_noticed
from ..standing import acted_before, not_the_post
from .case import locked
from .sending import Sending, open_cases_of, send, sending_of

KIND = Subject.Kind.FUND_REQUEST.label


def sending(asked: FundRequest, post: Post, on: date) -> Sending:
    """The procedure that fits the request's place and its purpose and that this post begins."""
    noticed = asked.purpose.is_noticed
    return sending_of(
        asked.subject, post, on, program="基金发放程序", suits=lambda procedure: is_noticed(procedure) == noticed
    )


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
    found, serves = sending(asked, post, on), asked.purpose.get_serves_display()
    return send(asked.subject, found, reason=asked.title, serves=serves, post=post, by=by, on=on)


def drop_request(*, asked: FundRequest, post: Post, on: date, why: str) -> FundRequest:
    """Void a request that is in no open case and of which nothing is paid; the same can be asked for again."""
    require(post, Verb.REQUEST_FUNDS)
    require_area(post, asked.subject.area_id)
    others = open_cases_of(asked.subject)
    if others:
        raise ledger.UnableToVoidRequest(request=asked.subject.code, why=f"在办件 {others[0].number} 里")
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"作废基金申请 {asked.subject.code}", reason=why[:200],
        action="fund_request.void", subject_kind=KIND, subject_code=asked.subject.code, area_code=asked.subject.area_id,
    ) as work:  # fmt: skip
        return ledger.void_request(request=asked, on=on, why=why, work=work)


def cut_why(case: Case | None, post: Post) -> str:
    """Why ``post`` does not cut a request whose open case is ``case``; empty where it does."""
    if case is None or not case.is_open:
        return "没有在办"
    step = case.step
    if step.number == 1 or step.level != Level.COUNTY:
        return f"办到“{step.title}”，由县级审定或财政核减"
    done = acted_before(case, {post.official_id})
    return not_the_post(case, post) or (f"办过“{done[0]}”的人不能核减" if done else "")


def cut_request(*, asked: FundRequest, post: Post, approved: int, why: str, on: date) -> None:
    """Grant less than is asked: at the county's review or before the payment, by who decides there."""
    require(post, Verb.HANDLE_CASES)
    require_area(post, asked.subject.area_id)
    code = asked.subject.code
    with writing(
        kind=Change.Kind.PAGE, by=post.actor, source=f"核减基金申请 {code}", reason=why[:200], action="fund_request.cut",
        subject_kind=KIND, subject_code=code, area_code=asked.subject.area_id,
    ) as work:  # fmt: skip
        found = open_cases_of(asked.subject)
        case = locked(found[0]) if found else None
        hindrance = cut_why(case, post)
        if hindrance or case is None:
            raise ledger.UnableToCut(request=code, why=hindrance)
        ledger.cut_request(
            request=asked, approved=approved, why=why, on=on, case=case.number, office=str(post), work=work
        )


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
