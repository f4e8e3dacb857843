"""四大基金 and 扶贫互助社: side by side, one with its money and members, and recording for posts that keep funds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from jingzhun.accounts.export import export_notes, require_few, send_workbook
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require, within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.core.errors import Problem
from jingzhun.core.money import wan
from jingzhun.documents.workbook import Column, Sheet, write_sheets
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.fields import described
from jingzhun.registry.forms import CodeField, MoneyField, form_field
from jingzhun.registry.models import Household, Subject

from ..actions.fund import UnableToKeepFund, close_fund, move_fund, report_fund, set_loan_rule, set_up_fund
from ..actions.fund_purpose import end_purpose, set_purpose
from ..flows import FLOWS
from ..forms import PastDay, appropriation_in
from ..fund_columns import FUND_COLUMNS, FUND_COUNTS, HEADERS_OF_FUNDS
from ..fund_file import FundLine, fund_lines, movements_of, society_totals
from ..fund_paper import CAPITAL, money_of, paper_line, paper_total
from ..fund_paper import COLUMNS as PAPER
from ..loans import Loan, loans_of, rule_on, rules_of
from ..models import Account, Appropriation, Fund, FundCount, FundPurpose, FundRequest
from ..request_money import holding_of, with_paid
from .booking import booking

SHOWN = 50
BY_PAGE = ("endow", "share", "contribute", "fee", "lend", "repay", "share_back", "wind_up")
"""What a page records; what is paid out of a fund goes through a file or a case, because two people must approve it."""


class FundForm(forms.Form):
    """A new fund or society."""

    kind = forms.ChoiceField(label="种类", choices=Fund.Kind.choices)
    code = CodeField(label="编号")
    title = forms.CharField(label="名称", max_length=80)
    area = forms.ChoiceField(label="所在地")
    pilot = forms.ChoiceField(label="试点级别", choices=Fund.Pilot.choices, required=False)
    rules = forms.CharField(label="章程或办法", max_length=120, required=False)
    set_up_on = forms.DateField(label="设立日期")

    def __init__(self, *args: Any, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        places = within(
            Area.objects.filter(level__in=(Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)), post, field="code"
        )
        self.fields["area"].choices = [(place.pk, place.full_title) for place in places]


class MoveForm(forms.Form):
    """Money in, lent, paid back or given back."""

    kind = forms.ChoiceField(label="收支")
    amount = MoneyField(label="金额", help_text="元；也可以写“5万元”")
    on = PastDay(label="日期")
    appropriation = forms.CharField(label="指标编号", max_length=40, required=False, help_text="只有注入要写")
    household = forms.CharField(label="户编号", max_length=40, required=False, help_text="入股、退股、借出、收回要写")
    voucher = forms.CharField(label="凭证号", max_length=40, required=False)
    document = forms.CharField(label="文号", max_length=80, required=False, help_text="注入、清算要写")

    def __init__(self, *args: Any, fund: Fund, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = BY_PAGE if fund.is_society else ("endow", "contribute", "wind_up")
        self.fields["kind"].choices = [(kind, FLOWS[kind].title) for kind in kinds]
        self.post = post
        if not fund.is_society:
            del self.fields["household"]

    def clean_appropriation(self) -> Appropriation | None:
        return appropriation_in(self.post, self.cleaned_data["appropriation"])

    def clean_household(self) -> Subject | None:
        code = self.cleaned_data["household"]
        rows = Subject.objects.filter(kind=Subject.Kind.HOUSEHOLD, code=code)
        found = within(rows, self.post).first() if code else None
        if code and found is None:
            raise forms.ValidationError("没有这一户，或不在你的范围")
        return found


class CountForm(forms.Form):
    """What the fund reports of itself."""

    since = forms.DateField(label="截至")

    def __init__(self, *args: Any, fund: Fund, **options: Any) -> None:
        super().__init__(*args, **options)
        book, society = CodeBook.read(), ("helped", "borrowers", "loans")
        for field in described(FundCount):
            if (field.name in society) != fund.is_society:
                self.fields[field.name] = form_field(field, book, required=False)
        self.fields["source"] = forms.CharField(label="依据", max_length=120)


class PurposeForm(forms.Form):
    """What the fund may be paid out for, as a clause of its rules says."""

    title = forms.CharField(label="用途", max_length=40)
    serves = forms.ChoiceField(label="发给", choices=FundPurpose.Serves.choices)
    per = forms.ChoiceField(label="次数", choices=FundPurpose.Per.choices)
    most = MoneyField(label="上限", required=False, help_text="元，一次最多；章程没有写的不填")
    is_noticed = forms.BooleanField(label="发放前公示", required=False)
    since = forms.DateField(label="自何日起")
    clause = forms.CharField(label="依据", max_length=120, help_text="章程或办法的哪一条；没有见到原文的写明未核实")


class RuleForm(forms.Form):
    """A society's rule of lending; blanks are no rule."""

    since = forms.DateField(label="自何日起")
    most = MoneyField(label="一户在借上限", required=False, help_text="元；章程没有写的不填")
    months = forms.IntegerField(label="借款期限（月）", min_value=1, max_value=600, required=False)
    source = forms.CharField(label="依据", max_length=120, help_text="章程或办法；上级的数没有见到原文，按本社的写")


