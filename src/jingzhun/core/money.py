"""Money is whole fen. Parsing, rounding and printing of amounts; no float ever.

Called by ingest (cells), rules (literals, awards), ledger, pages and reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from .errors import Problem
from .text import fold

FEN_PER_YUAN = 100
YUAN_PER_WAN = 10_000
LARGEST_FEN = 10**16
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,12})?", re.ASCII)
_UNITS = {"元": Decimal(100), "万元": Decimal(1_000_000), "亿元": Decimal(10_000_000_000), "分": Decimal(1)}


class UnableToReadAmount(Problem):
    code = "C-001"
    says = "“{text}”不是金额"
    remedy = "请填数字，可带单位元、万元或亿元，最多两位小数的元"


def parse_fen(text: object, *, unit: str = "元") -> int:
    """Whole fen of a written amount: ``3500``, ``¥3,500.00元``, ``5万元``. ``unit`` is assumed where none is written.

    A float is taken to the 15 digits that a spreadsheet shows. Raises :class:`UnableToReadAmount` for anything else, also
    for commas that group wrongly (``3,50``), fractions of a fen and above 10^16 fen.
    """
    written = f"{Decimal(f'{text:.15g}'):f}" if isinstance(text, float) else fold(str(text)).replace(" ", "")
    number = written = written.removeprefix("¥")
    for suffix in ("亿元", "万元", "元", "分"):
        if written.endswith(suffix):
            number, unit = written[: -len(suffix)], suffix
            break
    if unit not in _UNITS or not _NUMBER.fullmatch(number):
        raise UnableToReadAmount(text=text)
    fen = Decimal(number.replace(",", "")) * _UNITS[unit]
    if fen != fen.to_integral_value() or abs(fen) > LARGEST_FEN:
        raise UnableToReadAmount(text=text)
    return int(fen)


def round_fen(amount: Decimal) -> int:
    """Half up to the fen, away from nought below zero too, as finance rules round."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def yuan(fen: int, *, grouped: bool = True) -> str:
    """``1234.50`` yuan as printed in tables: two decimals, thousands grouped unless ``grouped`` is false."""
    value = Decimal(fen) / FEN_PER_YUAN
    return f"{value:,.2f}" if grouped else f"{value:.2f}"


def wan(fen: int, *, decimals: int = 2, grouped: bool = True) -> str:
    """The amount in 万元 with fixed decimals, half up."""
    value = (Decimal(fen) / (FEN_PER_YUAN * YUAN_PER_WAN)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    value += 0  # no sign on nought
    return f"{value:,.{decimals}f}" if grouped else f"{value:.{decimals}f}"


def wan_decimals(amounts: Iterable[int]) -> int:
    """How many decimals a column of 万元 needs so that each amount stands in it to the last fen: 864.9 and 55.703875 → 6."""
    found = (len(wan(fen, decimals=6).rstrip("0").partition(".")[2]) for fen in amounts)
    return max(found, default=0)
