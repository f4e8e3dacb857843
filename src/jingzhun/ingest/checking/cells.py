"""One cell to one value, by what the column declares. A column reads each different cell once.

The result is the value, None for a blank, or a :class:`Refused` with its reason. Values are those of the registry's
fields: codes, whole fen, exact decimals, days, folded texts.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from jingzhun.core.money import LARGEST_FEN, round_fen, yuan
from jingzhun.core.text import fold, fold_name, is_blank
from jingzhun.policy.codes import CodeBook, UnableToReadCode

from ..layouts.layout import Column
from ..reading.broken import ERRORS, NOT_CALCULATED
from . import reasons

YES = frozenset(
    [
        "是",
        "有",
        "1",
        "true",
        "yes",
        "y",
        "√",
        "对",
        "已消除",
        "已参加",
        "参加",
        "已参保",
        "参保",
        "通",
        "已通",
        "安全",
        "达标",
        "已核实",
        "已解决",
        "解决",
        "已收齐",
        "享受",
    ]
)
NO = frozenset(
    [
        "否",
        "无",
        "0",
        "false",
        "no",
        "n",
        "×",
        "x",
        "错",
        "未消除",
        "未参加",
        "未参保",
        "不通",
        "未通",
        "不安全",
        "不达标",
        "未核实",
        "未解决",
        "没有",
        "未享受",
    ]
)
UNKNOWN = frozenset(["未知", "不详", "不清楚", "不明"])
_WAN = {"元": 100, "万元": 1_000_000, "千元": 100_000, "亿元": 10_000_000_000, "分": 1}
_DAY = re.compile(r"^(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?月?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$")
_MOST = 20_000_000  # 200,000 yuan a head
_EPOCH = date(1899, 12, 30)
_BETWEEN: dict[str, tuple[int, int]] = {"月": (0, 12), "年": (1900, 2100), "%": (0, 100)}


@dataclass(frozen=True)
class Refused:
    reason: reasons.UnableToTakeRow


@dataclass
class Reader:
    """Reads the cells of one column. ``flagged`` collects values that were taken and are pointed out."""

    column: Column
    unit: str
    book: CodeBook
    today: date
    flagged: dict[Any, reasons.UnableToTakeRow] = field(default_factory=dict)
    _seen: dict[Any, Any] = field(default_factory=dict)
    _read: Callable[[Any], Any] = field(init=False)

    def __post_init__(self) -> None:
        declared = self.column.declared
        kind = declared.type_name if declared is not None else self.column.reads
        if self.column.codes == "健康状况":
            self._read = self._codes
        elif self.column.codes:
            self._read = self._code
        else:
            self._read = {
                "bool": self._flag, "money": self._money, "signed": self._money, "decimal": self._decimal, "int": self._count, "date": self._day,
            }.get(kind) or {
                "year": self._count, "size": self._count, "born_on": self._day, "since": self._day, "complete": self._flag,
                "is_registered": self._flag, "other_causes": self._causes, "name": self._name, "head_name": self._name,
            }.get(self.column.target, self._text)  # fmt: skip

    def read(self, cell: Any) -> Any:
        """Value, None for a blank, or :class:`Refused`."""
        if cell is None:
            return None
        key = (cell.__class__, cell)
        found = self._seen.get(key, self)
        if found is self:
            found = self._seen[key] = self._fresh(cell)
        return found

    def _fresh(self, cell: Any) -> Any:
        if (broken := broken_cell(cell)) is not None:
            return Refused(broken)
        try:
            return None if is_blank(cell) else self._read(cell)
        except reasons.UnableToTakeRow as reason:
            return Refused(reason)

    def _text(self, cell: Any) -> str:
        text = as_text(cell)
        declared = self.column.declared
        limit = getattr(declared, "max_length", None) if declared is not None else 40
        if limit and len(text) > limit and declared is not None and declared.type_name == "text":
            raise reasons.TooLong(length=len(text), limit=limit)
        if self.column.field_name == "phone" and not 7 <= sum(map(str.isdecimal, text)) <= 13:
            self.flagged[(cell.__class__, cell)] = reasons.OddPhone(length=len(text))
        return text

    def _name(self, cell: Any) -> str:
        name = fold_name(as_text(cell))
        if len(name) > 60:
            raise reasons.TooLong(length=len(name), limit=60)
        return name

    def _code(self, cell: Any) -> str:
        text = as_text(cell)
        try:
            return self.book.code(self.column.codes, text)
        except UnableToReadCode as cause:
            if text.isdecimal() and text.zfill(2) in self.book.texts.get(self.column.codes, {}):
                return text.zfill(2)
            known = list(self.book.texts.get(self.column.codes, {}).values())
            close = difflib.get_close_matches(fold_name(text), known, 1, 0.4)
            raise reasons.UnknownCode(
                text=text, list=self.column.codes, nearest=f"，最接近：{close[0]}" if close else "",
                allowed=cause.fields["allowed"],
            ) from cause  # fmt: skip

    def _codes(self, cell: Any) -> str:
        parts = [part for part in re.split(r"[,，、;；]", as_text(cell)) if part.strip()]
        return ",".join(dict.fromkeys(self._code(part) for part in parts))

    def _causes(self, cell: Any) -> tuple[str, ...]:
        parts = [part.strip() for part in re.split(r"[,，、;；]", as_text(cell)) if part.strip()]
        causes = Reader(Column(self.column.header, "HouseholdCause.other_cause_1"), "", self.book, self.today)
        codes = [causes._code(part) for part in parts]
        if len(codes) > 2 or len(set(codes)) < len(codes):
            raise reasons.CausesRepeat(why="多于两个" if len(codes) > 2 else "重复")
        return tuple(codes)

    def _flag(self, cell: Any) -> bool | None:
        if isinstance(cell, bool):
            return cell
        text = as_text(cell).lower()
        if text in YES:
            return True
        if text in NO:
            return False
        if text in UNKNOWN:
            return None
        raise reasons.UnknownFlag(text=as_text(cell))

    def _money(self, cell: Any) -> int:
        written = as_text(cell).replace(",", "").replace(" ", "").lstrip("¥￥").removesuffix("/人")
        unit = self.unit if self.unit in _WAN else self.column.bare_unit
        for suffix in sorted(_WAN, key=len, reverse=True):
            if written.endswith(suffix):
                written, unit = written[: -len(suffix)], suffix
                break
        try:
            amount = Decimal(written) * _WAN[unit]
            exact = amount.is_finite() and abs(amount) <= LARGEST_FEN
        except InvalidOperation:
            exact = False
        if not exact:
            raise reasons.UnknownAmount(text=as_text(cell))
        fen = round_fen(amount)
        stated = self.column.model_name == "StatedIncome" or self.column.reads == "signed"
        if abs(amount - fen) > Decimal("0.001") and not stated:
            self.flagged[(cell.__class__, cell)] = reasons.Rounded(text=as_text(cell))
        if self.column.model_name == "StatedIncome" and not 0 <= fen <= _MOST:
            why = "是负数" if fen < 0 else "多得不寻常"
            self.flagged[(cell.__class__, cell)] = reasons.OddAmount(amount=yuan(fen), why=why)
        if fen < 0 and not stated:
            raise reasons.Negative(text=as_text(cell))
        return fen

    def _decimal(self, cell: Any) -> Decimal:
        number = self._number(cell)
        declared = self.column.declared
        digits, decimals = (declared.max_digits, declared.decimal_places) if declared else (14, 3)
        low, high = _BETWEEN.get(self.column.unit, (0, 10 ** (digits - decimals) - 1))
        if self.column.field_name.endswith("growth"):
            low, high = -100, 1000
        if not low <= number <= high:
            raise reasons.OutOfRange(text=as_text(cell), low=low, high=high)
        return number.quantize(Decimal(1).scaleb(-decimals))

    def _count(self, cell: Any) -> int:
        number = self._number(cell)
        if number != number.to_integral_value():
            raise reasons.UnknownNumber(text=as_text(cell), what="整数")
        unit = {"year": "年", "size": "人"}.get(self.column.target, self.column.unit)
        low, high = _BETWEEN.get(unit, (0, 100 if self.column.target == "size" else 10**9))
        if not low <= number <= high:
            raise reasons.OutOfRange(text=as_text(cell), low=low, high=high)
        return int(number)

    def _number(self, cell: Any) -> Decimal:
        unit = self.column.unit or {"year": "年", "size": "人"}.get(self.column.target, "")
        written = as_text(cell).replace(",", "")
        for suffix in ("年度", "个月", "㎡", "m2", unit):
            if suffix and written.endswith(suffix):
                written = written[: -len(suffix)].strip()
                break
        try:
            number = Decimal(written)
        except InvalidOperation as cause:
            raise reasons.UnknownNumber(text=as_text(cell), what="数字") from cause
        if not number.is_finite():
            raise reasons.UnknownNumber(text=as_text(cell), what="数字")
        return number

    def _day(self, cell: Any) -> date:
        if isinstance(cell, datetime):
            return self._sensible(cell.date(), cell)
        if isinstance(cell, date):
            return self._sensible(cell, cell)
        text = as_text(cell).replace(" ", "") if isinstance(cell, str) and "年" in cell else as_text(cell)
        if re.fullmatch(r"\d{8}", text):
            parts = (text[:4], text[4:6], text[6:])
        elif re.fullmatch(r"(19|20)\d{2}(0[1-9]|1[0-2])", text):
            parts = (text[:4], text[4:], "1")
        elif re.fullmatch(r"\d{5}", text):
            return self._sensible(_EPOCH + timedelta(days=int(text)), cell)
        elif matched := _DAY.match(text):
            parts = (matched.group(1), matched.group(2), matched.group(3) or "1")
        else:
            raise reasons.UnknownDay(text=text)
        try:
            return self._sensible(date(*map(int, parts)), cell)
        except ValueError as cause:
            raise reasons.UnknownDay(text=text) from cause

    def _sensible(self, day: date, cell: Any) -> date:
        if not 1880 <= day.year <= 2100:
            raise reasons.OutOfRange(text=as_text(cell), low="1880年", high="2100年")
        if day > self.today and self.column.declared is not None:
            # What the registry holds has happened; plans of projects lie ahead.
            raise reasons.LaterThanToday(text=as_text(cell))
        return day


def broken_cell(cell: Any) -> reasons.BrokenCell | None:
    """Why a cell cannot be read at all: an error value, or a formula that was never calculated."""
    if not isinstance(cell, str) or cell[:1] != "#":
        return None
    if cell == NOT_CALCULATED:
        return reasons.BrokenCell(what="还没有算出结果的公式")
    return reasons.BrokenCell(what=f"错误值 {cell}") if cell.strip().upper() in ERRORS else None


def as_text(cell: Any) -> str:
    """A cell as folded text: ``16.0`` is ``16``, a day is ``2018-12-31``."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return fold(str(cell))
