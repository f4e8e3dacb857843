"""What the files that a post sent contradict in the registers: cells that find no household or person there or another one, and
values that differ from what stands. Called by the department's first page.
"""

from __future__ import annotations

from django.db.models import Max, QuerySet

from jingzhun.accounts.models import Post

from .allowed import uploads_of
from .checking import reasons
from .models import Difference, RowIssue, Upload

CODES = tuple(
    each.code
    for each in (
        reasons.NumberRegistered, reasons.UnknownHousehold, reasons.UnknownPerson, reasons.NameDiffers,
        reasons.HouseholdMoves, reasons.MemberMoves,
    )
)  # fmt: skip


def contradicting_cells(post: Post) -> QuerySet[RowIssue]:
    """Of the newest file of each kind and data date; a later file of the same kind takes the place of the earlier."""
    found = RowIssue.objects.filter(upload__in=_newest(post), code__in=CODES)
    return found.select_related("upload").order_by("-upload", "row", "id")


def differing_values(post: Post) -> QuerySet[Difference]:
    """Values that stand otherwise in the registers, in the newest files while they wait to be written."""
    changed = Difference.objects.filter(
        upload__in=_newest(post), upload__state=Upload.State.CHECKED, kind=Difference.Kind.CHANGED
    )
    return changed.select_related("upload").order_by("-upload", "id")


def _newest(post: Post) -> QuerySet:
    states = (Upload.State.CHECKED, Upload.State.APPLIED)
    rows = uploads_of(post).filter(by_id=post.official_id, state__in=states)
    return rows.order_by().values("layout", "since").annotate(last=Max("pk")).values("last")
