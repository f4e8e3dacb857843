"""Reads one rule as text into a syntax tree. Chinese and English words give the same tree.

The text is NFKC-folded character by character first, so positions stay those of the written text. The grammar is LALR
(lark), the tree is built bottom-up while parsing: no recursion, no ``eval``; at most 2,000 characters and 50 levels.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, cast

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedEOF, UnexpectedToken
from lark.exceptions import UnexpectedInput

from jingzhun.core.text import fold

from .numbers import MOST_DIGITS
from .source import AuthorProblem, Source
from .units import PATTERN, Unit, read_unit

LONGEST = 2_000
DEEPEST = 50

_UNIT = PATTERN.replace("/", chr(92) + "/")
GRAMMAR = rf"""
?start: choice
?choice: any_of | IF any_of THEN choice ELSE choice -> chosen
?any_of: all_of (OR all_of)* -> any_of
?all_of: denied (AND denied)* -> all_of
?denied: NOT denied -> denied | compared
?compared: sum | sum COMPARE sum -> compared | sum WITHIN sum TO sum -> within
    | sum AMONG (listed | path) -> among | sum MISSING -> missing
?sum: product ((PLUS | MINUS) product)* -> chain
?product: signed ((TIMES | FLOOR) signed)* -> chain
?signed: MINUS signed -> negated | atom
?atom: MISSING -> unknown | quantity | DATE -> day | TEXT -> text | call | path | "(" choice ")"
call: WORD "(" [choice (_COMMA choice)*] ")"
path: WORD ("." WORD)*
listed: "[" choice (_COMMA choice)* "]"
quantity: NUMBER [SCALE] [UNIT]

IF.9: /(如果|if)(?!\w)/
THEN.9: /(则|then)(?!\w)/
ELSE.9: /(否则|else)(?!\w)/
OR.9: /(或者|或|or)(?!\w)/
AND.9: /(并且|且|and)(?!\w)/
NOT.9: /(非|not)(?!\w)/
WITHIN.9: /(在|between)(?!\w)/
TO.9: /(到|to)(?!\w)/
AMONG.9: /(属于|in)(?!\w)/
MISSING.9: /(缺|is\s+missing|missing)(?!\w)/
COMPARE.5: ">=" | "<=" | "≥" | "≤" | "≠" | "!=" | "<" | ">" | "="
PLUS: "+"
MINUS: "-"
FLOOR.5: "//"
TIMES: "×" | "*"
DATE.8: /\d{{4}}-\d{{1,2}}-\d{{1,2}}(?!\w)|\d{{4}}年\d{{1,2}}月\d{{1,2}}日(?!\w)/
NUMBER.4: /\d+(\.\d+)?/
SCALE.6: /[万亿](?={_UNIT}|\W|$)/
UNIT.7: /{_UNIT}/
TEXT: /“[^”]*”|"[^"]*"|「[^」]*」/
WORD: /[^\W\d]\w*/
_COMMA: "," | "、"
%ignore /\s+/
"""

_SHOWN = {
    "IF": "如果", "THEN": "则", "ELSE": "否则", "OR": "或", "AND": "且", "NOT": "非", "WITHIN": "在", "TO": "到", "AMONG": "属于",
    "MISSING": "缺", "COMPARE": "比较号（>= > <= < = ≠）", "PLUS": "+", "MINUS": "-", "FLOOR": "//", "TIMES": "×", "DATE": "日期",
    "NUMBER": "数字", "SCALE": "万、亿", "UNIT": "单位", "TEXT": "“文字”", "WORD": "词", "LPAR": "（", "RPAR": "）", "LSQB": "[",
    "RSQB": "]", "DOT": ".", "_COMMA": "，", "$END": "结束",
}  # fmt: skip


class UnableToParseRule(AuthorProblem):
    code = "Y-011"
    says = "写法不对，遇到“{found}”"
    remedy = "请按政策语言改正"


class UnableToTakeRule(AuthorProblem):
    code = "Y-012"
    says = "规则过长或过深（{found}）"
    remedy = "请拆成几个词条再引用，每条不超过 2000 字、50 层"


class UnableToReadQuantity(AuthorProblem):
    code = "Y-013"
    says = "“{found}”不是有效的数量或日期"
    remedy = "日期写作 2018-01-01，数量写作 3500元、5万元、3%、25平方米/人"


@dataclass(frozen=True)
class Syntax:
    """One node of the tree: ``kind`` (call, path, quantity …), its ``value`` and parts, where it starts and ends."""

    kind: str
    value: Any
    parts: tuple[Syntax, ...]
    start: int
    end: int
    depth: int = 1


@dataclass(frozen=True)
class Quantity:
    """An exact number in the base of its unit; ``written`` is kept for messages."""

    number: Fraction
    unit: Unit
    written: str

    @property
    def is_bare(self) -> bool:
        """Whether no unit is written, not even %."""
        return self.unit.is_plain and not re.search(r"[%‰点]", self.written)


def parse(source: Source) -> Syntax:
    """The syntax tree of a rule. Raises :class:`AuthorProblem` subclasses only, whatever the input."""
    if len(source.text) > LONGEST:
        raise UnableToTakeRule(source, found=f"{len(source.text)} 字")
    folded, origin = fold_keeping_place(source.text)
    level = 0
    for offset, sign in enumerate(folded):
        level += (sign in "([") - (sign in ")]")
        if level > DEEPEST:
            raise UnableToTakeRule(source, origin[offset], found=f"括号超过 {DEEPEST} 层")
    try:
        return _read(folded)
    except _Refused as refused:
        raise refused.kind(source, origin[refused.start], found=refused.found) from None
    except UnexpectedInput as wrong:
        raise _explain(source, folded, origin, wrong) from None


def fold_keeping_place(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters (and its end), the offset in the written text."""
    out: list[str] = []
    origin: list[int] = []
    for offset, character in enumerate(text):
        whole = fold(character) or (" " if character.isspace() else "")
        if unicodedata.combining(character):
            whole = character
        out.append(whole)
        origin.extend([offset] * len(whole))
    return "".join(out), [*origin, len(text)]


