"""Who benefits from a project: its list of households, the award rosters that it pays, the measures that name it; each household once.

How many they are is compared with the number that the project's profile states; a disagreement is shown, neither is changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.registry.models import MeasureReceived, Subject

from .models import AwardLine, ProjectBenefit, ProjectProfile

LIST, ROSTER, MEASURE = "到户名单", "奖补名册", "帮扶措施"


@dataclass(frozen=True)
class Origin:
    """From where it is known that a household benefits. ``since`` None: the source names a year only; ``row`` is the list's."""

    kind: str
    document: str
    since: date | None
    content: str = ""
    row: ProjectBenefit | None = None


@dataclass
class Beneficiary:
    household: Subject
    project: int
    origins: list[Origin] = field(default_factory=list)

    @property
    def since(self) -> date | None:
        return min((each.since for each in self.origins if each.since), default=None)

    @property
    def documents(self) -> str:
        return "；".join(dict.fromkeys(f"{each.kind}：{each.document}" for each in self.origins))

    @property
    def contents(self) -> str:
        return "；".join(dict.fromkeys(each.content for each in self.origins if each.content))

    @property
    def listed(self) -> ProjectBenefit | None:
        """Its row of the list, where it stands there."""
        return next((each.row for each in self.origins if each.row is not None), None)


@dataclass
class Named:
    """The households of a project for counting: household → its area; ``listed`` are those on its list."""

    areas: dict[int, str] = field(default_factory=dict)
    listed: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class HomesCompared:
    """``stated`` households of the profile beside ``named`` ones, ``listed`` of them on the list; ``whole``: all of the project
    lies in the reader's reach. Rosters and measures alone need not name everybody: fewer of them is no disagreement."""

    stated: int | None
    named: int
    listed: int
    whole: bool

    @property
    def state(self) -> str:
        """相符, 不符, 缺 (no list, or nothing stated), or 部分 where only a part can be seen."""
        if not self.whole:
            return "部分"
        if self.stated is None or not self.named:
            return "缺"
        if self.stated == self.named:
            return "相符"
        return "不符" if self.listed or self.named > self.stated else "缺"

    @property
    def lacks(self) -> str:
        """What is not there in state 缺."""
        return "没有登记户数" if self.stated is None else "没有到户名单"

    @property
    def said(self) -> str:
        known = f"名单 {self.named} 户" if self.listed else f"名册、帮扶措施里有 {self.named} 户"
        match self.state:
            case "部分":
                return f"本范围有 {self.named} 户；项目跨出本范围，不与登记的户数比"
            case "缺" if self.stated is None:
                return f"{known}，没有登记受益户数" if self.named else "没有登记受益户数，也没有名单"
            case "缺":
                return (
                    f"登记 {self.stated} 户，{known}，没有到户名单"
                    if self.named
                    else f"登记 {self.stated} 户，还没有名单"
                )
            case "相符":
                return f"登记 {self.stated} 户，{known}"
            case _:
                gap = self.named - (self.stated or 0)
                return f"登记 {self.stated} 户，{known}，{'多' if gap > 0 else '少'} {abs(gap)} 户"


def beneficiaries(
    projects: Collection[Subject], *, day: date, known_at: datetime | None, post: Post | None = None, household: int | None = None
) -> dict[int, list[Beneficiary]]:  # fmt: skip
    """Project → the households that benefit on ``day``, in the order of their numbers; those in the post's area where one is
    given, or the one ``household``. Three queries."""
    found: dict[tuple[int, int], Beneficiary] = {}
    by_code = {each.code: each.pk for each in projects}
    for project, home, origin in _origins(by_code, day, known_at, post, household):
        found.setdefault((project, home.pk), Beneficiary(home, project)).origins.append(origin)
    grouped: dict[int, list[Beneficiary]] = {}
    for (project, _), each in sorted(found.items(), key=lambda item: item[1].household.code):
        grouped.setdefault(project, []).append(each)
    return grouped