def _funds(post: Post):
    return within(Fund.objects.select_related("subject__area__parent"), post, field="subject__area_id")


def fund_list(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    lines = fund_lines(_funds(post), day=request.as_of, known_at=request.known_at)
    societies = [line for line in lines if line.fund.is_society]
    return render(
        request, "ledger/fund_list.html",
        {
            "four": [line for line in lines if not line.fund.is_society], "totals": society_totals(societies),
            "page": Paginator(societies, SHOWN).get_page(request.GET.get("page")),
            "may_record": post.may(Verb.RECORD_FUNDS), "may_export": post.may(Verb.EXPORT),
        },
    )  # fmt: skip


def fund_new(request: HttpRequest) -> HttpResponse:
    post = require(request.post, Verb.RECORD_FUNDS)
    form = FundForm(request.POST or None, post=post)
    if request.method == "POST" and form.is_valid():
        try:
            with booking(post, action="fund.set_up", source=form.cleaned_data["rules"] or "基金登记") as work:
                fund = set_up_fund(**form.cleaned_data, work=work)
            return redirect("fund", code=fund.subject.code)
        except Problem as problem:
            form.add_error(None, str(problem))
    return render(request, "ledger/fund_new.html", {"form": form}, status=422 if form.errors else 200)


def fund_page(request: HttpRequest, code: str) -> HttpResponse:
    post = require(request.post, Verb.VIEW_FUNDS)
    fund = get_within(Fund.objects.select_related("subject__area"), post, field="subject__area_id", subject__code=code)
    may_record = post.may(Verb.RECORD_FUNDS)
    move, count, rule, purpose, status = _forms(request, fund, post) if may_record else (None, None, None, None, 200)
    if status == 302:
        return redirect("fund", code=code)
    line = fund_lines([fund], day=request.as_of, known_at=request.known_at)[0]
    page = Paginator(movements_of(fund, request.as_of), SHOWN).get_page(request.GET.get("page"))
    named = post.may(Verb.VIEW_HOUSEHOLDS)
    loans = loans_of(fund, day=request.as_of) if fund.is_society else []
    late = [loan for loan in loans if loan.is_late(request.as_of)]
    endless = [loan for loan in loans if loan.left and loan.due_on is None]
    return render(
        request, "ledger/fund.html",
        {
            "rule_form": rule if fund.is_society else None, "rule": rule_on(rules_of(fund.subject_id), request.as_of),
            "loans": _loans([loan for loan in loans if loan.left], named, request.as_of), "day": request.as_of,
            "fund": fund, "line": line, "strip": _strip(line) + _late(late, endless, fund), "page": page, "rows": _rows(page.object_list, named, request.as_of),
            "counts": _counts(line), "move": move, "count": count, "may_record": may_record,
            "members": Account.objects.filter(project=fund.subject, kind="outside", balance__lt=0).count(),
            "may_close": may_record and fund.closed_on is None, "purpose_form": None if fund.is_society else purpose,
            "purposes": fund.purposes.all(), "held": holding_of(fund), "asked": Paginator(_asked(fund, post), SHOWN).get_page(request.GET.get("asked")),
        },
        status=status,
    )  # fmt: skip


def _asked(fund: Fund, post: Post) -> QuerySet[FundRequest]:
    """The requests of the reader's area, those that wait first."""
    rows = with_paid(within(FundRequest.objects.filter(fund=fund), post, field="subject__area_id"))
    return rows.select_related("subject__area", "purpose").order_by("voided_on", "paid", "-applied_on", "-pk")


def purpose_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """From today on nothing more is requested for a purpose."""
    post = require(request.post, Verb.RECORD_FUNDS)
    fund = get_within(Fund.objects.select_related("subject"), post, field="subject__area_id", subject__code=code)
    purpose = get_object_or_404(fund.purposes, pk=pk)
    if request.method == "POST":
        try:
            with booking(post, action="fund.purpose_end", source=f"{fund.title}止用途{purpose.title}") as work:
                end_purpose(purpose=purpose, until=timezone.localdate(), work=work)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"“{purpose.title}”从今天起不再申请")
    return redirect("fund", code=code)


