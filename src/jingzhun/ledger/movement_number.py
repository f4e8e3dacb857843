"""收支序号: the number by which a movement is known in every workbook, whichever ledger it went into meanwhile.

``1532-8f0c12ab``: the movement's own number, and a check that tells it from movement 1532 of another county's ledger. A movement
that came in with such a number keeps it. Export and import are made from what is here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from jingzhun.core.text import fold
from jingzhun.registry.actions.rows import chunks

from .models import Movement, StatedMovement

FORM = re.compile(r"(\d{1,11})-([0-9a-f]{8})")
SIDES = (
    "source__appropriation", "target__appropriation", "source__household", "target__household", "project", "claim__subject",
    "change", "stated", "reversed_by", "reverses__change", "reverses__stated",
)  # fmt: skip
"""What :func:`line_of` and :func:`number_of` look at."""


def is_number(text: str | None) -> bool:
    """Whether a cell holds such a number, and not a mark that only this one file uses."""
    return text is not None and FORM.fullmatch(text) is not None


def own_number(movement: Movement) -> str:
    """By what never changes: its key, what it moved on which day, and the moment of its writing."""
    told = (movement.pk, movement.kind, movement.amount, movement.moved_on, movement.change.at.timestamp())
    return f"{movement.pk}-{hashlib.sha256(repr(tuple(map(str, told))).encode()).hexdigest()[:8]}"


def number_of(movement: Movement) -> str:
    """The number that it came in with while that stands, else its own."""
    stated = getattr(movement, "stated", None)
    return stated.serial if stated is not None and stated.serial and not stated.is_undone else own_number(movement)


def movements_by_number(numbers: Iterable[str | None]) -> dict[str, Movement]:
    """Number → the movement of this ledger that has it, with all that :func:`line_of` looks at."""
    wanted = sorted({number for number in numbers if is_number(number)})
    found: dict[str, Movement] = {}
    rows = Movement.objects.select_related(*SIDES)
    for part in chunks(wanted):
        keys = {int(number.split("-")[0]) for number in part}
        for row in rows.filter(pk__in=keys):
            if (own := own_number(row)) in part:
                found[own] = row
        brought = StatedMovement.objects.filter(serial__in=part, is_undone=False)
        for row in rows.filter(stated__in=brought):
            found[row.stated.serial] = row
    return found


def line_of(movement: Movement) -> dict[str, object]:
    """A movement under the fields of :data:`jingzhun.ledger.fund_columns.MOVEMENT_COLUMNS`, as the export writes it."""
    row, claim = movement, movement.claim
    holder = row.source if row.kind in ("household_back", "pay_back", "call_back", "unclaim") else row.target
    household = row.target.household or row.source.household
    onward = row.target.appropriation.number if row.target.appropriation_id != row.source.appropriation_id else ""
    return {
        "moved_on": row.moved_on, "kind": row.title, "appropriation": row.source.appropriation.number,
        "project": row.project.code if row.project else "", "unit": holder.unit or row.source.unit or row.target.unit,
        "claim": claim.subject.code if claim else "", "payee": row.target.payee or row.source.payee,
        "household": household.code if household else "", "amount": row.amount, "document": row.document, "voucher": row.voucher,
        "entry": row.stated.entry if hasattr(row, "stated") else "", "approved_by": row.approved_by,
        "approved_again_by": row.approved_again_by, "applied_on": claim.applied_on if claim else None,
        "accepted_on": claim.accepted_on if claim else None, "township_opinion_on": claim.township_opinion_on if claim else None,
        "onward": onward, "note": row.note, "serial": number_of(row),
        "reverses": number_of(row.reverses) if row.reverses is not None else "",
    }  # fmt: skip


CONTENT = (
    "moved_on", "kind", "appropriation", "project", "unit", "claim", "payee", "household", "amount", "document", "voucher", "entry",
    "approved_by", "approved_again_by", "onward", "note", "reverses",
)  # fmt: skip
"""Fields that two rows of one number must agree on; the days are the claim's and may come later."""


def differing(movement: Movement, says: Mapping[str, object]) -> str:
    """The first field of ``says`` (as of :func:`line_of`) that the movement says otherwise; empty where none."""
    line = line_of(movement)
    return next((name for name in CONTENT if name in says and _plain(says[name]) != _plain(line[name])), "")


def _plain(value: object) -> object:
    return fold(value) if isinstance(value, str) else value or ""
