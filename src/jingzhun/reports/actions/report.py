"""Writing a report: figures of one roster into the template, the trace behind it, the file kept and logged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from jingzhun.accounts.models import Office
from jingzhun.areas.models import Area
from jingzhun.attachments.actions.store import read, store
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.core.figure import Origin
from jingzhun.core.money import parse_fen
from jingzhun.documents.conditions import conditions, only_what_applies
from jingzhun.documents.letter import pack
from jingzhun.documents.numbers import figures_in
from jingzhun.documents.report import Filled, UnableToFillTemplate, fill, placeholders
from jingzhun.documents.trace import append_trace
from jingzhun.registry.models import Change
from jingzhun.results.actions import figure as figures
from jingzhun.results.actions.roster import freeze, is_whole, open_roster
from jingzhun.results.indicators import INDICATORS
from jingzhun.results.models import Figure, RosterSnapshot

from ..appendix import Stand, notes, trace_rows
from ..definition import Definition
from ..models import Report, ReportFigure, ReportTemplate
from ..printing import printed
from ..wording import words_for


class UnableToWriteReport(Problem):
    code = "D-012"
    says = "报告没有生成：{why}"
    remedy = "请先改正再生成"


class UnableToAgree(Problem):
    code = "D-013"
    says = "报告没有生成：{total} {value} 不等于各项之和 {sum}（{parts}）"
    remedy = "请核对项目库里的类别、来源和阶段是否都填了，或在报告定义里补上漏列的一项"


def write(
    *,
    template: ReportTemplate,
    area: Area,
    as_of: date,
    by: Actor,
    known_at: datetime | None = None,
    words: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    replaces: Report | None = None,
    progress: Callable[[str], None] = lambda doing: None,
) -> Report:
    """Write ``template`` for ``area`` as of a day. ``typed`` are numbers by hand for names without definition.

    Raises :class:`UnableToWriteReport`, :class:`UnableToAgree` and what filling and counting raise; nothing is kept then.
    """
    words, typed = dict(words or {}), {k: v.strip() for k, v in (typed or {}).items() if v.strip()}
    definition, source = template.defined, read(template.file_id)
    wrong = [name for name, text in typed.items() if figures_in(text) != [(0, len(text))]]
    if wrong:
        raise UnableToWriteReport(why=f"“{wrong[0]}”要填一个数，不带单位")
    progress("数数字")
    snapshot, found = _counted(definition, area, as_of, known_at, by, progress)
    _check(definition, found)
    source = _chosen(source, found)
    names = placeholders(source)
    with unit(by=by) as log:
        stands = _stands(definition, names, found, typed, area, as_of, by)
        office = Office.objects.first()
        filled_words = words_for(
            definition=definition, area=area, as_of=as_of, known_at=known_at, issuer=office.name if office else "", given=words
        )  # fmt: skip
        progress("写正文和附件")
        filled = fill(source, figures={stand.name: stand.shown for stand in stands}, words=filled_words)
        rows = trace_rows(stands=stands, places=filled.places)
        append_trace(
            filled.word,
            rows,
            notes=notes(snapshot=snapshot, template=template, is_demo=bool(office and office.is_demo)),
        )
        data = pack(filled.word)
        report = Report.objects.create(
            template=template,
            title=_title(filled),
            area=area,
            as_of=as_of,
            roster=snapshot,
            file=store(data=data, kind="docx", by=by),
            words={name: words[name] for name in definition.asked if words.get(name)},
            word_count=filled.word_count,
            loose=len(filled.loose) + sum(stand.figure is None for stand in stands),
            written_at=log.at,
            written_by_id=by.official_id,
            written_by_name=by.name,
            replaces=replaces,
        )
        ReportFigure.objects.bulk_create(
            ReportFigure(
                report=report, number=row.number, name=stand.name, shown=stand.shown, unit=stand.unit, origin=stand.origin,
                figure=stand.figure, places=row.places,
            )
            for row, stand in zip(rows, stands, strict=True)
        )  # fmt: skip
        log.record(
            "report.write", subject_kind="报告", subject_code=str(report.pk), area_code=area.code, template=str(template),
            file=report.file_id, roster=snapshot.digest, figures=len(rows), untraced=report.loose,
            replaces=replaces.pk if replaces else None,
        )  # fmt: skip
    return report


def write_again(*, report: Report, by: Actor, progress: Callable[[str], None] = lambda doing: None) -> Report:
    """The same report with today's knowledge, in the newest version of its template; the old one stays."""
    if hasattr(report, "replaced_by"):
        raise UnableToWriteReport(why="这一份已经重新生成过，请从最新的一份再生成")
    newest = ReportTemplate.objects.filter(name=report.template.name).order_by("-version").first()
    typed = {row.name: row.shown for row in report.figures.all() if row.figure_id is None}
    return write(
        template=newest, area=report.area, as_of=report.as_of, words=report.words, typed=typed, replaces=report, by=by,
        progress=progress,
    )  # fmt: skip


