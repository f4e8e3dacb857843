"""Two groups that are all of them: 18 个乡镇，超过千亩的 5 个，合计 6,930 亩；另外 13 个一共 5,670 亩 make the total before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ...agreement import is_slip
from ...figure import Figure
from ...finding import Outcome, Severity
from ...reading import Passage, Reading
from ..sums.split import Split, failing, that_holds

_OTHERS = re.compile(r"(?:另外|其余|其[他它]|剩下|余下)(?:的|那)?$")
_SUMMED = re.compile(r"(?:合计|共计?|一共|总共|总计|为|有)[一-龥]{0,4}$")


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for place, many in enumerate(passage.figures[:-1]):
            if _OTHERS.search(many.left) and many.is_summable:
                yield from _of(reading, passage, many, passage.figures[place + 1])


def _of(reading: Reading, passage: Passage, many: Figure, rest: Figure) -> Iterator[Outcome]:
    """``many`` are the others, ``rest`` what they have; those before them, and how many there are of both, stand in the paragraph."""
    if not (rest.is_summable and rest.is_exact) or rest.dimension == many.dimension or not _SUMMED.search(rest.left):
        return
    before = [f for f in reading.by_block[many.block] if f.end <= many.start and f.is_summable and f.is_exact]
    counts = [f for f in before if f.dimension == many.dimension]
    all_of_them = {f.base for f in counts}
    some = next((f for f in reversed(counts) if f.base + many.base in all_of_them), None)
    same = [f for f in before if f.dimension == rest.dimension]
    if some is None or not same or same[-1].start < some.start:
        return
    part = same[-1]
    wholes = [f for f in same if f.end <= some.start and f.base > max(part.base, rest.base)]
    if not wholes:
        return
    made = part.base + rest.base
    whole = next((f for f in wholes if abs(f.base - made) <= f.coarse), wholes[0])
    split = Split(whole, (part, rest), True, True, "")
    if abs(whole.base - made) <= whole.coarse:
        yield that_holds(split)
    elif len({f.base for f in wholes}) == 1 and (
        abs(whole.base - made) * 10 <= whole.base or is_slip(made, whole.base, min(part.step, rest.step, whole.step))
    ):
        yield failing(
            split, Severity.WARNING, rest if made != whole.base and Decimal(0) < whole.base - part.base else whole
        )
