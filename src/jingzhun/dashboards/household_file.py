"""一户一档: everything about one household as of a day and as known at a moment, read for one page. No arithmetic of rules:
verdicts, thresholds and averages come from :mod:`jingzhun.results`; only the ledger's own sums are added up here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.core.period import age_on
from jingzhun.policy.codes import CodeBook
from jingzhun.registry import personal
from jingzhun.registry.fields import described
from jingzhun.registry.models import (
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
from jingzhun.registry.models.known import Fact
from jingzhun.registry.wording import shown_value
from jingzhun.results.roster_build import HEAD


@dataclass(frozen=True)
class Member:
    """One person of the household as shown: health only to posts that may see it."""

    subject_id: int
    name: str
    shown_number: str
    relation: str
    sex: str
    age: int | None
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
class Moment:
    """One line of the household's history."""

    on: date
    title: str
    detail: str


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
    history: list[Moment]
    complete: set[str] = field(default_factory=set)
    status_chips: list[str] = field(default_factory=list)
    measure_rows: list[Received] = field(default_factory=list)
    sale_rows: list[Received] = field(default_factory=list)
    sees_all: bool = True
    """False for a department: ``members`` and ``themes`` hold what it keeps, and the rest is empty."""


THEMES: tuple[tuple[str, str, type[Fact]], ...] = (
    ("住房", "dwelling", Dwelling),
    ("吃穿、饮水、用电与通达", "services", HouseholdServices),
    ("致贫原因", "cause", HouseholdCause),
)


OPTIONAL = ("other_cause_1", "other_cause_2")
"""Fields whose blank says 'none', not 'unknown' (2014 form: up to two other causes)."""


def open_file(
    *, household: Household, post: Post, day: date, known_at: datetime | None, year: int | None = None
) -> HouseholdFile:
    """Read the file. ``year`` is that of the ledger, the day's own unless given. About twenty queries, whatever the county's size."""
    book = CodeBook.read()
    year = year or day.year
    subject_id = household.pk
    memberships = list(
        Membership.objects.as_of(day, known_at).filter(household_id=subject_id).select_related("subject")
    )
    memberships.sort(
        key=lambda row: (row.relation != HEAD, row.subject.code, row.subject_id)
    )  # “成员 2” of the reasons
    people = [row.subject_id for row in memberships]

    def latest(model: type[Fact], subjects: Iterable[int]) -> dict[int, Fact]:
        return {row.subject_id: row for row in model.objects.as_of(day, known_at).filter(subject_id__in=subjects)}

    identities, schooling = latest(PersonIdentity, people), latest(Schooling, people)
    labour, insurance, health = latest(Labour, people), latest(Insurance, people), latest(Health, people)
    may_see_health = post.may(Verb.VIEW_HEALTH)
    members = [
        _member(row, identities, schooling, labour, insurance, health, book, day, may_see_health) for row in memberships
    ]
    if not post.may(Verb.VIEW_ALL_FACTS):
        return _kept_file(household, post, [_kept_member(member, post) for member in members], latest, book)
    profile = latest(HouseholdProfile, [subject_id]).get(subject_id)
    statuses = list(HouseholdStatus.objects.as_of(day, known_at).filter(subject_id=subject_id).order_by("regime"))
    complete = set(
        Completeness.objects.known(known_at)
        .filter(subject_id=subject_id, year__in=(0, year))
        .values_list("table", flat=True)
    )
    themes = [
        Theme(title, key, shown_facts(latest(model, [subject_id]).get(subject_id), book))
        for title, key, model in THEMES
    ]
    measures = list(
        MeasureReceived.objects.known(known_at)
        .filter(subject_id=subject_id, year__lte=day.year)
        .order_by("-year", "-received_on")
    )
    sales = list(
        ProductSale.objects.known(known_at).filter(subject_id=subject_id, sold_on__lte=day).order_by("-sold_on")
    )
    wages = list(WageEntry.objects.known(known_at).filter(subject_id=subject_id, year=year))
    return HouseholdFile(
        household=household,
        head_name=_head_name(members),
        members=members,
        statuses=statuses,
        themes=themes,
        ledger=_ledger(subject_id, year, day, known_at, book, complete),
        sales=sales,
        wages=wages,
        measures=measures,
        measures_total=sum(row.amount or 0 for row in measures),
        pairing=Pairing.objects.as_of(day, known_at).filter(subject_id=subject_id).select_related("helper").first(),
        group_name=profile.group_name if profile else "",
        phone=_phone(profile),
        history=_history(subject_id, day, known_at, book),
        complete=complete,
        status_chips=[_chip(row, book) for row in statuses if row.status != "none"],
        measure_rows=[
            Received(
                row.received_on.isoformat() if row.received_on else str(row.year), row.item or book.text("帮扶措施类别", row.category),
                book.text("帮扶措施类别", row.category), book.text("资金来源", row.fund), "", row.amount,
            )
            for row in measures
        ],
        sale_rows=[
            *(
                Received(row.sold_on.isoformat(), f"销售{book.text('产品', row.product)}", "", "", _three(row.is_verified, "已核实", "未核实"), row.amount)
                for row in sales
            ),
            *(
                Received(str(row.year), f"务工 {row.place}".strip(), "", "", _three(row.is_verified, "已核实", "未核实"), row.amount)
                for row in wages
            ),
        ],
    )  # fmt: skip


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


