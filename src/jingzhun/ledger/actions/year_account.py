"""Sealing a year's final account (定案) and deciding about it: sealed by one of the county's finance office, approved by another."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.core.guard import refusal_in
from jingzhun.core.money import yuan
from jingzhun.registry.actions.writing import Writing

from ..models import Movement, YearAccount, YearRevocation
from ..year_figures import Line, digest_of, frozen, year_lines


class UnableToCloseYear(Problem):
    code = "B-150"
    says = "{year} 年决算不能{what}：{why}"
    remedy = "请核对各行是否相等、年度是否已过；定案后有变动的退回重新定案，由另一人批准"


def seal_year(*, area: Area, year: int, on: date, work: Writing) -> YearAccount:
    """Keep the figures of a year that is over, as they are; they wait for another person. Raises :class:`UnableToCloseYear`."""
    code, last_on, what = AreaCode.parse(area.code), date(year, 12, 31), "定案"
    if work.change.by_id is None:
        raise UnableToCloseYear(year=year, what=what, why="要由人定案")
    if on <= last_on:
        raise UnableToCloseYear(year=year, what=what, why=f"{last_on} 还没有过")
    standing = YearAccount.objects.filter(area=area, year=year).exclude(outcome="returned").first()
    if standing is not None:
        raise UnableToCloseYear(
            year=year, what=what, why=f"{standing.sealed_on} 已经定案，{standing.get_outcome_display()}"
        )
    _hold_movements()
    lines = year_lines(area=code, year=year, until=last_on)
    _require_equal(lines, year, what)
    rows = frozen(lines)
    account = YearAccount(
        area=area, scope=code.significant, year=year, last_on=last_on, rows=rows, digest=digest_of(rows),
        last_movement=Movement.objects.aggregate(last=Max("pk"))["last"] or 0, sealed_on=on, sealed_by_id=work.change.by_id,
        sealed_change=work.change,
    )  # fmt: skip
    _save(account, what)
    work.note("year_account", [(area.code, year, "seal", account.digest)])
    return account


def approve_year(*, account: YearAccount, on: date, work: Writing) -> YearAccount:
    """Approve what another person sealed, if the ledger still says the same; the year is closed. Raises
    :class:`UnableToCloseYear`."""
    account, what = _undecided(account, "批准"), "批准"
    if work.change.by_id is None or work.change.by_id == account.sealed_by_id:
        raise UnableToCloseYear(year=account.year, what=what, why=f"是{account.sealed_by.name}定案的，要由另一人批准")
    _hold_movements()
    now = year_lines(area=AreaCode.parse(account.area_id), year=account.year, until=account.last_on)
    if digest_of(frozen(now)) != account.digest:
        later = Movement.objects.filter(pk__gt=account.last_movement, moved_on__lte=account.last_on).count()
        raise UnableToCloseYear(year=account.year, what=what, why=f"定案后又有 {later} 笔记在这一年或以前，数字已变")
    _decide(account, "approved", on, what, work)
    return account


def return_year(*, account: YearAccount, on: date, why: str, work: Writing) -> YearAccount:
    """Send a sealed account back with the reason; it may be sealed anew. Raises :class:`UnableToCloseYear`."""
    account = _undecided(account, "退回")
    account.note = why.strip()[:200]
    if not account.note:
        raise UnableToCloseYear(year=account.year, what="退回", why="没有写理由")
    _decide(account, "returned", on, "退回", work)
    return account


def revoke_year(*, account: YearAccount, on: date, why: str, work: Writing) -> YearAccount:
    """Take an approval back: by a third person, with the reason, the latest approved year first. The year is open again and may be
    sealed anew. Raises :class:`UnableToCloseYear`."""
    what, said = "撤销批准", why.strip()[:200]
    rows = YearAccount.objects.select_for_update(of=("self",)).select_related("sealed_by", "decided_by")
    account = rows.get(pk=account.pk)
    later = (
        YearAccount.objects.filter(area=account.area_id, outcome="approved", year__gt=account.year)
        .order_by("year")
        .last()
    )
    if account.outcome != "approved" or account.decided_by is None:
        raise UnableToCloseYear(year=account.year, what=what, why="没有批准")
    if work.change.by_id is None or work.change.by_id in (account.sealed_by_id, account.decided_by_id):
        who = f"{account.sealed_by.name}定案、{account.decided_by.name}批准"
        raise UnableToCloseYear(year=account.year, what=what, why=f"是{who}的，要由第三人撤销")
    if not said:
        raise UnableToCloseYear(year=account.year, what=what, why="没有写理由")
    if later is not None:
        raise UnableToCloseYear(year=account.year, what=what, why=f"{later.year} 年决算也已批准，先撤销它")
    account.outcome, account.note = "returned", said
    try:
        with transaction.atomic():
            YearRevocation.objects.create(
                account=account, revoked_on=on, revoked_by_id=work.change.by_id, why=said, change=work.change
            )
            account.save(update_fields=("outcome", "note"))
    except IntegrityError as refused:
        why = refusal_in(str(refused)) or "不合数据库的约束"
        raise UnableToCloseYear(year=account.year, what=what, why=why) from refused
    work.note("year_account", [(account.area_id, account.year, "revoke", account.digest)])
    return account


def _hold_movements() -> None:
    """No movement comes in between reading the figures and the end of this write. On SQLite there is one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_movement IN SHARE MODE")


def _require_equal(lines: list[Line], year: int, what: str) -> None:
    if not lines:
        raise UnableToCloseYear(year=year, what=what, why="这一年没有资金")
    wrong = next((line for line in lines if not line.holds), None)
    if wrong is not None:
        why = f"{wrong.part.title} {wrong.number} 推算 {yuan(wrong.reckoned)} 元，账上 {yuan(wrong.closing)} 元"
        raise UnableToCloseYear(year=year, what=what, why=why)


def _undecided(account: YearAccount, what: str) -> YearAccount:
    account = YearAccount.objects.select_for_update(of=("self",)).select_related("sealed_by").get(pk=account.pk)
    if account.outcome:
        why = f"{account.decided_on} {account.get_outcome_display()}"
        raise UnableToCloseYear(year=account.year, what=what, why=why)
    return account


def _decide(account: YearAccount, outcome: str, on: date, what: str, work: Writing) -> None:
    account.outcome, account.decided_on = outcome, on
    account.decided_by_id, account.decided_change = work.change.by_id, work.change
    _save(account, what, ("outcome", "decided_on", "decided_by", "decided_change", "note"))
    work.note("year_account", [(account.area_id, account.year, outcome, account.digest)])


def _save(account: YearAccount, what: str, fields: tuple[str, ...] | None = None) -> None:
    try:
        with transaction.atomic():
            account.save(update_fields=fields)
    except IntegrityError as refused:
        why = refusal_in(str(refused)) or "不合数据库的约束"
        raise UnableToCloseYear(year=account.year, what=what, why=why) from refused
