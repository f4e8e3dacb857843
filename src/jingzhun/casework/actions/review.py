"""Opening a 回头看: drawing up the list of households of the three classes, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.scope import within
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.registry.models import Household, Subject
from jingzhun.results.models import Verdict

from ..models import Review, ReviewTarget
from ..procedures import offered

Kind = ReviewTarget.Kind


class UnableToOpenReview(Problem):
    code = "J-091"
    says = "不能开始回头看：{why}"
    remedy = "{way}"


def open_review(
    *, title: str, code: str, borderline: Mapping[str, str], doubtful: Mapping[str, str], due_on: date, post: Post, by: Official,
    on: date,
) -> Review:  # fmt: skip
    """Draw up the list for the post's area: all households on the register, those off it with the verdict ``borderline``,
    and any with the verdict ``doubtful``. Both are {standard, outcome} of the last evaluation.

    Raises :class:`UnableToOpenReview` where the procedure is not offered, a verdict was never given, or nobody is listed.
    """
    if not title.strip():
        raise UnableToOpenReview(why="没有写名称", way="请写明哪一次回头看，如“2018年8月回头看”")
    if due_on < on:
        raise UnableToOpenReview(why="截止日期早于今天", way="请改截止日期")
    if not any(each.procedure.code == code for each in offered(area=post.area.area_code, day=on)):
        raise UnableToOpenReview(why="现在没有回头看的程序", way="请看“标准与参数”里有效的政策包")
    registered = within(Household.objects.in_register(on), post, field="subject__area_id")
    poor = dict.fromkeys(registered.values_list("pk", flat=True), "在册")
    listed = {
        Kind.POOR: poor,
        Kind.BORDERLINE: {key: why for key, why in _judged(borderline, post).items() if key not in poor},
        Kind.DOUBTFUL: _judged(doubtful, post),
    }
    if not any(listed.values()):
        raise UnableToOpenReview(why="范围里没有要回头看的户", way="请先评估，或核对范围")
    with unit(by=post.actor) as log:
        review = Review.objects.create(
            title=title.strip(), area=post.area, code=code, opened_on=on, due_on=due_on, opened_at=log.at, opened_by=by,
            rules={"borderline": dict(borderline), "doubtful": dict(doubtful)},
        )  # fmt: skip
        ReviewTarget.objects.bulk_create(
            [
                ReviewTarget(review=review, kind=kind, subject_id=key, why=why)
                for kind, subjects in listed.items()
                for key, why in sorted(subjects.items())
            ],
            batch_size=2000,
        )
        counts = {kind.value: len(subjects) for kind, subjects in listed.items()}
        log.record("review.open", area_code=post.area_id, review=review.pk, targets=counts)
    return review


def _judged(rule: Mapping[str, str], post: Post) -> dict[int, str]:
    """Household → why, of those whose last verdict is the rule's."""
    rows = within(Verdict.objects.filter(subject__kind=Subject.Kind.HOUSEHOLD, name=rule["standard"]), post)
    if not rows.exists():
        raise UnableToOpenReview(why=f"“{rule['standard']}”还没有评估过", way="请先运行评估，再定名单")
    return {row.subject_id: f"“{row.name}”{row.get_outcome_display()}" for row in rows.filter(outcome=rule["outcome"])}
