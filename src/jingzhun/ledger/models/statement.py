"""Which row of a file a movement was posted from: while it stands, the same row given again posts nothing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class StatedMovement(models.Model):
    """``identity`` is the digest of what tells the row apart (month, voucher and entry where it has an entry, else all it
    says), ``content`` the digest of all it says. ``serial`` is the number that the
    row came with from another ledger. An import that is taken back marks its rows undone and frees their identity and number.
    """

    movement = models.OneToOneField(
        "ledger.Movement", models.PROTECT, primary_key=True, related_name="stated", verbose_name="收支"
    )
    entry = models.CharField("分录号", max_length=20, blank=True)
    identity = models.CharField("标识", max_length=64)
    content = models.CharField("内容", max_length=64)
    serial = models.CharField("收支序号", max_length=20, blank=True, default="")
    is_undone = models.BooleanField("已撤销", default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="ledger_stated_once", fields=("identity",), condition=Q(is_undone=False)),
            models.UniqueConstraint(
                name="ledger_stated_serial", fields=("serial",), condition=Q(is_undone=False) & ~Q(serial="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.movement_id} {self.entry}"
