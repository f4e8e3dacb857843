"""The proofreader: a document in, findings and holdings out. Pure: no clock, no files, no settings."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import localcontext

from . import reconcile
from .area_tree import AreaTree
from .document import MOST_FIGURES, Document, UnableToProofreadFigures
from .figure import Figure
from .finding import Finding, Holding, Kind, Outcome, Severity
from .reading import Reading
from .reconcile import GivenFigure
from .relation.again import alone, confirm, wrong_unit
from .relation.changes import (
    beyond_plan,
    change,
    compared,
    difference,
    direction,
    growth,
    left_over,
    multiple,
    other_end,
    rest_of,
    rest_of_share,
    the_others,
    times_as_much,
    told,
    wrong_base,
    yearly_growth,
)
from .relation.claims.claim import drop_contradicted, drop_explained
from .relation.claims.doubt import Doubt
from .relation.dates import course, date, deadline, duration, period, since, term, weekday, year
from .relation.evidence import evidence
from .relation.forms import (
    account,
    added,
    ages,
    changed,
    closing,
    counted_twice,
    even,
    extremes,
    flow,
    growing,
    left,
    listed,
    means,
    multiplied,
    of_listed,
    of_named,
    orders,
    paid,
    ranks,
    rated,
    rearranged,
    remaining,
    rounds,
    shared,
    spans,
    taken,
    times,
    twins,
    votes,
    within,
)
from .relation.given import area, standard
from .relation.given.standard import Standard
from .relation.limits import bound, passed, size, stages
from .relation.lists import (
    duplicate,
    homophone,
    items_below,
    list_count,
    named_in_row,
    numbering,
    persons,
    placeholder,
    repeated_name,
    topics,
    towns,
)
from .relation.mentions import anaphora, echo, jurisdiction, overview, recalled, reference, restated, retold, said_again
from .relation.products import (
    by_class,
    chain,
    frequency,
    mean_of_row,
    named_means,
    priced_row,
    product,
    rate,
    rectangle,
    weighted,
)
from .relation.shares import (
    amount_of_share,
    apart,
    based_on,
    by_heads,
    composed,
    denominator,
    fraction,
    named_share,
    percent,
    proportion,
    rate_ahead,
    share,
    share_whole,
    sibling,
    threshold,
    unsaid_share,
)
from .relation.sums import (
    balance,
    breakdown,
    by_kind,
    called_total,
    counted_total,
    far_total,
    grown,
    interleaved,
    last_part,
    named_parts,
    net,
    of_name,
    overlap,
    plain_list,
    section,
    sources,
    stock,
    total,
)
from .relation.sums import sum as sums
from .relation.tables import table_echo, tabular, told_of_table
from .repetition import distinct, once

_RELATIONS: tuple[Callable[[Reading], Iterator[Outcome]], ...] = (
    sums.find,
    breakdown.find,
    of_name.find,
    balance.find,
    account.find,
    section.find,
    tabular.find,
    difference.find,
    growth.find,
    product.find,
    priced_row.find,
    overlap.find,
    bound.find,
    passed.find,
    direction.find,
    overview.find,
    apart.find,
    jurisdiction.find,
    list_count.find,
    numbering.find,
    date.find,
    towns.find,
    items_below.find,
    topics.find,
    named_in_row.find,
    fraction.find,
    proportion.find,
    term.find,
    duration.find,
    weekday.find,
    deadline.find,
    since.find,
    course.find,
    compared.find,
    year.find,
    period.find,
    denominator.find,
    multiple.find,
    rectangle.find,
    frequency.find,
    rate_ahead.find,
    beyond_plan.find,
    net.find,
    stock.find,
    by_heads.find,
    rest_of.find,
    left_over.find,
    based_on.find,
    size.find,
    the_others.find,
    stages.find,
    threshold.find,
    duplicate.find,
    repeated_name.find,
    homophone.find,
    placeholder.find,
)


@dataclass(frozen=True)
class Report:
    """``untied`` are figures that no relation could be found for: read, but not checked against anything."""

    name: str
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    holdings: tuple[Holding, ...]
    untied: tuple[Figure, ...]


def proofread(
    document: Document,
    *,
    areas: AreaTree | None = None,
    standards: Sequence[Standard] | None = None,
    figures: Sequence[GivenFigure] | None = None,
) -> Report:
    """Check every figure of ``document`` against the others and against what is passed in.

    ``areas`` are the places as of the report's day, ``standards`` the amounts fixed by year, ``figures`` the system's
    own figures. Raises :class:`UnableToProofreadFigures` beyond eight thousand figures. Findings come in the order of
    the text, errors first within a line.
    """
    with localcontext(prec=_DIGITS), _collector_paused():
        return _proofread(document, areas, standards, figures)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """What is made for a report is needed to its end: looking for garbage meanwhile is a twentieth of the time for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_DIGITS = 100  # rows of digits that are no quantity multiplied with one another, as noise in a scan has them


