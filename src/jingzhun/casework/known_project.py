"""What the ledger knows of a project, as it is printed on forms: the mandatory elements, and the money by source."""

from __future__ import annotations

from datetime import date

from jingzhun.core.money import wan
from jingzhun.documents.form import Table
from jingzhun.ledger.models import ProjectFunding, ProjectProfile
from jingzhun.ledger.project_file import ProjectFile, open_project
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject


def project_name(subject: Subject) -> str:
    """The last name known of a project; its number where none is."""
    row = ProjectProfile.objects.known().filter(subject=subject).order_by("-since", "-id").first()
    return row.name if row else subject.code


def file_of(subject: Subject, day: date, book: CodeBook) -> ProjectFile | None:
    """The file of a project on ``day``; None where nothing is known of it."""
    row = ProjectProfile.objects.as_of(day).filter(subject=subject).select_related("subject__area").first()
    return open_project(profile=row, day=day, known_at=None, book=book) if row else None


def project_lines(subject: Subject, day: date, book: CodeBook) -> tuple[tuple[str, str], ...]:
    """Number and every mandatory element; one that is not filled is left to be written."""
    file = file_of(subject, day, book)
    lines = [(each.title, each.text) for each in file.elements] if file else []
    return (("项目编号", subject.code), ("项目范围", subject.area.full_title), *lines)


def money_table(subject: Subject, day: date, book: CodeBook) -> Table:
    """Planned money by source, in 万元, beside a column for what is found now."""
    money = ProjectFunding.objects.as_of(day).filter(subject=subject, planned__gt=0).order_by("source")
    rows = tuple((book.text("资金来源", row.source), wan(row.planned), "") for row in money)
    total = (("合计", wan(sum(row.planned for row in money)), ""),) if rows else ()
    return Table(
        "资金规模和筹资方式",
        ("来源", "计划（万元）", "核定（万元）"),
        (*rows, *total),
        wide=(0,),
        blank=0 if rows else 3,
        right=(1, 2),
    )
