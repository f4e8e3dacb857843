"""The way of a file through the pages: received, columns settled, checked, written, undone or given up.

Checking and writing are jobs (:mod:`jingzhun.ingest.jobs`): they are queued when the transaction that asks for them is
committed, and may be run again without harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from jingzhun.accounts.models import Post
from jingzhun.attachments.actions import store
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.core.text import fold_header
from jingzhun.registry.actions.rows import chunks

from ..allowed import UnableToLoadSheet, require_layout
from ..differences import SHOWN
from ..layouts.declared import layouts_in_use
from ..models import Difference, RowIssue, SavedMapping, Upload
from ..planning.outcome import Outcome
from ..progress import Report, silent
from ..reading.recognise import UnableToMapColumns, UnableToRecogniseColumns
from ..reading.table import HEADER_WITHIN, UnableToImportNoRows, header_texts, signature
from ..reading.workbook import Sheet
from ..result import Result
from .importing import (
    Choice,
    apply_file,
    office_area,
    plan_file,
    read_sheets,
    remember,
    remember_table,
    samples,
    table_of,
)

_STORED, _NAMED = 20_000, 50


class UnableToChangeUpload(Problem):
    code = "I-013"
    says = "“{name}”现在{state}，不能{what}"
    remedy = "请刷新页面，看它办到哪里"


Enqueue = Callable[[int, int], object]


def receive(*, data: bytes, name: str, post: Post, check: Enqueue) -> Upload:
    """Keep a file. A file that cannot be a table is refused whole and only noted; one with unknown headers waits for its
    columns to be settled; any other is queued for checking."""
    sheets: list[Sheet] = []
    refusal: Problem | None = None
    try:
        sheets = read_sheets(data, name)
    except Problem as problem:
        refusal = problem
    with unit(by=post.actor) as log:
        upload = Upload(
            name=name[:200], area_id=post.area_id, by_id=post.official_id, by_name=post.actor.name, at=log.at,
            state=Upload.State.REFUSED, error=str(refusal or ""),
        )  # fmt: skip
        if refusal is None:
            _recognise(upload, sheets)
            refusal = _not_theirs(upload, post)
        if refusal is None:
            upload.file = store.store(data=data, kind="table", by=post.actor)
        upload.save()
        log.record(
            "import.receive", subject_kind="导入", subject_code=str(upload.pk), state=upload.state, layout=upload.layout,
            error=refusal.code if refusal else "",
        )  # fmt: skip
        if upload.state == Upload.State.QUEUED:
            transaction.on_commit(lambda: check(upload.pk, post.pk))
    return upload


def choose(*, upload: Upload, since: date | None, blank: str, post: Post, check: Enqueue) -> Upload:
    """Another data day, or another meaning of blanks: checked again."""
    with unit(by=post.actor) as log:
        upload = _waiting(upload, "改设置")
        require_layout(post, upload.layout)
        upload.blank, upload.state = blank, Upload.State.QUEUED
        if since is not None:
            upload.since, upload.since_is_guess = since, False
        upload.save(update_fields=("since", "since_is_guess", "blank", "state"))
        log.record(
            "import.choose", subject_kind="导入", subject_code=str(upload.pk), since=str(upload.since), blank=blank
        )
        transaction.on_commit(lambda: check(upload.pk, post.pk))
    return upload


def settle_columns(
    *, upload: Upload, layout: str, columns: Mapping[str, str], keep: bool, post: Post, check: Enqueue
) -> Upload:
    """Take the columns as chosen (place → target), and with ``keep`` remember them for files with the same headers.

    Raises :class:`jingzhun.ingest.reading.recognise.UnableToMapColumns`."""
    with unit(by=post.actor) as log:
        upload = _waiting(upload, "改对列", Upload.State.MAPPING)
        known = layouts_in_use().get(layout)
        if known is None:
            raise UnableToMapColumns(why="没有选版式")
        require_layout(post, layout)
        chosen = {place: target for place, target in columns.items() if target in known.by_target}
        table = table_of(_sheets(upload), replace(_choice(upload), layout=layout, columns=chosen))
        remember_table(upload, table)
        upload.state, upload.error = Upload.State.QUEUED, ""
        upload.save()
        if keep:
            headers = {str(place): fold_header(text) for place, text in enumerate(upload.headers) if text}
            SavedMapping.objects.update_or_create(
                area_id=office_area().padded, signature=signature(upload.headers),
                defaults={
                    "layout": layout, "targets": {text: chosen.get(place, "") for place, text in headers.items()},
                    "saved_by": post.actor.name, "saved_at": log.at,
                },
            )  # fmt: skip
        log.record(
            "import.columns", subject_kind="导入", subject_code=str(upload.pk), layout=layout, columns=len(chosen), kept=keep
        )  # fmt: skip
        transaction.on_commit(lambda: check(upload.pk, post.pk))
    return upload


def start_writing(*, upload: Upload, post: Post, apply: Enqueue) -> Upload:
    with unit(by=post.actor) as log:
        upload = _waiting(upload, "写入")
        require_layout(post, upload.layout)
        upload.state = Upload.State.WRITING
        upload.save(update_fields=("state",))
        log.record("import.ask", subject_kind="导入", subject_code=str(upload.pk))
        transaction.on_commit(lambda: apply(upload.pk, post.pk))
    return upload


def abandon(*, upload: Upload, post: Post) -> Upload:
    with unit(by=post.actor) as log:
        upload = _waiting(upload, "放弃", Upload.State.MAPPING)
        require_layout(post, upload.layout)
        upload.state = Upload.State.ABANDONED
        upload.save(update_fields=("state",))
        log.record("import.abandon", subject_kind="导入", subject_code=str(upload.pk))
    return upload


def check(*, upload: Upload, post: Post, today: date, report: Report = silent) -> Upload:
    """The dry run: what was found replaces what an earlier check had found."""
    if upload.state != Upload.State.QUEUED:
        return upload
    try:
        result, outcome = plan_file(
            sheets=_sheets(upload), name=upload.name, choice=_choice(upload), scope=_scope(upload, post), today=today,
            report=report,
        )  # fmt: skip
    except Problem as problem:
        return _refuse(upload, problem, post)
    with unit(by=post.actor):
        keep_findings(upload=upload, result=result, outcome=outcome)
        remember(upload, outcome)
        upload.state, upload.error = Upload.State.CHECKED, ""
        upload.save()
    return upload


def write(*, upload: Upload, post: Post, today: date, report: Report = silent) -> Upload:
    """Write for good; the rows are checked again under the writer's lock. What fails leaves the file waiting, unchanged."""
    if upload.state != Upload.State.WRITING:
        return upload
    assert upload.file is not None
    try:
        _, _, upload = apply_and_show(
            data=store.read(upload.file.digest), sheets=_sheets(upload), name=upload.name, choice=_choice(upload),
            scope=_scope(upload, post), today=today, by=post.actor, upload=upload, report=report,
        )  # fmt: skip
    except Problem as problem:
        return _refuse(upload, problem, post)
    return upload


