"""The project's own reports with their annotations, and the scorer: recall, precision, coverage by type."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from jingzhun.proofread.document import Document, read_text
from jingzhun.proofread.finding import Finding, Holding, Severity
from jingzhun.proofread.proofreading import Report, proofread

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "proofread"


@dataclass(frozen=True)
class Mark:
    """``sign`` is + (holds), - (planted error) or ~ (temptation)."""

    sign: str
    kind: str
    line: int
    literal: str


@dataclass
class Score:
    found: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)
    holding: Counter[str] = field(default_factory=Counter)
    alarms: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    tempted: int = 0
    temptations: int = 0

    @property
    def recall(self) -> float:
        return self.found.total() / max(1, self.planted.total())

    @property
    def precision(self) -> float:
        return self.found.total() / max(1, self.found.total() + len(self.alarms))

    @property
    def coverage(self) -> float:
        return self.checked.total() / max(1, self.holding.total())


def load(path: Path) -> tuple[Document, list[Mark]]:
    text, _, notes = path.read_text(encoding="utf-8").partition("\n=====\n")
    document = read_text(text, name=path.name)
    marks = []
    for note in notes.splitlines():
        if not note.strip():
            continue
        head, _, rest = note.partition(" | ")
        fragment, _, literal = rest.rpartition(" | ")  # a fragment of a table may hold the sign itself
        lines = [number for number, line in enumerate(document.lines, 1) if fragment in line]
        assert lines, f"{path.name}: no line holds {fragment!r}"
        marks.append(Mark(head[0], head[1:].strip(), lines[0], literal))
    return document, marks


def digits(text: str) -> str:
    """The number that a literal ends with: 三项合计692.3万元 is 692.3; without Arabic digits all that counts."""
    arabic = re.findall(r"\d[\d,]*(?:\.\d+)?[万亿]?", text)
    return arabic[-1].replace(",", "") if arabic else re.sub(r"[^一二三四五六七八九十百千万零点]", "", text)


def touches(item: Finding | Holding, mark: Mark) -> bool:
    if mark.line not in item.lines:
        return False
    named = [*item.literals, getattr(item, "stated", "")]
    return any(mark.literal in name or (digits(name) and digits(name) == digits(mark.literal)) for name in named)


def score(paths: list[Path]) -> Score:
    result = Score()
    for path in paths:
        document, marks = load(path)
        judge(proofread(document), marks, result)
    return result


def judge(report: Report, marks: list[Mark], result: Score) -> None:
    serious = [item for item in report.findings if item.severity is not Severity.NOTE]
    planted = [mark for mark in marks if mark.sign == "-"]
    for mark in marks:
        if mark.sign == "-":
            result.planted[mark.kind] += 1
            if any(touches(item, mark) for item in serious):
                result.found[mark.kind] += 1
            else:
                result.missed.append(f"{report.name}:{mark.line} {mark.kind} {mark.literal}")
        elif mark.sign == "+":
            result.holding[mark.kind] += 1
            if any(item.kind.value == mark.kind and touches(item, mark) for item in report.holdings):
                result.checked[mark.kind] += 1
            else:
                result.unchecked.append(f"{report.name}:{mark.line} {mark.kind} {mark.literal}")
        else:
            result.temptations += 1
            result.tempted += any(touches(item, mark) for item in serious)
    for item in serious:
        if not any(
            touches(item, mark) or (mark.line in item.lines and item.kind.value == mark.kind) for mark in planted
        ):
            result.alarms.append(f"{report.name}:{item.lines} {item.kind} {item.message} [{item.arithmetic}]")


if __name__ == "__main__":
    for part in sys.argv[1:]:
        total = score(sorted((FOLDER / part).glob("*.txt")))
        print(f"{part}: recall {total.found.total()}/{total.planted.total()} precision {total.precision:.3f} "
              f"coverage {total.checked.total()}/{total.holding.total()} tempted {total.tempted}/{total.temptations}")  # fmt: skip
        for name in ("alarms", "missed", "unchecked"):
            for entry in getattr(total, name):
                print(f"  {name}: {entry}")
