"""Co-operatives, companies, schools, clinics, units: subjects of their own."""

from __future__ import annotations

from django.db import models

from ..fields import CodeOf, Text
from .known import Fact


class Organisation(models.Model):
    subject = models.OneToOneField("registry.Subject", models.PROTECT, primary_key=True, related_name="organisation")

    def __str__(self) -> str:
        return self.subject.code


class OrganisationProfile(Fact):
    name = Text("名称", max_length=80, blank=False)
    kind = CodeOf("组织类别", codes="组织类别", blank=False)
    credit_code = Text("统一社会信用代码", max_length=18, in_roster=False)
