"""What the page of one roster shows: figures, progress by village, what changed since the run, its case, its files for the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.urls import reverse

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import within
from jingzhun.casework.models import Case
from jingzhun.core.money import yuan
from jingzhun.ledger.actions.award_payment import unpaid
from jingzhun.ledger.heads import heads_of
from jingzhun.ledger.models import AwardApproval, AwardLeftOut, AwardRoster, BankFile
from jingzhun.results.award_lines import amounts_now
from jingzhun.results.models import Run
from jingzhun.results.read import changes_since

from .roster_lines import Outcome, Shown, VillageProgress, progress, whole


@dataclass(frozen=True)
class Differs:
    """A line whose amount a later run sees otherwise; ``now`` is None where data are missing now."""

    line: int
    head: str
    was: int
    now: int | None
    run: int


@dataclass(frozen=True)
class Left:
    """A household that is not in, with its reason."""

    code: str
    head: str
    village: str
    why: str
    note: str


@dataclass(frozen=True)
class Page:
    """``whole`` adds up the lines that the reader sees; ``is_whole`` says whether these are all. ``again`` is the run that judged
    these households last, where it came after the roster's own (0: none); ``differs`` are the amounts it gives otherwise."""

    roster: AwardRoster
    rows: list[Shown]
    whole: VillageProgress
    villages: list[VillageProgress]
    is_whole: bool
    run: Run | None
    changes: int
    again: int
    differs: list[Differs]
    missing: list[Left]
    others: list[Left]
    cases: list[Case]
    approval: AwardApproval | None
    files: list[BankFile]
    payable: int
    may_verify: bool

    @property
    def others_counted(self) -> str:
        """How many households are left out for other reasons than missing facts: ``132 户，评估到但不入册``."""
        return f"{len(self.others)} 户，评估到但不入册"

    @property
    def strip(self) -> list[dict[str, object]]:
        """Figures at the head of the page; each opens its rows whatever the list below is narrowed to."""
        of, here = self.whole, reverse("award", args=[self.roster.subject.code])
        return [
            {"title": "入册", "value": of.lines, "unit": "户", "note": f"剔除 {of.struck} 户" if of.struck else "", "href": f"{here}#lines"},
            {"title": "金额", "value": yuan(of.amount), "unit": "元", "note": "各行相加"},
            {"title": "核实", "value": min(of.helper, of.village), "unit": "户", "note": f"挂包干部 {of.helper}，村组干部 {of.village}"},
            {"title": "已兑付", "value": of.paid, "unit": "户", "note": f"{yuan(of.paid_amount)} 元", "href": f"{here}?state=paid#lines"},
            {"title": "缺数据未入册", "value": len(self.missing), "unit": "户", "href": "#left"},
        ]  # fmt: skip


def open_page(*, roster: AwardRoster, rows: list[Shown], post: Post, day: date) -> Page:
    run = Run.objects.filter(pk=roster.run).select_related("roster", "pack").first() if roster.run else None
    left = _left(roster, post, day)
    again, differs = _judged_again(roster, rows)
    approval = AwardApproval.objects.filter(roster=roster).select_related("claim__subject").first()
    is_whole = post.scope.covers(roster.subject.area_id)
    cases = Case.objects.filter(subject_id=roster.pk).select_related("procedure", "step").order_by("-pk")
    return Page(
        roster=roster, rows=rows, whole=whole(rows), villages=progress(rows), is_whole=is_whole, run=run,
        changes=changes_since(run.roster) if run and run.roster else 0, again=again, differs=differs,
        missing=[each for why, each in left if why == AwardLeftOut.Why.MISSING],
        others=[each for why, each in left if why != AwardLeftOut.Why.MISSING],
        cases=list(cases) if post.may(Verb.VIEW_CASES) and is_whole else [], approval=approval,
        files=files_of(roster) if is_whole else [], payable=unpaid(roster).count() if approval and is_whole else 0,
        may_verify=approval is None and post.may(Verb.CHECK_AWARDS) and any(row.is_mine for row in rows),
    )  # fmt: skip


def files_of(roster: AwardRoster) -> list[BankFile]:
    """Files with their number of payments, money, and how many came out each way."""
    counted = {
        each: Count("lines", filter=Q(lines__outcome=each)) for each in (Outcome.PAID.value, Outcome.WAITING.value)
    }
    counted["back"] = Count("lines", filter=Q(lines__outcome__in=(Outcome.FAILED, Outcome.RETURNED)))
    return list(
        roster.bank_files.annotate(count=Count("lines"), fen=Sum("lines__line__amount"), **counted).order_by("pk")
    )


def _judged_again(roster: AwardRoster, rows: Sequence[Shown]) -> tuple[int, list[Differs]]:
    now = amounts_now(roster.programme, [row.line.household_id for row in rows], roster.year)
    again, found = 0, []
    for row in rows:
        run, amount = now.get(row.line.household_id, (roster.run, row.line.amount))
        if run == roster.run:
            continue
        again = max(again, run)
        if amount != row.line.amount and not row.line.struck_on:
            found.append(Differs(row.line.number, row.head, row.line.amount, amount, run))
    return again, found


def _left(roster: AwardRoster, post: Post, day: date) -> list[tuple[str, Left]]:
    rows = within(roster.left_out.select_related("household__area"), post, field="household__area_id")
    rows = list(rows.order_by("household__code"))
    heads = heads_of([row.household_id for row in rows], day)
    return [
        (row.why, Left(row.household.code, heads.get(row.household_id, "户主未知"), row.household.area.title, row.get_why_display(), row.note))
        for row in rows
    ]  # fmt: skip
