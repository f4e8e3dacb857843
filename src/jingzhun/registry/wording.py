"""Stored values in words, as pages show them."""

from __future__ import annotations

from typing import Any

from jingzhun.core.money import yuan
from jingzhun.policy.codes import CodeBook

UNKNOWN = "未知"


def shown_value(field: Any, value: Any, book: CodeBook) -> str:
    """The value of a declared field in words, money in 元; unknown is said as such."""
    if value is None or value == "":
        return UNKNOWN
    if field.codes and isinstance(value, str):
        return book.text(field.codes, value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.type_name == "money":
        return yuan(value)
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
