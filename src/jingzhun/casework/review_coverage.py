"""How far a 回头看 has come: a household is covered once a case of the procedure, opened since, is concluded.

Coverage is per class, exact, as households covered of households listed; what is left is a list, what was adjusted too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import HouseholdStatus

from .models import Case, Review, ReviewTarget


@dataclass(frozen=True)
class Coverage:
    """Of one class. ``share`` is missing where nobody is listed."""

    kind: str
    title: str
    listed: int
    covered: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.covered, self.listed) if self.listed else None

    @property
    def percent(self) -> str:
        """With one decimal, rounded down: only all is 100 %. Empty where nobody is listed."""
        if self.share is None:
            return ""
        tenths = self.share.numerator * 1000 // self.share.denominator
        return f"{tenths // 10}.{tenths % 10}%"

    @property
    def is_whole(self) -> bool:
        return self.covered == self.listed


@dataclass(frozen=True)
class Adjustment:
    """What a concluded case changed of a household's place on the register."""

    case: Case
    before: str
    after: str


def reviews_seen(post: Post) -> QuerySet[Review]:
    """Reviews of the post's area and of those above it: of these it sees its own part."""
    above = Review.objects.filter(area_id__in=[*post.area.above(), post.area_id])
    return (within(Review.objects.all(), post) | above).select_related("area", "opened_by")


def targets(review: Review, post: Post, day: date) -> QuerySet[ReviewTarget]:
    """The listed households in the post's area, each with ``is_covered``."""
    done = Case.objects.filter(
        subject_id=OuterRef("subject_id"), procedure__code=review.code, state=Case.State.DONE,
        opened_on__gte=review.opened_on, closed_on__lte=day,
    )  # fmt: skip
    rows = within(review.targets.all(), post, field="subject__area_id")
    return rows.annotate(is_covered=Exists(done))


def coverages(review: Review, post: Post, day: date) -> list[Coverage]:
    """The three classes. One query."""
    counts = dict.fromkeys(((kind, covered) for kind in ReviewTarget.Kind.values for covered in (False, True)), 0)
    for kind, covered in targets(review, post, day).values_list("kind", "is_covered"):
        counts[kind, covered] += 1
    return [
        Coverage(kind.value, kind.label, counts[kind.value, False] + counts[kind.value, True], counts[kind.value, True])
        for kind in ReviewTarget.Kind
    ]


def uncovered(review: Review, post: Post, day: date, kind: str = "") -> QuerySet[ReviewTarget]:
    """Households still to be reached, of one class where asked, by village and code."""
    rows = targets(review, post, day).filter(is_covered=False)
    rows = rows.filter(kind=kind) if kind else rows
    return rows.select_related("subject__area").order_by("subject__area_id", "subject__code", "kind")


def adjustments(review: Review, post: Post, day: date, book: CodeBook) -> list[Adjustment]:
    """Concluded cases that changed a status, in order, with what was in force before and after. Two queries."""
    cases = within(Case.objects.all(), post).filter(
        procedure__code=review.code, state=Case.State.DONE, opened_on__gte=review.opened_on, closed_on__lte=day,
        subject__in=review.targets.values("subject"),
    )  # fmt: skip
    cases = list(cases.select_related("subject__area", "change").order_by("closed_on", "id"))
    history: dict[int, list[HouseholdStatus]] = {}
    rows = HouseholdStatus.objects.filter(subject__in=[case.subject_id for case in cases]).order_by(
        "since", "recorded_at"
    )
    for row in rows:
        history.setdefault(row.subject_id, []).append(row)
    found = []
    for case in cases:
        own = history.get(case.subject_id, [])
        for row in (each for each in own if case.change_id and each.change_id == case.change_id):
            earlier = [
                each for each in own
                if each.regime == row.regime and each.recorded_at < row.recorded_at and each.since <= row.since
            ]  # fmt: skip
            found.append(Adjustment(case, _said(earlier[-1] if earlier else None, book), _said(row, book)))
    return found


def _said(row: HouseholdStatus | None, book: CodeBook) -> str:
    if row is None:
        return "未登记"
    return "，".join(filter(None, (book.text("在册状态", row.status), book.text("脱贫属性", row.exit_mark))))
