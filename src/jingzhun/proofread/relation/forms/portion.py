"""Shares as they are written: 37.5 %, 六成, 三分之二, 一半, each with how exactly it is meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ...agreement import rounded
from ...figure import Figure, plain
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_chinese
from ...reading import Passage, lines_of
from ...unit import PERCENT

_FRACTION = re.compile(
    r"(?P<of>[二三四五六七八九十]{1,2})分之(?P<n>[一两二三四五六七八九]{1,2})(?!.?分之)|(?P<half>(?<!大)(?<!多)(?:一半|半数|对半))"
)
_BOUND = re.compile(
    r"(?:不足|不到|超过?|至少|最多|不[低少高多大]于|不得?超过|[高低大多少]于|逾|突破|未达到?|达不到|没到|过|低于|"
    r"力争|争取|确保|目标(?:是|为)?|计划|要求|应当?|须|必须|预计|拟|将)(?:达到?|完成|占|有|在|为|是|近|约|[一-龥]{2})?$"
)
_BEYOND = re.compile(
    r"^(?:提高|提升|上升|增加|增长|下降|降低|[升降增]至|[升降增]到)|^(?:的)?(?:以[上下内外]|多|强|弱|有余|开外|的?(?:目标|要求|标准|红线|底线|控制线))"
)
_ROUGH_BEFORE = re.compile(r"(?:约|近|接近|将近|差不多|大约|大概|大致|大体)(?:占|有|为|是|达)?$")
_ROUGH_BEHIND = re.compile(r"^(?:左右|上下|的样子)")
_MOVES = re.compile(
    r"(?:[增提升涨加减降下缩压省节便贵高低快慢多少超]|增[长产收加幅速]|提[高升]|下[降滑浮跌]|上[升涨浮]|减少|降低|便宜|节约|节省|节资率|降幅|同比|环比|上浮)(?:了|到|至|率|约|近|出|达|为|再|整整)*$"
)
_COMPARED = re.compile(
    r"(?:(?<!占)比(?![例重率])|较|高于|低于|去年|上年|前年|上月|上次|同期|往年|原来|原先|全[国省市]平均)[^，。；]{0,14}$"
)


class Explained:
    """Where other rules have found a number to come out, or called it wrong."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self._said: dict[tuple[int, str], list[frozenset[str]]] = defaultdict(list)
        for outcome in outcomes:
            held = isinstance(outcome, Holding) and outcome.kind in _TELLING
            if outcome.literals and (held or (isinstance(outcome, Finding) and outcome.severity is not Severity.NOTE)):
                for line in outcome.lines:
                    self._said[line, outcome.literals[0]].append(frozenset(outcome.literals))

    def has(self, line: int, literal: str, *, but_for: frozenset[str] = frozenset()) -> bool:
        """``but_for``: not counting what was made of the very same numbers, by a coarser measure."""
        return any(not said <= but_for for said in self._said.get((line, literal), ()))


_TELLING = frozenset({Kind.SUM, Kind.DIFFERENCE, Kind.PRODUCT, Kind.PERCENT, Kind.GROWTH, Kind.OVERLAP})


@dataclass(frozen=True)
class Portion:
    """``ratio`` of one, written to ``step``; ``figure`` where it is in figures or tenths."""

    start: int
    end: int
    ratio: Decimal
    step: Decimal
    literal: str
    line: int
    is_in_words: bool
    is_rough: bool
    figure: Figure | None = None


def portions(passage: Passage) -> list[Portion]:
    """The shares of a sentence that are so much of something: no growth, no bound, no aim, no other time's."""
    return sorted(_portions(passage), key=lambda portion: portion.start)


def _portions(passage: Passage) -> Iterator[Portion]:
    text, begin, stop = passage.block.text, passage.sentence.start, passage.sentence.end
    for figure in passage.figures:
        tenths = "成" in figure.literal
        if figure.dimension != PERCENT or not 0 < figure.base <= 100 or figure.is_range or figure.is_quoted:
            continue
        if not (figure.is_exact or tenths) or not _stands(text, begin, figure.start, figure.end):
            continue
        ratio, step = figure.base / 100, figure.step / 100
        yield Portion(figure.start, figure.end, ratio, step, figure.literal, figure.place.line, tenths,
                      _is_rough(text, figure.start, figure.end), figure)  # fmt: skip
    for match in _FRACTION.finditer(text, begin, stop):
        ratio = Decimal("0.5") if match["half"] else _number(match["n"]) / _number(match["of"])
        if 0 < ratio < 1 and _stands(text, begin, match.start(), match.end()):
            line = passage.block.origin[match.start()][0] + 1
            yield Portion(match.start(), match.end(), ratio, Decimal("0.01"), match.group(0), line, True,
                          _is_rough(text, match.start(), match.end()))  # fmt: skip


def _number(text: str) -> Decimal:
    numeral = read_chinese(text)
    return numeral.value if numeral and numeral.value else Decimal(1)


def _stands(text: str, begin: int, start: int, end: int) -> bool:
    lead = text[max(begin, start - 18) : start]
    lead = re.split(r"[，。；：]", lead)[-1]
    return not (
        _BOUND.search(lead) or _BEYOND.match(text[end : end + 6]) or _MOVES.search(lead) or _COMPARED.search(lead)
    )


def _is_rough(text: str, start: int, end: int) -> bool:
    return bool(_ROUGH_BEFORE.search(text[max(0, start - 6) : start]) or _ROUGH_BEHIND.match(text[end : end + 4]))


def lines_told(portion: Portion, *figures: Figure) -> tuple[int, ...]:
    return tuple(sorted({portion.line, *lines_of(figures)}))


def said_of_share(portion: Portion, part: Figure, whole: Figure, stated: Figure | None = None) -> Finding:
    """The share is not what ``part`` is of ``whole``; ``stated`` is the part where it was worked out from the share."""
    own = (portion.figure,) if portion.figure else ()
    if stated:
        step = stated.step / stated.unit_worth
        shown = f"{plain(rounded(whole.base * portion.ratio / stated.unit_worth, step))}{stated.unit}"
        literals, figures = (stated.literal, portion.literal, whole.literal), (stated, *own, whole)
        how, told, message = f"{whole.text} × {portion.literal}", stated.text, f"{whole.text}的{portion.literal}"
        change = f"若其余各数无误，应改为{shown}"
    else:
        shown = f"{plain((part.base / whole.base * 100).quantize(Decimal('0.01')))}%"
        literals, figures = (portion.literal, part.literal, whole.literal), (*own, part, whole)
        how, told, message = f"{part.text} ÷ {whole.text}", portion.literal, f"{part.text}占{whole.text}"
        change = f"若两数无误，应为{shown}"
    return Finding(
        Kind.PERCENT, Severity.WARNING, lines_told(portion, part, whole), literals, shown, told,
        f"{how} = {shown} ≠ {told}", f"{message}应为{shown}，文中写{told}", change, figures,
    )  # fmt: skip
