"""一户一档: everything about one household as of a day and as known at a moment, read for one page. No arithmetic of rules:
verdicts, thresholds and averages come from :mod:`jingzhun.results`; only the ledger's own sums are added up here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.core.masking import mask_phone
from jingzhun.core.period import age_on
from jingzhun.policy.codes import CodeBook
from jingzhun.registry import personal
from jingzhun.registry.fields import described
from jingzhun.registry.models import (
    HEAD,
    Completeness,
    Dwelling,
    Health,
    Household,
    HouseholdCause,
    HouseholdProfile,
    HouseholdServices,
    HouseholdStatus,
    IncomeEntry,
    Insurance,
    Labour,
    MeasureReceived,
    Membership,
    Pairing,
    PersonIdentity,
    ProductSale,
    Schooling,
    StatedIncome,
    WageEntry,
)
from jingzhun.registry.models.known import Fact, Known
from jingzhun.registry.wording import shown_value


@dataclass(frozen=True)
class Member:
    """One person of the household as shown: health only to posts that may see it."""

    subject_id: int
    name: str
    shown_number: str
    relation: str
    sex: str
    age: int | None
    born_on: date | None
    education: str
    schooling: str
    health: str
    capacity: str
    work: str
    medical: str
    pension: str


@dataclass(frozen=True)
class Shown:
    """A single fact in words: what, value, unit, since when, recorded from where; ``owner`` is the department that keeps it."""

    label: str
    value: str
    unit: str
    since: date
    source: str
    owner: str


@dataclass(frozen=True)
class Theme:
    """Facts shown together; ``key`` names the page where they are recorded."""

    title: str
    key: str
    shown: list[Shown]


@dataclass(frozen=True)
class LedgerGroup:
    title: str
    entries: tuple[IncomeEntry, ...]
    total: int


@dataclass(frozen=True)
class Ledger:
    """Incomes and costs of one year. ``income`` and ``cost`` are sums of the listed entries, in fen."""

    year: int
    groups: tuple[LedgerGroup, ...]
    income: int
    cost: int
    is_complete: bool
    stated_per_head: int | None

    @property
    def net(self) -> int:
        return self.income - self.cost


@dataclass(frozen=True)
class Received:
    """A line of money or kind in words. ``amount`` in fen, None where there was no money in it."""

    when: str
    item: str
    category: str
    fund: str
    checked: str
    amount: int | None


@dataclass
class HouseholdFile:
    """What the page shows. Built by :func:`open_file`."""

    household: Household
    head_name: str
    members: list[Member]
    statuses: list[HouseholdStatus]
    themes: list[Theme]
    ledger: Ledger
    sales: list[ProductSale]
    wages: list[WageEntry]
    measures: list[MeasureReceived]
    measures_total: int
    pairing: Pairing | None
    group_name: str
    phone: str
    complete: set[str] = field(default_factory=set)
    status_chips: list[str] = field(default_factory=list)
    measure_rows: list[Received] = field(default_factory=list)
    sale_rows: list[Received] = field(default_factory=list)
    rows: Mapping[type[Fact], Mapping[int, Any]] = field(default_factory=dict)
    """Table → subject → its row in force, as read for what is shown."""
    sees_all: bool = True
    """False for a department: ``members`` and ``themes`` hold what it keeps, and the rest is empty."""


THEMES: tuple[tuple[str, str, type[Fact]], ...] = (
    ("住房", "dwelling", Dwelling),
    ("吃穿、饮水、用电与通达", "services", HouseholdServices),
    ("致贫原因", "cause", HouseholdCause),
)


PERSON_FACTS: tuple[type[Fact], ...] = (PersonIdentity, Schooling, Labour, Insurance, Health)


def open_file(
    *, household: Household, post: Post, day: date, known_at: datetime | None, year: int | None = None
) -> HouseholdFile:
    """The file of one household."""
    return open_files(homes=[household], post=post, day=day, known_at=known_at, year=year)[0]


def open_files(
    *, homes: Sequence[Household], post: Post, day: date, known_at: datetime | None, year: int | None = None
) -> list[HouseholdFile]:
    """Read the files of some households, in their order. ``year`` is that of the ledger, the day's own unless given.
    About twenty queries, however many they are."""
    read = _Reading(homes, day, known_at, year or day.year, may_see_health=post.may(Verb.VIEW_HEALTH))
    if not post.may(Verb.VIEW_ALL_FACTS):
        return [read.kept_file(home, post) for home in homes]
    read.all_facts()
    return [read.file(home) for home in homes]


class _Reading:
    """The rows of some households, each table read once."""

    def __init__(
        self, homes: Sequence[Household], day: date, known_at: datetime | None, year: int, *, may_see_health: bool
    ) -> None:
        self.keys = [home.pk for home in homes]
        self.day, self.known_at, self.year, self.may_see_health = day, known_at, year, may_see_health
        self.book = CodeBook.read()
        rows = Membership.objects.as_of(day, known_at).filter(household_id__in=self.keys).select_related("subject")
        self.memberships = _by(rows, "household_id")
        for mine in self.memberships.values():  # “成员 2” of the reasons
            mine.sort(key=lambda row: (row.relation != HEAD, row.subject.code, row.subject_id))
        people = [row.subject_id for mine in self.memberships.values() for row in mine]
        self.of_people = {model: self.latest(model, people) for model in PERSON_FACTS}
        self.of_homes = {model: self.latest(model, self.keys) for _, _, model in THEMES}

    def latest(self, model: type[Fact], subjects: Sequence[int]) -> dict[int, Any]:
        """Subject → its row in force; at most one each."""
        rows = model.objects.as_of(self.day, self.known_at).filter(subject_id__in=subjects)
        return {row.subject_id: row for row in rows.select_related("change")}

    def of_known(self, model: type[Known], *order: str, **only: object) -> dict[int, list[Any]]:
        rows = model.objects.known(self.known_at).filter(subject_id__in=self.keys, **only)
        return _by(rows.order_by(*order), "subject_id")

    def all_facts(self) -> None:
        day, known_at, keys, year = self.day, self.known_at, self.keys, self.year
        self.profiles = self.latest(HouseholdProfile, keys)
        statuses = HouseholdStatus.objects.as_of(day, known_at).filter(subject_id__in=keys).order_by("regime")
        self.statuses = _by(statuses, "subject_id")
        self.marks = self.of_known(Completeness, "id", year__in=(0, year))
        self.measures = self.of_known(MeasureReceived, "-year", "-received_on", year__lte=day.year)
        self.sales = self.of_known(ProductSale, "-sold_on", sold_on__lte=day)
        self.wages = self.of_known(WageEntry, "id", year=year)
        self.incomes = self.of_known(IncomeEntry, "direction", "kind", "item", "id", year=year)
        stated = StatedIncome.objects.as_of(day, known_at).filter(subject_id__in=keys, year=year)
        self.stated = {row.subject_id: row.per_head for row in stated}
        pairings = Pairing.objects.as_of(day, known_at).filter(subject_id__in=keys).select_related("helper")
        self.pairings = {row.subject_id: row for row in pairings}

    def members(self, home: Household) -> list[Member]:
        return [
            _member(row, *(self.of_people[model] for model in PERSON_FACTS), self.book, self.day, self.may_see_health)
            for row in self.memberships.get(home.pk, [])
        ]

    def themes(self, home: Household) -> list[Theme]:
        return [
            Theme(title, key, shown_facts(self.of_homes[model].get(home.pk), self.book)) for title, key, model in THEMES
        ]

    def file(self, home: Household) -> HouseholdFile:
        pk, book, members = home.pk, self.book, self.members(home)
        profile, measures = self.profiles.get(pk), self.measures.get(pk, [])
        complete = {row.table for row in self.marks.get(pk, [])}
        sales, wages, statuses = self.sales.get(pk, []), self.wages.get(pk, []), self.statuses.get(pk, [])
        return HouseholdFile(
            household=home,
            head_name=_head_name(members),
            members=members,
            statuses=statuses,
            themes=self.themes(home),
            ledger=_ledger(self.year, self.incomes.get(pk, []), self.stated.get(pk), book, complete),
            sales=sales,
            wages=wages,
            measures=measures,
            measures_total=sum(row.amount or 0 for row in measures),
            pairing=self.pairings.get(pk),
            group_name=profile.group_name if profile else "",
            phone=_phone(profile),
            complete=complete,
            status_chips=[_chip(row, book) for row in statuses if row.status != "none"],
            measure_rows=[_measure(row, book) for row in measures],
            rows={**self.of_people, **self.of_homes, HouseholdProfile: self.profiles},
            sale_rows=[*(_sale(row, book) for row in sales), *(_wage(row) for row in wages)],
        )

    def kept_file(self, home: Household, post: Post) -> HouseholdFile:
        """The file as a department's post sees it: nothing of incomes, help received, contacts and verdicts."""
        members = [_kept_member(member, post) for member in self.members(home)]
        themes = [
            replace(theme, shown=[fact for fact in theme.shown if post.keeps(fact.owner)])
            for theme in self.themes(home)
        ]
        return HouseholdFile(
            household=home, head_name=_head_name(members), members=members, statuses=[],
            themes=[theme for theme in themes if theme.shown], ledger=Ledger(0, (), 0, 0, False, None), sales=[], wages=[],
            measures=[], measures_total=0, pairing=None, group_name="", phone="", sees_all=False,
            rows={**self.of_people, **self.of_homes},
        )  # fmt: skip


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    """The rows of each subject or household, in the order given."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def _measure(row: MeasureReceived, book: CodeBook) -> Received:
    category = book.text("帮扶措施类别", row.category)
    when = row.received_on.isoformat() if row.received_on else str(row.year)
    return Received(when, row.item or category, category, book.text("资金来源", row.fund), "", row.amount)


def _sale(row: ProductSale, book: CodeBook) -> Received:
    what = f"销售{book.text('产品', row.product)}"
    return Received(row.sold_on.isoformat(), what, "", "", _three(row.is_verified, "已核实", "未核实"), row.amount)


def _wage(row: WageEntry) -> Received:
    checked = _three(row.is_verified, "已核实", "未核实")
    return Received(str(row.year), f"务工 {row.place}".strip(), "", "", checked, row.amount)


def _head_name(members: list[Member]) -> str:
    return next((member.name for member in members if member.relation == "户主"), members[0].name if members else "")


NOT_KEPT = "不在权限内"
KEPT: tuple[tuple[type[Fact], dict[str, str]], ...] = (
    (Schooling, {"education": "education", "schooling": "school_state"}),
    (Labour, {"capacity": "capacity", "work": "off_farm"}),
    (Insurance, {"medical": "has_medical", "pension": "has_pension"}),
)
"""Of which model's field each shown field of a member is."""


