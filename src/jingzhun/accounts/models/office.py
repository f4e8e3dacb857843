"""The office whose system this is: one row."""

from django.db import models


class Office(models.Model):
    """``opens_on`` is the day as of which pages open when the reader picked none; empty means today."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField("单位名称", max_length=80)
    area = models.ForeignKey("areas.Area", models.PROTECT, verbose_name="区划")
    is_demo = models.BooleanField("演示数据", default=False)
    opens_on = models.DateField("打开时的日期", null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(name="accounts_one_office", condition=models.Q(id=1)),)

    def __str__(self) -> str:
        return self.name