def _counted(
    definition: Definition,
    area: Area,
    as_of: date,
    known_at: datetime | None,
    by: Actor,
    progress: Callable[[str], None],
) -> tuple[RosterSnapshot, dict[str, Figure]]:
    """A roster of exactly this area, day and state of knowledge, with every figure that the definition asks for."""
    wanted = {(each.indicator, each.part) for each in definition.figures.values()}
    snapshot = _current_roster(area, as_of, known_at) or freeze(
        area=area, as_of=as_of, known_at=known_at, by=by, progress=lambda term: progress(f"建名册：{term}")
    )
    found = _figures(snapshot, area)
    lacking = wanted - found.keys()
    if lacking:
        only = {indicator for indicator, _ in lacking} if found else ()
        counted = figures.FigureCount(
            snapshot, open_roster(snapshot), snapshot.path / "figures", wanted=lacking, only=only
        ).figures()
        figures.save(figures=counted, by=by)
        found = _figures(snapshot, area)
    if not wanted <= found.keys():
        titles = "、".join(sorted({INDICATORS[name].title for name, _ in wanted - found.keys()}))
        raise UnableToWriteReport(why=f"{area.title}一级没有这些数字：{titles}")
    return snapshot, {name: found[each.indicator, each.part] for name, each in definition.figures.items()}


def _chosen(source: bytes, found: Mapping[str, Figure]) -> bytes:
    """The template with only the paragraphs that apply to these figures. Raises :class:`UnableToFillTemplate`."""
    unknown = [name for name in conditions(source) if name not in found]
    if unknown:
        raise UnableToFillTemplate(names="、".join(unknown))
    return only_what_applies(source, present={name for name, figure in found.items() if figure.value})


def _current_roster(area: Area, as_of: date, known_at: datetime | None) -> RosterSnapshot | None:
    """The newest roster after which nothing was written, or of exactly the earlier state of knowledge; one that an older release
    made, without all the tables of today, is not taken."""
    rosters = RosterSnapshot.objects.filter(area=area, as_of=as_of).order_by("-id")
    if known_at is not None and known_at < timezone.now():
        rosters = rosters.filter(known_at=known_at)
    else:
        last = Change.objects.order_by("-id").values_list("id", flat=True).first() or 0
        rosters = rosters.filter(last_change=last)
    return next((roster for roster in rosters if is_whole(roster) and roster.path.is_dir()), None)


def _figures(snapshot: RosterSnapshot, area: Area) -> dict[tuple[str, str], Figure]:
    return {(row.indicator, row.part): row for row in Figure.objects.filter(roster=snapshot, run=None, area=area)}


def _check(definition: Definition, found: Mapping[str, Figure]) -> None:
    """Totals equal the sums of their parts, whatever the office did with its code lists."""
    for agreement in definition.agree:
        parts = [found[name] for name in agreement.parts]
        total, added = found[agreement.total], sum((part.value for part in parts), start=Decimal(0))
        if total.value != added:
            raise UnableToAgree(
                total=total.title, value=printed(total.value, total.unit).text, sum=printed(added, total.unit).text,
                parts="、".join(part.title for part in parts),
            )  # fmt: skip


def _stands(
    definition: Definition, names: tuple[str, ...], found: Mapping[str, Figure], typed: Mapping[str, str], area: Area,
    as_of: date, by: Actor,
) -> list[Stand]:  # fmt: skip
    """What stands behind each number of the template, in the order of the definition; typed ones last."""
    stands = []
    for name, figure in found.items():
        if name in names:
            number = printed(figure.value, figure.unit)
            stands.append(Stand(name, number.text, number.unit, Origin.COMPUTED, figure))
    for name, stated in definition.stated.items():
        if name in names:
            fen = stated.unit in ("万元", "元")
            figure = figures.state(
                title=stated.title, indicator=f"stated:{name}"[:60], area_code=area.code, as_of=stated.as_of,
                known_at=timezone.now(), value=Decimal(parse_fen(stated.value, unit=stated.unit)) if fen else stated.value,
                unit_name="分" if fen else stated.unit, document=stated.document, page=stated.page, trust=stated.trust, by=by,
            )  # fmt: skip
            number = printed(figure.value, figure.unit)
            stands.append(Stand(name, number.text, number.unit, Origin.STATED, figure))
    known = {stand.name for stand in stands} | definition.words.keys()
    stands += [
        Stand(name, typed[name], "", Origin.TYPED, None) for name in names if name in typed and name not in known
    ]
    return stands


def _title(filled: Filled) -> str:
    return next((paragraph.text for paragraph in filled.paragraphs if paragraph.text.strip()), "报告")[:200]
