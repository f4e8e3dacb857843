"""What a notice says about a project, in the official columns of project publicity.

As with :class:`NoticeEntry` the columns are the filter: nothing else about a project can be public (``public_project`` fills
them), and what was once on the board is never rewritten.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class NoticedProject(models.Model):
    """One project on a notice, beside its entry; ``planned`` fen is the sum over the sources that ``money`` names."""

    entry = models.OneToOneField(
        "casework.NoticeEntry", models.PROTECT, primary_key=True, related_name="project", verbose_name="公示条目"
    )
    name = models.CharField("项目名称", max_length=120)
    place = models.CharField("实施地点", max_length=240)
    task = models.CharField("建设任务", max_length=400)
    term = models.CharField("实施期限", max_length=40)
    planned = models.BigIntegerField("资金规模")
    money = models.CharField("资金来源", max_length=240)
    beneficiaries = models.CharField("受益对象", max_length=200)
    goal = models.CharField("绩效目标", max_length=400)
    mechanism = models.CharField("带贫机制", max_length=400)
    responsible_unit = models.CharField("责任单位", max_length=80)

    class Meta:
        constraints = (
            models.CheckConstraint(name="casework_noticed_project", condition=~Q(name="") & Q(planned__gte=0)),
        )

    def __str__(self) -> str:
        return self.name
