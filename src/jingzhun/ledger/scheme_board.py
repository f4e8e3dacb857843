"""A scheme as its page shows it: parts in a matrix, targets with what was reached, half-year test, blanks and sums.

A cell is either counted from the projects that belong to the part (数, 算出), or stated by a paper (写的), or missing; a total
says how many of its parts are stated, and is missing where a part is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from jingzhun.core.percent import percent_of
from jingzhun.policy.codes import CodeBook

from .models import (
    ProjectFunding,
    ProjectProfile,
    ProjectProgress,
    ProjectScheme,
    ProjectStage,
    SchemeAchievement,
    SchemeProfile,
    SchemeTarget,
)
from .reckoning import Agreement, Reckoning, in_unit, reckon, scale_of
from .scheme_rules import IN_FEN

HALF_YEAR = (6, 30)
COLUMNS = (
    ("projects", "项目数", "个"), ("planned", "计划投资", "万元"), ("started", "已开工", "个"), ("finished", "已竣工", "个"),
    ("invested", "完成投资", "万元"),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """``value`` fen for money, else the number; None is missing. ``basis`` is 算出, 写的 or 缺."""

    value: int | None
    basis: str
    unit: str
    note: str = ""

    @property
    def text(self) -> str:
        if self.value is None:
            return ""
        return in_unit(self.value, self.unit) if self.unit == "万元" else f"{self.value:,}"


@dataclass(frozen=True)
class PartLine:
    """A part (or the scheme itself) with its cells in the order of :data:`COLUMNS`."""

    code: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def headed(self) -> list[tuple[str, Cell]]:
        """Each cell with the head of its column."""
        return [(title, cell) for (_, title, _), cell in zip(COLUMNS, self.cells, strict=True)]


@dataclass(frozen=True)
class TargetLine:
    """A target with the last that was reached; ``rate`` per cent, None where a number is missing."""

    whose: str
    target: SchemeTarget
    measure: str
    achieved: Decimal | None
    achieved_on: date | None
    rate: Decimal | None
    half_rate: Decimal | None
    document: str

    @property
    def half(self) -> str:
        """过半, 未过半 or 缺数据 at the middle of the target's year."""
        if self.half_rate is None:
            return "缺数据"
        return "过半" if self.half_rate >= 50 else "未过半"

    @property
    def title(self) -> str:
        return " ".join(filter(None, (self.whose, f"{self.target.year} 年" if self.target.year else "", self.measure)))


@dataclass(frozen=True)
class SchemeBoard:
    """``total`` sums the parts column by column; ``blanks`` names numbers that a paper leaves out."""

    profile: SchemeProfile
    own: PartLine
    parts: tuple[PartLine, ...]
    total: PartLine | None
    targets: tuple[TargetLine, ...]
    checks: tuple[Reckoning, ...]
    blanks: tuple[str, ...]
    projects: tuple[ProjectProfile, ...]

    @property
    def failing(self) -> tuple[str, ...]:
        return tuple(line.title for line in self.yearly if line.half == "未过半")

    @property
    def undecided(self) -> tuple[str, ...]:
        return tuple(line.title for line in self.yearly if line.half == "缺数据")

    @property
    def yearly(self) -> tuple[TargetLine, ...]:
        return tuple(line for line in self.targets if line.target.year)


def profiles_on(day: date, known_at: datetime | None) -> QuerySet:
    return SchemeProfile.objects.as_of(day, known_at).select_related("subject").order_by("ordinal", "subject__code")


def open_scheme(
    *, profile: SchemeProfile, projects: QuerySet, day: date, known_at: datetime | None, book: CodeBook
) -> SchemeBoard:
    """The board on ``day``; ``projects`` are the library's rows in the reader's reach. Queries do not grow with rows."""
    parts = list(profiles_on(day, known_at).filter(above=profile.subject.code))
    every = [profile, *parts]
    codes = {each.subject.code for each in every}
    targets = _by_subject(SchemeTarget.objects.known(known_at), every)
    reached = _by_subject(SchemeAchievement.objects.known(known_at).filter(achieved_on__lte=day), every)
    live = _live(projects, codes, day, known_at)
    lines = [_part(each, live.get(each.subject.code), targets, reached) for each in every]
    members = ProjectScheme.objects.as_of(day, known_at).filter(Q(is_in=True) | Q(is_in__isnull=True), scheme__in=codes)
    rows = [
        _target(each, target, reached.get(each.subject_id, []), book, own=each is profile)
        for each in every
        for target in targets.get(each.subject_id, [])
    ]
    return SchemeBoard(
        profile=profile,
        own=lines[0],
        parts=tuple(lines[1:]),
        total=_total(lines[1:]) if parts else None,
        targets=tuple(rows),
        checks=tuple(_checks(profile, parts, targets, reached, book)),
        blanks=tuple(line.title for line in rows if line.target.planned is None),
        projects=tuple(projects.filter(subject__in=members.values("subject")).order_by("subject__code")),
    )


