"""A few sentences with all that shows that a number holds, and the same with one number wrong: what is noticed of it.

Each line of a file is one case: ``type``, ``right``, ``wrong`` (one number differs), ``literal`` (the wrong number) and
``should``. A ``decoy`` is right and looks wrong. Run as a program it prints what is not noticed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Finding, Kind, Severity
from jingzhun.proofread.proofreading import Report, proofread
from unit.proofread.corpus import FOLDER, digits

FILES = FOLDER / "sentences"


@dataclass
class Noticed:
    cases: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)


def measure(path: Path) -> Noticed:
    found = Noticed()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        case = json.loads(line)
        kind = case["type"]
        right = proofread(read_text(case["right"], name=path.name))
        alarms = serious(right)
        if alarms:
            found.alarms.append(f"{number} {kind} {case['right']!r} {[(f.kind.value, f.message) for f in alarms]}")
        found.cases[kind] += 1
        if kind == "decoy":
            continue
        found.held[kind] += is_held(right, case["should"])
        known = {(f.kind, f.message) for f in alarms}
        if any((f.kind, f.message) not in known for f in serious(proofread(read_text(case["wrong"], name=path.name)))):
            found.caught[kind] += 1
        else:
            found.missed.append(f"{number} {kind} [{case['literal']} for {case['should']}] {case['wrong']!r}")
    return found


def serious(report: Report) -> list[Finding]:
    return [found for found in report.findings if found.severity is not Severity.NOTE]


def is_held(report: Report, literal: str) -> bool:
    """Whether some arithmetic confirms the number."""
    wanted = digits(str(literal))
    return any(
        digits(said) == wanted for held in report.holdings if held.kind is not Kind.BOUND for said in held.literals
    )


if __name__ == "__main__":
    for name in sys.argv[1:]:
        result = measure(Path(name) if "/" in name else FILES / f"{name}.jsonl")
        for entry in (*result.missed, *(f"ALARM {alarm}" for alarm in result.alarms)):
            print(entry)
        for kind, many in sorted(result.cases.items()):
            print(f"{name} {kind}: {many}, caught {result.caught[kind]}, held {result.held[kind]}")
        print(f"{name}: caught {result.caught.total()} of {result.cases.total() - result.cases['decoy']}, held {result.held.total()}, alarms {len(result.alarms)}")  # fmt: skip
