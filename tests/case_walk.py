"""Walking a case through a shipped procedure with its own papers, days, signers, checks and samples, as people would.

``Office`` is a village with its township and county: enough posts that no step needs the same person twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import factories
from case_ground import PDF
from jingzhun.accounts.models import Post
from jingzhun.casework.actions.case import fill_in, open_case
from jingzhun.casework.actions.decision import decide
from jingzhun.casework.actions.evidence import add_paper, answer_check, sign, sign_for_household
from jingzhun.casework.actions.sample import draw, record_check
from jingzhun.casework.inputs import form_for
from jingzhun.casework.models import Case, SampleCase
from jingzhun.casework.procedures import Offer, offered, step_of
from jingzhun.casework.standing import acted_before
from jingzhun.core.area_code import AreaCode
from jingzhun.policy.actions.packs import store
from jingzhun.policy.codes import CodeBook
from jingzhun.policy.packs import SHIPPED, read_folder
from jingzhun.registry.models import Subject
from jingzhun.results.models import RosterSnapshot, Run, Verdict

CODES = "national/codes-2014"


@dataclass
class Office:
    """``posts`` by role. ``book`` is read once."""

    village: str
    posts: dict[str, list[Post]]
    book: CodeBook
    packs: list[Any] = field(default_factory=list)

    def offer(self, code: str, day: date) -> Offer:
        found = offered(area=AreaCode.parse(self.village[:6]), day=day)
        return next(each for each in found if each.procedure.code == code)

    def open(self, code: str, subject: Subject, *, on: date, origin: str = "", **options: Any) -> Case:
        offer = self.offer(code, on)
        first = offer.procedure.steps[0]
        post = self.posts[first.roles[0]][0]
        return open_case(
            offer=offer, subject=subject, post=post, by=post.official, origin=origin or offer.procedure.sources[0],
            reason="测试立案", on=on, **options,
        )  # fmt: skip

    def post_for(self, case: Case) -> Post:
        """A post of the step whose holder acted in none of the steps that must be somebody else's."""
        step = step_of(case)
        found = [post for role in step.roles for post in self.posts[role]]
        return next(post for post in found if not acted_before(case, {post.official_id}))

    def prepare(self, case: Case, post: Post, inputs: Mapping[str, Mapping[str, Any]], *, on: date) -> None:
        """Everything the present step asks for but the decision itself."""
        step, who = step_of(case), {"post": post, "by": post.official, "on": on}
        for name in step.documents:
            add_paper(case=case, name=name, file_name="a.pdf", data=PDF, **who)
        for name in step.asks:
            self.fill(case, name, inputs[name], post, on=on)
        for name in step.checks:
            answer_check(case=case, name=name, answer="none", source="部门回函", **who)
        if step.sample_percent:
            draw(cases=[case], seed="1", **who)
            record_check(row=SampleCase.objects.get(case=case, number=step.number), result="agrees", note="", **who)
        others = [each for role in step.roles for each in self.posts[role] if each != post]
        for each in others[: step.signers - 1]:
            sign(case=case, post=each, by=each.official, on=on)
        if step.household_signs:
            sign_for_household(case=case, signer="户主", way="print", **who)

    def fill(self, case: Case, name: str, data: Mapping[str, Any], post: Post, *, on: date) -> Case:
        form = form_for(name, case, self.book, {f"{name}-{key}": value for key, value in data.items()}, day=on)
        assert form.is_valid(), form.errors
        return fill_in(case=case, name=name, values=form.values, post=post, by=post.official, on=on)

    def step(self, case: Case, *, on: date, inputs: Mapping[str, Mapping[str, Any]] | None = None) -> Case:
        """Prepare and pass the present step on the first day on which it may be passed, ``on`` or later."""
        case.refresh_from_db()
        day = max(on, case.not_before_on)
        post = self.post_for(case)
        self.prepare(case, post, inputs or {}, on=day)
        decide(cases=[case], outcome="pass", post=post, by=post.official, on=day)
        case.refresh_from_db()
        return case

    def walk(
        self, case: Case, *, on: date, inputs: Mapping[str, Mapping[str, Any]] | None = None, until: str = ""
    ) -> Case:
        """Pass step after step up to (not including) ``until``, or to the end."""
        while case.is_open and case.step.key != until:
            case = self.step(case, on=on, inputs=inputs)
        return case


def office(*packs: str, village: str = factories.VILLAGE) -> Office:
    """County with the shipped ``packs`` in force and two posts for every step."""
    factories.county()
    stored = [store(files=read_folder(SHIPPED / name), by=factories.SYSTEM, is_shipped=True)[0] for name in packs]
    township, county = village[:9] + "000", village[:6] + "000000"
    posts = {
        role: [factories.post(role=role, area=area, by=factories.official(name=f"{name}{n}")) for n in "一二三"]
        for role, area, name in (
            ("village_cadre", village, "村干部"), ("resident_team", village, "队员"),
            ("township_reviewer", township, "审核员"), ("county_officer", county, "业务员"),
        )
    }  # fmt: skip
    return Office(village, posts, CodeBook.read(), stored)


def office_that_pays(*packs: str) -> Office:
    """As :func:`office`, with township heads and finance."""
    made = office(*packs)
    for role, area, name in (("township_head", factories.TOWNSHIP, "乡长"), ("finance", factories.COUNTY, "会计")):
        made.posts[role] = [
            factories.post(role=role, area=area, by=factories.official(name=f"{name}{n}")) for n in "一二三"
        ]
    return made


def verdict(subject: Subject, name: str, outcome: str, *, pack: Any, as_of: date) -> Verdict:
    """The last verdict of a subject, as an evaluation leaves it."""
    known = factories.timezone.now()
    roster = RosterSnapshot.objects.create(
        area_id=factories.COUNTY, as_of=as_of, known_at=known, digest="d", folder="d", built_at=known
    )
    run = Run.objects.create(
        pack=pack, area_id=factories.COUNTY, as_of=as_of, known_at=known, engine="reference", roster=roster, state="done",
        findings_digest="f", asked_by_name="测试", asked_at=known, finished_at=known,
    )  # fmt: skip
    found, _ = Verdict.objects.update_or_create(
        subject=subject, pack_name=pack.name, name=name,
        defaults={"run": run, "area_id": subject.area_id, "is_programme": False, "outcome": outcome},
    )  # fmt: skip
    return found


def family(
    village: str = factories.VILLAGE, *, registered: bool = False, names: tuple[str, ...] = ("此里农布", "央宗", "扎西")
):
    """A household of a head, a wife and a son (as many as ``names``)."""
    made = factories.household(village=village, registered=registered)
    for name, (relation, sex) in zip(names, (("01", "男"), ("02", "女"), ("03", "男")), strict=False):
        factories.member(of=made, name=name, relation=relation, sex=sex)
    return made
