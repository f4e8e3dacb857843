"""Plant one error in a report that was right and see whether it is noticed: which slips of the pen are caught.

A change that leaves the report right is no error and is not counted. Three kinds of it can be told from the text alone,
whatever the proofreader says: a part left out of those that 其中 names, where nothing says that they are all; a figure that still agrees, to the digits that are written, with the two that it agreed
with before (9,861 户 over 3,287 or 3,587 名 are 3 户 each; 1.2亿 less 8,400万 are 3,600万 or 3,900万), and a year that
nothing dates: named once, no other year in its sentence, no word that counts years, and not later than the others.
"""

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
from jingzhun.proofread.unit import MEASURED, PERCENT
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
_TELLS_ALL = re.compile(
    r"分别|包括|分为|组成|构成|按[^，。；：]{1,10}分|其他|其它|其余|剩余|[两二三四五六七八九十](?:大|类|项|种|批|个|部分|方面|级|镇|村|乡)"
)


def _is_all_of_it(line: str, at: int, behind: str) -> bool:
    """Whether the wording says that the parts are all: 其中 alone names some, and with one less the sentence is still true."""
    opening = re.match(r"[^\d。；]*", behind)
    if not opening or "其中" not in opening.group(0):
        return True
    sentence = re.split(r"[。；]", line[:at])[-1] + re.split(r"[。；]", behind)[0]
    return bool(_TELLS_ALL.search(sentence))


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
    if mark.kind == "sum" and parts and behind.count("、") >= 2 and _is_all_of_it(line, at, behind):
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


def of_another_year(lines: Sequence[str]) -> Iterator[tuple[int, str, str, str]]:
    """(line, changed line, year, other year), lines numbered from 1: each year once with another last digit."""
    for number, line in enumerate(lines, 1):
        for match in re.finditer(r"20[12]\d(?=年)", line):
            year = match.group(0)
            other = year[:3] + str((int(year[3]) + 3) % 10)
            yield number, line[: match.start()] + other + line[match.end() :], year, other


_COUNTS_YEARS = re.compile(
    r"年来|连续|第[一二三四五六\d]年|[比较]|同[比期]|上年|去年|[从由到至]|以来|截[至止]|[两三四五六]年|计划|规划|目标|十[二三四]五"
)


def is_dated(lines: Sequence[str], number: int, year: str, changed: str) -> bool:
    """Whether anything in the report says which year it must be: ``year`` stands in line ``number``, numbered from 1."""
    text = "\n".join(lines)
    everywhere = re.findall(r"(?<!\d)20[0-4]\d(?!\d)", text)
    others = [int(other) for other in everywhere if other != year]
    if len(everywhere) <= 1:
        return False
    sentence = next(part for part in re.split(r"[。；]", lines[number - 1]) if f"{year}年" in part)
    alone = everywhere.count(year) == 1 and len(re.findall(r"(?<!\d)20[0-4]\d(?!\d)", sentence)) == 1
    is_text = len(sentence) > 30 and "|" not in sentence and "\t" not in sentence  # no title, no date below, no cell
    return not (alone and is_text and others and int(changed) < max(others) and not _COUNTS_YEARS.search(sentence))


def _agree(kind: str, figure: Figure, one: Figure, other: Figure) -> bool:
    """Whether three figures agree as far as they are written out: one is the sum of two, or two make a mean."""
    if kind == "difference":
        if not figure.dimension == one.dimension == other.dimension:
            return False
        slack = sum(f.step / 2 for f in (one, other) if f.step > figure.step and f.value % 1)  # 1.2亿, not 120万
        low, middle, high = sorted(f.base for f in (figure, one, other))
        return abs(high - middle - low) <= slack
    means = [f for f in (figure, one, other) if f.per and "均" in f.left]
    if len(means) != 1:
        return False
    mean = means[0]
    total, count = sorted(
        (f for f in (figure, one, other) if f is not mean), key=lambda f: f.dimension != mean.dimension
    )
    number = count.value if count.dimension in MEASURED else count.base
    return (
        total.dimension == mean.dimension != count.dimension and abs(total.base / number - mean.base) <= mean.step / 2
    )


def still_holds(lines: Sequence[str], changed: Sequence[str], mark: Mark) -> bool:
    """The two nearest figures that agreed with the marked one agree with the changed one too."""
    before, after = (
        [f for f in Reading(read_text("\n".join(text))).figures if 0 <= mark.line - f.place.line <= 3 and f.is_quantity]
        for text in (lines, changed)
    )
    if len(before) != len(after):
        return False
    place = next((i for i, f in enumerate(before) if f.place.line == mark.line and mark.literal in f.literal), None)
    if place is None:
        return False
    near = [i for i in range(place - 3, place + 4) if 0 <= i < len(before) and i != place]
    pairs = [
        (abs(one - place) + abs(other - place), one, other)
        for one, other in itertools.combinations(near, 2)
        if mark.kind in {"difference", "product"} and _agree(mark.kind, before[place], before[one], before[other])
    ]
    if not pairs:
        return False
    _, one, other = min(pairs)
    return _agree(mark.kind, after[place], after[one], after[other])


def serious(lines: list[str]) -> Counter[tuple[str, str]]:
    report = proofread(read_text("\n".join(lines)))
    return Counter((item.kind.value, item.message) for item in report.findings if item.severity is not Severity.NOTE)


def caught(path: Path) -> Iterator[tuple[str, Mark, bool]]:
    document, marks = load(path)
    before = serious(list(document.lines))
    figures = Reading(document).figures
    for number, changed, year, other in of_another_year(document.lines):
        lines = list(document.lines)
        lines[number - 1] = changed
        if not is_dated(document.lines, number, year, other):
            continue
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
            if still_holds(document.lines, lines, mark):
                continue
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