def _late(late: list[Loan], unknown: list[Loan], fund: Fund) -> list[dict[str, Any]]:
    """What is overdue; ``unknown`` are loans without a term, which are not judged."""
    if not fund.is_society:
        return []
    note = f"{len(late)} 笔，{len({loan.household for loan in late})} 户"
    note += f"；另有 {len(unknown)} 笔没有期限，未判断" if unknown else ""
    return [{"title": "逾期", "value": wan(sum(loan.left for loan in late)), "unit": "万元", "note": note}]


def _loans(loans: list[Loan], named: bool, day: Any) -> list[tuple[Loan, str]]:
    """What is out, the earliest due first, with the household's head for posts that see households."""
    keys = {loan.household for loan in loans}
    heads = {home.pk: home.head_name for home in Household.objects.filter(pk__in=keys).with_head(day)} if named else {}
    listed = sorted(loans, key=lambda loan: (loan.due_on is None, loan.due_on or loan.lent_on, loan.lent_on))
    return [(loan, f"{heads.get(loan.household) or '户主待补'}户" if named else "一户") for loan in listed]


def _forms(request: HttpRequest, fund: Fund, post: Post) -> tuple[MoveForm, CountForm, RuleForm, PurposeForm, int]:
    """The forms, and the status to answer with: 302 when one of them was written."""
    what = request.POST.get("what", "")
    move = MoveForm(request.POST if what == "move" else None, fund=fund, post=post, prefix="move")
    count = CountForm(request.POST if what == "count" else None, fund=fund, prefix="count")
    rule = RuleForm(request.POST if what == "rule" else None, prefix="rule")
    purpose = PurposeForm(request.POST if what == "purpose" else None, prefix="purpose")
    shown = (move, count, rule, purpose)
    form = {"move": move, "count": count, "rule": rule, "purpose": purpose}.get(what)
    if request.method != "POST":
        return *shown, 200
    if form is None or not form.is_valid():
        return *shown, 422
    given = dict(form.cleaned_data)
    try:
        if what == "move":
            with booking(post, action="fund.move", source=f"{post} 登记") as work:
                move_fund(fund=fund, work=work, **given)
        elif what == "purpose":
            with booking(post, action="fund.purpose", source=given["clause"]) as work:
                set_purpose(fund=fund, work=work, **given)
        elif what == "rule":
            set_loan_rule(fund=fund, by=post.actor, **given)
        else:
            since, source = given.pop("since"), given.pop("source")
            report_fund(fund=fund, since=since, values=given, by=post.actor, source=source)
    except Problem as problem:
        form.add_error(None, str(problem))
        return *shown, 422
    messages.success(request, f"已登记：{fund.title}")
    return *shown, 302


def fund_close(request: HttpRequest, code: str) -> HttpResponse:
    """退出: only when nothing is lent or left."""
    post = require(request.post, Verb.RECORD_FUNDS)
    fund = get_within(Fund.objects.select_related("subject"), post, field="subject__area_id", subject__code=code)
    if request.method == "POST":
        try:
            close_fund(fund=fund, on=timezone.localdate(), why=request.POST.get("why", ""), by=post.actor)
            messages.success(request, f"{fund.title}已退出")
        except UnableToKeepFund as problem:
            messages.error(request, str(problem))
    return redirect("fund", code=code)


