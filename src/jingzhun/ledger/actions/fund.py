"""Setting up funds and mutual-aid societies, what they report, and their money: in, lent, paid back, out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.registry.actions.fact import record_fact
from jingzhun.registry.actions.subject import create_subjects, move_subjects
from jingzhun.registry.actions.writing import Writing, writing
from jingzhun.registry.models import Change, Subject

from ..loans import out_with, rule_on, rules_of
from ..models import Account, Appropriation, Fund, FundCount, LoanRule, Movement
from .appropriation import register_appropriation
from .movement import Order, post

OWN_MONEY = {"share": ("入股", "masses"), "contribute": ("其他资金", "other"), "fee": ("占用费", "other")}
"""What does not come by a document of an upper level: title of its lot, and source."""


class UnableToKeepFund(Problem):
    code = "B-025"
    says = "{fund}不能登记：{why}"
    remedy = "请核对编号、名称、日期和金额"


def set_up_fund(
    *, code: str, kind: str, title: str, area: str, set_up_on: date, work: Writing, pilot: str = "", rules: str = ""
) -> Fund:  # fmt: skip
    """A new fund or society in ``area`` (padded code). Raises :class:`UnableToKeepFund`."""
    if kind not in Fund.Kind.values or pilot not in Fund.Pilot.values:
        raise UnableToKeepFund(fund=title or code, why="种类或试点级别不在表里")
    if not (code.strip() and title.strip()):
        raise UnableToKeepFund(fund=title or code or "这个基金", why="编号和名称都要写")
    known = Subject.objects.filter(kind=Subject.Kind.ORGANISATION, code=code).select_related("created_by").first()
    if known is None:
        key = create_subjects(kind=Subject.Kind.ORGANISATION, rows=[(code, area)], work=work)[code]
    elif known.created_by.undone_by_id is None or Fund.objects.filter(subject=known).exists():
        raise UnableToKeepFund(fund=title, why=f"编号 {code} 已经有一个组织")
    else:
        key = known.pk
        move_subjects(areas={key: area}, work=work)
    fund = Fund.objects.create(
        subject_id=key, kind=kind, title=title, pilot=pilot, rules=rules, set_up_on=set_up_on, change=work.change
    )
    work.note("fund", [(code, kind, title, set_up_on.isoformat())])
    return fund


def report_fund(*, fund: Fund, since: date, values: Mapping[str, Any], by: Actor, source: str) -> Change:
    """Record what a fund reports of itself (members, loans …) as of a day."""
    return record_fact(model=FundCount, subject=fund.subject, since=since, values=values, by=by, source=source)


def set_loan_rule(
    *, fund: Fund, since: date, most: int | None, months: int | None, by: Actor, source: str
) -> Change:  # fmt: skip
    """How much (fen) a society lends to one household and for how many months, from a day on; None is no rule.

    Raises :class:`UnableToKeepFund`.
    """
    if not fund.is_society:
        raise UnableToKeepFund(fund=fund.title, why="只有互助社借款")
    if not source.strip():
        raise UnableToKeepFund(fund=fund.title, why="没有写依据的章程或办法")
    if (most is not None and most <= 0) or (months is not None and months <= 0):
        raise UnableToKeepFund(fund=fund.title, why="上限和期限要大于零，没有的不填")
    values = {"most": most, "months": months}
    return record_fact(model=LoanRule, subject=fund.subject, since=since, values=values, by=by, source=source.strip())


def _require_within_rule(fund: Fund, household: Subject, amount: int, on: date) -> None:
    rule, out = rule_on(rules_of(fund.subject_id), on), out_with(fund.subject_id, household.pk)
    if rule is not None and rule.most is not None and out + amount > rule.most:
        raise UnableToKeepFund(
            fund=fund.title,
            why=f"一户在借最多 {yuan(rule.most)} 元，这一户已借 {yuan(out)} 元，再借 {yuan(amount)} 元就超过了",
        )


def move_fund(
    *, fund: Fund, kind: str, amount: int, on: date, work: Writing, voucher: str = "", document: str = "",
    household: Subject | None = None, payee: str = "", approvers: tuple[str, str] = ("", ""), note: str = "",
    appropriation: Appropriation | None = None,
) -> list[Movement]:  # fmt: skip
    """Money of a fund. What comes in belongs to ``appropriation`` (注入) or to a lot of the fund's own (入股、其他、占用费);
    what goes out is taken from the lots in the order in which they came, so that it can be followed. Amount in fen.

    Raises :class:`UnableToKeepFund` or ``UnableToMove``.
    """
    if fund.closed_on is not None and kind not in ("repay", "share_back", "wind_up", "fund_back"):
        raise UnableToKeepFund(fund=fund.title, why=f"{fund.closed_on} 已经退出，只能收回借款、退股和清算")
    common = {
        "kind": kind, "moved_on": on, "project": fund.subject, "voucher": voucher, "document": document, "household": household,
        "payee": payee, "approved_by": approvers[0], "approved_again_by": approvers[1], "note": note,
    }  # fmt: skip
    if kind == "lend" and household is not None:
        _require_within_rule(fund, household, amount, on)
    if kind == "endow" and appropriation is None:
        raise UnableToKeepFund(fund=fund.title, why="注入要写明指标")
    if kind in OWN_MONEY or kind == "endow":
        lot = appropriation or own_lot(fund=fund, kind=kind, on=on, work=work)
        return post([Order(amount=amount, appropriation=lot, **common)], work=work)
    orders = [
        Order(amount=part, appropriation=lot, **common) for lot, part in lots_of(fund, kind, amount, household, payee)
    ]
    return post(orders, work=work)


def close_fund(*, fund: Fund, on: date, why: str, by: Actor) -> Fund:
    """End a society or fund (退出). Raises :class:`UnableToKeepFund` while loans are out, shares are held or money is left."""
    held = Account.objects.filter(project=fund.subject)
    for kind, what in (("lent", "没有收回的借款"), ("fund", "没有清算的余额")):
        left = sum(held.filter(kind=kind).values_list("balance", flat=True))
        if left:
            raise UnableToKeepFund(fund=fund.title, why=f"还有{what} {yuan(left)} 元")
    if not why.strip():
        raise UnableToKeepFund(fund=fund.title, why="没有写退出依据")
    with writing(
        kind=Change.Kind.PAGE, by=by, source=why, action="fund.close", subject_kind="组织", subject_code=fund.subject.code,
        area_code=fund.subject.area_id, closed_on=on.isoformat(),
    ):  # fmt: skip
        fund.closed_on, fund.closed_why = on, why.strip()
        fund.save(update_fields=("closed_on", "closed_why"))
    return fund


def own_lot(*, fund: Fund, kind: str, on: date, work: Writing) -> Appropriation:
    """The lot of a fund's own money of one kind, opened when it first comes."""
    title, source = OWN_MONEY[kind]
    number = f"{fund.subject.code}-{title}"
    known = Appropriation.objects.filter(number=number).first()
    return known or register_appropriation(
        number=number, document=fund.rules or fund.title, title=f"{fund.title}{title}", source=source, level="other",
        year=on.year, issued_on=on, area=fund.subject.area_id, work=work,
    )  # fmt: skip


