"""``./run proofread [--json] FILE…``: exit status 0 nothing found, 1 findings, 2 at least one file unreadable."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from jingzhun.core.errors import Problem

from .document import read_report
from .finding import Finding, Holding, Severity
from .proofreading import Report, proofread


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="proofread", description="核对报告里的数字：合计、百分比、差额、乘积、日期、列名与前后一致。"
    )
    made.add_argument("--json", action="store_true", help="打印 JSON")
    made.add_argument("--comments", action="store_true", help="把意见写成批注，另存为“原名.批注.docx”（只对 docx）")
    made.add_argument("files", nargs="+", metavar="FILE", help="txt、md、docx 或有文字的 pdf")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Proofread each file; an unreadable one is reported and the others still are."""
    arguments = parser().parse_args(argv)
    reports: list[dict[str, object]] = []
    status = 0
    for name in arguments.files:
        try:
            data = Path(name).read_bytes()
            report = proofread(read_report(data, name))
        except (Problem, OSError) as problem:
            why = str(problem) if isinstance(problem, Problem) else f"打不开文件：{problem.strerror}"
            reports.append({"file": name, "findings": [], "consistent": [], "figures": 0, "error": why})
            status = 2
            if not arguments.json:
                print(f"{name}\n  读不出：{why}")
            continue
        reports.append(as_json(name, report))
        if report.findings and status == 0:
            status = 1
        if not arguments.json:
            print(as_text(name, report))
        if arguments.comments and name.lower().endswith(".docx"):
            from .comment import with_comments

            Path(name).with_suffix(".批注.docx").write_bytes(with_comments(data, report))
    if arguments.json:
        json.dump({"reports": reports}, sys.stdout, ensure_ascii=False, indent=1)
        print()
    return status


def as_json(name: str, report: Report) -> dict[str, object]:
    return {
        "file": name,
        "findings": [_finding(found) for found in report.findings],
        "consistent": [_holding(held) for held in report.holdings],
        "figures": len(report.figures),
        "error": None,
    }


def _finding(found: Finding) -> dict[str, object]:
    return {
        "type": found.kind.value, "severity": found.severity.value, "lines": list(found.lines), "literals": list(found.literals),
        "computed": found.computed, "stated": found.stated, "message": found.message, "arithmetic": found.arithmetic,
        "suggestion": found.suggestion,
    }  # fmt: skip


def _holding(held: Holding) -> dict[str, object]:
    return {
        "type": held.kind.value,
        "lines": list(held.lines),
        "literals": list(held.literals),
        "arithmetic": held.arithmetic,
    }


def as_text(name: str, report: Report) -> str:
    """What a person reads: findings with their arithmetic, then what was checked and what could not be tied."""
    lines = [name]
    for found in report.findings:
        where = "、".join(f"{line}" for line in found.lines[:6])
        lines.append(f"  {found.severity.label} 第{where}行 {found.kind.label}：{found.message}")
        if found.arithmetic:
            lines.append(f"       {found.arithmetic}")
        if found.suggestion and found.severity is not Severity.NOTE:
            lines.append(f"       {found.suggestion}")
    lines.append(
        f"  读出数字{len(report.figures)}个，成立的关系{len(report.holdings)}个，未能关联的数字{len(report.untied)}个"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
