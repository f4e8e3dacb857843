"""The actions that the source writes into the log: every literal first argument of ``….record(…)``."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "jingzhun"


def recorded_actions() -> set[str]:
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_record = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record"
            )
            if is_record and node.args:
                first = node.args[0]
                options = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
                found |= {
                    each.value for each in options if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found
