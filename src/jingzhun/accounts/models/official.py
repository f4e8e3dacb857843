"""A natural person who signs in. Four-eyes rules compare officials, not posts."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class OfficialManager(BaseUserManager):
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
