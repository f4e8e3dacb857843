"""A Word template in which a placeholder names a figure: reading its names, filling it, and knowing where each number stands.

``{{ 名称 }}`` is filled with the figure's number or with a word. In the result every filled number lies in a bookmark
``JZ_<number>_<occurrence>``, where the number is that of the trace appendix, so a number without one is untraced.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from jingzhun.core.errors import Problem

from .conditions import is_condition
from .letter import ENCLOSURE, HEADING_1, HEADING_2, place_signature
from .numbers import figures_in, word_count

BOOKMARK = "JZ"
_BEGIN, _MIDDLE, _END = "\ue010", "\ue011", "\ue012"
_MARKED = re.compile(f"{_BEGIN}(\\d+){_MIDDLE}([^{_END}]*){_END}")


class UnableToReadTemplate(Problem):
    code = "D-001"
    says = "报告模板读不出来：{why}"
    remedy = "请用 Word 另存为 .docx；占位符写作两个大括号夹一个名称，名称里没有空格"


class UnableToFillTemplate(Problem):
    code = "D-002"
    says = "模板里的占位符没有对应的数字：{names}"
    remedy = "请改成口径表里的名称，或在报告页面为它填一个数"


@dataclass(frozen=True)
class Span:
    """A piece of a paragraph. ``number`` is the figure's in the appendix (0: none); ``is_loose`` a number without figure."""

    text: str
    number: int = 0
    is_loose: bool = False


@dataclass(frozen=True)
class Paragraph:
    style: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Filled:
    """``word`` is the filled document; ``places`` say for each figure number where it stands (``一、第2段``)."""

    word: Word
    paragraphs: tuple[Paragraph, ...]
    places: Mapping[int, tuple[str, ...]]

    @property
    def word_count(self) -> int:
        return sum(word_count(paragraph.text) for paragraph in self.paragraphs)

    @property
    def loose(self) -> tuple[str, ...]:
        """The numbers that no figure stands behind."""
        return tuple(span.text for paragraph in self.paragraphs for span in paragraph.spans if span.is_loose)