class _Refused(Exception):
    def __init__(self, kind: type[AuthorProblem], start: int, found: str) -> None:
        self.kind, self.start, self.found = kind, start, found


def _read(folded: str) -> Syntax:
    return cast(Syntax, _parser().parse(folded))


@cache
def _parser() -> Lark:
    return Lark(
        GRAMMAR,
        parser="lalr",
        lexer="contextual",
        propagate_positions=False,
        maybe_placeholders=True,
        transformer=_Builder(),
    )


def _node(kind: str, value: Any, parts: list[Syntax], start: int, end: int) -> Syntax:
    depth = 1 + max((part.depth for part in parts), default=0)
    if depth > DEEPEST:
        raise _Refused(UnableToTakeRule, start, f"超过 {DEEPEST} 层")
    return Syntax(kind, value, tuple(parts), start, end, depth)


class _Builder(Transformer[Token, Syntax]):
    """Makes a node as soon as its parts are read."""

    def chosen(self, c: list[Any]) -> Syntax:
        return _node("choose", None, [c[1], c[3], c[5]], c[0].start_pos, c[5].end)

    def any_of(self, c: list[Any]) -> Syntax:
        return self._flat("or", c)

    def all_of(self, c: list[Any]) -> Syntax:
        return self._flat("and", c)

    def _flat(self, kind: str, c: list[Any]) -> Syntax:
        parts = [part for part in c if isinstance(part, Syntax)]
        return parts[0] if len(parts) == 1 else _node(kind, None, parts, parts[0].start, parts[-1].end)

    def denied(self, c: list[Any]) -> Syntax:
        return _node("not", None, [c[1]], c[0].start_pos, c[1].end)

    def compared(self, c: list[Any]) -> Syntax:
        sign = {"≥": ">=", "≤": "<=", "≠": "!="}.get(str(c[1]), str(c[1]))
        return _node("compare", sign, [c[0], c[2]], c[0].start, c[2].end)

    def within(self, c: list[Any]) -> Syntax:
        return _node("within", None, [c[0], c[2], c[4]], c[0].start, c[4].end)

    def among(self, c: list[Any]) -> Syntax:
        return _node("among", None, [c[0], c[2]], c[0].start, c[2].end)

    def missing(self, c: list[Any]) -> Syntax:
        return _node("missing", None, [c[0]], c[0].start, c[1].end_pos)

    def unknown(self, c: list[Any]) -> Syntax:
        return _node("unknown", None, [], c[0].start_pos, c[0].end_pos)

    def chain(self, c: list[Any]) -> Syntax:
        left = c[0]
        for sign, right in zip(c[1::2], c[2::2], strict=True):
            left = _node("arithmetic", {"*": "×"}.get(str(sign), str(sign)), [left, right], left.start, right.end)
        return left  # type: ignore[no-any-return]

    def negated(self, c: list[Any]) -> Syntax:
        return _node("negate", None, [c[1]], c[0].start_pos, c[1].end)

    def day(self, c: list[Any]) -> Syntax:
        try:
            value = date(*map(int, re.findall(r"\d+", c[0])))
        except ValueError:
            raise _Refused(UnableToReadQuantity, c[0].start_pos, str(c[0])) from None
        return _node("date", value, [], c[0].start_pos, c[0].end_pos)

    def text(self, c: list[Any]) -> Syntax:
        return _node("text", c[0][1:-1].strip(), [], c[0].start_pos, c[0].end_pos)

    def call(self, c: list[Any]) -> Syntax:
        parts = [part for part in c[1:] if part is not None]
        return _node("call", _word(c[0]), parts, c[0].start_pos, parts[-1].end if parts else c[0].end_pos)

    def path(self, c: list[Any]) -> Syntax:
        return _node("path", tuple(_word(word) for word in c), [], c[0].start_pos, c[-1].end_pos)

    def listed(self, c: list[Any]) -> Syntax:
        return _node("list", None, c, c[0].start, c[-1].end)

    def quantity(self, c: list[Any]) -> Syntax:
        written = "".join(str(part) for part in c if part is not None)
        start, end = c[0].start_pos, max(part.end_pos for part in c if part is not None)
        unit = read_unit(str(c[2]) if c[2] is not None else "")
        if unit is None or len(c[0]) > 30:
            raise _Refused(UnableToReadQuantity, start, written)
        number = Fraction(str(c[0])) * unit[1] * {"万": 10_000, "亿": 100_000_000}.get(str(c[1]), 1)
        if (number * 10**MOST_DIGITS).denominator != 1 or (
            unit[0].is_money and number.denominator != 1 and not unit[0].den
        ):
            raise _Refused(UnableToReadQuantity, start, written)
        return _node("quantity", Quantity(number, unit[0], written), [], start, end)


def _word(token: Token) -> str:
    if token.startswith("_") or token.endswith("_"):
        raise _Refused(UnableToParseRule, token.start_pos or 0, str(token))
    return str(token)


def _explain(source: Source, folded: str, origin: list[int], wrong: UnexpectedInput) -> AuthorProblem:
    if isinstance(wrong, UnexpectedToken) and wrong.token.type != "$END":
        start, found, allowed = wrong.token.start_pos or 0, str(wrong.token), wrong.accepts or wrong.expected
    elif isinstance(wrong, UnexpectedCharacters):
        start, allowed = wrong.pos_in_stream or 0, wrong.allowed
        found = re.match(r"\w+|.|$", folded[start:], re.DOTALL).group()  # type: ignore[union-attr]
    else:
        start, found = len(folded), "结束"
        allowed = (
            (wrong.accepts or wrong.expected)
            if isinstance(wrong, UnexpectedToken)
            else getattr(wrong, "expected", set())
        )
    assert isinstance(wrong, UnexpectedToken | UnexpectedCharacters | UnexpectedEOF)
    names = [shown for name, shown in _SHOWN.items() if name in (allowed or ())]
    return UnableToParseRule(source, origin[min(start, len(folded))], found=found[:20], allowed=" ".join(names))