def projects_of(
    household: Subject, *, day: date, known_at: datetime | None
) -> list[tuple[ProjectProfile, Beneficiary]]:
    """The projects that a household benefits from on ``day``, newest year first (这户参加的项目)."""
    codes = (
        MeasureReceived.objects.known(known_at)
        .filter(subject=household)
        .exclude(project_code="")
        .values("project_code")
    )
    named = Q(kind=Subject.Kind.PROJECT) & (
        Q(pk__in=ProjectBenefit.objects.as_of(day, known_at).filter(subject=household, is_in=True).values("project"))
        | Q(pk__in=_rosters(day).filter(household=household).values("roster__project"))
        | Q(code__in=codes)
    )
    projects = list(Subject.objects.filter(named))
    found = beneficiaries(projects, day=day, known_at=known_at, household=household.pk)
    profiles = ProjectProfile.objects.as_of(day, known_at).filter(subject__in=found).select_related("subject__area")
    return [(row, found[row.subject_id][0]) for row in profiles.order_by("-year", "subject__code")]


def compared(profile: ProjectProfile, *, named: int, listed: int, sites: Sequence[str], post: Post) -> HomesCompared:
    """What the profile states beside the households named; ``sites`` are the areas in which the project is built."""
    places = sites or (profile.subject.area_id,)
    return HomesCompared(profile.households, named, listed, all(post.scope.covers(code) for code in places))


def _rosters(day: date):
    standing = Q(struck_on__isnull=True) | Q(struck_on__gt=day)
    return AwardLine.objects.filter(standing, roster__opened_on__lte=day)


def named_homes(projects: Collection[Subject], *, day: date, known_at: datetime | None, post: Post) -> dict[int, Named]:
    """Project → its households in the post's area, as :func:`beneficiaries` names them. Three queries."""
    by_code = {each.code: each.pk for each in projects}
    listed, lines, measures = _sources(by_code, day, known_at)
    found = {pk: Named() for pk in by_code.values()}
    for rows, project, home in (
        (listed, "project", "subject"), (lines, "roster__project", "household"), (measures, "project_code", "subject"),
    ):  # fmt: skip
        reached = within(rows, post, field=f"{home}__area_id").order_by()
        for key, household, area in reached.values_list(project, home, f"{home}__area_id"):
            own = found[by_code[key] if project == "project_code" else key]
            own.areas[household] = area
            if rows is listed:
                own.listed.add(household)
    return found


def _sources(by_code: Mapping[str, int], day: date, known_at: datetime | None) -> tuple[QuerySet, QuerySet, QuerySet]:
    """Rows of the lists, the rosters and the measures of projects (number → key) on a day."""
    keys = list(by_code.values())
    listed = ProjectBenefit.objects.as_of(day, known_at).filter(project__in=keys, is_in=True)
    lines = _rosters(day).filter(roster__project__in=keys)
    measures = MeasureReceived.objects.known(known_at).filter(
        Q(received_on__lte=day) | Q(received_on__isnull=True, year__lte=day.year), project_code__in=list(by_code),
        subject__kind=Subject.Kind.HOUSEHOLD,
    )  # fmt: skip
    return listed, lines, measures


def _origins(
    by_code: Mapping[str, int], day: date, known_at: datetime | None, post: Post | None, household: int | None
) -> Iterator[tuple[int, Subject, Origin]]:
    """(project, household, origin) of each source."""
    listed, lines, measures = _sources(by_code, day, known_at)
    for row in _reached(listed, post, household, "subject"):
        yield row.project_id, row.subject, Origin(LIST, row.document, row.since, row.content, row)
    for line in _reached(lines.select_related("roster"), post, household, "household"):
        yield line.roster.project_id, line.household, Origin(ROSTER, line.roster.title, line.roster.opened_on)
    for each in _reached(measures.select_related("change"), post, household, "subject"):
        yield by_code[each.project_code], each.subject, Origin(MEASURE, each.change.source, each.received_on, each.item)


def _reached(rows: QuerySet, post: Post | None, household: int | None, name: str) -> QuerySet:
    rows = rows.select_related(f"{name}__area")
    if household is not None:
        rows = rows.filter(**{name: household})
    return within(rows, post, field=f"{name}__area_id") if post is not None else rows
