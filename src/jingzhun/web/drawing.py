"""Chips, bars, sparklines and shades as plain SVG and classes, so that a strict CSP and a printer both get them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

# kind of standard → words for pass, fail, missing
WORDS = {
    "criterion": ("通过", "不通过", "缺数据"),
    "standard": ("达标", "未达标", "缺数据"),
    "programme": ("符合", "不符合", "缺数据"),
    "option": ("是", "否", "缺数据"),
    "match": ("无", "有", "未回传"),
}
# verdict → class, icon, place in WORDS
LOOKS = {"pass": ("jz-pass", "check", 0), "fail": ("jz-fail", "x", 1), "missing": ("jz-miss", "question-mark", 2)}


def chip(classes: str, sign: str, word: str) -> SafeString:
    mark = format_html('<svg class="jz-i" aria-hidden="true"><use href="#i-{}"/></svg>', sign) if sign else ""
    return format_html('<span class="jz-v {}">{}{}</span>', classes, mark, word)


OFFICIAL = {
    "通过": "pass", "符合": "pass", "达标": "pass", "不通过": "fail", "不符合": "fail", "未达标": "fail",
    "缺数据": "missing", "不适用": "not_applicable",
}  # fmt: skip


def verdict_chip(value: Any, *, kind: str, word: str = "") -> SafeString:
    """``value`` is pass, fail, missing or not_applicable, as text or as an enum with that value, or the official word that
    :mod:`jingzhun.rules` gives (通过, 不符合, 缺数据 …). 仅列文字 stands for items that no fact decides, 不在册 for subjects that
    one of two rosters does not have. An ``option`` that is not taken is no fault and is drawn plain."""
    plain = str(getattr(value, "value", value) or "").lower()
    plain = OFFICIAL.get(plain, plain)
    if plain in ("仅列文字", "不在册"):
        return chip("jz-na", "", plain)
    if plain == "not_applicable":
        return chip("jz-na", "", word or "不适用")
    if plain not in LOOKS:
        raise ValueError(f"not a verdict: {value!r}")
    if kind == "option" and plain == "fail":
        return chip("jz-plain", "", word or WORDS[kind][1])
    classes, sign, place = LOOKS[plain]
    return chip(classes, sign, word or WORDS[kind][place])


def due_chip(on: date | None, today: date) -> SafeString:
    if on is None:
        return chip("jz-plain", "", "无时限")
    left = (on - today).days
    if left < 0:
        return chip("jz-fail", "x", f"超期 {-left} 天")
    if left == 0:
        return chip("jz-due", "clock", "今日到期")
    if left <= 7:
        return chip("jz-due", "clock", f"还剩 {left} 天")
    return chip("jz-plain", "", f"{on.month}月{on.day}日" if on.year == today.year else on.isoformat())


def spark_path(values: list[float]) -> tuple[str, str]:
    """Line and area paths in a box of 100 × 26; two empty strings for fewer than two values."""
    if len(values) < 2:
        return "", ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    points = [
        f"{100 * i / (len(values) - 1):.1f} {24 - 20 * float(value - low) / float(span):.1f}"
        for i, value in enumerate(values)
    ]
    line = "M" + " L".join(points)
    return line, line + " L100 26 L0 26Z"


def split_bar(passed: int, failed: int, missing: int) -> dict[str, Any]:
    """Three widths of a bar of 1000: a part that is not nought is at least 6 wide, with gaps of 2 between parts."""
    parts = [("jz-pass", passed), ("jz-fail", failed), ("", missing)]
    shown = [(css, count) for css, count in parts if count]
    total = sum(count for _, count in shown)
    room = 1000 - 2 * max(len(shown) - 1, 0)
    small = [count for _, count in shown if room * count / total < 6] if total else []
    rest = total - sum(small)
    room_left = room - 6 * len(small)
    bars, x = [], 0.0
    for css, count in shown:
        width = 6.0 if count in small else room_left * count / rest
        bars.append({"css": css, "x": f"{x:.1f}", "width": f"{width:.1f}"})
        x += width + 2
    return {"bars": bars}


def shades(values: list[Any]) -> list[int]:
    """Shade 1 to 4 for each value by equal steps up to the greatest; None and nought get 1."""
    top = max((value for value in values if value), default=0)
    return [1 if not value or not top else min(4, 1 + int(4 * value / top - 1e-9)) for value in values]
