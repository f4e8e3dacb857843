"""The text of a checked report with its margin: stretches of lines, the marks in them, and the cards beside each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jingzhun.proofread.document import Document
from jingzhun.proofread.finding import Finding, Holding, Kind, Severity
from jingzhun.proofread.proofreading import Report

_CHAPTER = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[章节部]|#+\s)")
_SHOWN = 4
_OBVIOUS = (Kind.NUMBERING, Kind.BOUND)  # counted, but nobody wants to read that 90 % is not above 100 %
_LONGEST_HEADING = 40


@dataclass(frozen=True)
class Piece:
    """``tone`` is empty for plain text, else the class of the mark; ``number`` is that of the card it belongs to."""

    text: str
    tone: str = ""
    number: int = 0


@dataclass(frozen=True)
class Line:
    number: int
    kind: str
    pieces: tuple[Piece, ...]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A finding with its number in the text. ``sums`` are (name, amount) of a sum laid out as on paper."""

    number: int
    finding: Finding
    sums: tuple[tuple[str, str], ...]

    @property
    def tone(self) -> str:
        return "" if self.finding.severity is Severity.ERROR else "jz-q"


@dataclass
class Stretch:
    """Lines up to and with those that something is said of."""

    lines: list[Line] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)

    @property
    def first(self) -> list[Holding]:
        return self.holdings[:_SHOWN]

    @property
    def more(self) -> list[Holding]:
        return self.holdings[_SHOWN:]


def margin(document: Document, report: Report) -> list[Stretch]:
    """The whole text in stretches, each with the findings and holdings whose stated value stands in it."""
    cards: dict[int, list[Card]] = defaultdict(list)
    for number, found in enumerate(sorted(report.findings, key=lambda found: _home(document, found)), 1):
        cards[_home(document, found)].append(Card(number, found, tuple(_sums(found, report))))
    holdings: dict[int, list[Holding]] = defaultdict(list)
    for held in report.holdings:
        if held.kind not in _OBVIOUS:
            holdings[_home(document, held)].append(held)
    stretches = [Stretch()]
    titled = False
    for number, text in enumerate(document.lines, 1):
        if not text.strip():
            continue
        kind = _kind(text, titled=titled)
        titled = True
        line = Line(number, kind, tuple(_pieces(text, cards[number], holdings[number])), _cells(text, kind))
        stretches[-1].lines.append(line)
        if cards[number] or holdings[number]:
            stretches[-1].cards = cards[number]
            stretches[-1].holdings = holdings[number]
            stretches.append(Stretch())
    return [each for each in stretches if each.lines]


def _home(document: Document, item: Finding | Holding) -> int:
    """The line in which the first literal stands."""
    return next(
        (n for n in item.lines if item.literals and item.literals[0].split("\n")[0] in document.lines[n - 1]),
        item.lines[0],
    )


def _kind(text: str, *, titled: bool) -> str:
    if "\t" in text or text.count("|") > 2:
        return "row"
    if not titled and len(text.strip()) <= 60:
        return "title"
    return "chapter" if _CHAPTER.match(text) and len(text.strip()) <= _LONGEST_HEADING else "text"


def _cells(text: str, kind: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in re.split(r"[\t|]", text.strip("|"))) if kind == "row" else ()


def _pieces(text: str, cards: Sequence[Card], holdings: Sequence[Holding]) -> Iterator[Piece]:
    """Findings mark first, holdings where nothing else is marked; a mark never lies over another."""
    spans: list[tuple[int, int, str, int]] = []

    def add(literal: str, tone: str, number: int) -> None:
        start = text.find(literal)
        while start >= 0 and any(start < end and first < start + len(literal) for first, end, _, _ in spans):
            start = text.find(literal, start + 1)
        if start >= 0 and literal:
            spans.append((start, start + len(literal), tone, number))

    for card in cards:
        add(card.finding.literals[0].split("\n")[0], card.tone or "jz-bad", card.number)
    for held in holdings:
        add(held.literals[0].split("\n")[0], "jz-ok", 0)
    position = 0
    for start, end, tone, number in sorted(spans):
        if start > position:
            yield Piece(text[position:start])
        yield Piece(text[start:end], tone, number)
        position = end
    if position < len(text):
        yield Piece(text[position:])


def _sums(found: Finding, report: Report) -> Iterator[tuple[str, str]]:
    """The parts of a sum by their names in the text."""
    if found.kind is not Kind.SUM or " = " not in found.arithmetic:
        return
    for amount in found.arithmetic.split(" = ")[0].split(" + "):
        named = next((f for f in report.figures if f.text == amount and f.place.line in found.lines), None)
        name = re.sub(r"^(?:[，、；：（]|其中)+", "", named.left)[-14:] if named else ""
        yield name or "分项", amount