def plan_again(*, upload: Upload, post: Post, today: date) -> Outcome:
    """The dry run once more, storing nothing: for the workbook of refused rows."""
    _, outcome = plan_file(
        sheets=_sheets(upload), name=upload.name, choice=_choice(upload), scope=_scope(upload, post), today=today
    )
    return outcome


def _recognise(upload: Upload, sheets: list[Sheet]) -> None:
    try:
        table = table_of(sheets, Choice())
    except UnableToRecogniseColumns as problem:
        sheet, row = _likely_header(sheets)
        upload.sheet, upload.header_row, upload.error = sheet.name[:80], row + 1, str(problem)
        upload.headers = header_texts(sheet, row) if sheet.rows else []
        upload.samples = samples(upload.headers, sheet.rows[row + 1 : row + 6], {})
        upload.state = Upload.State.MAPPING if any(upload.headers) else Upload.State.REFUSED
    except UnableToImportNoRows as problem:
        upload.error = str(problem)
    else:
        remember_table(upload, table)
        upload.state = Upload.State.QUEUED


def _not_theirs(upload: Upload, post: Post) -> Problem | None:
    """A sheet that the post may not load is refused whole, and nothing of it is kept."""
    try:
        require_layout(post, upload.layout)
    except UnableToLoadSheet as refusal:
        upload.state, upload.error, upload.samples = Upload.State.REFUSED, str(refusal), []
        return refusal
    return None


