"""The reference pages of the policy language, made from its spec: folder = chapter, file = section, test = paragraph.

``python -m tests.spec.pages`` writes ``docs/reference/language``; ``--check`` compares.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from tests.spec.rules.recorded import Recorded, recorded, spec_modules  # noqa: E402
from tests.spec.rules.spec_case import SpecCase  # noqa: E402

from jingzhun.web.docs import MADE, table  # noqa: E402

PAGES = ROOT / "docs" / "reference" / "language"
CHAPTER = "政策语言"


def pages() -> dict[str, str]:
    """File name to text: one page per section, and the chapter's list of them."""
    made: dict[str, str] = {}
    listed = [f"# {CHAPTER}\n\n每一节的例子都在参考引擎、DuckDB 和 Spark 上跑过，结果一样。\n"]
    for module in spec_modules():
        name = module.__name__.rsplit(".", 1)[-1].removeprefix("test_").replace("_", "-") + ".md"
        tests = recorded(module)
        made[name] = f"# {module.title}\n\n{module.__doc__.strip()}\n" + "".join(_paragraph(test) for test in tests)
        listed.append(f"- [{module.title}]({name})。{'；'.join(test.says.rstrip('。') for test in tests)}。\n")
    made["README.md"] = listed[0] + "\n" + "".join(listed[1:])
    return made


def _paragraph(test: Recorded) -> str:
    parts = [f"\n## {test.says.rstrip('。')}\n"]
    shown = ""
    for case in test.cases:
        given = _given(case)
        if given != shown:
            parts.append(f"\n{given}")
            shown = given
        parts.append("\n" + _asked(case))
    return "".join(parts)


def _given(case: SpecCase) -> str:
    """The roster of a case: its tables and marks, and what a pack adds."""
    parts = []
    for term, text in case.tables.items():
        head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        parts.append(f"{term}：\n\n" + table(head, lines))
    for standard in case.standards:
        items = "；".join(
            f"`{item.holds.text}`" + (f"（{item.weight} 分）" if item.weight else "")
            for item in standard.items
            if item.holds
        )
        applies = f"，适用于 `{standard.applies.text}`" if standard.applies else ""
        passes = f"，{standard.passes_at} 分通过" if standard.passes_at is not None else ""
        parts.append(f"标准“{standard.name}”（{standard.subject}）：{items}{applies}{passes}。\n")
    if case.完整:
        parts.append(
            "完整标记：" + "；".join(" ".join(line.split()) for line in case.完整.strip().splitlines()) + "。\n"
        )
    if case.complete:
        parts.append(
            "政策包不要求完整标记：" + "、".join(name for name, asked in case.complete.items() if not asked) + "。\n"
        )
    return "\n".join(parts)


def _asked(case: SpecCase) -> str:
    rule = case.rule or case.value or case.amount
    day = "" if case.as_of == "2018-12-31" else f"（评估日 {case.as_of}）"
    if case.amount:
        step = f"，金额{_way(case)}" if case.rounding else ""
        day += f"（奖补金额{step}）"
    if case.refused:
        return f"- `{rule}`{day} → 拒绝计算\n"
    found = "，".join(f"{key} {value}" for key, value in case.expect.items())
    return f"- `{rule}`{day} → {found}\n"


def _way(case: SpecCase) -> str:
    assert case.rounding is not None
    way = {"down": "向下", "up": "向上", "half up": "四舍五入"}[case.rounding.way]
    return f"{way}到 {case.rounding.fen / 100:g} 元"


def main() -> int:
    stale = []
    for name, text in pages().items():
        path, text = PAGES / name, MADE + text
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"docs/reference/language 已过时：{'、'.join(stale)}。请运行 ./run docs 并提交。")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
