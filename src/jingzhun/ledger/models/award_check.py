"""How a line of an award roster was verified: who went, when, what they found, and the papers that bear it out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class AwardCheck(models.Model):
    """One look at a line by one person. A line is looked at once by each kind of official, and each time by another person."""

    class Stage(models.TextChoices):
        HELPER = "helper", "挂包干部"
        VILLAGE = "village", "村组干部"
        TOWNSHIP = "township", "乡镇"

    line = models.ForeignKey("ledger.AwardLine", models.PROTECT, related_name="checks", verbose_name="名册行")
    stage = models.CharField("核实人", max_length=8, choices=Stage.choices)
    is_right = models.BooleanField("属实")
    note = models.CharField("说明", max_length=200, blank=True)
    official = models.ForeignKey("accounts.Official", models.PROTECT, related_name="+", verbose_name="核实人员")
    checked_on = models.DateField("核实日期")
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        ordering = ("line", "pk")
        constraints = (
            models.UniqueConstraint(name="ledger_awardcheck_once", fields=("line", "stage")),
            models.UniqueConstraint(name="ledger_awardcheck_four_eyes", fields=("line", "official")),
            models.CheckConstraint(
                name="ledger_awardcheck_stage", condition=Q(stage__in=("helper", "village", "township"))
            ),
            models.CheckConstraint(name="ledger_awardcheck_why", condition=Q(is_right=True) | ~Q(note="")),
        )

    def __str__(self) -> str:
        return f"{self.line_id} {self.stage}"


class AwardEvidence(models.Model):
    """A paper, or the records in the registry, on which a line rests (佐证材料). ``file`` is empty for records."""

    line = models.ForeignKey("ledger.AwardLine", models.PROTECT, related_name="evidence", verbose_name="名册行")
    title = models.CharField("材料", max_length=80)
    file = models.ForeignKey("attachments.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="文件")
    file_name = models.CharField("文件名", max_length=200, blank=True)
    added_on = models.DateField("日期")
    change = models.ForeignKey("registry.Change", models.PROTECT, related_name="+", verbose_name="写入")

    class Meta:
        ordering = ("line", "pk")
        constraints = (models.CheckConstraint(name="ledger_awardevidence_title", condition=~Q(title="")),)

    def __str__(self) -> str:
        return self.title