def _likely_header(sheets: list[Sheet]) -> tuple[Sheet, int]:
    """The row with most texts among the first of the first sheet that has any."""
    sheet = next((sheet for sheet in sheets if sheet.rows), sheets[0])
    texts = [sum(isinstance(cell, str) for cell in row) for row in sheet.rows[:HEADER_WITHIN]]
    return sheet, texts.index(max(texts)) if texts else 0


def _waiting(upload: Upload, what: str, *more: str) -> Upload:
    """The row, locked, when it waits to be decided on."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state not in (Upload.State.CHECKED, *more):
        raise UnableToChangeUpload(name=upload.name, state=upload.get_state_display(), what=what)
    return upload


def _sheets(upload: Upload) -> list[Sheet]:
    assert upload.file is not None
    return read_sheets(store.read(upload.file.digest), upload.name)


def _choice(upload: Upload) -> Choice:
    return Choice(
        since=None if upload.since_is_guess else upload.since, blank=upload.blank, sheet=upload.sheet, header_row=upload.header_row, layout=upload.layout,
        columns=upload.columns,
    )  # fmt: skip


def _scope(upload: Upload, post: Post) -> AreaCode:
    """The narrower of the uploader's and the acting post's area."""
    own, sent = post.scope, AreaCode.parse(upload.area_id)
    return sent if own.covers(sent.significant) else own


def _refuse(upload: Upload, problem: Problem, post: Post) -> Upload:
    with unit(by=post.actor) as log:
        upload = Upload.objects.get(pk=upload.pk)
        upload.state, upload.error = Upload.State.REFUSED, str(problem)
        upload.save(update_fields=("state", "error"))
        log.record("import.refuse", subject_kind="导入", subject_code=str(upload.pk), error=problem.code)
    return upload


def apply_and_show(*, by: Actor, **file: Any) -> tuple[Result, Outcome, Upload]:
    """:func:`apply_file` and, in the same transaction, what the page of the upload shows of it: wherever the file came from."""
    with unit(by=by):
        result, outcome, upload = apply_file(by=by, **file)
        keep_findings(upload=upload, result=result, outcome=outcome)
        upload.save(update_fields=("counts",))
    return result, outcome, upload


def keep_findings(*, upload: Upload, result: Result, outcome: Outcome) -> None:
    """What pages show of a check or a writing: issues, differences, counts (saved by the caller)."""
    upload.issues.all().delete()
    upload.differences.all().delete()
    for kind, found in (("refused", result.refused), ("flagged", result.flagged)):
        rows = [
            RowIssue(
                upload=upload, kind=kind, row=i.row, column=i.column[:80], shown=i.shown[:80], code=i.code, reason=i.reason[:300]
            )
            for i in found[:_STORED]
        ]  # fmt: skip
        for part in chunks(rows, 1_000):
            RowIssue.objects.bulk_create(part)
    made = []
    for difference in outcome.differences():
        difference.upload = upload
        made.append(difference)
        if len(made) >= SHOWN:
            break
    for part in chunks(made, 1_000):
        Difference.objects.bulk_create(part)
    upload.counts = {
        **outcome.counts(), "households": result.households, "rows": result.persons, "accepted": result.accepted,
        "changes": result.changes, "refused_rows": len(outcome.batch.refused), "refused": len(result.refused),
        "flagged": len(result.flagged), "skipped": result.skipped[:_NAMED], "written": result.written,
    }  # fmt: skip
