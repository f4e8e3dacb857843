"""The typed nodes a rule is made of. Engines walk these and nothing else; explanations read them.

Numbers are exact and in the base of their unit (money in fen). A value None is 'missing'. Conditions have three values.
Nodes over many rows name the table they read (``table``) and the row they hang on (``of``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache

from .units import PLAIN, Unit


class Kind(StrEnum):
    NUMBER = "数"
    TEXT = "文字"
    DATE = "日期"
    BOOL = "是否"
    VERDICT = "结论"


@dataclass(frozen=True)
class Type:
    """What a node gives. ``codes`` are the texts a code column may hold (empty: any). ``digits`` behind the point."""

    kind: Kind
    unit: Unit = PLAIN
    codes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.unit.title if self.kind is Kind.NUMBER else self.kind.value


BOOL = Type(Kind.BOOL)
DATE = Type(Kind.DATE)
TEXT = Type(Kind.TEXT)
VERDICT = Type(Kind.VERDICT)
NUMBER = Type(Kind.NUMBER)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


@dataclass(frozen=True)
class Node:
    type: Type

    def children(self) -> Iterator[Node]:
        for name in _names(type(self)):  # type: ignore[arg-type]
            value = getattr(self, name)
            if isinstance(value, Node):
                yield value
            elif isinstance(value, tuple):
                yield from (part for part in value if isinstance(part, Node))


Value = Fraction | int | str | date | bool


@dataclass(frozen=True)
class Literal(Node):
    value: Value


@dataclass(frozen=True)
class Missing(Node):
    """A missing value: ``如果 … 则 … 否则 缺``."""


@dataclass(frozen=True)
class Field(Node):
    """A column of the row of ``table`` in scope, as stored (fen, a raw decimal)."""

    table: str
    column: str


@dataclass(frozen=True)
class Verdict(Node):
    """The verdict of a standard for the row of ``table`` in scope: 通过, 不通过, 不适用, or missing."""

    table: str
    standard: str


@dataclass(frozen=True)
class Parameter(Node):
    name: str


@dataclass(frozen=True)
class AsOf(Node):
    """评估日."""


@dataclass(frozen=True)
class Year(Node):
    """评估年度."""


@dataclass(frozen=True)
class Negate(Node):
    part: Node


@dataclass(frozen=True)
class Arithmetic(Node):
    """``sign`` is one of + - × // (floor; a zero divisor gives missing)."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Extreme(Node):
    """``which`` is min or max; missing where a part is missing."""

    which: str
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Ceiling(Node):
    part: Node


@dataclass(frozen=True)
class Mean(Node):
    """``left`` per ``right``: compared by its parts, rounded half up only where shown, stored or counted with."""

    left: Node
    right: Node


@dataclass(frozen=True)
class Age(Node):
    """Full years of ``born`` on ``day``."""

    born: Node
    day: Node


@dataclass(frozen=True)
class YearOf(Node):
    day: Node


@dataclass(frozen=True)
class Compare(Node):
    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Among(Node):
    part: Node
    values: tuple[str, ...]


@dataclass(frozen=True)
class IsMissing(Node):
    part: Node


@dataclass(frozen=True)
class All(Node):
    """且."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Some(Node):
    """或."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    part: Node


@dataclass(frozen=True)
class Choose(Node):
    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True)
class Marked(Node):
    """Whether the row of ``table`` in scope carries the completeness mark of ``rows`` for every year from ``first`` to
    ``last`` (or the standing mark). Never missing."""

    table: str
    rows: str
    first: int
    last: int


@dataclass(frozen=True)
class Many(Node):
    """A function over the rows of ``table`` that belong to the row of ``of`` in scope.

    ``complete`` is None where no mark is asked for, else a condition on the row of ``of`` (filled by ``bind``).
    """

    of: str
    table: str
    where: Node
    complete: Node | None


@dataclass(frozen=True)
class AnyOf(Many):
    pass


@dataclass(frozen=True)
class Every(Many):
    pass


@dataclass(frozen=True)
class Count(Many):
    pass


@dataclass(frozen=True)
class Total(Many):
    amount: Node


@dataclass(frozen=True)
class Share(Many):
    """Weights of rows that hold over weights of all rows; ``weight`` None counts rows."""

    weight: Node | None


@dataclass(frozen=True)
class AllRows(Node):
    """Whether every row of ``table`` below the row of ``of`` satisfies a condition that is never missing.

    Made by ``bind`` for completeness over several levels only."""

    of: str
    table: str
    where: Node


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for child in node.children():
        yield from walk(child)


TRUE = Literal(BOOL, True)