def _kept_member(member: Member, post: Post) -> Member:
    """What a department's post sees of a person: who it is, and the facts that its department keeps."""
    hidden = {
        name: NOT_KEPT
        for model, names in KEPT
        for name, of in names.items()
        if not post.keeps(model._meta.get_field(of).owner)  # type: ignore[union-attr]
    }
    return replace(member, **hidden)


def _chip(row: HouseholdStatus, book: CodeBook) -> str:
    regime = book.text("制度", row.regime)
    if row.status == "out":
        return f"{regime} {row.exit_year} 退出" if row.exit_year else f"{regime} 已退出"
    words = [book.text("贫困户属性", row.attribute), book.text("脱贫属性", row.exit_mark)]
    return "，".join([f"{regime}在册", *filter(None, words)])


def _member(row, identities, schooling, labour, insurance, health, book, day, may_see_health) -> Member:
    who, school, work = identities.get(row.subject_id), schooling.get(row.subject_id), labour.get(row.subject_id)
    cover, ill = insurance.get(row.subject_id), health.get(row.subject_id)
    if not may_see_health:
        state = NOT_KEPT
    else:
        opened = personal.reveal("health", row.subject_id, ill.health) if ill else ""
        state = "密钥缺失" if opened is None else (book.text("健康状况", opened) or "未知")
    off_farm = book.text("务工状况", work.off_farm) if work else ""
    months = f" {work.off_farm_months} 个月" if work and work.off_farm_months else ""
    in_school = book.text("在校生状况", school.school_state) if school else ""
    return Member(
        subject_id=row.subject_id,
        name=who.name if who else "姓名未知",
        shown_number=who.id_number_masked if who and who.id_number else "",
        relation=book.text("与户主关系", row.relation),
        sex=book.text("性别", who.sex) if who else "",
        age=age_on(who.born_on, day) if who and who.born_on else None,
        born_on=who.born_on if who else None,
        education=(book.text("文化程度", school.education) if school else "") or "未知",
        schooling="" if in_school == "非在校生" else in_school,
        health=state,
        capacity=(book.text("劳动技能", work.capacity) if work else "") or "未知",
        work=f"{off_farm}{months}" if off_farm else "",
        medical=_three(cover.has_medical if cover else None, "已参保", "未参保"),
        pension=_three(cover.has_pension if cover else None, "已参保", "未参保"),
    )


