"""财政决算 as a Word letter: what was there, came, went and is left, in sentences; the tables by source and appropriation behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jingzhun.core.money import yuan
from jingzhun.core.period import in_words
from jingzhun.documents.annex import AnnexColumn, append_annex
from jingzhun.documents.letter import BODY, begin_letter, end_letter, pack
from jingzhun.policy.codes import CodeBook

from .year_figures import PARTS, Line, Part, total_of


def year_word(
    *, area: str, year: int, until: date, lines: Sequence[Line], state: str, issuer: str, on: date, is_demo: bool
) -> bytes:
    """A letter in the official form; ``state`` says whether the figures are approved, with their digest."""
    word, book = begin_letter(f"{area}{year}年度帮扶资金财政决算"), CodeBook.read()
    word.add_paragraph(f"现将{area}{year}年度帮扶资金收支决算如下，截至{in_words(until)}。", style=BODY)
    for part in PARTS:
        own = [line for line in lines if line.part == part]
        if own:
            word.add_paragraph(_sentence(part, own), style=BODY)
    if is_demo:
        word.add_paragraph("演示数据，指标和金额均为虚构。", style=BODY)
    shown = [(part, own) for part in PARTS if (own := [line for line in lines if line.part == part])]
    names = [f"{year}年度决算表（{part.title}）" for part, _ in shown]
    end_letter(word, issuer=issuer, on=in_words(on), enclosures=names)
    for place, ((part, own), name) in enumerate(zip(shown, names, strict=True), start=1):
        append_annex(
            word, mark=f"附件{place}" if len(names) > 1 else "附件", title=name, columns=_columns(part, own),
            rows=[_row(book, line) for line in own], total=["合计", "", *_amounts(total_of(part, own))], notes=[f"单位：元。{state}。"],
        )  # fmt: skip
    return pack(word)


def _sentence(part: Part, lines: Sequence[Line]) -> str:
    """到位资金：年初0.00元；本年增加：到位…元；本年减少：拨付…元；年末…元。 Steps of nought stand in the table only."""
    total = total_of(part, lines)
    said = [f"{part.title}：年初{_plain(total.opening)}元"]
    for head, wanted in (("本年增加", 1), ("本年减少", -1)):
        moved = [
            f"{name}{_plain(fen)}元"
            for (name, sign), fen in zip(part.steps, total.steps, strict=True)
            if sign == wanted and fen
        ]
        said += [f"{head}：{'、'.join(moved)}"] if moved else []
    return "；".join((*said, f"年末{_plain(total.closing)}元。"))


def _columns(part: Part, lines: Sequence[Line]) -> list[AnnexColumn]:
    """253 mm: each figure takes what its longest amount needs, the texts take what is left."""
    rows = [_amounts(line) for line in (*lines, total_of(part, lines))]
    widths = [max(16, max(map(len, cells)) * 1.75 + 3) for cells in zip(*rows, strict=True)]
    left = max(60, 253 - sum(widths))
    numbers = ["年初", *part.heads, "年末"]
    return [
        AnnexColumn("资金来源", left * 0.42), AnnexColumn("指标", left * 0.58),
        *(AnnexColumn(name, width, True) for name, width in zip(numbers, widths, strict=True)),
    ]  # fmt: skip


def _row(book: CodeBook, line: Line) -> list[str]:
    return [book.text("资金来源", line.source), f"{line.number} {line.title}", *_amounts(line)]


def _amounts(line: Line) -> list[str]:
    return list(map(_yuan, (line.opening, *line.steps, line.closing)))


def _yuan(fen: int) -> str:
    """To the fen: a final account is not rounded. Grouped, as in tables."""
    return yuan(fen)


def _plain(fen: int) -> str:
    """The same in running text, where numbers are not grouped."""
    return yuan(fen, grouped=False)
