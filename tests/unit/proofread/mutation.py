"""Plant one error in a report that was right and see whether it is noticed: which slips of the pen are caught."""

from __future__ import annotations

import itertools
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from jingzhun.proofread.document import read_text
from jingzhun.proofread.figure import Figure
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread
from jingzhun.proofread.reading import Reading
from jingzhun.proofread.unit import PERCENT
from unit.proofread.corpus import FOLDER, Mark, load

BROKEN_BY_CHANGE = {"sum", "percent", "difference", "product", "growth", "overlap", "list_count", "restated"}

EXACT = {"sum", "difference", "overlap", "list_count", "restated"}
ROUNDED = {"percent", "growth"}


def mutants(literal: str) -> Iterator[tuple[str, str]]:
    """(kind of slip, changed literal) for a literal in Arabic digits."""
    match = re.search(r"\d[\d,]*(?:\.\d+)?", literal)
    if not match:
        return
    number = match.group(0)
    digits = [i for i, character in enumerate(number) if character.isdigit()]
    first = digits[0]
    place = digits[1] if len(digits) > 1 else first
    changed = str((int(number[place]) + 3) % 10)
    yield "digit", literal.replace(number, number[:place] + changed + number[place + 1 :])
    for one, other in itertools.pairwise(digits):
        if number[one] != number[other] and other == one + 1 and number[other] != "0":
            yield (
                "transposed",
                literal.replace(number, number[:one] + number[other] + number[one] + number[other + 1 :]),
            )
            break
    if "." not in number and len(digits) > 1:
        value = int(number.replace(",", "")) + 2
        yield "off by two", literal.replace(number, f"{value:,}" if "," in number else str(value))


SWAPPED = {"户": "人", "人": "户"}


def rewritings(line: str, mark: Mark) -> Iterator[tuple[str, str]]:
    """(kind of slip, changed line): slips that are not one digit: units, a part left out, 户 for 人."""
    at = line.find(mark.literal)
    behind = line[at + len(mark.literal) :]
    if mark.kind in {"sum", "product"} and behind.startswith("万元"):
        yield "unit", line[: at + len(mark.literal)] + behind.replace("万元", "元", 1)
    if mark.kind == "sum" and behind[:1] in SWAPPED and behind[1:2] in "，、；：（。":
        yield "户 for 人", line[: at + len(mark.literal)] + SWAPPED[behind[0]] + behind[1:]
    parts = re.match(
        r"[^。；]*?(?P<cut>、[^、，。；（）\d]{0,10}\d[\d,.]*[^、，。；（）\d]{1,4})(?=、[^。；]*?\d)", behind
    )
    if mark.kind == "sum" and parts and behind.count("、") >= 2:
        yield "missing part", line[: at + len(mark.literal)] + behind.replace(parts["cut"], "", 1)


def on_another_base(figures: Sequence[Figure], mark: Mark) -> str:
    """The share worked out over another figure than the one it is meant of, or nothing where there is none."""
    share = next((f for f in figures if f.place.line == mark.line and f.literal.rstrip("%％") == mark.literal), None)
    if share is None or share.dimension != PERCENT or not mark.literal[0].isdigit():
        return ""
    near = [f for f in figures if f.is_quantity and not f.per and 0 <= mark.line - f.place.line <= 3]
    pairs = [
        (one, other) for one in near for other in near if other.dimension == one.dimension and other.base > one.base
    ]
    of = next(((a, b) for a, b in pairs if (a.base / b.base * 100).quantize(share.step) == share.base), None)
    if of is None:
        return ""
    part, base = of
    for other in sorted(near, key=lambda f: abs(f.place.line - mark.line)):
        if other.dimension == part.dimension and other.base > part.base and other.base != base.base:
            wrong = (part.base / other.base * 100).quantize(share.step)
            if abs(wrong - share.base) > 1:
                return f"{wrong:f}"
    return ""


def of_another_year(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(line, changed line), numbered from 1: each year once with another last digit."""
    for number, line in enumerate(lines, 1):
        for match in re.finditer(r"20[12]\d(?=年)", line):
            year = match.group(0)
            yield number, line[: match.start()] + year[:3] + str((int(year[3]) + 3) % 10) + line[match.end() :]


def serious(lines: list[str]) -> Counter[tuple[str, str]]:
    report = proofread(read_text("\n".join(lines)))
    return Counter((item.kind.value, item.message) for item in report.findings if item.severity is not Severity.NOTE)


def caught(path: Path) -> Iterator[tuple[str, Mark, bool]]:
    document, marks = load(path)
    before = serious(list(document.lines))
    figures = Reading(document).figures
    for number, changed in of_another_year(document.lines):
        lines = list(document.lines)
        lines[number - 1] = changed
        yield "wrong year", Mark("+", "date", number, ""), bool(serious(lines) - before)
    for mark in marks:
        if mark.sign != "+" or mark.kind not in BROKEN_BY_CHANGE:
            continue
        line = document.lines[mark.line - 1]
        behind = line[line.find(mark.literal) + len(mark.literal) :]
        if line.count(mark.literal) != 1 or (mark.kind in ROUNDED and not behind.startswith(("%", "％"))):
            continue
        for slip, literal in mutants(mark.literal):
            if slip == "off by two" and mark.kind not in EXACT:
                continue  # a rounded quotient may still hold
            lines = list(document.lines)
            lines[mark.line - 1] = line.replace(mark.literal, literal)
            yield slip, mark, bool(serious(lines) - before)
        wrong = on_another_base(figures, mark) if mark.kind == "percent" else ""
        rewritten = [("wrong base", line.replace(mark.literal, wrong))] if wrong else []
        for slip, changed in (*rewritten, *rewritings(line, mark)):
            lines = list(document.lines)
            lines[mark.line - 1] = changed
            yield slip, mark, bool(serious(lines) - before)


SLIPS = ("digit", "transposed", "off by two", "unit", "户 for 人", "missing part", "wrong base", "wrong year")


def measure(paths: list[Path]) -> tuple[Counter[str], Counter[str], list[str]]:
    """Caught and planted by 'slip' and by 'kind', and the ones that slipped through."""
    found: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    missed = []
    for path in paths:
        for slip, mark, is_caught in caught(path):
            for key in (slip, mark.kind):
                planted[key] += 1
                found[key] += is_caught
            if not is_caught:
                missed.append(f"{path.name}:{mark.line} {mark.kind} {mark.literal} {slip}")
    return found, planted, missed


if __name__ == "__main__":
    for part in sys.argv[1:]:
        got, all_of, lost = measure(sorted((FOLDER / part).glob("*.txt")))
        slips = SLIPS
        total, most = sum(got[s] for s in slips), sum(all_of[s] for s in slips)
        print(f"{part}: caught {total}/{most}", {key: f"{got[key]}/{all_of[key]}" for key in all_of})
        for entry in lost:
            print("  ", entry)
