"""How complete the file of one household is: per theme what is known, unknown and not collected, and where each gap is filled.

A gap leads to the page where the reader may record it; otherwise it names the department that owns it, or the file that brings it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.registry.forms import recordable
from jingzhun.registry.models import Completeness, Household
from jingzhun.registry.wording import UNKNOWN

from .asked import ASKED, HOUSEHOLD, MARKS, MARKS_TITLE, Asked
from .gaps import is_of_age
from .household_file import HouseholdFile, Shown
from .tally import Tally, TallyOf


@dataclass(frozen=True)
class Place:
    """Whose value is missing (empty for the household's own) and the page where it is recorded (empty: not by this reader)."""

    who: str
    href: str


@dataclass
class Gap:
    """A field that is missing: ``is_absent`` where nothing was collected, else somebody said that it is unknown."""

    label: str
    owner: str
    is_absent: bool
    places: list[Place] = field(default_factory=list)


@dataclass
class ThemeState(Tally):
    title: str
    known: int = 0
    unknown: int = 0
    absent: int = 0
    gaps: list[Gap] = field(default_factory=list)

    def note(self, label: str, owner: str, *, is_known: bool, is_absent: bool, place: Place) -> None:
        """Count one value, and put a missing one under its field."""
        if is_known:
            self.known += 1
            return
        if is_absent:
            self.absent += 1
        else:
            self.unknown += 1
        same = next((gap for gap in self.gaps if (gap.label, gap.is_absent) == (label, is_absent)), None)
        if same is None:
            same = Gap(label, owner, is_absent)
            self.gaps.append(same)
        same.places.append(place)


@dataclass(frozen=True)
class Meter(TallyOf):
    """The themes of a file; ``percent`` is rounded down. ``apart`` are facts that packs ask for: listed, but not counted with
    the rest, since many of them concern few subjects."""

    themes: tuple[ThemeState, ...]
    apart: tuple[ThemeState, ...] = ()

    @property
    def parts(self) -> tuple[ThemeState, ...]:
        return self.themes


def meter_of(
    *, file: HouseholdFile, declared: Iterable[Shown], post: Post, day: date, known_at: datetime | None
) -> Meter:  # fmt: skip
    """The meter as the post sees it: a department's counts the fields that it keeps. ``declared`` are the facts that packs ask
    for, as the page has read them. Two questions beyond what the file has read."""
    keeps = (lambda owner: True) if post.may(Verb.VIEW_ALL_FACTS) else post.keeps
    household = file.household
    themes = [_theme(asked, file, post, keeps, day, known_at) for asked in ASKED]
    if keeps(""):
        themes.append(_marks(household, post, day, known_at))
    href = reverse("record-pack-facts", args=["household", household.subject.code])
    return meter_with(themes, [fact for fact in declared if keeps(fact.owner)], post=post, href=href)


def _theme(asked: Asked, file: HouseholdFile, post: Post, keeps, day: date, known_at: datetime | None) -> ThemeState:
    state = ThemeState(asked.title)
    fields = [each for each in asked.fields if keeps(each.owner)]
    if not fields:
        return state
    household = file.household
    names = {member.subject_id: member for member in file.members}
    subjects = [household.pk] if asked.of == HOUSEHOLD else list(names)
    rows = file.rows.get(asked.model)
    if rows is None:
        rows = {row.subject_id: row for row in asked.rows(day, known_at).filter(subject_id__in=subjects)}
    for subject in subjects:
        row, member = rows.get(subject), names.get(subject) if asked.of != HOUSEHOLD else None
        for each in fields:
            if member is not None and not is_of_age(each, member.born_on, day):
                continue
            value = getattr(row, each.name) if row is not None else None
            place = Place(member.name if member else "", _address(asked, each, household, subject, post))
            state.note(
                str(each.verbose_name), each.owner or asked.brought, is_known=value is not None and value != "",
                is_absent=row is None, place=place,
            )  # fmt: skip
    return state


def _address(asked: Asked, each: Any, household: Household, subject: int, post: Post) -> str:
    """The page where the post records the field; empty where it may not or no page has it."""
    may = post.may(Verb.RECORD_FACTS) and recordable(each, post=post, sees_all=post.role == "county_officer")
    if not (asked.page and may):
        return ""
    code = household.subject.code
    if asked.of == HOUSEHOLD:
        return reverse("record", args=[code, asked.page])
    return reverse("record-member", args=[code, asked.page, subject])


def _marks(household: Household, post: Post, day: date, known_at: datetime | None) -> ThemeState:
    years = {mark.term: mark.year(day) for mark in MARKS}
    rows = Completeness.objects.known(known_at).filter(subject_id=household.pk, table__in=years)
    there = set(rows.values_list("table", "year"))
    state = ThemeState(MARKS_TITLE)
    for mark in MARKS:
        href = (
            reverse("record", args=[household.subject.code, mark.page])
            if mark.page and post.may(Verb.RECORD_FACTS)
            else ""
        )
        is_marked = (mark.term, years[mark.term]) in there
        state.note(
            mark.title, "" if mark.page else "农户名册", is_known=is_marked, is_absent=True, place=Place("", href)
        )
    return state


def meter_with(themes: Iterable[ThemeState], declared: Iterable[Shown], *, post: Post, href: str) -> Meter:
    """The meter of some themes and of the facts that packs ask for, recorded at ``href``. Themes that ask nothing are left out."""
    state = ThemeState("政策包要的其他事实")
    for fact in declared:
        is_mine = post.role == "county_officer" or not fact.owner or post.keeps(fact.owner)
        place = Place("", href if is_mine and post.may(Verb.RECORD_FACTS) else "")
        state.note(fact.label, fact.owner, is_known=fact.value != UNKNOWN, is_absent=not fact.source, place=place)
    return Meter(tuple(theme for theme in themes if theme.asked), (state,) if state.asked else ())
