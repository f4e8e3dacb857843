"""县归档: every book of an area written to a folder, each a PDF and a workbook, in folders by township."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jingzhun.accounts.export import note_export
from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import Level
from jingzhun.documents.workbook import write_sheets

from .register_book import Book
from .register_paper import printed, sheets_of, title_of


def write_archive(book: Book, *, folder: Path, foot: str, is_demo: bool, by: Actor) -> Iterator[tuple[Path, Book]]:
    """Writes the book and those in it that have households, and yields (PDF, book) as each is there. Every file is logged."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{book.area.code} {title_of(book)}"
    notes = ["演示数据"] if is_demo else []
    for data, ending in (
        (printed(book, foot=foot, is_demo=is_demo), "pdf"),
        (write_sheets(sheets_of(book, notes=notes)), "xlsx"),
    ):
        (folder / f"{name}.{ending}").write_bytes(data)
        note_export(data, name=name, rows=book.households, by=by)
    yield folder / f"{name}.pdf", book
    for part in book.parts:
        if part.households:
            below = folder / part.area.title if part.level is not Level.VILLAGE else folder
            yield from write_archive(part, folder=below, foot=foot, is_demo=is_demo, by=by)
