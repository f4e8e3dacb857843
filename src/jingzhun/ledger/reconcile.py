"""The identities of the ledger, recomputed from the movements alone and set beside what is kept.

Each identity says in figures what it compared; one that does not hold names the rows, and since which movement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q, Sum

from jingzhun.core.area_code import AreaCode
from jingzhun.core.money import yuan

from .flows import ACCOUNTS, FLOWS, OUTSIDE, PAYMENTS, REVERSE, STEPS
from .models import Account, Appropriation, AwardLine, ClaimLine, FindingStep, FundRequest, Movement, YearAccount
from .models.audit_finding import COUNTED
from .request_money import with_paid
from .states import net_by_state, net_of
from .year_figures import differences, thawed, year_lines


@dataclass(frozen=True)
class Breach:
    """One thing that does not hold; ``movement`` is the first movement since which it does not, 0 where none is to blame."""

    text: str
    movement: int = 0


@dataclass
class Identity:
    """``said`` is the comparison in figures."""

    title: str
    said: str
    breaches: list[Breach] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.breaches


def identities() -> Iterator[Identity]:
    """Every identity, in the order in which a reader wants them."""
    accounts = {row.pk: row for row in Account.objects.select_related("appropriation", "project")}
    found = _sums()
    yield _balances(accounts, found)
    yield _nothing_made(accounts, found)
    yield _every_day(accounts)
    for title, check in (("每个指标的去向合计等于下达", _by_appropriation), ("下达≥到位≥拨付≥报账≥支付", _in_order)):
        yield check(title, accounts, found)
    yield _claims()
    yield _payments()
    yield _reversals()
    yield _awards()
    yield _requests()
    yield _recovered()
    yield _closed_years()


@dataclass
class _Sums:
    incoming: dict[int, int]
    outgoing: dict[int, int]

    def balance(self, account: int) -> int:
        return self.incoming.get(account, 0) - self.outgoing.get(account, 0)


def _sums() -> _Sums:
    rows = Movement.objects.order_by()
    return _Sums(
        dict(rows.values_list("target").annotate(Sum("amount"))),
        dict(rows.values_list("source").annotate(Sum("amount"))),
    )


def _balances(accounts: dict[int, Account], found: _Sums) -> Identity:
    identity = Identity("余额等于流水", f"{len(accounts)} 个账户，余额逐个等于转入减转出")
    for account in accounts.values():
        by_rows = found.balance(account.pk)
        if account.balance != by_rows:
            identity.breaches.append(
                Breach(
                    f"{account}余额记作 {yuan(account.balance)} 元，按流水是 {yuan(by_rows)} 元", account.last_movement
                )
            )
    return identity


def _nothing_made(accounts: dict[int, Account], found: _Sums) -> Identity:
    outside = -sum(found.balance(pk) for pk, account in accounts.items() if account.kind == OUTSIDE)
    by_state = {
        kind: sum(found.balance(pk) for pk, account in accounts.items() if account.kind == kind)
        for kind in ACCOUNTS
        if kind != OUTSIDE
    }
    parts = " + ".join(f"{ACCOUNTS[kind]} {yuan(amount)}" for kind, amount in by_state.items())
    total = sum(by_state.values())
    identity = Identity("进来的钱都在账上", f"从外面进来 {yuan(outside)} 元 = {parts} = {yuan(total)} 元")
    if outside != total:
        identity.breaches.append(Breach(f"相差 {yuan(outside - total)} 元"))
    return identity


def _every_day(accounts: dict[int, Account]) -> Identity:
    """On no day is an account below nought, whatever the order in which movements were entered."""
    identity = Identity("任何一天都不透支", f"{len(accounts)} 个账户按日期逐笔加减")
    running: dict[int, int] = defaultdict(int)
    pending: list[tuple[int, int]] = []
    day: date | None = None

    def close() -> None:
        for account, movement in pending:
            held = accounts[account]
            if held.kind != OUTSIDE and running[account] < 0:
                identity.breaches.append(Breach(f"{day} {held}为 {yuan(running[account])} 元", movement))
        pending.clear()

    rows = Movement.objects.order_by("moved_on", "pk").values_list("pk", "moved_on", "source", "target", "amount")
    for pk, moved_on, source, target, amount in rows.iterator(chunk_size=5000):
        if moved_on != day:
            close()
            day = moved_on
        running[source] -= amount
        running[target] += amount
        pending.append((source, pk))
    close()
    return identity


def _by_appropriation(title: str, accounts: dict[int, Account], found: _Sums) -> Identity:
    promised: dict[int, int] = defaultdict(int)
    held: dict[int, int] = defaultdict(int)
    for pk, account in accounts.items():
        (promised if account.kind == OUTSIDE else held)[account.appropriation_id] += found.balance(pk)
    carried = _carried()
    names = dict(Appropriation.objects.values_list("pk", "number"))
    identity = Identity(
        title,
        f"{len(names)} 个指标，净下达合计 {yuan(-sum(promised.values()))} 元，在账 {yuan(sum(held.values()))} 元",
    )
    for pk, number in names.items():
        expected = -promised[pk] + carried.get(pk, 0)
        if expected != held[pk]:
            identity.breaches.append(Breach(f"指标 {number} 下达并结转 {yuan(expected)} 元，在账 {yuan(held[pk])} 元"))
    return identity


def _carried() -> dict[int, int]:
    """Appropriation → fen carried into it less carried out of it; a reversal of a carry-over takes it back by its shape."""
    moved: dict[int, int] = defaultdict(int)
    rows = Movement.objects.exclude(source__appropriation=F("target__appropriation"))
    for source, target, amount in rows.values_list("source__appropriation", "target__appropriation", "amount"):
        moved[source] -= amount
        moved[target] += amount
    return moved


def _in_order(title: str, accounts: dict[int, Account], found: _Sums) -> Identity:
    """Cumulative amounts per project never grow from one state to the next."""
    states = net_by_state(Movement.objects.all())
    names = [name for name in STEPS if name not in ("支付到单位", "兑付到户")]
    paid = states["支付到单位"] + states["兑付到户"]
    said = "，".join(f"{name} {yuan(states[name])} 元" for name in names) + f"，支付和兑付 {yuan(paid)} 元"
    identity = Identity(title, said)
    rows = (
        Movement.objects.filter(project__isnull=False)
        .values_list("project__code")
        .annotate(**{f"state_{index}": net_of(kinds) for index, kinds in enumerate(STEPS.values())})
    )
    for code, *amounts in rows.order_by():
        allocated, claimed, paid = amounts[2], amounts[3], amounts[4] + amounts[5]
        if not allocated >= claimed >= paid >= 0:
            identity.breaches.append(
                Breach(f"项目 {code} 拨付 {yuan(allocated)} 元、报账 {yuan(claimed)} 元、支付 {yuan(paid)} 元")
            )
    return identity


def _claims() -> Identity:
    lines = dict(ClaimLine.objects.filter(is_void=False).order_by().values_list("claim").annotate(Sum("amount")))
    bound = Movement.objects.filter(claim__isnull=False).order_by().values_list("claim")
    moved = dict(bound.annotate(fen=net_of(STEPS["报账"])))
    paid = dict(bound.annotate(fen=net_of(STEPS["支付到单位"]) + net_of(STEPS["兑付到户"])))
    codes = dict(Account.objects.filter(claim__isnull=False).values_list("claim", "claim__subject__code"))
    identity = Identity(
        "报账不超过发票，支付不超过报账",
        f"{len(moved)} 张报账单，发票 {yuan(sum(lines.values()))} 元，报账 {yuan(sum(moved.values()))} 元，支付 {yuan(sum(paid.values()))} 元",
    )
    for claim, amount in moved.items():
        invoiced = lines.get(claim)
        if (invoiced is not None and amount > invoiced) or paid.get(claim, 0) > amount:
            identity.breaches.append(
                Breach(
                    f"报账单 {codes.get(claim, claim)} 发票 {yuan(invoiced or 0)} 元、报账 {yuan(amount)} 元、支付 {yuan(paid.get(claim, 0))} 元"
                )
            )
    return identity


def _payments() -> Identity:
    rows = Movement.objects.filter(kind__in=PAYMENTS)
    claimed = [kind for kind in PAYMENTS if "claim" in FLOWS[kind].needs]
    without = rows.filter(
        Q(project__isnull=True) | Q(voucher="") | Q(claim__isnull=True, kind__in=claimed) | Q(approved_by="")
        | Q(approved_again_by="") | Q(approved_by=F("approved_again_by"))
    )  # fmt: skip
    identity = Identity("每笔支付有项目、凭证和两名审批人，项目支付有报账单", f"{rows.count()} 笔支付")
    for row in without:
        identity.breaches.append(Breach(f"第 {row.pk} 笔 {row.title} {yuan(row.amount)} 元缺项", row.pk))
    return identity


def _reversals() -> Identity:
    rows = Movement.objects.filter(kind=REVERSE).select_related("reverses")
    identity = Identity("冲销与原来那一笔相等、相反", f"{rows.count()} 笔冲销")
    for row in rows:
        was = row.reverses
        if was is None or (was.source_id, was.target_id, was.amount) != (row.target_id, row.source_id, row.amount):
            identity.breaches.append(Breach(f"第 {row.pk} 笔冲销与原来那一笔不符", row.pk))
    return identity


def _awards() -> Identity:
    """A line of a roster is paid its amount or nothing."""
    bound = Movement.objects.filter(line__isnull=False).order_by().values_list("line")
    paid = dict(bound.annotate(fen=net_of(STEPS["兑付到户"])))
    lines = AwardLine.objects.filter(pk__in=paid).select_related("household") if paid else AwardLine.objects.none()
    identity = Identity("名册每行兑付一次，金额相等", f"{len(paid)} 行，兑付 {yuan(sum(paid.values()))} 元")
    for line in lines:
        if paid[line.pk] not in (0, line.amount):
            identity.breaches.append(
                Breach(f"{line.household} 名册 {yuan(line.amount)} 元，兑付 {yuan(paid[line.pk])} 元")
            )
    twice = AwardLine.objects.filter(struck_on__isnull=True).order_by().values("household", "programme", "year")
    for row in twice.annotate(times=Count("pk")).filter(times__gt=1):
        identity.breaches.append(
            Breach(f"农户 {row['household']} 在 {row['programme']} {row['year']} 里有 {row['times']} 行")
        )
    return identity


def _requests() -> Identity:
    """A fund request is paid no more than was granted, one of a beneficiary, purpose and period."""
    rows = with_paid(FundRequest.objects.select_related("subject")).filter(movements__isnull=False).distinct()
    paid = list(rows)
    identity = Identity(
        "基金申请发放不超过核定", f"{len(paid)} 份，发放后没有收回的 {yuan(sum(row.paid for row in paid))} 元"
    )
    for row in paid:
        if not 0 <= row.paid <= row.granted <= row.amount or (row.voided_on is not None and row.paid):
            identity.breaches.append(
                Breach(
                    f"基金申请 {row.subject.code} 申请 {yuan(row.amount)} 元，核定 {yuan(row.granted)} 元，发放 {yuan(row.paid)} 元"
                )
            )
    return identity


def _recovered() -> Identity:
    """What findings count as come back stands in the ledger: no more than the movement, and the movement not reversed."""
    back = FindingStep.objects.filter(COUNTED).order_by().values_list("movement").annotate(fen=Sum("amount"))
    taken = dict(back)
    rows = Movement.objects.filter(pk__in=taken).select_related("reversed_by") if taken else Movement.objects.none()
    identity = Identity(
        "问题追回的钱都有退款", f"{len(taken)} 笔退款、收回、上缴或冲销，记作追回 {yuan(sum(taken.values()))} 元"
    )
    for row in rows:
        undone = getattr(row, "reversed_by", None)
        if undone is not None:
            identity.breaches.append(Breach(f"第 {row.pk} 笔记作追回 {yuan(taken[row.pk])} 元，后来被冲销", undone.pk))
        elif taken[row.pk] > row.amount:
            identity.breaches.append(
                Breach(f"第 {row.pk} 笔 {yuan(row.amount)} 元，记作追回 {yuan(taken[row.pk])} 元", row.pk)
            )
    return identity


def _closed_years() -> Identity:
    """An approved final account is what the ledger says of its year still."""
    accounts = list(YearAccount.objects.filter(outcome="approved").select_related("area"))
    identity = Identity("批准的决算与流水一致", f"{len(accounts)} 份决算，逐行重算")
    for account in accounts:
        now = year_lines(area=AreaCode.parse(account.area_id), year=account.year, until=account.last_on)
        later = Movement.objects.filter(pk__gt=account.last_movement, moved_on__lte=account.last_on).order_by("pk")
        since = later.values_list("pk", flat=True).first() or 0
        for what, before, after in differences(thawed(account.rows), now):
            kept, found = (yuan(line.closing) if line else "没有" for line in (before, after))
            identity.breaches.append(Breach(f"{account} {what}，定案年末 {kept}，现在 {found}，各项见决算页", since))
    return identity
