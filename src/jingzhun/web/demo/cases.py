"""Cases under way in the demo: a village's applications, notices, an objection, a review campaign and a correction.

All go through the actions that the pages call, on days counted back from today, so that notices run and limits near.
Persons are the demo's own; every paper is one page that says 演示数据.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import typst

from jingzhun.accounts.models import Post
from jingzhun.casework.actions.case import fill_in, open_batch, open_case
from jingzhun.casework.actions.decision import decide
from jingzhun.casework.actions.evidence import add_paper, answer_check, sign, sign_for_household
from jingzhun.casework.actions.objection import raise_objection
from jingzhun.casework.models import Case
from jingzhun.casework.procedures import Offer, definition_of, offered
from jingzhun.casework.standing import acted_before
from jingzhun.core.area_code import AreaCode
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Household, Subject

from .county import COUNTY

DEPARTMENTS = "县级部门系统查询"
INPUTS: Mapping[str, Callable[[date], Mapping[str, Any]]] = {
    "adjustment": lambda on: {"outcome": "keep", "seen": "入户见到户主，核对收入和三保障"},
    "risk": lambda on: {"risk": "07", "risk_identified_on": on.isoformat()},
    "negative_list": lambda on: {
        **{code: "no" for code, _ in CodeBook.read().choices("项目负面清单")},
        "basis": "看了申报表和村民代表大会记录",
    },
}
"""What the demo's steps ask for, on the day on which it is filled in."""
CAMPAIGN = 12


@dataclass(frozen=True)
class Plan:
    """A case opened ``ago`` days ago that has ``passed`` so many steps; contested: somebody objected to its notice."""

    ago: int
    passed: int
    is_contested: bool = False


PLANS = (Plan(1, 0), Plan(6, 3), Plan(7, 3, is_contested=True), Plan(12, 3), Plan(13, 4), Plan(20, 5))


@dataclass(frozen=True)
class Hands:
    """Who acts at each level: two of the village, one of the township, two of the county."""

    village: Post
    team: Post
    township: Post
    county: Post
    other_county: Post

    @classmethod
    def of_demo(cls) -> Hands:
        posts = Post.objects.select_related("official", "area")
        names = ("cun", "duiyuan", "xiang", "xian", "fuhe")
        return cls(*(posts.get(official__sign_in_name=name) for name in names))

    def for_step(self, case: Case) -> Post:
        """Somebody whose step it is and who did none of the steps that must be another's."""
        step = case.step
        if step.level == 12:
            return self.team if ",village_cadre," not in step.roles else self.village
        if step.level == 9:
            return self.township
        mine = (self.county, self.other_county)
        return next(post for post in mine if not acted_before(case, {post.official_id}))

    def second(self, first: Post) -> Post:
        return self.team if first == self.village else self.village


def open_demo_cases(*, today: date) -> list[str]:
    """The cases of the demo; returns one line each about what was opened."""
    hands = Hands.of_demo()
    homes = list(
        Household.objects.in_register(today)
        .filter(subject__area_id=hands.village.area_id)
        .order_by("subject__code")
        .select_related("subject__area")[:40]
    )
    offers = {offer.procedure.code: offer for offer in offered(area=AreaCode.parse(COUNTY), day=today)}
    walk = Walk(hands, paper(), today)
    subjects = [home.subject for home in homes]
    said = []
    monitor, (mine, subjects) = offers["monitor"], _split(subjects, len(PLANS))
    for plan, subject in zip(PLANS, mine, strict=False):
        case = walk.open(monitor, subject, ago=plan.ago, origin="农户自主申报", reason="主要劳动力务工中断，收入下降")
        walk.pass_steps(case, plan.passed)
        if plan.is_contested:
            entry = case.entries.get()
            on = max(today - timedelta(days=1), entry.starts_on)
            raise_objection(entry=entry, channel="page", text="他家今年新开了小卖部，收入应当再核", on=on)
    said.append(f"  {monitor.procedure.title} {len(mine)} 件，办到不同的步骤")
    correct, (mine, subjects) = offers["correct"], _split(subjects, 1)
    for subject in mine:
        walk.open(correct, subject, ago=2, origin="农户申请", reason="房屋面积登记有误")
    said.append(f"  {correct.procedure.title} {len(mine)} 件，等村里交证明材料")
    if subjects:
        said.append(_campaign(walk, offers["lookback"], subjects[:CAMPAIGN]))
    return said


def _split(subjects: list[Subject], count: int) -> tuple[list[Subject], list[Subject]]:
    return subjects[:count], subjects[count:]


def _campaign(walk: Walk, lookback: Offer, subjects: list[Subject]) -> str:
    """A batch of which two thirds have reached the township."""
    team = walk.hands.team
    batch = open_batch(
        offer=lookback, subjects=subjects, post=team, by=team.official, title=f"{walk.today.year} 年回头看",
        origin="贫困户见面", reason="逐户见面核对", on=walk.today - timedelta(days=5),
    )  # fmt: skip
    reached = list(batch.cases.order_by("number"))[: len(subjects) * 2 // 3]
    for case in reached:
        walk.pass_steps(case, 1)
    return f"  {lookback.procedure.title} 一批 {len(subjects)} 件，{len(reached)} 件已到乡镇"


@dataclass
class Walk:
    """Takes a case through its steps, a day or two apart and never past today."""

    hands: Hands
    paper: bytes
    today: date

    def open(self, offer: Offer, subject: Subject, *, ago: int, origin: str, reason: str) -> Case:
        post = self.hands.village if "village_cadre" in offer.procedure.steps[0].roles else self.hands.team
        return open_case(
            offer=offer, subject=subject, post=post, by=post.official, origin=origin, reason=reason,
            on=self.today - timedelta(days=ago),
        )  # fmt: skip

    def pass_steps(self, case: Case, count: int) -> None:
        for _ in range(count):
            case.refresh_from_db()
            on = max(case.step_since + timedelta(days=case.step.number > 1), case.not_before_on)
            self._pass(case, min(on, self.today))
        case.refresh_from_db()

    def _pass(self, case: Case, on: date) -> None:
        post = self.hands.for_step(case)
        given: dict[str, Any] = {"case": case, "post": post, "by": post.official, "on": on}
        step = definition_of(case.procedure).step(case.step.number)
        for name in step.documents:
            add_paper(name=name, file_name=f"{name}（演示数据）.pdf", data=self.paper, **given)
        for name in step.checks:
            answer_check(name=name, answer="none", source=DEPARTMENTS, **given)
        for name in step.asks:
            fill_in(name=name, values=INPUTS[name](on), **given)
        if step.signers > 1:
            second = self.hands.second(post)
            sign(case=case, post=second, by=second.official, on=on)
        if step.household_signs:
            sign_for_household(signer="户主", way="print", **given)
        decide(
            cases=[case], outcome="pass", post=post, by=post.official, on=on
        )  # fmt: skip


def paper() -> bytes:
    """One page that stands for every paper of the demo."""
    page = (
        '#set page(paper: "a5")\n#set text(font: "Noto Serif CJK SC", size: 18pt)\n= 演示数据\n\n这一页代替扫描件。\n'
    )
    made: bytes = typst.compile(page.encode(), format="pdf")
    return made
