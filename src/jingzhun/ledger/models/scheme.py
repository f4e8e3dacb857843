"""Named plans and campaigns (专项): 整村推进, 连片开发, 片区规划, 八大行动, 民生工程, 行业方案; their targets and what was reached.

A scheme is a subject of its own kind; its parts are schemes that name it as the one above. Targets and achievements are as
papers state them; where projects are marked as belonging to a scheme, :mod:`jingzhun.ledger.scheme_board` counts those.
"""

from __future__ import annotations

from django.db import models
from django.db.models import DecimalField, ExpressionWrapper, F, Q

from jingzhun.registry.fields import CodeOf, Count, Day, Flag, Quantity, Text
from jingzhun.registry.models.known import Entry, Fact


class SchemeProfile(Fact):
    """What a scheme is, from a day on. ``above`` is the number (编号) of the scheme that it is a part of."""

    title = Text("专项名称", max_length=80, blank=False)
    kind = CodeOf("专项类别", codes="专项类别", blank=False)
    level = CodeOf("级别", codes="专项级别")
    first_year = Count("起始年度", unit="年")
    last_year = Count("终止年度", unit="年")
    above = Text("上级专项", max_length=40)
    ordinal = Count("次序")
    document = Text("文件", max_length=120)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints,
            models.CheckConstraint(name="ledger_scheme_named", condition=~Q(title="") & ~Q(kind="")),
            models.CheckConstraint(
                name="ledger_scheme_years",
                condition=Q(first_year__isnull=True) | Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
            ),
        )


class SchemeTarget(Entry):
    """How much of a measure is to be reached in a year (blank: in the whole period). Key is ``year|measure``.

    ``planned`` blank means that the paper leaves the number out: missing, not nought. ``base`` × ``each`` is how a target
    came about (1270 户 × 3).
    """

    year = Count("年度", unit="年")
    measure = CodeOf("指标", codes="专项指标", blank=False)
    planned = Quantity("目标", max_digits=18, decimal_places=4)
    unit = Text("计量单位", max_length=10, blank=False)
    base = Quantity("基数", max_digits=18, decimal_places=4)
    each = Quantity("每一基数", max_digits=18, decimal_places=4)
    document = Text("出处", max_length=120, blank=False)

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="ledger_target_told", condition=~Q(measure="") & ~Q(unit="") & ~Q(document="")
            ),
            models.CheckConstraint(
                name="ledger_target_signs", condition=Q(planned__isnull=True) | Q(planned__gte=0)
            ),
            models.CheckConstraint(
                name="ledger_target_product",
                condition=Q(base__isnull=True, each__isnull=True)
                | Q(
                    base__isnull=False, each__isnull=False, planned__isnull=False,
                    planned=ExpressionWrapper(F("base") * F("each"), DecimalField(max_digits=36, decimal_places=8)),
                ),
            ),
        )  # fmt: skip


class SchemeAchievement(Entry):
    """What was reached by a day, from the beginning of the year or period. Key is ``year|measure|day``.

    ``rate`` is the percentage that the paper prints; it stands beside the computed one.
    """

    year = Count("年度", unit="年")
    measure = CodeOf("指标", codes="专项指标", blank=False)
    achieved_on = Day("截至日期", null=False, blank=False)
    achieved = Quantity("完成", max_digits=18, decimal_places=4)
    unit = Text("计量单位", max_length=10, blank=False)
    rate = Quantity("写的完成率", unit="%", max_digits=7, decimal_places=2)
    document = Text("出处", max_length=120, blank=False)

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="ledger_achievement_told",
                condition=~Q(measure="") & ~Q(unit="") & ~Q(document="")
                & (Q(achieved__isnull=True) | Q(achieved__gte=0)) & (Q(rate__isnull=True) | Q(rate__gte=0)),
            ),
        )  # fmt: skip


class ProjectScheme(Fact):
    """A project belongs to a scheme from a day on, or no longer. ``scheme`` is the scheme's number, which never changes."""

    SERIES = ("subject_id", "scheme")

    scheme = Text("专项编号", max_length=40, blank=False)
    is_in = Flag("属于")

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints[:-1],
            models.UniqueConstraint(
                name="ledger_projectscheme_once",
                fields=("subject", "scheme", "since"),
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(name="ledger_projectscheme_named", condition=~Q(scheme="")),
        )
