"""So many, of them so many done, so many left: 上述 27 个村中已恢复 24 个，尚余 3 个."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...figure import Figure, plain
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding

_AMONG = re.compile(r"^[一-龥]{0,8}(?:中|里)，?[一-龥]{0,14}$")
_LEFT = re.compile(r"^(?:[一-龥]{0,8})[，、](?:目前|现)?(?:尚|还|仍)?(?:余下?|剩余?下?|余)(?:的)?(?:有|为)?$")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for three in zip(passage.figures, passage.figures[1:], passage.figures[2:], strict=False):
            if len({f.dimension for f in three}) == 1 and all(f.is_summable and f.is_exact for f in three):
                yield from _of(passage, *three)


def _of(passage: Passage, whole: Figure, part: Figure, rest: Figure) -> Iterator[Outcome]:
    if not _AMONG.match(passage.between(whole, part)) or not _LEFT.match(passage.between(part, rest)):
        return
    computed = whole.base - part.base
    how = f"{whole.text} − {part.text}"
    if computed == rest.base:
        yield holding(Kind.DIFFERENCE, rest, [whole, part], f"{how} = {rest.text}")
    elif computed > 0:
        shown = f"{plain((computed / rest.unit_worth).normalize())}{rest.unit}"
        yield finding(
            Kind.DIFFERENCE, Severity.ERROR, rest, [whole, part], computed=shown, arithmetic=f"{how} = {shown} ≠ {rest.text}",
            message=f"{whole.text}减去{part.text}还剩{shown}，文中写{rest.text}", suggestion=f"若两数无误，应改为{shown}",
        )  # fmt: skip