@dataclass
class _Live:
    projects: int = 0
    planned: int = 0
    started: int = 0
    finished: int = 0
    invested: int = 0
    without: int = 0


def _live(projects: QuerySet, codes: Iterable[str], day: date, known_at: datetime | None) -> dict[str, _Live]:
    """Scheme number → counts and sums of its projects in reach; ``without`` have no invested amount."""
    members = ProjectScheme.objects.as_of(day, known_at).filter(
        Q(is_in=True) | Q(is_in__isnull=True), scheme__in=list(codes)
    )
    pairs = list(members.filter(subject__in=projects.values("subject")).values_list("subject_id", "scheme"))
    subjects = {subject for subject, _ in pairs}
    stage = dict(
        ProjectStage.objects.as_of(day, known_at).filter(subject__in=subjects).values_list("subject_id", "stage")
    )
    money: dict[int, int] = {}
    for subject, planned in (
        ProjectFunding.objects.as_of(day, known_at).filter(subject__in=subjects).values_list("subject_id", "planned")
    ):
        money[subject] = money.get(subject, 0) + planned
    spent: dict[int, int] = {}
    progress = ProjectProgress.objects.known(known_at).filter(
        subject__in=subjects, since__lte=day, invested__isnull=False
    )
    for subject, invested in progress.order_by("since").values_list("subject_id", "invested"):
        spent[subject] = invested
    found: dict[str, _Live] = {}
    for subject, scheme in pairs:
        sums = found.setdefault(scheme, _Live())
        sums.projects += 1
        sums.planned += money.get(subject, 0)
        sums.started += stage.get(subject) in ("underway", "finished")
        sums.finished += stage.get(subject) == "finished"
        sums.invested += spent.get(subject, 0)
        sums.without += subject not in spent
    return found


def _part(profile: SchemeProfile, live: _Live | None, targets: Mapping, reached: Mapping) -> PartLine:
    cells = tuple(
        _live_cell(name, unit, live) if live else _stated_cell(name, unit, profile, targets, reached)
        for name, _, unit in COLUMNS
    )
    return PartLine(profile.subject.code, profile.title, cells)


def _live_cell(name: str, unit: str, live: _Live) -> Cell:
    if name == "invested" and live.without:
        return Cell(None, "缺", unit, f"{live.without} 个项目没有完成投资")
    return Cell(getattr(live, name), "算出", unit)


def _stated_cell(name: str, unit: str, profile: SchemeProfile, targets: Mapping, reached: Mapping) -> Cell:
    """Of the whole period if the paper has it, else of its one year."""
    measure = {"planned": "invest", "invested": "invest"}.get(name, name)
    if name in ("projects", "planned"):
        rows = [
            (t.year, t.planned, t.unit, t.document) for t in targets.get(profile.subject_id, []) if t.measure == measure
        ]
    else:
        rows = [
            (a.year, a.achieved, a.unit, a.document)
            for a in reached.get(profile.subject_id, [])
            if a.measure == measure
        ]
    whole = [row for row in rows if row[0] is None] or (rows if len({row[0] for row in rows}) == 1 else [])
    if not whole:
        return Cell(None, "缺", unit, "没有登记")
    _, value, written, document = whole[-1]
    if value is None:
        return Cell(None, "缺", unit, f"{document}没有写数")
    return Cell(int(value * IN_FEN[written]) if unit == "万元" else int(value), "写的", unit, document)


def _total(parts: Sequence[PartLine]) -> PartLine:
    cells = []
    for place, (_, _, unit) in enumerate(COLUMNS):
        column = [part.cells[place] for part in parts]
        missing = sum(cell.value is None for cell in column)
        stated = sum(cell.basis == "写的" for cell in column)
        if missing:
            cells.append(Cell(None, "缺", unit, f"缺 {missing} 个数，不能相加"))
        else:
            basis = "算出" if not stated else ("写的" if stated == len(column) else "部分是写的")
            note = f"{stated} 个是写的数" if 0 < stated < len(column) else ""
            cells.append(Cell(sum(cell.value or 0 for cell in column), basis, unit, note))
    return PartLine("", "合计", tuple(cells))


