"""Accounts: what there was, what came in, what went out, and what there is at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from ...agreement import is_slip
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, finding, holding
from ...unit import MEASURED
from ..claims.claim import Scene, scenes
from .split import is_summable
from .total import is_bracketed

_OPENING = re.compile(
    r"(?:上年|去年|上期|上季|上月|年初|期初|月初|季初|上年度|20\d\d年)[一-龥]{0,3}(?:末|底|结转|结余|余额|存量|存栏|原有)|(?:年初|期初|月初)[一-龥]{0,10}|^[一-龥]{0,6}(?:原有|原来有|已有|存量)|原有[一-龥]{0,8}$|^[一-龥]{0,4}原(?:计划|定|安排|批复)[一-龥]{0,8}$"
)
_IN = re.compile(
    r"新增|新识别|新纳入|纳入|识别|增加|追加|收入|收到|新建|新招|新聘|补充|增补|调增|转入|购入|返乡|迁入|出生"
)
_OUT = re.compile(
    r"减少|销号|注销|退出|消除|死亡|迁出|外迁|支出|核减|调减|清退|转出|核销|退社|离岗|解聘|报废|销售|卖出|收回|去世"
)
_CLOSING = re.compile(
    r"(?:年末|年底|期末|月末|季末|月底|目前|现在|现|最终|累计)[一-龥]{0,12}$|结转下年|结余[一-龥]{0,4}$|总数[一-龥]{0,6}$|(?:增至|减至|增加到|减少到|降至|扩大到)[一-龥]{0,4}$|(?:调整|追加|增补|核减|变动)后[一-龥]{0,10}$"
)
_SUBTOTAL = re.compile(r"合计|共计?|总计")
_NOT_A_MOVE = re.compile(r"比|较|同比|占|其中")


class Move(Enum):
    IN = "in"
    OUT = "out"
    CLOSING = "closing"


@dataclass(frozen=True)
class Account:
    opening: Figure
    came: tuple[Figure, ...]
    went: tuple[Figure, ...]
    closing: Figure

    @property
    def computed(self) -> Decimal:
        return (
            self.opening.base
            + sum((f.base for f in self.came), Decimal(0))
            - sum((f.base for f in self.went), Decimal(0))
        )

    @property
    def others(self) -> list[Figure]:
        return [self.opening, *self.came, *self.went]

    @property
    def spelled(self) -> str:
        return (
            self.opening.text + "".join(f" + {f.text}" for f in self.came) + "".join(f" − {f.text}" for f in self.went)
        )


def find(reading: Reading) -> Iterator[Outcome]:
    for scene in scenes(reading):
        for dimension in dict.fromkeys(f.dimension for f in scene.here if is_summable(f)):
            for account in _accounts(scene, [f for f in scene.here if f.dimension == dimension and is_summable(f)]):
                yield from _judged(account)


def _words(scene: Scene, figure: Figure) -> str:
    """The words before a figure, or before the figure it stands beside."""
    first = scene.mate(figure) or figure
    words = first.left[-20:]
    if not words and (before := scene.before(first)):
        words = re.split(r"[，；。]", scene.text[before[0].end : first.start])[-1]
    return words


def _move(words: str) -> Move | None:
    """What a figure does to the account, by the words before it, which open none."""
    if _NOT_A_MOVE.search(words):
        return None
    if _CLOSING.search(words):
        return Move.OUT if _OUT.search(words[-6:]) else Move.CLOSING  # 年底风险消除 4 户
    return Move.OUT if _OUT.search(words) else Move.IN if _IN.search(words) else None


def _accounts(scene: Scene, figures: Sequence[Figure]) -> Iterator[Account]:
    """Runs of an opening figure, moves and a closing one, with no other figure of the kind among them."""
    opening: Figure | None = None
    came: list[Figure] = []
    went: list[Figure] = []
    for figure in figures:
        words = _words(scene, figure)
        if _OPENING.search(words):  # （去年底 2475 名）: said by the way
            opening, came, went = None if is_bracketed(scene.text, figure) else figure, [], []
            continue
        if opening is None:
            continue
        move = _move(words)
        if move in (Move.IN, Move.OUT):
            moves = came if move is Move.IN else went
            if not (_SUBTOTAL.search(figure.left) and sum((f.base for f in moves), Decimal(0)) == figure.base):
                moves.append(figure)
        elif move is Move.CLOSING and (came or went):
            yield Account(opening, tuple(came), tuple(went), figure)
            opening = None
        else:
            opening = None


def _judged(account: Account) -> Iterator[Outcome]:
    closing, computed = account.closing, account.computed
    if computed == closing.base:
        for kind in (*((Kind.SUM,) if account.came else ()), *((Kind.DIFFERENCE,) if account.went else ())):
            yield holding(kind, closing, account.others, f"{account.spelled} = {closing.text}")
        return
    if not all(figure.is_exact for figure in (closing, *account.others)) or computed <= 0:
        return
    step = min(figure.step for figure in (closing, *account.others))
    slipped = any(
        is_slip(figure.base, figure.base + sign * (closing.base - computed), step)
        for sign, figures in ((1, (account.opening, *account.came)), (-1, (closing, *account.went)))
        for figure in figures
        if figure.base + sign * (closing.base - computed) > 0
    )
    if not slipped and abs(computed - closing.base) > closing.base * Decimal("0.15"):
        return
    if closing.dimension in MEASURED and abs(computed - closing.base) <= closing.step:
        return
    worth = closing.unit_worth
    shown = f"{(computed / worth).normalize():f}{closing.unit}"
    yield finding(
        Kind.SUM, Severity.ERROR, closing, account.others, computed=shown,
        arithmetic=f"{account.spelled} = {shown} ≠ {closing.text}",
        message=f"期初加增减应为{shown}，文中写{closing.text}", suggestion=f"若其余各数无误，应改为{shown}",
    )  # fmt: skip
