"""财政决算 as a Word letter: what was there, came, went and is left, in sentences; the tables by source and appropriation behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jingzhun.core.money import yuan
from jingzhun.core.period import in_words
from jingzhun.documents.annex import AnnexColumn, append_annex
from jingzhun.documents.letter import BODY, SIGNATURE, SIGNED_ON, TITLE, new_letter, pack, place_signature
from jingzhun.policy.codes import CodeBook

from .year_figures import PARTS, Line, Part, total_of


def year_word(
    *, area: str, year: int, until: date, lines: Sequence[Line], state: str, issuer: str, on: date, is_demo: bool
) -> bytes:
    """A letter in the official form; ``state`` says whether the figures are approved, with their digest."""
    word, book = new_letter(), CodeBook.read()
    word.add_paragraph(f"{area}{year}年度帮扶资金财政决算", style=TITLE)
    word.add_paragraph(f"现将{area}{year}年度帮扶资金收支决算如下，截至{in_words(until)}。", style=BODY)
    for part in PARTS:
        own = [line for line in lines if line.part == part]
        if own:
            word.add_paragraph(_sentence(part, own), style=BODY)
    if is_demo:
        word.add_paragraph("演示数据，指标和金额均为虚构。", style=BODY)
    word.add_paragraph(issuer, style=SIGNATURE)
    word.add_paragraph(in_words(on), style=SIGNED_ON)
    place_signature(word)
    for place, part in enumerate(PARTS, start=1):
        own = [line for line in lines if line.part == part]
        if own:
            append_annex(
                word, mark=f"附件{place}", title=f"{year}年度决算表（{part.title}）", columns=_columns(part),
                rows=[*(_row(book, line) for line in own), ["合计", "", *_amounts(total_of(part, own))]], notes=[f"单位：元。{state}。"],
            )  # fmt: skip
    return pack(word)


def _sentence(part: Part, lines: Sequence[Line]) -> str:
    total = total_of(part, lines)
    steps = "，".join(
        f"{head.replace('：', '')}{_yuan(fen)}元" for head, fen in zip(part.heads, total.steps, strict=True)
    )
    return f"{part.title}：年初{_yuan(total.opening)}元，{steps}，年末{_yuan(total.closing)}元。"


def _columns(part: Part) -> list[AnnexColumn]:
    """253 mm: the texts take what the figures leave."""
    count = len(part.steps) + 2
    width = 22 if count > 6 else 26
    left = 253 - count * width
    numbers = ["年初", *part.heads, "年末"]
    return [
        AnnexColumn("资金来源", left * 0.42), AnnexColumn("指标", left * 0.58), *(AnnexColumn(name, width, True) for name in numbers),
    ]  # fmt: skip


def _row(book: CodeBook, line: Line) -> list[str]:
    return [book.text("资金来源", line.source), f"{line.number} {line.title}", *_amounts(line)]


def _amounts(line: Line) -> list[str]:
    return list(map(_yuan, (line.opening, *line.steps, line.closing)))


def _yuan(fen: int) -> str:
    """To the fen: a final account is not rounded."""
    return yuan(fen, grouped=False)