def _target(
    profile: SchemeProfile, target: SchemeTarget, reached: Sequence[SchemeAchievement], book: CodeBook, *, own: bool
) -> TargetLine:
    rows = [row for row in reached if (row.year, row.measure, row.unit) == (target.year, target.measure, target.unit)]
    last = rows[-1] if rows else None
    middle = [row for row in rows if target.year and row.achieved_on <= date(target.year, *HALF_YEAR)]
    return TargetLine(
        whose="" if own else profile.title,
        target=target,
        measure=book.text("专项指标", target.measure),
        achieved=last.achieved if last else None,
        achieved_on=last.achieved_on if last else None,
        rate=_rate(last, target),
        half_rate=_rate(middle[-1] if middle else None, target),
        document=last.document if last else "",
    )


def _rate(row: SchemeAchievement | None, target: SchemeTarget) -> Decimal | None:
    if row is None or row.achieved is None or not target.planned:
        return None
    return percent_of(row.achieved, target.planned)


def _checks(
    profile: SchemeProfile, parts: Sequence[SchemeProfile], targets: Mapping, reached: Mapping, book: CodeBook
) -> Iterable[Reckoning]:
    own = targets.get(profile.subject_id, [])
    for target in own:
        title = " ".join(
            filter(None, (f"{target.year} 年" if target.year else "", book.text("专项指标", target.measure)))
        )
        beside = [
            t for part in parts for t in targets.get(part.subject_id, [])
            if (t.year, t.measure, t.unit) == (target.year, target.measure, target.unit)
        ]  # fmt: skip
        years = (
            [] if target.year else [t for t in own if t.year and (t.measure, t.unit) == (target.measure, target.unit)]
        )
        for what, rows in (("各部分的目标相加", beside), ("各年度相加", sorted(years, key=lambda t: t.year))):
            if rows and target.planned is not None:
                yield reckon(
                    title=f"{title}：{what}", parts=[_whole(t.planned, t.unit) for t in rows], unit=target.unit,
                    stated=_whole(target.planned, target.unit) or 0, step=_step(target.planned, target.unit),
                    part_steps=[_step(t.planned, t.unit) for t in rows if t.planned is not None], source=target.document,
                )  # fmt: skip
    for each in (profile, *parts):
        whose = "" if each is profile else f"{each.title} "
        planned = {(t.year, t.measure, t.unit): t for t in targets.get(each.subject_id, [])}
        for row in reached.get(each.subject_id, []):
            if row.rate is not None:
                yield _rate_check(whose, row, planned.get((row.year, row.measure, row.unit)), book)


def _rate_check(whose: str, row: SchemeAchievement, target: SchemeTarget | None, book: CodeBook) -> Reckoning:
    """A printed percentage beside the computed one, to as many digits as are printed."""
    title = f"{whose}{book.text('专项指标', row.measure)}：写的完成率"
    rate = row.rate or Decimal(0)
    told = f"写的是 {rate.normalize():f}%"
    if row.achieved is None or target is None or not target.planned:
        return Reckoning(title, f"{told}，没有写完成数或目标数，无从核对", Agreement.MISSING, row.document)
    digits = max(-int(rate.normalize().as_tuple().exponent), 0)
    rounded = percent_of(row.achieved, target.planned, places=digits)
    text = f"{row.achieved.normalize():f} ÷ {target.planned.normalize():f} = {percent_of(row.achieved, target.planned)}%，{told}"
    return Reckoning(title, text, Agreement.HOLDS if rounded == rate else Agreement.DIFFERS, row.document)


def _whole(value: Decimal | None, unit: str) -> int | None:
    return None if value is None else int(value * scale_of(unit))


def _step(value: Decimal, unit: str) -> int:
    return max(int(Decimal(scale_of(unit)).scaleb(-max(-int(value.normalize().as_tuple().exponent), 0))), 1)


def _by_subject(rows: QuerySet, profiles: Sequence[SchemeProfile]) -> dict[int, list]:
    found: dict[int, list] = {}
    order = ("achieved_on", "id") if rows.model is SchemeAchievement else ("year", "id")
    for row in rows.filter(subject__in=[each.subject_id for each in profiles]).order_by(*order):
        found.setdefault(row.subject_id, []).append(row)
    return found