def _proofread(
    document: Document,
    areas: AreaTree | None,
    standards: Sequence[Standard] | None,
    figures: Sequence[GivenFigure] | None,
) -> Report:
    reading = Reading(document)
    if len(reading.figures) > MOST_FIGURES:
        raise UnableToProofreadFigures(name=document.name, figures=len(reading.figures), limit=MOST_FIGURES)
    outcomes = [outcome for relation in _RELATIONS for outcome in relation(reading)]
    chance: set[tuple[int, str]] = set()
    of_row: set[tuple[int, str]] = set()
    outcomes.extend(sibling.find(reading, of_row))
    outcomes.extend(percent.find(reading, chance))
    tally = total.Tally()
    outcomes.extend(total.find(reading, tally))
    outcomes.extend(far_total.find(reading, tally))
    outcomes.extend(called_total.find(reading, tally))
    outcomes.extend(sources.find(reading, tally))
    outcomes.extend(by_kind.find(reading, tally))
    outcomes.extend(counted_total.find(reading, tally))
    outcomes.extend(rate.find(reading, tally.pairs))
    known = share.Known(pairs=tally.pairs)
    known.pairs.update(change.pairs(reading, known.pairs))
    rates = list(compared.rates(reading))
    misnamed = of_row | {(line, o.literals[0]) for o in rates if isinstance(o, Finding) for line in o.lines}
    together = share_whole.told_together(outcomes)
    shares = _without_findings_about(together, share.find(reading, known))
    known.wrong -= together
    outcomes = [
        o
        for o in outcomes
        if not (isinstance(o, Holding) and _is_chance(o, known.wrong & chance | known.sure | misnamed))
    ]
    outcomes.extend(o for o in shares if not (isinstance(o, Holding) and _is_chance(o, misnamed)))
    outcomes.extend((*rates, *change.find(reading, known.pairs)))
    spelled = [*told.find(reading), *weighted.find(reading), *chain.find(reading)]
    named = _without_findings_about(together, named_share.find(reading, tally))
    spelled.extend(named)
    named.extend(o for o in spelled if isinstance(o, Finding) and o.kind is Kind.GROWTH and _is_right_behind(o))
    outcomes = [*told.without_chance(outcomes, spelled), *spelled]
    held = frozenset(
        (line, literal)
        for outcome in outcomes
        if isinstance(outcome, Holding) and outcome.kind is not Kind.BOUND
        for line in outcome.lines
        for literal in outcome.literals
    )
    outcomes.extend(restated.find(reading, held))
    exact = frozenset(
        (line, literal)
        for outcome in outcomes
        if isinstance(outcome, Holding) and _is_telling(outcome)
        for line in outcome.lines
        for literal in outcome.literals
    )
    outcomes = _without_idle_doubts(o for o in outcomes if not _is_supported(o, exact))
    outcomes.extend(echo.find(reading, exact, held))
    outcomes.extend(table_echo.find(reading, exact))
    outcomes.extend(reference.find(reading, exact, frozenset(part for _, part in tally.pairs)))
    outcomes.extend(recalled.find(reading, exact, held))
    outcomes = drop_explained(drop_contradicted(outcomes))
    outcomes.extend(wrong_unit.find(reading, exact, tally, _held_in))
    outcomes.extend(area.find(reading, areas) if areas else ())
    outcomes.extend(standard.find(reading, standards) if standards else ())
    outcomes.extend(reconcile.find(reading, figures) if figures else ())
    outcomes.extend(alone.find(reading, _untied(reading, [o for o in outcomes if o.kind is not Kind.BOUND])))
    outcomes = wrong_base.find(reading, evidence.stand(reading, outcomes, named))
    outcomes.extend(counted_twice.find(reading))
    outcomes.extend(list(confirm.find(reading, outcomes)))
    outcomes.extend(list(anaphora.find(reading, outcomes)))
    for form in (spans, ages, listed, persons, changed, left, shared, multiplied, flow, ranks, orders, rounds, paid,
                 of_listed):  # fmt: skip
        outcomes.extend(list(form.find(reading, outcomes)))
    outcomes = flow.without_explained(outcomes)
    outcomes.extend(list(plain_list.find(reading, outcomes)))
    outcomes.extend(list(last_part.find(outcomes)))
    outcomes.extend(list(rest_of_share.find(reading, outcomes)))
    for late in (
        named_parts,
        interleaved,
        composed,
        unsaid_share,
        grown,
        amount_of_share,
        times_as_much,
        mean_of_row,
        by_class,
        named_means,
        told_of_table,
        said_again,
        other_end,
        yearly_growth,
        added,
        growing,
        rated,
        remaining,
        of_named,
        taken,
        times,
        means,
        votes,
        within,
        twins,
        closing,
        extremes,
        rearranged,
        retold,
    ):
        outcomes.extend(list(late.find(reading, outcomes)))
    outcomes = even.instead(outcomes)
    holdings = tuple(distinct(outcome for outcome in outcomes if isinstance(outcome, Holding)))
    order = list(Severity)
    findings = tuple(
        sorted(
            once(outcome for outcome in outcomes if isinstance(outcome, Finding)),
            key=lambda found: (found.lines[:1], order.index(found.severity)),
        )
    )
    return Report(document.name, reading.figures, findings, holdings, _untied(reading, outcomes))


