"""The tree of areas: codes, dated names, aliases, mergers, groups (片区), and the calendar of working days."""

from __future__ import annotations

from django.db import models

from jingzhun.core.area_code import AreaCode, Level


class AreaQuerySet(models.QuerySet):
    def under(self, code: AreaCode) -> AreaQuerySet:
        """The area itself and everything below, as a code range."""
        return self.filter(code__gte=code.first, code__lt=code.after)

    def at(self, level: Level) -> AreaQuerySet:
        return self.filter(level=level)

    def county_titles(self) -> dict[str, str]:
        """Significant code → title of every county and what lies above; the nation is the empty code. One query."""
        rows = self.filter(level__lte=Level.COUNTY)
        return {"": Level.NATION.title} | {row.area_code.significant: row.title for row in rows}


class Area(models.Model):
    """One area. ``code`` is padded to 12 digits (村民小组: 15). 统计用区划代码, edition 2023 for the shipped counties."""

    code = models.CharField("区划代码", primary_key=True, max_length=15)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=40, db_index=True)
    initials = models.CharField("拼音首字母", max_length=40, blank=True)
    level = models.PositiveSmallIntegerField("级别", choices=[(level.value, level.title) for level in Level])
    parent = models.ForeignKey("areas.Area", models.PROTECT, null=True, related_name="children")
    until = models.DateField("撤并日期", null=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """As people say it: 红坡村, 阿墩子社区, 云岭乡, 德钦县."""
        if self.level == Level.VILLAGE:
            return self.short_name.removesuffix("村") + ("社区" if "社区" in self.name else "村")
        return self.name

    @property
    def full_title(self) -> str:
        """With what lies above, where people would ask: 云岭乡红坡村, 德钦县云岭乡, 德钦县. Reads ``parent``."""
        return f"{self.parent.title}{self.title}" if self.level in (Level.VILLAGE, Level.TOWNSHIP) else self.title

    @property
    def area_code(self) -> AreaCode:
        return AreaCode.parse(self.code)

    def above(self) -> list[str]:
        """Padded codes of the ancestors, highest first."""
        codes, code = [], self.area_code.parent
        while code is not None and code.significant:
            codes.append(code.padded)
            code = code.parent
        return codes[::-1]


class AreaName(models.Model):
    """Another name of an area: an earlier official name, or a spelling found in documents (查理通 for 查里通)."""

    class Kind(models.TextChoices):
        FORMER = "former", "曾用名"
        SPELLING = "spelling", "别写"

    area = models.ForeignKey("areas.Area", models.CASCADE, related_name="names")
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=40, db_index=True)
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    since = models.DateField("起", null=True)
    until = models.DateField("止", null=True)
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="areas_name_once", fields=("area", "name")),
            models.CheckConstraint(
                name="areas_name_period",
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(since__lt=models.F("until")),
            ),
        )


class AreaMerger(models.Model):
    """``area`` went into ``into`` on a day; figures as of an earlier day still know it."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="mergers")
    into = models.ForeignKey("areas.Area", models.PROTECT, related_name="absorbed")
    on = models.DateField("撤并日期")
    document = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="areas_merged_once", fields=("area",)),
            models.CheckConstraint(name="areas_not_into_itself", condition=~models.Q(area=models.F("into"))),
        )


class AreaGroup(models.Model):
    """A named set of areas (片区), valid from a day."""

    name = models.CharField("名称", max_length=80, unique=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True)
    areas = models.ManyToManyField("areas.Area", related_name="groups")


class CalendarDay(models.Model):
    """A day that differs from the rule 'Monday to Friday work': a holiday, or a weekend day that is worked (国办 notice)."""

    day = models.DateField("日期", primary_key=True)
    is_working = models.BooleanField("上班")
    name = models.CharField("说明", max_length=60)
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        ordering = ("day",)
