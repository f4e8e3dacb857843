"""Whatever facts, cases, documents and findings are about."""

from __future__ import annotations

from django.db import models


class Subject(models.Model):
    """Kind, code and area; its own table extends it one to one. The area is where the subject is now and decides scope."""

    class Kind(models.TextChoices):
        PERSON = "person", "人"
        HOUSEHOLD = "household", "户"
        GROUP = "group", "村民小组"
        VILLAGE = "village", "村"
        TOWNSHIP = "township", "乡镇"
        COUNTY = "county", "县"
        ORGANISATION = "organisation", "组织"
        PROJECT = "project", "项目"
        ASSET = "asset", "资产"
        CLAIM = "claim", "报账单"
        AWARD_ROSTER = "award_roster", "奖补名册"
        SCHEME = "scheme", "专项"
        FUND_REQUEST = "fund_request", "基金申请"
        FACTOR_PLAN = "factor_plan", "因素分配方案"

    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    code = models.CharField("编号", max_length=40)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="subjects", verbose_name="区划")
    created_by = models.ForeignKey("registry.Change", models.PROTECT, related_name="created_subjects")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="registry_subject_code", fields=("kind", "code")),
            models.CheckConstraint(name="registry_subject_has_code", condition=~models.Q(code="")),
            # 一村一档: with the unique code above, an area has one subject of its kind, so one file.
            models.CheckConstraint(
                name="registry_subject_of_area",
                condition=~models.Q(kind__in=("village", "township", "county")) | models.Q(code=models.F("area_id")),
            ),
        )
        indexes = (models.Index(name="subject_kind_area", fields=("kind", "area", "code")),)

    def __str__(self) -> str:
        return self.code
