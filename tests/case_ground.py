"""Ground for tests of casework: a short procedure as pack data, its people, and a case walked to a step.

Not a pack of the product: three steps with one paper each, a notice of five days, and four eyes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import factories
from jingzhun.accounts.models import Post
from jingzhun.casework.actions.case import open_case
from jingzhun.casework.actions.decision import decide
from jingzhun.casework.actions.evidence import add_paper
from jingzhun.casework.models import Case
from jingzhun.casework.procedures import Offer
from jingzhun.policy.actions.packs import store
from jingzhun.registry.models import Subject
from jingzhun.rules.procedure import procedures_in

DAY = date(2026, 7, 1)
PACK = """\
pack: test/procedures
title: 测试程序
document: {title: 测试, number: null, trust: unchecked}
area: ""
in_force: {from: 2014-01-01}
"""
SHORT = """\
procedure: 短程序
code: short
title: 登记
subject: 户
sources: [农户申请, 干部排查]
within: 15天
refusal: {back_to: apply}
steps:
  - {id: apply, title: 申请, level: 户, documents: [申请书], notice: {name: 村内公示, days: 5天}}
  - {id: township, title: 乡镇审核, level: 乡, review: 审核, documents: [审核报告], differs_from: [apply], within: 3个工作日}
  - {id: county, title: 县级审批, level: 县, differs_from: [apply, township], announcement: {name: 公告, days: 5天}, effects: [register_household]}
"""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def offer(*texts: str, code: str = "", name: str = "test/procedures") -> Offer:
    """The procedure of a pack of these texts (:data:`SHORT` where none), stored and in force."""
    files = {
        "pack.yaml": PACK.replace("test/procedures", name),
        **{f"procedures/p{n}.yaml": text for n, text in enumerate(texts or (SHORT,))},
    }
    pack, _ = store(files=files, by=factories.SYSTEM, is_shipped=True)
    return next(Offer(pack, each) for each in procedures_in(files) if not code or each.code == code)


@dataclass
class Ground:
    """A village, its township and county with one post each, all different persons."""

    offer: Offer
    village: Post
    township: Post
    county: Post

    def open(self, household: Subject | None = None, *, on: date = DAY, **options) -> Case:
        subject = household or home()
        given = {"origin": "农户申请", "reason": "收入下降", **options}
        return open_case(offer=self.offer, subject=subject, post=self.village, by=self.village.official, on=on, **given)

    def paper(self, case: Case, name: str, *, by: Post | None = None, on: date = DAY):
        post = by or self.for_step(case)
        return add_paper(case=case, name=name, file_name="a.pdf", data=PDF, post=post, by=post.official, on=on)

    def for_step(self, case: Case) -> Post:
        case.refresh_from_db()
        return {12: self.village, 9: self.township, 6: self.county}[case.step.level]

    def decide(self, case: Case, outcome: str = "pass", *, by: Post | None = None, on: date = DAY, **options):
        post = by or self.for_step(case)
        return decide(cases=[case], outcome=outcome, post=post, by=post.official, on=on, **options)[0]

    def at_township(self, *, on: date = DAY) -> Case:
        """A case applied for on ``on``, its notice running from the next day."""
        case = self.open(on=on)
        self.paper(case, "申请书", on=on)
        self.decide(case, on=on)
        case.refresh_from_db()
        return case

    def at_county(self, *, on: date = DAY) -> Case:
        case = self.at_township(on=on)
        later = on + timedelta(days=6)
        self.paper(case, "审核报告", on=later)
        self.decide(case, on=later)
        case.refresh_from_db()
        return case


def home(village: str = factories.VILLAGE) -> Subject:
    household = factories.household(village=village, registered=False)
    factories.member(of=household, name="此里农布")
    return household.subject


def ground(*texts: str) -> Ground:
    """Builds county, posts and procedure. ``settings.MEDIA_ROOT`` must be a folder of the test."""
    factories.county()
    return Ground(
        offer(*texts),
        factories.post(role="village_cadre", area=factories.VILLAGE),
        factories.post(role="township_reviewer", area=factories.TOWNSHIP),
        factories.post(role="county_officer", area=factories.COUNTY),
    )


__all__ = ("DAY", "PACK", "PDF", "SHORT", "Ground", "ground", "home", "offer")
