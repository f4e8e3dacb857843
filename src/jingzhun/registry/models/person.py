"""Persons and what standards ask of them. A person belongs to one household at a time, or to none."""

from __future__ import annotations

from django.db import models

from jingzhun.core.masking import mask_id_number

from .. import personal
from ..fields import CodeOf, Count, Day, Flag, Sealed, Sensitivity, Text
from .known import Fact


class Person(models.Model):
    """``subject.code`` is the 人编号 of the national export, or one given here."""

    subject = models.OneToOneField("registry.Subject", models.PROTECT, primary_key=True, related_name="person")

    def __str__(self) -> str:
        return self.subject.code


class PersonIdentity(Fact):
    """Name and ID number. The number is sealed; it is found by its blind index, or by its last four digits in a village."""

    name = Text("姓名", max_length=60, blank=False, sensitivity=Sensitivity.PERSONAL, in_roster=False, db_index=True)
    initials = Text("拼音首字母", max_length=40, sensitivity=Sensitivity.PERSONAL, in_roster=False, is_asked=False)
    id_number = Sealed("证件号码", owner="公安")
    id_form = Text("证件形式", max_length=10, in_roster=False, is_asked=False)
    id_index = models.BinaryField("证件号索引", max_length=16, null=True)
    tail_index = models.BinaryField("末四位索引", max_length=16, null=True)
    sex = CodeOf("性别", codes="性别", owner="公安")
    born_on = Day("出生日期", owner="公安", sensitivity=Sensitivity.PERSONAL)
    ethnicity = CodeOf("民族", codes="民族", owner="公安", sensitivity=Sensitivity.PERSONAL, in_roster=False)

    class Meta(Fact.Meta):
        indexes = (
            *Fact.Meta.indexes,
            models.Index(name="identity_id", fields=("id_index",)),
            models.Index(name="identity_tail", fields=("tail_index",)),
        )

    @property
    def id_number_shown(self) -> str | None:
        """The whole number; None without key. Only after :func:`jingzhun.registry.actions.unmask.show_id_numbers`."""
        return personal.reveal("id_number", self.subject_id, self.id_number)

    @property
    def id_number_masked(self) -> str:
        """``533499********0317``, or what says that the key is missing."""
        number = self.id_number_shown
        return "密钥缺失" if number is None else mask_id_number(number)


class PersonContact(Fact):
    """The person's own telephone; the household's is in its profile."""

    phone = Sealed("本人联系电话")


HEAD = "01"
"""Code of 与户主关系: the head of the household. Each has one."""


class Membership(Fact):
    """Of which household, as what. ``household`` None: of none (died, moved away)."""

    household = models.ForeignKey(
        "registry.Household", models.PROTECT, null=True, related_name="memberships", verbose_name="户"
    )
    relation = CodeOf("与户主关系", codes="与户主关系")
    state = CodeOf("成员状态", codes="成员状态")
    identified_on = Day("人员识别时间")

    class Meta(Fact.Meta):
        indexes = (*Fact.Meta.indexes, models.Index(name="membership_household", fields=("household", "since")))


class Schooling(Fact):
    education = CodeOf("文化程度", codes="文化程度", owner="教育")
    school_state = CodeOf("在校生状况", codes="在校生状况", owner="教育")
    is_exempt = Flag("依法免学", owner="教育", is_asked=False)


class Health(Fact):
    """Health state and disability, sealed; opened into a roster as what standards ask, never printed in notices."""

    health = Sealed("健康状况", owner="卫健", codes="健康状况")
    disability = Sealed("残疾类别等级", owner="残联", is_asked=False)


class Labour(Fact):
    capacity = CodeOf("劳动技能", codes="劳动技能", owner="人社")
    off_farm = CodeOf("务工状况", codes="务工状况", owner="人社", is_asked=False)
    off_farm_months = Count("务工时间", unit="月", owner="人社", is_asked=False)


class Insurance(Fact):
    has_medical = Flag("参加基本医疗保险", owner="医保")
    has_serious_illness = Flag("参加大病保险", owner="医保")
    has_pension = Flag("参加基本养老保险", owner="人社", from_age=16)