def _three(value: bool | None, yes: str, no: str) -> str:
    return "未知" if value is None else (yes if value else no)


def _phone(profile: HouseholdProfile | None) -> str:
    number = personal.reveal("phone", profile.subject_id, profile.phone) if profile else ""
    return "密钥缺失" if number is None else mask_phone(number) if number else ""


def shown_facts(row: Fact | None, book: CodeBook) -> list[Shown]:
    """The declared fields of a fact in words; empty without a row."""
    if row is None:
        return []
    change = row.change
    return [
        Shown(
            field_.verbose_name,
            shown_value(field_, getattr(row, field_.name), book),
            field_.unit,
            row.since,
            change.source,
            field_.owner,
        )
        for field_ in described(type(row))
        if field_.is_asked or getattr(row, field_.name)
    ]


def _ledger(year: int, entries: list[IncomeEntry], stated: int | None, book: CodeBook, complete: set[str]) -> Ledger:
    groups = []
    for kind, title in book.choices("收入类别"):
        mine = tuple(entry for entry in entries if entry.kind == kind)
        if mine:
            groups.append(LedgerGroup(title, mine, sum(entry.amount for entry in mine)))
    return Ledger(
        year=year,
        groups=tuple(groups),
        income=sum(entry.amount for entry in entries if entry.direction == "in"),
        cost=sum(entry.amount for entry in entries if entry.direction == "out"),
        is_complete="收入" in complete,
        stated_per_head=stated,
    )
