"""One fund request as its page shows it: what is asked for by which rule, the fund's arithmetic, its case, what moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.core.area_code import Level
from jingzhun.core.money import yuan
from jingzhun.ledger.models import FundCut, FundRequest, Movement
from jingzhun.ledger.request_money import Holding, holding_of

from .actions.fund_request import cut_why, sending
from .asked_money import states
from .members import head_of, name_of
from .models import Case
from .standing import Obstacle, obstacles

STATES = states(pay="待发放", paid="已发放")


@dataclass(frozen=True)
class RequestPage:
    """``send_why``, ``void_why``, ``back_why``, ``cut_why``: why an act cannot be done, empty where it can. ``whose`` is empty for posts that
    do not see households."""

    asked: Any
    paid: int
    holding: Holding
    whose: str
    person: str
    cases: list[Case]
    obstacles: list[Obstacle]
    movements: list[Movement]
    send_why: str
    void_why: str
    back_why: str
    cut_why: str
    cuts: list[FundCut]

    @property
    def open_case(self) -> Case | None:
        return next((each for each in self.cases if each.is_open), None)

    @property
    def state(self) -> str:
        return STATES[state_of(self.asked, self.paid, self.open_case)]

    @property
    def came_back(self) -> int:
        return sum(row.amount for row in self.movements if row.kind == "fund_back")

    @property
    def strip(self) -> list[dict[str, str]]:
        """Figures in yuan. A request that waits is itself among what is asked of the fund."""
        held, most = self.holding, self.asked.purpose.most
        rule = f"上限 {yuan(most)} 元" if most is not None else "没有规定上限"
        return [
            {"title": "申请", "value": yuan(self.asked.amount), "unit": "元", "note": rule},
            {"title": "核定", "value": yuan(self.asked.granted), "unit": "元",
             "note": f"核减 {yuan(self.asked.amount - self.asked.granted)} 元" if self.cuts else "没有核减"},
            {"title": "已发放", "value": yuan(self.paid), "unit": "元",
             "note": f"另有收回 {yuan(self.came_back)} 元" if self.came_back else "没有收回"},
            {"title": "基金余额", "value": yuan(held.balance), "unit": "元", "note": self.asked.fund.title},
            {"title": "还可以申请", "value": yuan(held.free), "unit": "元",
             "note": f"余额 {yuan(held.balance)} − 在办 {yuan(held.pending)}"},
        ]  # fmt: skip

    @property
    def events(self) -> list[dict[str, object]]:
        """Written, sent up, decided, cut, paid, come back: the newest first, those of one day as they were recorded."""
        asked, found = self.asked, list[tuple[datetime, dict[str, object]]]()
        detail = f"{asked.title}，{yuan(asked.amount)} 元"
        found.append((asked.change.at, {"on": asked.applied_on, "title": "申请", "detail": detail}))
        for case in reversed(self.cases):
            found.append((case.opened_at, {"on": case.opened_on, "title": f"送审，办件 {case.number}"}))
            found += [
                (each.decided_at, {"on": each.decided_on, "title": f"{each.step.title}：{each.get_outcome_display()}",
                 "detail": f"{each.official.name}{'，' + each.opinion if each.opinion else ''}"})
                for each in case.decisions.select_related("step", "official").order_by("id")
            ]  # fmt: skip
        found += [
            (cut.change.at, {"on": cut.cut_on, "title": f"核减，核定 {yuan(cut.approved)} 元",
             "detail": f"{cut.by.name}（{cut.office}）：{cut.why}"})
            for cut in self.cuts
        ]  # fmt: skip
        found += [
            (row.change.at, {"on": row.moved_on, "title": f"{row.title} {yuan(row.amount)} 元", "detail": f"凭证 {row.voucher}"})
            for row in self.movements
        ]  # fmt: skip
        places = sorted(
            range(len(found)), key=lambda place: (found[place][1]["on"], found[place][0], place), reverse=True
        )
        rows = [found[place][1] for place in places]
        if asked.voided_on is None:
            return rows
        # Nothing of a request is written after it is void.
        return [{"on": asked.voided_on, "title": "作废", "detail": asked.void_why}, *rows]


def state_of(asked: FundRequest, paid: int, case: Case | None) -> str:
    if asked.voided_on is not None:
        return "void"
    if paid:
        return "paid"
    if case is None:
        return "draft"
    return "pay" if case.step.is_last else "open"


def open_request_page(*, asked: FundRequest, paid: int, post: Post, today: date) -> RequestPage:
    cases = list(asked.subject.cases.select_related("step", "procedure__pack", "subject", "area"))
    in_hand = next((each for each in cases if each.is_open), None)
    named = post.may(Verb.VIEW_HOUSEHOLDS)
    head = head_of(asked.household_id, today) if named and asked.household_id else None
    sides = ("source__appropriation", "target__appropriation", "reverses", "project", "change")
    return RequestPage(
        asked=asked, paid=paid, holding=holding_of(asked.fund), whose=f"{head.name}户" if head else "",
        person=name_of(asked.person_id) if named and asked.person_id else "", cases=cases,
        obstacles=obstacles(in_hand, today=today) if in_hand else [],
        movements=list(asked.movements.select_related(*sides).order_by("pk")),
        send_why=_send_why(asked, paid, in_hand) or sending(asked, post, today).why,
        void_why=_void_why(asked, paid, in_hand, post), back_why=_back_why(paid, post),
        cut_why=cut_why(in_hand, post), cuts=list(asked.cuts.select_related("by", "change")),
    )  # fmt: skip


def _send_why(asked: FundRequest, paid: int, case: Case | None) -> str:
    if asked.voided_on is not None:
        return "已作废"
    return "已送审" if paid or case is not None else ""


def _void_why(asked: FundRequest, paid: int, case: Case | None, post: Post) -> str:
    if asked.voided_on is not None:
        return "已作废"
    if case is not None:
        return f"在办件 {case.number} 里，先撤回"
    if paid:
        return "已发放，先由县财政登记收回"
    return "" if post.may(Verb.REQUEST_FUNDS) else "由村和乡镇作废"


def _back_why(paid: int, post: Post) -> str:
    if not paid:
        return "没有发放"
    if not post.may(Verb.RECORD_FUNDS) or post.area.level != Level.COUNTY:
        return "由县财政登记收回"
    return ""
