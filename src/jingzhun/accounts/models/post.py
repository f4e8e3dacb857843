"""A post: an official in a role for an area, from a day to a day."""

from __future__ import annotations

from datetime import date

from django.db import models

from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import AreaCode

from ..roles import ADMINISTRATORS, ROLES, Role, Verb


class PostQuerySet(models.QuerySet):
    def held_on(self, day: date) -> PostQuerySet:
        return self.filter(
            models.Q(until__isnull=True) | models.Q(until__gt=day), since__lte=day, official__is_active=True
        )

    def held_from(self, day: date) -> PostQuerySet:
        """Held on ``day`` or later, whether or not the account is in use."""
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gt=day))


class Post(models.Model):
    """Scope is the area's code range; what it may do is its role's row in :data:`jingzhun.accounts.roles.ROLES`."""

    official = models.ForeignKey("accounts.Official", models.PROTECT, related_name="posts", verbose_name="人员")
    role = models.CharField("角色", max_length=30, choices=[(role.key, role.title) for role in ROLES.values()])
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="posts", verbose_name="范围")
    department = models.CharField("部门", max_length=40, blank=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="accounts_post_role", condition=models.Q(role__in=list(ROLES))),
            models.CheckConstraint(
                name="accounts_post_period",
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
            ),
            models.UniqueConstraint(
                name="accounts_post_once",
                fields=("official", "role", "area", "department"),
                condition=models.Q(until__isnull=True),
            ),
            models.UniqueConstraint(
                name="accounts_one_administrator_post",
                fields=("official",),
                condition=models.Q(until__isnull=True, role__in=ADMINISTRATORS),
            ),
        )

    def __str__(self) -> str:
        return f"{self.area.title}{self.title}"

    @property
    def definition(self) -> Role:
        return ROLES[self.role]

    @property
    def title(self) -> str:
        return f"{self.department}（{self.definition.title}）" if self.department else self.definition.title

    @property
    def scope(self) -> AreaCode:
        return AreaCode.parse(self.area_id)

    def may(self, verb: Verb) -> bool:
        """Whether the role may do ``verb`` at all; whether this thing is in scope is asked of the queryset."""
        return verb in self.definition.verbs

    def keeps(self, owner: str) -> bool:
        """Whether facts of the department ``owner`` (教育) are kept by this post's department (教育局)."""
        return bool(owner) and owner in self.department

    @property
    def actor(self) -> Actor:
        """This post as the log's actor. Reads ``official``."""
        return Actor(
            official_id=self.official_id,
            name=self.official.name,
            post_id=self.pk,
            role=self.role,
            area_code=self.area_id,
        )
