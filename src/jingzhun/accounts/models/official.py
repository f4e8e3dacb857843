"""A natural person who signs in. Four-eyes rules compare officials, not posts."""

from __future__ import annotations

import re
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from jingzhun.core.area_code import AreaCode
from jingzhun.core.text import fold

from .post import Post

SIGN_IN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def fold_sign_in_name(text: str) -> str:
    """As stored and counted by the lock-out: folded, without blanks, lower case."""
    return fold(text).replace(" ", "").lower()


class OfficialQuerySet(models.QuerySet):
    def managed_within(self, code: AreaCode, day: date) -> OfficialQuerySet:
        """Those whose posts from ``day`` on all lie in ``code``, and those without a post yet: who also serves elsewhere
        is not one area's to manage."""
        held = Post.objects.held_from(day).filter(official=models.OuterRef("pk"))
        outside = held.exclude(area_id__gte=code.first, area_id__lt=code.after)
        return self.filter(~models.Exists(outside))


class OfficialManager(BaseUserManager.from_queryset(OfficialQuerySet)):
    def get_by_natural_key(self, sign_in_name):
        return self.get(sign_in_name__iexact=sign_in_name)


class Official(AbstractBaseUser):
    """One natural person has one account and any number of posts."""

    sign_in_name = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=60)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须改密码", default=True)
    password_changed_at = models.DateTimeField("改密时间", null=True)

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS = ("name",)
    objects = OfficialManager()

    def __str__(self) -> str:
        return self.name
