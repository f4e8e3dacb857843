"""What an award programme grants the households of an area, as a run found it, with the reckoning in words.

The run's verdicts decide who gets what; the same rows, read as of the run's day and state of knowledge, say how it came about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jingzhun.accounts.scope import inside
from jingzhun.areas.models import Area
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan
from jingzhun.ledger.actions.award_roster import Award, Omitted
from jingzhun.ledger.models import AwardLeftOut
from jingzhun.policy.codes import CodeBook
from jingzhun.policy.facts import facts_of
from jingzhun.registry.models import Subject
from jingzhun.rules.bind import bind_pack
from jingzhun.rules.explanation import ExplainedProgramme, Explanation, explain_row

from .explain import in_memory
from .findings import checked_pack
from .models import Run, Verdict
from .models.verdict import Outcome
from .roster_build import RosterBuild
from .snapshot import read_snapshot

_COUNTED = re.compile(r"计入(\S+?) (\d+) (\S+?)共")
_CAPPED = re.compile(r"min\((.+), ([^,()]+)\)")


class UnableToReckonAwards(Problem):
    code = "F-041"
    says = "{area}的“{programme}”不能造册：{why}"
    remedy = "{way}"


@dataclass(frozen=True)
class Grants:
    """``awards`` and ``omitted`` as the ledger takes them; ``not_eligible`` households are counted only."""

    awards: tuple[Award, ...]
    omitted: tuple[Omitted, ...]
    not_eligible: int


@dataclass(frozen=True)
class Tally:
    """What a roster would hold, counted from verdicts alone: households and fen by kind."""

    programme: str
    title: str
    pack: str
    run: Run
    awarded: int
    amount: int
    nothing: int
    missing: int


def programmes_of(run: Run) -> dict[str, Mapping[str, Any]]:
    """Name → description of the run's programmes that grant money to households."""
    return {each["name"]: each for each in run.standards if each["is_programme"] and each["subject"] == "户"}


def tallies(runs: Sequence[Run], area: Area) -> list[Tally]:
    """What rosters of ``area`` would hold, per programme of each run that granted anything there or lacks data for it."""
    found = []
    for run in runs:
        for name, described in programmes_of(run).items():
            rows = list(_verdicts(run, name, area).values_list("outcome", "amount"))
            paid = [amount for outcome, amount in rows if outcome == Outcome.PASS and amount]
            missing = sum(outcome == Outcome.MISSING for outcome, _ in rows)
            if paid or missing:
                nothing = sum(outcome == Outcome.PASS and not amount for outcome, amount in rows)
                found.append(
                    Tally(name, described["title"], run.pack.title, run, len(paid), sum(paid), nothing, missing)
                )
    return found


def grants(*, run: Run, programme: str, area: Area) -> Grants:
    """Everybody of ``area`` whom the run judged under ``programme``. Raises :class:`UnableToReckonAwards`."""
    described = programmes_of(run).get(programme)
    if described is None:
        raise UnableToReckonAwards(
            area=area.title, programme=programme, why=f"{run}里没有它", way="请选有这个政策项目的评估"
        )
    verdicts = list(
        _verdicts(run, programme, area).select_related("subject").order_by("subject__area_id", "subject__code")
    )
    if not verdicts:
        raise UnableToReckonAwards(area=area.title, programme=programme, why="还没有评估到这里的户", way="请先运行评估")
    others = {verdict.run_id for verdict in verdicts} - {run.pk}
    if others:
        raise UnableToReckonAwards(
            area=area.title, programme=programme, why=f"这里的结论后来又由第 {max(others)} 次评估更新",
            way="请用最新一次评估造册，或对全范围再评估一次",
        )  # fmt: skip
    told = _told(run, programme, area)
    awards, omitted = [], []
    for verdict in verdicts:
        how = told.get(verdict.subject.code)
        if verdict.outcome == Outcome.MISSING:
            note = how.programme.change if how else ""
            omitted.append(Omitted(verdict.subject_id, AwardLeftOut.Why.MISSING, note))
        elif verdict.outcome == Outcome.PASS and verdict.amount:
            if how is None or how.programme.amount != verdict.amount:
                raise UnableToReckonAwards(
                    area=area.title, programme=programme, why=f"{verdict.subject.code} 的结论与当时的事实对不上",
                    way="请再评估一次",
                )  # fmt: skip
            awards.append(Award(verdict.subject_id, verdict.amount, how.reckoning(described), how.evidence))
        elif verdict.outcome == Outcome.PASS:
            omitted.append(Omitted(verdict.subject_id, AwardLeftOut.Why.NOTHING, how.programme.sentence if how else ""))
    return Grants(tuple(awards), tuple(omitted), len(verdicts) - len(awards) - len(omitted))


def amounts_now(programme: str, households: Sequence[int], year: int) -> dict[int, tuple[int, int | None]]:
    """Household → (run, fen) of its last verdict under ``programme`` in ``year``; None where data are missing."""
    found: dict[int, tuple[int, int | None]] = {}
    for start in range(0, len(households), 500):
        rows = Verdict.objects.filter(
            subject__in=households[start : start + 500], name=programme, is_programme=True,
            run__as_of__gte=date(year, 1, 1), run__as_of__lte=date(year, 12, 31),
        )  # fmt: skip
        for key, run, outcome, amount in rows.values_list("subject_id", "run_id", "outcome", "amount"):
            found[key] = (run, None if outcome == Outcome.MISSING else (amount or 0) if outcome == Outcome.PASS else 0)
    return found


def _verdicts(run: Run, programme: str, area: Area):
    rows = Verdict.objects.filter(
        pack_name=run.pack.name, name=programme, is_programme=True, subject__kind=Subject.Kind.HOUSEHOLD
    )
    return inside(rows, area.area_code)


@dataclass(frozen=True)
class _Told:
    """A household's explanation: what was counted, with which rates."""

    programme: ExplainedProgramme
    whole: Explanation

    def reckoning(self, described: Mapping[str, Any]) -> str:
        """计入销售 2 项共 9000.00 元；奖补销售额 × 30%，最高 3000元 = 2,700.00 元（奖补办法）."""
        rule = described["rule"]
        for used in sorted(self.whole.parameters, key=lambda each: -len(each.name)):
            rule = rule.replace(used.name, used.value)
        capped = _CAPPED.fullmatch(rule)
        rule = f"{capped[1]}，最高 {capped[2]}" if capped else rule
        clause = f"（{described['clause']}）" if described["clause"] else ""
        said = f"{rule} = {yuan(self.programme.amount or 0)} 元{clause}"
        return "；".join(filter(None, (self.programme.sentence, said)))

    @property
    def evidence(self) -> tuple[str, ...]:
        return tuple(
            f"{term}记录 {many} {unit}，已核实" for term, many, unit in _COUNTED.findall(self.programme.sentence)
        )


def _told(run: Run, programme: str, area: Area) -> dict[str, _Told]:
    """户编号 → how the programme comes out for it, from the rows as the run knew them."""
    with read_snapshot():
        build = RosterBuild(area.area_code, run.as_of, run.known_at, CodeBook.read(), declared=facts_of([run.pack]))
        read = build.read()
    checked = checked_pack(run.pack, read.schema)
    bound = bind_pack(checked, as_of=run.as_of, area=run.area.area_code.significant)
    memory, found = in_memory(read), {}
    for row in memory.tables["household"].values():
        whole = explain_row(checked, bound, memory, "household", row)
        own = next(each for each in whole.programmes if each.name == programme)
        found[row["code"]] = _Told(own, whole)
    return found
