"""Tranches as pack data (334, 4:5:1): in which instalments a project's money is disbursed or reimbursed, and what opens each.

Read from ``tranches/*.yaml`` of a pack. Shares and gates name parameters of the same pack, so that a number is written once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .pack import PackParameter
from .pack_file import Entry
from .trust import Trust, read_trust

FLOWS: Mapping[str, str] = {"拨付": "allocate", "报账": "claim"}
"""What is paid in instalments → kind of movement of the ledger."""
GATES: Mapping[str, str] = {"开工": "start", "进度": "progress", "完工": "done", "验收": "acceptance"}
"""What opens an instalment; retention (质保) is not written as one, it is kept back from the last."""
WHOLE = 10_000
"""100 % in basis points."""


@dataclass(frozen=True)
class Instalment:
    """``share`` and ``needed`` name parameters; ``needed`` only where progress opens it."""

    title: str
    share: str
    gate: str
    needed: str = ""


@dataclass(frozen=True)
class TrancheTemplate:
    """``retention`` names the parameter of the most that may be kept back, empty where nothing is; ``years`` of warranty."""

    name: str
    code: str
    title: str
    flow: str
    instalments: tuple[Instalment, ...]
    retention: str
    years: int
    source: str
    trust: Trust
    note: str


@dataclass(frozen=True)
class Part:
    """An instalment with its figures on a day: ``share`` and ``needed`` in basis points, ``limit`` only of retention."""

    title: str
    gate: str
    share: int
    needed: int | None = None
    limit: int | None = None
    years: int = 0


def read_tranches(entry: Entry, parameters: Sequence[PackParameter]) -> TrancheTemplate:
    """One template of a pack file; raises ``AuthorProblem`` with the place."""
    entry.only("tranches", "code", "title", "flow", "instalments", "retention", "source", "clause", "trust", "note")
    known = {each.name for each in parameters}
    parts = []
    for each in entry.entries("instalments"):
        each.only("title", "share", "opens", "needed")
        gate = GATES[_one_of(each, "opens", GATES)]
        needed = _parameter(each, "needed", known) if gate == "progress" else ""
        parts.append(Instalment(each.text("title"), _parameter(each, "share", known), gate, needed))
    if not parts:
        raise entry.refuse("instalments", "instalments", "至少一笔")
    kept = entry.entry("retention")
    if kept is not None:
        kept.only("limit", "years")
    return TrancheTemplate(
        name=entry.text("tranches"), code=entry.text("code"), title=entry.text("title", entry.text("tranches")),
        flow=FLOWS[_one_of(entry, "flow", FLOWS)], instalments=tuple(parts),
        retention=_parameter(kept, "limit", known) if kept else "", years=(kept.whole("years") or 1) if kept else 0,
        source=entry.text("source", ""), trust=read_trust(entry), note=entry.text("note", ""),
    )  # fmt: skip


def parts_of(
    template: TrancheTemplate, parameters: Sequence[PackParameter], *, area: str, day: date, retained: int = 0
) -> tuple[Part, ...]:
    """The instalments with their shares on ``day``; ``retained`` basis points are kept back from the last for the warranty.

    Raises :class:`~jingzhun.rules.pack.UnableToFindParameter`; ``ValueError`` says in words what does not fit.
    """
    by_name = {each.name: each for each in parameters}

    def points(name: str) -> int:
        given = by_name[name].value(area=area, day=day).given
        return round(Fraction(str(given.value)) * WHOLE) if given is not None else 0

    parts = [
        Part(each.title, each.gate, points(each.share), points(each.needed) if each.needed else None)
        for each in template.instalments
    ]
    if sum(part.share for part in parts) != WHOLE:
        raise ValueError(f"各笔合计 {sum(part.share for part in parts) / 100:g}%，不是 100%")
    if not retained:
        return tuple(parts)
    limit = points(template.retention) if template.retention else 0
    if retained > limit:
        raise ValueError(f"质保金 {retained / 100:g}% 超过上限 {limit / 100:g}%")
    last = parts.pop()
    if retained > last.share:
        raise ValueError(f"质保金 {retained / 100:g}% 多于最后一笔 {last.share / 100:g}%")
    if last.share > retained:
        parts.append(Part(last.title, last.gate, last.share - retained, last.needed))
    return (*parts, Part("质保金", "warranty", retained, None, limit, template.years))


def _one_of(entry: Entry, key: str, known: Mapping[str, str]) -> str:
    found = entry.text(key)
    if found not in known:
        raise entry.refuse(key, found, "、".join(known))
    return found


def _parameter(entry: Entry, key: str, known: set[str]) -> str:
    found = entry.text(key)
    if found not in known:
        raise entry.refuse(key, found, f"本包的参数：{'、'.join(sorted(known))}")
    return found