class NamesOnly(SandboxedEnvironment):
    """A template may name figures and words and do nothing else: offices bring their own files."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, nodes.Output | nodes.TemplateData | nodes.Name):
                raise TemplateSyntaxError("占位符只能是一个名称", node.lineno)
        return tree


def placeholders(template: bytes) -> tuple[str, ...]:
    """Names that the template asks for, sorted, without its conditions. Raises :class:`UnableToReadTemplate`."""
    names = _read(template).get_undeclared_template_variables(NamesOnly())
    return tuple(sorted(name for name in names if not is_condition(name)))


def fill(template: bytes, *, figures: Mapping[str, str], words: Mapping[str, str]) -> Filled:
    """Fill ``template``: ``figures`` are name → number as printed, in the order of the appendix; ``words`` name → text.

    Raises :class:`UnableToReadTemplate` and :class:`UnableToFillTemplate`.
    """
    numbers = {name: number for number, name in enumerate(figures, start=1)}
    given = dict(words) | {n: f"{_BEGIN}{numbers[n]}{_MIDDLE}{text}{_END}" for n, text in figures.items()}
    lacking = [name for name in placeholders(template) if name not in given]
    if lacking:
        raise UnableToFillTemplate(names="、".join(lacking))
    document = _read(template)
    try:
        document.render(given, NamesOnly(), autoescape=True)
    except TemplateError as cause:
        raise UnableToReadTemplate(why=str(cause)) from cause
    word: Word = document.docx
    counter = _Counter()
    for text in list(word.element.body.iter(qn("w:t"))):
        if text.text and _BEGIN in text.text:
            _bookmark(text, counter)
    place_signature(word)
    paragraphs, places = _walk(word)
    return Filled(word, paragraphs, places)


def _read(template: bytes) -> DocxTemplate:
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.get_undeclared_template_variables(NamesOnly())
    except TemplateError as cause:
        raise UnableToReadTemplate(why=f"占位符写法不对（{cause}）") from cause
    except Exception as cause:
        raise UnableToReadTemplate(why="不是完整的 .docx 文件") from cause
    return document


class _Counter:
    """Identities of bookmarks, and how often each figure stood already."""

    def __init__(self) -> None:
        self.last = 1000
        self.seen: dict[int, int] = {}

    def next(self, number: int) -> tuple[int, str]:
        self.last += 1
        self.seen[number] = self.seen.get(number, 0) + 1
        return self.last, f"{BOOKMARK}_{number}_{self.seen[number]}"


def _bookmark(text: Any, counter: _Counter) -> None:
    """Split the run of ``text`` so that each number is a run of its own between bookmark marks."""
    run = text.getparent()
    pieces: list[Any] = []
    position, written = 0, text.text
    for match in _MARKED.finditer(written):
        if match.start() > position:
            pieces.append(_run_like(run, text, written[position : match.start()]))
        identity, name = counter.next(int(match.group(1)))
        pieces += [
            _mark("w:bookmarkStart", identity, name),
            _run_like(run, text, match.group(2)),
            _mark("w:bookmarkEnd", identity),
        ]
        position = match.end()
    if position < len(written):
        pieces.append(_run_like(run, text, written[position:]))
    before = [
        child for child in run if child is not text and run.index(child) < run.index(text) and child.tag != qn("w:rPr")
    ]
    after = [child for child in run if run.index(child) > run.index(text)]
    for group, place in ((before, 0), (after, len(pieces))):
        if group:
            rest = _run_like(run, None, "")
            for child in group:
                rest.append(child)
            pieces.insert(place, rest)
    for piece in pieces:
        run.addprevious(piece)
    run.getparent().remove(run)


def _run_like(run: Any, text: Any, written: str) -> Any:
    made = OxmlElement("w:r")
    if run.rPr is not None:
        made.append(deepcopy(run.rPr))
    if text is not None:
        inner = OxmlElement("w:t")
        inner.set(qn("xml:space"), "preserve")
        inner.text = written
        made.append(inner)
    return made


def _mark(tag: str, identity: int, name: str = "") -> Any:
    mark = OxmlElement(tag)
    mark.set(qn("w:id"), str(identity))
    if name:
        mark.set(qn("w:name"), name)
    return mark


def _walk(word: Word) -> tuple[tuple[Paragraph, ...], dict[int, tuple[str, ...]]]:
    """Paragraphs up to the enclosures as spans, and the place of each figure: heading and paragraph within it."""
    found: list[Paragraph] = []
    places: dict[int, list[str]] = {}
    chapter, section, count = "", "", 0
    for paragraph in word.paragraphs:
        style = paragraph.style.name if paragraph.style is not None and paragraph.style.name else ""
        if style == ENCLOSURE:
            break
        spans = tuple(_spans(paragraph._element))
        text = "".join(span.text for span in spans)
        if style == HEADING_1:
            chapter, section, count = text.split("、")[0] + "、", "", 0
        elif style == HEADING_2:
            section, count = text.split("）")[0] + "）", 0
        elif text.strip():
            count += 1
        here = f"{chapter}{section}第{count}段" if chapter else "标题"
        for span in spans:
            if span.number and here not in places.setdefault(span.number, []):
                places[span.number].append(here)
        found.append(Paragraph(style, spans))
    return tuple(found), {number: tuple(each) for number, each in places.items()}


def _spans(element: Any) -> list[Span]:
    """Pieces of one paragraph element; text in a bookmark of ours carries its number."""
    pieces: list[Span] = []
    inside: dict[str, int] = {}
    for node in element.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:t"), qn("w:tab")):
        if node.tag == qn("w:bookmarkStart"):
            label = (node.get(qn("w:name")) or "").split("_")
            if label[0] == BOOKMARK and len(label) == 3:
                inside[node.get(qn("w:id"))] = int(label[1])
        elif node.tag == qn("w:bookmarkEnd"):
            inside.pop(node.get(qn("w:id")), None)
        elif node.tag == qn("w:t") and node.text:
            number = next(iter(inside.values()), 0)
            if pieces and not number and not pieces[-1].number:
                pieces[-1] = Span(pieces[-1].text + node.text)
            else:
                pieces.append(Span(node.text, number))
    return _loosen(pieces)


def _loosen(pieces: list[Span]) -> list[Span]:
    """Cut out the numbers that lie outside every figure. Dates are seen over the whole paragraph."""
    whole = "".join(piece.text for piece in pieces)
    numbers = figures_in(whole)
    result, start = [], 0
    for piece in pieces:
        end = start + len(piece.text)
        if piece.number:
            result.append(piece)
        else:
            at = start
            for first, last in numbers:
                if start <= first and last <= end:
                    if first > at:
                        result.append(Span(whole[at:first]))
                    result.append(Span(whole[first:last], is_loose=True))
                    at = last
            if at < end:
                result.append(Span(whole[at:end]))
        start = end
    return result


def read_back(data: bytes) -> tuple[Paragraph, ...]:
    """The paragraphs of a report that was filled before, with their figures and loose numbers; without its appendix."""
    from docx import Document

    return _walk(Document(io.BytesIO(data)))[0]