def take_back_funds(*, change: Change, work: Writing) -> None:
    """Undo the setting up of funds by one change. Raises :class:`UnableToKeepFund` where money of theirs has moved and stands."""
    for fund in Fund.objects.filter(change=change).select_related("subject"):
        if Movement.objects.filter(project=fund.subject, reverses__isnull=True, reversed_by__isnull=True).exists():
            raise UnableToKeepFund(fund=fund.title, why="已有流水，请先撤销或冲销它的流水")
        if fund.purposes.exists():
            raise UnableToKeepFund(fund=fund.title, why="已登记用途，请先撤销用途的导入；在页上登记的用途不能撤销")
        work.note("fund", [(fund.subject.code, "undone")])
        fund.delete()


def lots_of(
    fund: Fund, kind: str, amount: int, household: Subject | None = None, payee: str = ""
) -> list[tuple[Appropriation, int]]:
    """The lots from which ``amount`` goes out, oldest first; what comes back or is given back goes where it came from."""
    rows = Account.objects.filter(project=fund.subject).select_related("appropriation").order_by("appropriation", "pk")
    match kind:
        case "repay":
            rows = rows.filter(kind="lent", household=household)
        case "fund_back":
            rows = rows.filter(kind="aided", payee=payee, household=household)
        case "share_back":
            rows = rows.filter(kind="fund", appropriation__number=f"{fund.subject.code}-{OWN_MONEY['share'][0]}")
        case _:
            rows = rows.filter(kind="fund")
    found, left = [], amount
    for row in rows.filter(balance__gt=0):
        part = min(left, row.balance)
        found.append((row.appropriation, part))
        left -= part
        if not left:
            return found
    raise UnableToKeepFund(
        fund=fund.title, why=f"可用的只有 {yuan(amount - left)} 元，要 {yuan(amount)} 元，还差 {yuan(left)} 元"
    )
