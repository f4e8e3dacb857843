"""A Word report given back with its findings as comments in place."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from .finding import Finding
from .proofreading import Report

_AUTHOR = "精准核对"


def with_comments(data: bytes, report: Report) -> bytes:
    """``data`` is the docx that ``report`` was made from; the result is a docx with one comment per finding.

    A comment is set on the runs that carry the finding's first literal, else on the whole line. Text stays untouched.
    """
    document = docx.Document(io.BytesIO(data))
    places = list(_paragraphs_by_line(document))
    for found in report.findings:
        spot = next(
            ((line, paragraphs) for line in found.lines if line <= len(places) and _holds(paragraphs := places[line - 1], found)), None
        )  # fmt: skip
        line_paragraphs = (
            spot[1] if spot else places[found.lines[0] - 1] if found.lines and found.lines[0] <= len(places) else []
        )
        runs = [run for paragraph in line_paragraphs for run in _runs_of(paragraph, found.literals[0])]
        if runs:
            document.add_comment(runs, text=_said(found), author=_AUTHOR, initials="核")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _said(found: Finding) -> str:
    parts = [f"{found.severity.label}·{found.kind.label}：{found.message}", found.arithmetic, found.suggestion]
    return "\n".join(part for part in parts if part)


def _paragraphs_by_line(document: docx.document.Document) -> Iterator[list[Paragraph]]:
    """Word paragraphs of each line of the report's text, in the order ``document.read_report`` reads them."""
    for child in document.element.body.iterchildren():
        if isinstance(child, CT_P):
            paragraph = Paragraph(child, document)
            for _ in paragraph.text.split("\n"):
                yield [paragraph]
        elif isinstance(child, CT_Tbl):
            for row in Table(child, document).rows:
                yield [paragraph for cell in row.cells for paragraph in cell.paragraphs]


def _holds(paragraphs: list[Paragraph], found: Finding) -> bool:
    return any(found.literals[0] in paragraph.text for paragraph in paragraphs)


def _runs_of(paragraph: Paragraph, literal: str) -> list[Run]:
    """The runs over which ``literal`` stretches; all of the paragraph's when it is not found."""
    start = paragraph.text.find(literal)
    runs = [run for run in paragraph.runs if run.text]
    if start < 0:
        return runs[:1] if literal not in paragraph.text and not runs else []
    found, position = [], 0
    for run in runs:
        end = position + len(run.text)
        if position < start + len(literal) and end > start:
            found.append(run)
        position = end
    return found
