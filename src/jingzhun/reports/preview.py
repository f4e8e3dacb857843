"""A written report as the workshop shows it: its text in pieces, each number leading to its figure or marked as untraced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from jingzhun.core.figure import Origin
from jingzhun.documents.letter import (
    ADDRESSEE,
    BLANK,
    HEADING_1,
    HEADING_2,
    HEADING_3,
    SIGNATURE,
    SIGNED_ON,
    TITLE,
    UNDER_TITLE,
)
from jingzhun.documents.report import Paragraph

from .models import ReportFigure

KINDS = {
    TITLE: "title", UNDER_TITLE: "under", ADDRESSEE: "flush", HEADING_1: "chapter", HEADING_2: "section",
    HEADING_3: "section", SIGNATURE: "right", SIGNED_ON: "right",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """``tone``: traced, stated, untraced or empty for plain text."""

    text: str
    tone: str = ""
    href: str = ""
    said: str = ""


@dataclass(frozen=True)
class Block:
    """``kind``: title, under, flush, chapter, section, right or text."""

    kind: str
    pieces: tuple[Piece, ...]


def blocks_of(paragraphs: Sequence[Paragraph], figures: Mapping[int, ReportFigure]) -> list[Block]:
    """Paragraphs with text, in order. ``figures`` are those of the report by number."""
    return [
        Block(KINDS.get(paragraph.style, "text"), tuple(_piece(span, figures) for span in paragraph.spans))
        for paragraph in paragraphs
        if paragraph.style != BLANK and paragraph.text.strip()
    ]


def _piece(span, figures: Mapping[int, ReportFigure]) -> Piece:
    row = figures.get(span.number)
    if row is not None and row.is_traced:
        tone = "stated" if row.origin == Origin.STATED else "traced"
        return Piece(span.text, tone, address_of(row), f"{row.figure.title}，{row.shown} {row.unit}")
    if row is not None or span.is_loose:
        return Piece(span.text, "untraced", said="没有来历的数字")
    return Piece(span.text)


def address_of(row: ReportFigure) -> str:
    """The page of the figure behind a number; empty for a typed one."""
    if row.figure_id is None:
        return ""
    try:
        return reverse("figure", args=[row.figure_id])
    except NoReverseMatch:
        return ""
