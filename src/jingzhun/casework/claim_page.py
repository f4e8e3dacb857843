"""One claim as its page shows it: what is asked, its invoices, where its case is, what moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.core.area_code import Level
from jingzhun.core.money import yuan
from jingzhun.ledger.claim_money import ClaimSums, Place, place_of, sums_of
from jingzhun.ledger.models import Claim, ClaimLine, Movement

from .actions.claim import sending
from .actions.sending import Sending
from .known_project import project_name
from .models import Case
from .standing import Obstacle, obstacles


@dataclass(frozen=True)
class ClaimPage:
    """``send_why``, ``void_why``, ``back_why``: why an act cannot be done, empty where it can."""

    claim: Claim
    project: str
    sums: ClaimSums
    place: Place
    lines: list[ClaimLine]
    cases: list[Case]
    obstacles: list[Obstacle]
    movements: list[Movement]
    send_why: str
    void_why: str
    back_why: str

    @property
    def open_case(self) -> Case | None:
        return next((each for each in self.cases if each.is_open), None)

    @property
    def state(self) -> str:
        return state_of(self.claim, self.sums, self.open_case)

    @property
    def strip(self) -> list[dict[str, str]]:
        """Figures in yuan; what is free counts this claim as waiting until it is posted."""
        return [
            {"title": "申请", "value": yuan(self.sums.asked), "unit": "元", "note": "只报扶贫资金部分"},
            {"title": "发票", "value": yuan(self.sums.invoiced), "unit": "元", "note": f"{len(self.lines)} 张"},
            {"title": "已报账", "value": yuan(self.sums.claimed), "unit": "元"},
            {"title": "已支付", "value": yuan(self.sums.paid), "unit": "元"},
            {
                "title": "拨付未报账", "value": yuan(self.place.allocated), "unit": "元",
                "note": f"在办报账单占 {yuan(self.place.pending)} 元",
            },
        ]  # fmt: skip


def state_of(claim: Claim, sums: ClaimSums, case: Case | None) -> str:
    if claim.voided_on is not None:
        return "作废"
    if sums.claimed:
        return "已支付" if sums.paid >= sums.claimed else "已报账未支付"
    if case is None:
        return "待送审"
    return "待支付" if case.step.is_last else "在审"


def open_claim_page(*, claim: Claim, post: Post, today: date) -> ClaimPage:
    sums, cases = sums_of(claim), list(claim.subject.cases.select_related("step", "procedure__pack", "subject", "area"))
    in_hand = next((each for each in cases if each.is_open), None)
    found = sending(claim, post, today)
    movements = claim.movements.select_related("source__appropriation", "target__appropriation", "reverses", "project")
    return ClaimPage(
        claim=claim, project=project_name(claim.project), sums=sums, place=place_of(claim.project, claim.unit),
        lines=list(claim.lines.all()), cases=cases, obstacles=obstacles(in_hand, today=today) if in_hand else [],
        movements=list(movements.order_by("pk")), send_why=_send_why(claim, sums, in_hand, found),
        void_why=_void_why(claim, sums, in_hand, post), back_why=_back_why(sums, post),
    )  # fmt: skip


def _send_why(claim: Claim, sums: ClaimSums, case: Case | None, found: Sending) -> str:
    if claim.voided_on is not None:
        return "已作废"
    if sums.claimed or case is not None:
        return "已送审"
    return found.why


def _void_why(claim: Claim, sums: ClaimSums, case: Case | None, post: Post) -> str:
    if claim.voided_on is not None:
        return "已作废"
    if case is not None:
        return f"在办件 {case.number} 里，先撤回"
    if sums.claimed:
        return "已报账，先由县财政冲销"
    return "" if post.may(Verb.CLAIM) else "不是你的岗位"


def _back_why(sums: ClaimSums, post: Post) -> str:
    if not sums.claimed:
        return "没有报账和支付"
    if not post.may(Verb.RECORD_FUNDS) or post.area.level != Level.COUNTY:
        return "由县财政冲销"
    return ""