def fund_export(request: HttpRequest) -> HttpResponse:
    """Every fund in reach: a sheet for paper, and one in the columns of the import with what makes it up and what went out."""
    post = require(request.post, Verb.EXPORT)
    require(post, Verb.VIEW_FUNDS)
    lines = fund_lines(_funds(post), day=request.as_of, known_at=request.known_at)
    require_few(len(lines))
    columns = [
        *(Column(header, {"money": "money", "int": "number", "date": "date"}.get(column.kind, "text"), 14)
          for header, column in zip(HEADERS_OF_FUNDS, FUND_COLUMNS, strict=True)),
        *(Column(f"{title}（元）", "money", 16) for title in (*CAPITAL, "发放", "在借", "余额")),
    ]  # fmt: skip
    rows = [[*_own_columns(line), *money_of(line)] for line in lines]
    notes, total = export_notes(request), paper_total(lines) if lines else ()
    data = write_sheets([
        Sheet("基金和互助社", notes, PAPER, list(map(paper_line, lines)), total), Sheet("基金和互助社（导入的列）", notes, columns, rows, on_one=True),
    ])  # fmt: skip
    return send_workbook(request, data, name="基金和互助社", rows=len(rows))


def _own_columns(line: FundLine) -> list[object]:
    fund, area, count = line.fund, line.fund.subject.area, line.count
    village = area.title if area.level == Level.VILLAGE else ""
    township = area if area.level == Level.TOWNSHIP else area.parent if village else None
    return [
        fund.subject.code, fund.title, fund.get_kind_display(), township.title if township else "", village,
        fund.get_pilot_display(), fund.rules, fund.set_up_on, count.since if count else None,
        *(getattr(count, name, None) for name in FUND_COUNTS),
    ]  # fmt: skip


def _strip(line: FundLine) -> list[dict[str, Any]]:
    parts = " + ".join(f"{title} {wan(amount)}" for title, amount in line.capital.items() if amount)
    strip = [{"title": "总量", "value": wan(line.total), "unit": "万元", "note": parts}]
    if line.fund.is_society:
        strip.append({"title": "在借", "value": wan(line.lent), "unit": "万元", "note": "借出减收回"})
    else:
        strip.append({"title": "已发放", "value": wan(line.paid), "unit": "万元", "note": "减去收回的"})
    strip.append({"title": "余额", "value": wan(line.balance), "unit": "万元", "note": _reckoned(line)})
    if line.leverage is not None:
        strip.append({"title": "撬动", "value": f"{line.leverage}", "unit": "倍", "note": "贷款 ÷ 基金"})
    if line.poor_joined is not None:
        strip.append(
            {"title": "贫困户入社", "value": f"{line.poor_joined}", "unit": "%", "note": "贫困户社员 ÷ 村内贫困户"}
        )
    return strip


def _reckoned(line: FundLine) -> str:
    """How the balance comes about: what makes the fund up, what came and what went."""
    parts = (
        ("+ 占用费", line.net("fee")),
        ("− 在借", line.lent),
        ("− 发放", line.paid),
        ("− 清算", line.net("wind_up")),
    )
    return " ".join(("总量", *(f"{title} {wan(amount)}" for title, amount in parts if amount)))


def _counts(line: FundLine) -> list[tuple[str, object, str]]:
    if line.count is None:
        return []
    shown = []
    for field in described(FundCount):
        value = getattr(line.count, field.name)
        if value is not None:
            money = field.type_name == "money"
            shown.append((str(field.verbose_name), wan(value) if money else value, "万元" if money else field.unit))
    if line.loan_each is not None:
        shown.append(("户均贷款", wan(line.loan_each), "万元"))
    return shown


def _rows(movements, named: bool, day) -> list[tuple[object, str]]:
    """Each movement with whom it concerns: a household by its head for posts that see households, else by nothing."""
    keys = {side.household_id for row in movements for side in (row.source, row.target) if side.household_id}
    heads = {home.pk: home.head_name for home in Household.objects.filter(pk__in=keys).with_head(day)} if named else {}
    listed = []
    for row in movements:
        side = row.target if row.target.household_id else row.source
        whose = f"{heads.get(side.household_id) or '户主待补'}户" if named else "一户" if side.household_id else ""
        listed.append((row, whose if side.household_id else row.target.payee or row.source.payee))
    return listed
