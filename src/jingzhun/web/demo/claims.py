"""A project paid in instalments of 30, 30 and 40 per cent, and claims against it at several steps. All invented.

Its money is moved here and not by the workbook of movements, through the actions that the pages call.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from jingzhun.accounts.models import Post
from jingzhun.casework.actions.case import open_case
from jingzhun.casework.actions.decision import decide
from jingzhun.casework.actions.evidence import add_paper
from jingzhun.casework.models import Case
from jingzhun.casework.procedures import definition_of, offered
from jingzhun.core.area_code import AreaCode
from jingzhun.core.money import wan
from jingzhun.ledger.actions.claim import Application, Invoice, open_claims
from jingzhun.ledger.actions.movement import Order, post
from jingzhun.ledger.actions.raising import record_share, record_target
from jingzhun.ledger.actions.tranche import Choice, Stated, choose_tranches, confirm_opening, propose_opening
from jingzhun.ledger.models import Appropriation, TranchePlan
from jingzhun.ledger.tranche_offers import tranche_offers
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change, Subject

from .cases import paper
from .county import COUNTY
from .library import ProjectLine

PACK = "lueyang/tranches-2015"
CHOSEN, FIRST, SECOND = date(2018, 5, 20), date(2018, 5, 25), date(2018, 12, 5)
"""Days on which the instalments were chosen, the first opened, the second opened."""
UNIT = "云岭乡人民政府"
_CLAIMS = (
    ("路基工程款（演示数据）", 60, "2018-YL-01", 2, ""),
    ("水泥和砂石款（演示数据）", 32, "2018-YL-02", 1, "发票缺采购明细，补齐后再报（演示数据）"),
    ("机械台班费（演示数据）", 18, "2018-YL-03", 3, ""),
)
"""Title, 万元, number of the invoice, steps passed, why it was sent back (empty: it was not)."""
_STEPS = ("cun", "xiang", "xiangzhang", "xian")


def is_by_tranches(line: ProjectLine) -> bool:
    """The project whose money is moved by instalments: the workbook of movements leaves it out."""
    return line.name.startswith("查理通村") and line.name.endswith("（二期）")


def open_demo_claims(line: ProjectLine, *, today: date) -> list[str]:
    """Returns a line about the instalments, one about the claims, one about the targets."""
    posts = {each.official.sign_in_name: each for each in Post.objects.select_related("official", "area")}
    project = Subject.objects.select_related("area").get(kind=Subject.Kind.PROJECT, code=line.code)
    base = int(Decimal(line.poverty) * 1_000_000)
    plan = _choose(project, base, posts["caizheng"])
    for number, day in ((1, FIRST), (2, SECOND)):
        _open(plan, number, day, posts)
    given = {
        "amount": base * 3 // 10, "moved_on": FIRST, "project": project, "unit": UNIT, "document": "示扶拨〔2018〕334号",
        "appropriation": Appropriation.objects.get(number="2018-专-1"),
    }  # fmt: skip
    with demo_writing(posts["caizheng"], "拨付第一笔（演示数据）") as work:
        post([Order(kind="allocate", **given)], work=work)
    for number, (title, amount, invoice, passed, why) in enumerate(_CLAIMS):
        _claim(project, title, amount * 1_000_000, invoice, passed, why, posts, today - timedelta(days=9 - number))
    return [
        f"  {line.name}：334 拨付，第二笔已打开，拨付 {wan(base * 3 // 10, grouped=False)} 万元",
        f"  报账单 {len(_CLAIMS)} 张：1 张等乡镇长签批，1 张退回，1 张等县级审核",
        _targets(posts["caizheng"]),
    ]


def _choose(project: Subject, base: int, finance: Post) -> TranchePlan:
    found = next(each for each in tranche_offers(AreaCode.parse(COUNTY), CHOSEN) if each.pack.name == PACK)
    choice = Choice(PACK, found.template.code, found.title, found.template.flow, base, found.parts(0))
    with demo_writing(finance, "选定拨付方式（演示数据）") as work:
        return choose_tranches(project=project, choice=choice, on=CHOSEN, work=work)


def _open(plan: TranchePlan, number: int, on: date, posts: Mapping[str, Post]) -> None:
    tranche = plan.tranches.get(number=number)
    with demo_writing(posts["caizheng"], "提出打开（演示数据）") as work:
        opening = propose_opening(tranche=tranche, on=on, stated=Stated("监理进度表（演示数据）"), work=work)
    with demo_writing(posts["caizheng2"], "确认打开（演示数据）") as work:
        confirm_opening(opening=opening, on=on, work=work)


def _claim(
    project: Subject, title: str, fen: int, invoice: str, passed: int, why: str, posts: Mapping[str, Post], on: date
) -> None:  # fmt: skip
    paid = Invoice(title.partition("（")[0], "示例建材有限公司", invoice, on - timedelta(days=6), fen)
    given = Application(project, UNIT, title, "云岭乡示例施工队", fen, on, (paid,))
    with demo_writing(posts["cun"], "申请报账（演示数据）") as work:
        (claim,) = open_claims(applications=[given], today=on, work=work)
    offers = {offer.procedure.code: offer for offer in offered(area=AreaCode.parse(COUNTY), day=on)}
    first = posts["cun"]
    case = open_case(
        offer=offers["reimburse_village"], subject=claim.subject, post=first, by=first.official, origin="单位申请",
        reason=title, on=on,
    )  # fmt: skip
    for number, name in enumerate(_STEPS[:passed]):
        pass_step(case, posts[name], on + timedelta(days=number))
    if why:
        clerk = posts[_STEPS[passed]]
        day = on + timedelta(days=passed)
        case.refresh_from_db()
        decide(cases=[case], outcome="return", post=clerk, by=clerk.official, on=day, opinion=why)


def pass_step(case: Case, clerk: Post, on: date) -> None:
    case.refresh_from_db()
    given: dict[str, Any] = {"case": case, "post": clerk, "by": clerk.official, "on": on}
    for name in definition_of(case.procedure).step(case.step.number).documents:
        add_paper(name=name, file_name=f"{name}（演示数据）.pdf", data=_paper(), **given)
    decide(cases=[case], outcome="pass", post=clerk, by=clerk.official, on=on)


@cache
def _paper() -> bytes:
    return paper()


def _targets(finance: Post) -> str:
    """What the county wants to win in 2018, and its share of an east-west fund."""
    county = finance.area
    by, source = finance.actor, "年度资金争取任务（演示数据）"
    target = {"year": 2018, "base": 17_600_000_000, "growth": Decimal(15), "pledge": 21_000_000_000}
    record_target(area=county, since=date(2018, 1, 15), values=target, by=by, source=source)
    share = {
        "title": "东西部扶贫协作资金", "period": "2018年", "part": 5_100_000_000, "whole": 31_200_000_000, "persons": 12_332,
        "stated": Decimal("16.3"),
    }  # fmt: skip
    record_share(area=county, since=date(2018, 3, 1), values=share, by=by, source="资金分配文件（演示数据）")
    return "  争取目标和份额各 1 条"


def demo_writing(clerk: Post, source: str):
    return writing(kind=Change.Kind.PAGE, by=clerk.actor, source=source)
