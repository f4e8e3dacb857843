"""A report as lines of text, whatever it came in: pasted text, .txt, .md, .docx, .pdf with a text layer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jingzhun.core.encoding import decode_text
from jingzhun.core.errors import Problem
from jingzhun.core.upload import Kind, UploadLimits, check_upload

from .block import Block, blocks_of

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table

LIMITS = UploadLimits(
    kinds=frozenset({Kind.TEXT, Kind.DOCX, Kind.PDF}), size=20 * 1024 * 1024, unpacked=100 * 1024 * 1024
)
LONGEST_TEXT = 200_000
MOST_PAGES = 600
MOST_FIGURES = 8_000


class UnableToReadReport(Problem):
    code = "K-001"
    says = "文件“{name}”读不出报告正文（{why}）"
    remedy = "请用 Word 或 WPS 打开确认内容后另存为 docx 或 txt；扫描件请先做文字识别"


class UnableToProofreadLength(Problem):
    code = "K-002"
    says = "报告“{name}”有{length}个字，超过一次核对的上限{limit}个字"
    remedy = "请按章节分成几份分别核对"


class UnableToProofreadFigures(Problem):
    code = "K-003"
    says = "报告“{name}”有{figures}个数，超过一次核对的上限{limit}个"
    remedy = "请按章节分成几份分别核对；数据表请另存为工作簿用导入核对"


@dataclass(frozen=True)
class Document:
    """``lines`` are the report's lines without their line ends; every finding counts lines in them from 1."""

    name: str
    lines: tuple[str, ...]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return blocks_of(self.lines)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read_text(text: str, *, name: str = "粘贴的文字") -> Document:
    """Pasted text. Raises :class:`UnableToProofreadLength` beyond two hundred thousand characters."""
    if len(text) > LONGEST_TEXT:
        raise UnableToProofreadLength(name=name, length=len(text), limit=LONGEST_TEXT)
    return Document(name, tuple(line.rstrip("\r") for line in text.split("\n")))


def read_report(data: bytes, name: str, *, limits: UploadLimits = LIMITS) -> Document:
    """A report file. Raises a :class:`Problem` of ``core.upload`` or of this module for what cannot be read."""
    kind = check_upload(data, name, limits=limits)
    if kind is Kind.TEXT:
        return read_text(decode_text(data), name=name)
    try:
        text = "\n".join(_word_lines(data) if kind is Kind.DOCX else _pdf_lines(data))
    except Problem:
        raise
    except Exception as cause:  # python-docx and pypdf raise many kinds over hostile files
        raise UnableToReadReport(name=name, why="文件结构读不通") from cause
    if not text.strip():
        raise UnableToReadReport(name=name, why="没有文字")
    return read_text(text, name=name)


def _word_lines(data: bytes) -> Iterator[str]:
    import docx  # half as long in loading as all the rules, and only for Word
    from docx.oxml.table import CT_Tbl
    from docx.oxml.text.paragraph import CT_P
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    document = docx.Document(io.BytesIO(data))
    for child in document.element.body.iterchildren():
        if isinstance(child, CT_P):
            yield from Paragraph(child, document).text.split("\n")
        elif isinstance(child, CT_Tbl):
            yield from _table_lines(Table(child, document))
    yield from _note_lines(document)


def _table_lines(table: Table) -> Iterator[str]:
    """A row is a line, its cells stand behind tabs; merged cells are given once."""
    for row in table.rows:
        cells, seen = [], None
        for cell in row.cells:
            if cell._tc is not seen:
                cells.append(" ".join(cell.text.split()))
            seen = cell._tc
        yield "\t".join(cells)


def _note_lines(document: WordDocument) -> Iterator[str]:
    from docx.oxml.ns import qn
    from lxml import etree

    for part in document.part.package.iter_parts():
        if str(part.partname).endswith(("/footnotes.xml", "/endnotes.xml")):
            root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            for note in root:
                text = "".join(node.text or "" for node in note.iter(qn("w:t")))
                if text.strip():
                    yield text


def _pdf_lines(data: bytes) -> Iterator[str]:
    import pypdf  # only for pdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnableToReadReport(name="PDF", why="设有密码")
    if len(reader.pages) > MOST_PAGES:
        raise UnableToReadReport(name="PDF", why=f"超过{MOST_PAGES}页")
    for page in reader.pages:
        yield from page.extract_text().split("\n")
