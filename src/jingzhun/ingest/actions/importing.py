"""A file into the registry: read, recognise, plan; write in one transaction or not at all; take back as a unit.

Called by the command line and by the jobs behind the import pages. A process killed in the middle leaves nothing: the
transaction is not committed, and :func:`release_interrupted` sets the file's state right at the next start.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from jingzhun.accounts.models import Office
from jingzhun.attachments.actions import store
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.core.text import fold, whole_number
from jingzhun.ledger.actions.audit_finding import withdraw_all
from jingzhun.ledger.actions.bank_receipt import take_back_receipts
from jingzhun.ledger.actions.claim import void_claim
from jingzhun.ledger.actions.finding_step import revoke_all
from jingzhun.ledger.actions.fund import take_back_funds
from jingzhun.ledger.actions.fund_purpose import take_back_purposes
from jingzhun.ledger.actions.fund_request import void_request
from jingzhun.ledger.actions.statement import take_back
from jingzhun.ledger.models import Claim, FundRequest
from jingzhun.registry.actions import undo as registry_undo
from jingzhun.registry.actions.writing import Writing, writing
from jingzhun.registry.models import Change

from ..checking.batch import Frame
from ..layouts.declared import layouts_in_use
from ..models import SavedMapping, Upload
from ..planning.outcome import Outcome
from ..planning.plan import plan_table
from ..progress import Report, silent
from ..reading.recognise import SavedColumns, recognise, recognise_as
from ..reading.table import Table
from ..reading.workbook import Sheet, read_workbook
from ..result import Result, personal_by_header, result_of, shown

_YEAR_MONTH = re.compile(r"(?<!\d)(20\d{2})(?:[-年._]?(0[1-9]|1[0-2]))?(?!\d)")


class UnableToImportWithoutOffice(Problem):
    code = "I-010"
    says = "还没有建库"
    remedy = "请先运行 ./run init --area 县代码"


class UnableToUndoImport(Problem):
    code = "I-011"
    says = "没有可以撤销的导入"
    remedy = "只有写入过数据、还没有撤销的导入可以撤销"


@dataclass(frozen=True)
class Choice:
    """What was chosen for one import. ``columns`` (place → target) with ``layout`` overrules recognising."""

    since: date | None = None
    blank: str = "keep"
    sheet: str = ""
    header_row: int = 0
    layout: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


def office_area() -> AreaCode:
    office = Office.objects.first()
    if office is None:
        raise UnableToImportWithoutOffice()
    return AreaCode.parse(office.area_id)


def read_sheets(data: bytes, name: str) -> list[Sheet]:
    _, sheets = read_workbook(data, name, megabytes=settings.ENVIRONMENT.upload_megabytes)
    return sheets


def table_of(sheets: list[Sheet], choice: Choice) -> Table:
    """The chosen columns, or what the office saved, or what the headers say by themselves."""
    if choice.layout:
        sheet = next((s for s in sheets if s.name == choice.sheet), sheets[0])
        return recognise_as(sheets, sheet, choice.header_row, layouts_in_use()[choice.layout], choice.columns)
    saved = {
        row.signature: SavedColumns(row.layout, row.targets)
        for row in SavedMapping.objects.filter(area_id=office_area().padded)
    }
    return recognise(sheets, saved)


def default_since(table: Table, name: str, today: date) -> tuple[date, bool]:
    """The day a file speaks of unless another is chosen, and whether that is a guess: the end of its data year, of the month
    or year in its name; else, as a guess, the layout's usual day, the day as of which the office's pages open, or today."""
    place = table.place("year")
    if place is not None:
        years = {str(row[place])[:4] for row in table.rows if row[place] is not None}
    else:
        headed = (
            _YEAR_MONTH.match(fold(table.headers[at]))
            for at, column, _ in table.columns
            if column.model_name == "StatedIncome"
        )
        years = {found.group(1) for found in headed if found}
    year = whole_number(years.pop()) if table.layout.creates and len(years) == 1 else None
    if year is not None and 0 < year <= date.max.year:
        return min(date(year, 12, 31), today), False
    found = _YEAR_MONTH.search(name)
    if found is not None:
        year, month = int(found.group(1)), int(found.group(2) or 12)
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        if end <= today:
            return end, False
    office = Office.objects.first()
    return table.layout.usual_day or (office.opens_on if office else None) or today, True


def plan_file(
    *, sheets: list[Sheet], name: str, choice: Choice, scope: AreaCode, today: date, report: Report = silent
) -> tuple[Result, Outcome]:
    """The dry run: what the file would do, nothing written. Raises a :class:`Problem` where the whole file is refused."""
    table = table_of(sheets, choice)
    report("核对各行", 0, len(table.rows))
    since, guessed = (choice.since, False) if choice.since else default_since(table, name, today)
    frame = Frame(
        since=since, clear_blanks=choice.blank == "clear", office=office_area(), scope=scope, today=today, guessed=guessed
    )  # fmt: skip
    outcome = plan_table(table, frame)
    return result_of(outcome, file=name, blank=choice.blank), outcome


def apply_file(
    *, data: bytes, sheets: list[Sheet], name: str, choice: Choice, scope: AreaCode, today: date, by: Actor,
    upload: Upload | None = None, report: Report = silent,
) -> tuple[Result, Outcome, Upload]:  # fmt: skip
    """Plan again under the writer's lock and write. One transaction, one change, one event; a file that changes nothing
    leaves no change."""
    with unit(by=by) as log:
        Office.objects.select_for_update().first()
        result, outcome = plan_file(sheets=sheets, name=name, choice=choice, scope=scope, today=today, report=report)
        table = outcome.batch.table
        stored = store.store(data=data, kind="table", by=by)
        upload = upload or Upload(
            name=name[:200], file=stored, area_id=scope.padded or office_area().padded, by_id=by.official_id,
            by_name=by.name, at=log.at,
        )  # fmt: skip
        remember(upload, outcome)
        if outcome.changes_something:
            report("写入", 0, len(outcome.plans))
            with writing(
                kind=Change.Kind.IMPORT, by=by, source=f"{table.layout.title}：{name}", action="import.apply",
                subject_kind="导入", subject_code=stored.digest[:16], area_code=scope.padded, file=stored.digest,
                layout=table.layout.name, since=result.since, blank=choice.blank, accepted=result.accepted,
                refused=len(outcome.batch.refused), flagged=len(outcome.batch.flagged),
            ) as work:  # fmt: skip
                outcome.write(work, lambda done: report("写入", done, len(outcome.plans)))
            upload.change = work.change
            result.written = work.rows
        else:
            log.record(
                "import.unchanged", subject_kind="导入", subject_code=stored.digest[:16], file=stored.digest,
                layout=table.layout.name, refused=len(outcome.batch.refused),
            )  # fmt: skip
        result.applied = True
        upload.state, upload.error = Upload.State.APPLIED, ""
        upload.counts = {
            **upload.counts, "rows": result.persons, "accepted": result.accepted, "changes": result.changes,
            "refused_rows": len(outcome.batch.refused), "written": result.written,
        }  # fmt: skip
        upload.save()
    return result, outcome, upload


def remember(upload: Upload, outcome: Outcome) -> None:
    """Note on the upload how its file was read; saved by the caller."""
    table, frame = outcome.batch.table, outcome.batch.frame
    remember_table(upload, table)
    upload.since, upload.since_is_guess = frame.since, frame.guessed
    upload.blank = Upload.Blank.CLEAR if frame.clear_blanks else Upload.Blank.KEEP


def remember_table(upload: Upload, table: Table) -> None:
    """Layout, sheet, header and columns, with the first filled cell of each column, masked."""
    upload.layout, upload.sheet, upload.header_row = table.layout.name, table.sheet[:80], table.header_row
    upload.headers, upload.columns = table.headers, table.mapping
    upload.samples = samples(table.headers, table.rows[:5], upload.columns)


def samples(headers: Sequence[str], rows: Sequence[Sequence[object]], columns: Mapping[str, str]) -> list[str]:
    """Columns that are not imported may be personal all the same: their headers tell."""
    found = []
    for place, header in enumerate(headers):
        cell = next((row[place] for row in rows if place < len(row) and row[place] is not None), None)
        found.append(shown(columns.get(str(place)) or personal_by_header(header), cell))
    return found


def undo_import(*, upload: Upload, by: Actor, reason: str = "") -> Upload:
    """Take an import back as a unit; money by reversals. Raises :class:`jingzhun.registry.actions.undo.UnableToUndo` or
    :class:`jingzhun.ledger.actions.movement.UnableToMove` with what stands on it."""
    with unit(by=by):
        upload = Upload.objects.select_for_update().get(pk=upload.pk)
        if upload.change is None or upload.state != Upload.State.APPLIED:
            raise UnableToUndoImport()
        change, why = upload.change, reason.strip() or f"撤销导入 {upload.name}"
        registry_undo.undo(change=change, by=by, reason=reason, also=lambda work: _take_back(change, why, work))
        upload.state = Upload.State.UNDONE
        upload.save(update_fields=("state",))
    return upload


def _take_back(change: Change, why: str, work: Writing) -> None:
    """What a change wrote to the ledger: its movements by reversals, its receipts to what was before, its claims and fund requests by voiding them, its
    findings by withdrawing them, their rectifications and accountabilities by taking them back, its funds and their purposes by removing them."""
    take_back_receipts(change=change, work=work, reverse=lambda: take_back(change=change, why=why, work=work))
    take_back_purposes(change=change, work=work)
    take_back_funds(change=change, work=work)
    for claim in Claim.objects.filter(change=change, voided_on__isnull=True, amount__isnull=False).select_related(
        "subject"
    ):
        void_claim(claim=claim, on=timezone.localdate(work.change.at), why=why, work=work)
    revoke_all(change=change, on=timezone.localdate(work.change.at), why=why, work=work)
    withdraw_all(change=change, on=timezone.localdate(work.change.at), why=why, work=work)
    for asked in FundRequest.objects.filter(change=change, voided_on__isnull=True).select_related("subject"):
        void_request(request=asked, on=timezone.localdate(work.change.at), why=why, work=work)


def last_import() -> Upload:
    """The latest import that wrote something and stands. Raises :class:`UnableToUndoImport`."""
    upload = (
        Upload.objects.filter(state=Upload.State.APPLIED, change__isnull=False, change__undone_by__isnull=True)
        .order_by("-change_id")
        .first()
    )
    if upload is None:
        raise UnableToUndoImport()
    return upload


def release_interrupted(*, by: Actor, only: int | None = None) -> int:
    """At start: files whose check or writing was cut off by a crash wait again; nothing of them was written."""
    with unit(by=by) as log:
        cut = Upload.objects.filter(state__in=(Upload.State.QUEUED, Upload.State.WRITING))
        if only is not None:
            cut = cut.filter(pk=only)
        note = "上次处理中断，没有写入任何数据，请再试一次"
        checked = cut.exclude(counts={}).update(state=Upload.State.CHECKED, error=note)
        fresh = cut.filter(counts={}).update(state=Upload.State.MAPPING, error=note)
        if checked or fresh:
            log.record("import.released", subject_kind="导入", files=checked + fresh)
    return checked + fresh
