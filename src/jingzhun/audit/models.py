"""The append-only, hash-chained event log. Rows are written by :mod:`jingzhun.audit.unit` only; triggers refuse change."""

from django.db import models


class ChainHead(models.Model):
    """One row: the last number and hash. Locked for the milliseconds in which a transaction's events get theirs."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField("最后一条的号", default=0)
    hash = models.CharField("链头", max_length=64, default="0" * 64)

    class Meta:
        constraints = (models.CheckConstraint(name="audit_one_head", condition=models.Q(id=1)),)


class Event(models.Model):
    """Something that was done. Names fields and digests, never values of personal data."""

    number = models.PositiveBigIntegerField("号", primary_key=True)
    at = models.DateTimeField("时间", db_index=True)
    actor_id = models.BigIntegerField("人员", null=True, db_index=True)
    actor_name = models.CharField("姓名", max_length=60)
    post_id = models.BigIntegerField("岗位", null=True)
    role = models.CharField("角色", max_length=40, blank=True)
    action = models.CharField("事项", max_length=60, db_index=True)
    subject_kind = models.CharField("对象类别", max_length=40, blank=True)
    subject_code = models.CharField("对象编号", max_length=60, blank=True, db_index=True)
    area_code = models.CharField("区划", max_length=15, blank=True, db_index=True)
    details = models.JSONField("细目", default=dict)
    previous_hash = models.CharField("前一条", max_length=64)
    hash = models.CharField("本条", max_length=64)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(name="audit_event_hash", fields=("hash",)),)
