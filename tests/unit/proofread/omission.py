"""Leave one sentence out of a report and see what is newly called wrong: alarms for want of the figure that was meant."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from unit.proofread.corpus import FOLDER, load
from unit.proofread.mutation import serious

TOLD_BY_THE_REST = {"numbering", "list_count", "date", "duplicate", "other"}
_CLOSES = re.compile(r"合计|共计|总计|上述|以上|其中|三项|两项|四项|五项")
"""What closes a row of parts says itself that a part is gone."""


def shortened(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """(line, the lines without one sentence of it); rows of tables stay, and so does what other figures are parts of."""
    for number, line in enumerate(lines):
        sentences = [piece for piece in re.split(r"(?<=[。；])", line) if piece]
        if len(sentences) < 2 or "\t" in line or "|" in line:
            continue
        for place, sentence in enumerate(sentences):
            if not re.search(r"\d", sentence):
                continue
            rest = "".join(sentences[:place] + sentences[place + 1 :])
            if _CLOSES.search(rest) and sentence.endswith("；"):
                continue
            yield number + 1, [*lines[:number], rest, *lines[number + 1 :]]


def alarms(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line, kind, message) of what is called wrong only because a sentence is gone; the second value '' for none."""
    lines = list(load(path)[0].lines)
    before = serious(lines)
    for number, left in shortened(lines):
        new = [
            (kind, message)
            for (kind, message), _ in (serious(left) - before).items()
            if kind not in TOLD_BY_THE_REST
            and not any(message.split("应为")[0] == old.split("应为")[0] for _, old in before)
        ]
        yield from ((number, kind, message) for kind, message in new)
        if not new:
            yield number, "", ""


def measure(paths: list[Path]) -> tuple[int, Counter[str], list[str]]:
    """Sentences left out, alarms by kind, and the alarms."""
    tried, kinds, said = 0, Counter[str](), []
    for path in paths:
        for number, kind, message in alarms(path):
            tried += 1
            if kind:
                kinds[kind] += 1
                said.append(f"{path.name}:{number} {kind} {message}")
    return tried, kinds, said


if __name__ == "__main__":
    for part in sys.argv[1:]:
        tried, kinds, said = measure(sorted((FOLDER / part).glob("*.txt")))
        print(f"{part}: {kinds.total()} alarms in {tried} reports with a sentence left out", dict(kinds))
        for entry in said:
            print("  ", entry)
