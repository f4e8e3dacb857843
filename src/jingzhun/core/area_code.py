"""The statistical area code: 12 digits (province 2, prefecture 4, county 6, township 9, village 12), 村民小组 as village + 3.

A subtree is a code range: ``first <= code < after``. Codes are compared as text; all are digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from .errors import Problem


class Level(IntEnum):
    """The value is the number of significant digits."""

    NATION = 0
    PROVINCE = 2
    PREFECTURE = 4
    COUNTY = 6
    TOWNSHIP = 9
    VILLAGE = 12
    GROUP = 15

    @property
    def title(self) -> str:
        return _TITLES[self]


_TITLES = {
    Level.NATION: "全国", Level.PROVINCE: "省", Level.PREFECTURE: "州市", Level.COUNTY: "县",
    Level.TOWNSHIP: "乡镇", Level.VILLAGE: "村", Level.GROUP: "组",
}  # fmt: skip


class UnableToReadAreaCode(Problem):
    code = "C-002"
    says = "“{text}”不是区划代码"
    remedy = "请用统计用区划代码：县6位、乡9位、村12位、村民小组15位数字，或补零到12位"


@dataclass(frozen=True, order=True)
class AreaCode:
    """``significant`` is the code without its padding noughts; the nation is the empty text."""

    significant: str

    @classmethod
    def parse(cls, text: str) -> AreaCode:
        """From 2, 4, 6, 9, 12 or 15 digits; noughts that pad to 6, 9 or 12 digits stand for the level above."""
        digits = text.strip()
        if digits and (not digits.isascii() or not digits.isdecimal() or len(digits) not in set(Level)):
            raise UnableToReadAreaCode(text=text)
        if len(digits) <= Level.VILLAGE:
            for level in (Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE, Level.PROVINCE):
                if set(digits[level:]) == {"0"}:
                    digits = digits[:level]
        return cls(digits)

    @property
    def level(self) -> Level:
        return Level(len(self.significant))

    @property
    def padded(self) -> str:
        """12 digits (15 for a 村民小组): the form stored as key."""
        return self.significant.ljust(12, "0") if self.significant else ""

    @property
    def first(self) -> str:
        """Lower bound of the subtree, itself included."""
        return self.significant

    @property
    def after(self) -> str:
        """The first code behind the subtree: ``533422`` gives ``533423``; the nation gives ``:`` (behind all digits)."""
        kept = self.significant.rstrip("9")
        return f"{kept[:-1]}{int(kept[-1]) + 1}".ljust(len(self.significant), "0") if kept else ":"

    def covers(self, code: str) -> bool:
        """Whether a stored code lies in this subtree."""
        return code.startswith(self.significant)

    def at(self, level: Level) -> AreaCode:
        """The ancestor at ``level`` (itself when already there or above)."""
        return AreaCode(self.significant[:level])

    @property
    def parent(self) -> AreaCode | None:
        above = [level for level in Level if level < self.level]
        return AreaCode(self.significant[: max(above)]) if above else None