def _without_findings_about(places: set[tuple[int, str]], outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [
        o for o in outcomes if not (isinstance(o, Finding) and any((line, o.literals[0]) in places for line in o.lines))
    ]


def _is_right_behind(found: Finding) -> bool:
    """比上年 4462 元增长 16 %: the rate right behind what it is a growth of."""
    rate, *_, then = found.figures
    return rate.block == then.block and 0 <= rate.start - then.end <= 4


def _untied(reading: Reading, outcomes: Iterable[Outcome]) -> tuple[Figure, ...]:
    tied = {(line, literal) for outcome in outcomes for line in outcome.lines for literal in outcome.literals}
    return tuple(f for f in reading.figures if (f.place.line, f.literal) not in tied)


def _held_in(reading: Reading, tally: total.Tally) -> list[Holding]:
    """What adds up, is left over or multiplies out in a reading; ``tally`` is what is known to add up."""
    outcomes = [*total.find(reading, tally), *far_total.find(reading, tally)]
    outcomes.extend(rate.find(reading, tally.pairs))
    outcomes.extend(change.find(reading, tally.pairs))
    return [outcome for outcome in outcomes if isinstance(outcome, Holding)]


def _is_chance(held: Holding, wrong: set[tuple[int, str]]) -> bool:
    """A share that comes out over some other figure, although the wording names the one it is of."""
    return held.kind is Kind.PERCENT and any((line, held.literals[0]) in wrong for line in held.lines)


def _without_idle_doubts(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Doubts as findings, without those of a figure that another finding has already called wrong."""
    everything = list(outcomes)
    said = {
        (line, o.literals[0]) for o in everything if isinstance(o, Finding) and not isinstance(o, Doubt) for line in o.lines
    }  # fmt: skip
    return [
        o.said if isinstance(o, Doubt) else o
        for o in everything
        if not (isinstance(o, Doubt) and any((line, literal) in said for line in o.lines for literal in o.literals))
    ]


def _is_supported(outcome: Outcome, exact: frozenset[tuple[int, str]]) -> bool:
    """A product only doubted, whose stated amount other arithmetic confirms; any doubt whose wrong figure it confirms."""
    if isinstance(outcome, Doubt):
        return outcome.place in exact
    return (
        isinstance(outcome, Finding) and outcome.kind is Kind.PRODUCT and outcome.severity is Severity.WARNING
        and any((line, outcome.literals[0]) in exact for line in outcome.lines)
    )  # fmt: skip


def _is_telling(held: Holding) -> bool:
    """Holding by more than chance would give it: 28 % is true of many a pair, 28.04 % is not."""
    if held.kind in (Kind.PERCENT, Kind.GROWTH):
        return sum(character.isdecimal() for character in held.literals[0]) >= 3
    return held.kind in (Kind.SUM, Kind.DIFFERENCE, Kind.OVERLAP, Kind.PRODUCT)
