"""Award rosters of the demo: a village's, paid with one payment that came back, and its township's wage awards being verified.

Made, verified, approved and paid through the actions that the pages call, on days counted back from today. All invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from jingzhun.accounts.models import Post
from jingzhun.areas.models import Area
from jingzhun.casework.actions.case import open_case
from jingzhun.casework.actions.decision import decide
from jingzhun.casework.procedures import offered
from jingzhun.core.area_code import AreaCode
from jingzhun.core.money import yuan
from jingzhun.ledger.actions.application import Entered, record_project
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.award_check import verify
from jingzhun.ledger.actions.award_payment import make_bank_file
from jingzhun.ledger.actions.movement import Order, post
from jingzhun.ledger.models import AwardLine, AwardRoster
from jingzhun.registry.actions.plan import plan_facts
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change, HouseholdProfile, Pairing, Subject
from jingzhun.results.actions.award_roster import make_roster
from jingzhun.results.award_lines import tallies
from jingzhun.results.models import Run

from .county import COUNTY
from .loading import load
from .workbook import write_workbook

SALES, WAGES = "产业以奖代补", "务工奖补"
BEGUN = 40
LEAST = 2
"""Households of the village below which no roster is made: one has no account, one payment comes back."""
UNIT = "云岭乡人民政府"
NO_HELPER = "挂包干部未定，定了再入册"
RECEIPT = "云岭乡奖补代发银行回单.xlsx"
_HEADS = ("附言", "户名", "金额（元）", "交易结果", "失败原因", "银行流水号", "交易日期")


def open_demo_awards(runs: Sequence[Run], folder: Path, *, today: date) -> list[str]:
    """Returns a line for each roster."""
    posts = {each.official.sign_in_name: each for each in Post.objects.select_related("official", "area")}
    begun = today - timedelta(days=BEGUN)
    run = next(each for each in runs if each.pack.name == "deqin/awards-2018")
    township, village = posts["xiang"], posts["cun"]
    held = {each.programme: each.awarded for each in tallies([run], village.area)}
    if held.get(SALES, 0) < LEAST or WAGES not in {
        each.programme for each in tallies([run], township.area) if each.awarded
    }:
        return ["  户太少，没有造册"]
    project = _project(posts["xian"], township.area_id, begun)
    sales = make_roster(run=run, programme=SALES, area=village.area, project=project, post=township, on=begun)
    wages = make_roster(run=run, programme=WAGES, area=township.area, project=project, post=township, on=begun)
    _fund(project, AwardLine.objects.filter(roster__in=(sales, wages)).added_up()[1], posts["caizheng"], begun)
    _accounts(sales, township, begun)
    _verify(sales, posts, begun + timedelta(days=3))
    _helpers(wages, posts, list(wages.lines.order_by("number")[:60]), begun + timedelta(days=20))
    _approve(sales, posts, begun + timedelta(days=5))
    paid = _pay(sales, posts["caizheng"], folder, begun + timedelta(days=18))
    households, fen = sales.lines.standing().added_up()
    many, all_fen = wages.lines.standing().added_up()
    return [
        f"  {sales.title}：{households} 户 {yuan(fen)} 元，兑付 {paid} 户，1 户退汇",
        f"  {wages.title}：{many} 户 {yuan(all_fen)} 元，正在核实",
    ]


def _project(officer: Post, area: str, on: date) -> Subject:
    values = {
        "name": "以奖代补（演示数据）", "category": "01", "year": on.year, "construction": "new", "responsible_unit": UNIT,
        "task": "按销售和务工收入奖补到户", "place": "云岭乡",
    }  # fmt: skip
    return record_project(entered=Entered(values, {}, (area,)), post=officer, on=on, reason="奖补资金列支（演示数据）")


def _fund(project: Subject, fen: int, finance: Post, on: date) -> None:
    """A little more than the rosters ask for, with the township."""
    amount = -(-fen // 1_000_000) * 1_000_000
    with writing(kind=Change.Kind.PAGE, by=finance.actor, source="奖补资金（演示数据）") as work:
        appropriation = register_appropriation(
            number="奖补-1", document="示财农〔演示〕奖1号", title="以奖代补资金（演示数据）", source="poverty", level="province",
            year=on.year, issued_on=on, area=Area.objects.get(pk=AreaCode.parse(COUNTY).padded).pk, work=work,
        )  # fmt: skip
        given = {"amount": amount, "moved_on": on, "appropriation": appropriation, "project": project, "unit": UNIT}
        document = {"document": "示财农〔演示〕奖1号", "voucher": "奖-1"}
        post([Order(kind=kind, **given, **document) for kind in ("assign", "arrive", "allocate")], work=work)


def _accounts(roster: AwardRoster, by: Post, on: date) -> None:
    """An invented account for every household but one."""
    keys = list(roster.lines.order_by("number").values_list("household_id", flat=True))[1:]
    rows = [(key, on, "演示信用社", f"62179900{number:011d}") for number, key in enumerate(keys, start=1)]
    with writing(kind=Change.Kind.PAGE, by=by.actor, source="补录银行账号（演示数据）") as work:
        work.put(plan_facts(model=HouseholdProfile, fields=("bank_name", "bank_account"), rows=rows))


def _helpers(roster: AwardRoster, posts: dict[str, Post], lines: Sequence[AwardLine], on: date) -> set[int]:
    """Each helper verifies the households helped; returns the keys of the lines seen."""
    own = {line.household_id: line for line in lines}
    by_helper: dict[str, list[AwardLine]] = {}
    rows = Pairing.objects.as_of(on).filter(subject__in=list(own), helper__isnull=False).select_related("helper")
    for row in rows:
        by_helper.setdefault(row.helper.sign_in_name, []).append(own[row.subject_id])
    for name, mine in by_helper.items():
        verify(lines=mine, is_right=True, post=posts[name], by=posts[name].official, on=on)
    return {line.pk for mine in by_helper.values() for line in mine}


def _verify(roster: AwardRoster, posts: dict[str, Post], on: date) -> None:
    lines = list(roster.lines.order_by("number"))
    seen = _helpers(roster, posts, lines, on)
    village = posts["cun"]
    for is_right, mine, note in ((True, [x for x in lines if x.pk in seen], ""), (False, [x for x in lines if x.pk not in seen], NO_HELPER)):  # fmt: skip
        if mine:
            verify(lines=mine, is_right=is_right, post=village, by=village.official, on=on, note=note)


def _approve(roster: AwardRoster, posts: dict[str, Post], on: date) -> None:
    offers = offered(area=AreaCode.parse(COUNTY), day=on)
    offer = next(each for each in offers if each.procedure.code == "award_roster")
    first = posts["xiang"]
    case = open_case(
        offer=offer,
        subject=roster.subject,
        post=first,
        by=first.official,
        origin="造册送审",
        reason=roster.title,
        on=on,
    )
    for name, days in (("xiang", 0), ("xiangzhang", 1), ("xian", 11), ("caizheng", 12)):
        case.refresh_from_db()
        decide(cases=[case], outcome="pass", post=posts[name], by=posts[name].official, on=on + timedelta(days=days))


def _pay(roster: AwardRoster, finance: Post, folder: Path, on: date) -> int:
    """The bank pays all but the last, which comes back; its receipt is uploaded. Returns how many were paid."""
    rows = list(make_bank_file(roster=roster, post=finance, on=on).lines.select_related("line"))
    day = (on + timedelta(days=2)).isoformat()
    said = [
        (row.reference, row.account_name, yuan(row.line.amount, grouped=False), "成功", "", f"YS{number:06d}", day)
        for number, row in enumerate(rows, start=1)
    ]
    last = list(said[-1])
    said[-1] = (*last[:3], "退汇", "账号户名不符（演示数据）", *last[5:])
    path = folder / RECEIPT
    write_workbook(path, title="回单", headers=list(_HEADS), rows=said)
    load(path, by=finance.actor)
    return len(said) - 1