def _kept_file(household: Household, post: Post, members: list[Member], latest, book: CodeBook) -> HouseholdFile:
    """The file as a department's post sees it: nothing of incomes, help received, contacts and verdicts."""
    themes = [
        Theme(title, key, [fact for fact in shown_facts(latest(model, [household.pk]).get(household.pk), book) if post.keeps(fact.owner)])
        for title, key, model in THEMES
    ]  # fmt: skip
    return HouseholdFile(
        household=household, head_name=_head_name(members), members=members, statuses=[],
        themes=[theme for theme in themes if theme.shown], ledger=Ledger(0, (), 0, 0, False, None), sales=[], wages=[],
        measures=[], measures_total=0, pairing=None, group_name="", phone="", history=[], sees_all=False,
    )  # fmt: skip


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
    from jingzhun.core.masking import mask_phone

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
        if field_.name not in OPTIONAL or getattr(row, field_.name)
    ]


def _ledger(
    subject_id: int, year: int, day: date, known_at: datetime | None, book: CodeBook, complete: set[str]
) -> Ledger:
    entries = list(
        IncomeEntry.objects.known(known_at)
        .filter(subject_id=subject_id, year=year)
        .order_by("direction", "kind", "item", "id")
    )
    kinds = dict(book.choices("收入类别"))
    groups = []
    for kind, title in kinds.items():
        mine = tuple(entry for entry in entries if entry.kind == kind)
        if mine:
            groups.append(LedgerGroup(title, mine, sum(entry.amount for entry in mine)))
    stated = StatedIncome.objects.as_of(day, known_at).filter(subject_id=subject_id, year=year).first()
    return Ledger(
        year=year,
        groups=tuple(groups),
        income=sum(entry.amount for entry in entries if entry.direction == "in"),
        cost=sum(entry.amount for entry in entries if entry.direction == "out"),
        is_complete="收入" in complete,
        stated_per_head=stated.per_head if stated else None,
    )


def _history(subject_id: int, day: date, known_at: datetime | None, book: CodeBook) -> list[Moment]:
    """Newest first: status by regime when it began, then what was recorded and from where."""
    moments = []
    for row in HouseholdStatus.objects.known(known_at).filter(subject_id=subject_id, since__lte=day):
        details = [book.text("贫困户属性", row.attribute), book.text("脱贫属性", row.exit_mark)]
        if row.exit_year:
            details.append(f"脱贫年度 {row.exit_year}")
        title = f"{book.text('制度', row.regime)}：{book.text('在册状态', row.status)}"
        moments.append(Moment(row.since, title, "，".join(filter(None, details))))
    changes = {row.change for row in _touching(subject_id, known_at)}
    for change in sorted(changes, key=lambda change: change.pk, reverse=True)[:12]:
        moments.append(Moment(change.at.date(), f"{change.get_kind_display()}数据", change.source))
    return sorted(moments, key=lambda moment: moment.on, reverse=True)


def _touching(subject_id: int, known_at: datetime | None) -> Iterable[Fact]:
    for model in (HouseholdProfile, HouseholdStatus, Dwelling, HouseholdServices, HouseholdCause):
        yield from model.objects.known(known_at).filter(subject_id=subject_id).select_related("change")
