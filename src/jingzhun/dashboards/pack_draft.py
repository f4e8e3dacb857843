"""A pack before it is stored: does it read, do its worked cases hold, and what would it change on the current roster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jingzhun.accounts.models import Post
from jingzhun.policy.codes import CodeBook
from jingzhun.policy.models import PackVersion
from jingzhun.policy.packs import decides
from jingzhun.results.findings import stored_pack
from jingzhun.results.flips import ShownComparison, shown
from jingzhun.results.models import RosterSnapshot
from jingzhun.results.roster_tables import roster_schema
from jingzhun.results.trial import Trial, UnableToTry, draft_pack, try_pack
from jingzhun.rules.evaluation import UnableToFindFacts
from jingzhun.rules.pack_changes import PackChange, pack_changes
from jingzhun.rules.worked_case import CaseResult, run_cases


@dataclass(frozen=True)
class ShownCase:
    title: str
    rows: tuple[tuple[str, str, str], ...]
    """(what, expected, found) where they differ."""


@dataclass(frozen=True)
class Draft:
    """``comparison`` is None where there is no roster to try on, with the reason in ``untried``."""

    changes: list[PackChange]
    cases: list[CaseResult]
    snapshot: RosterSnapshot | None
    comparison: ShownComparison | None
    changes_since: int
    untried: str

    @property
    def wrong(self) -> list[ShownCase]:
        return [
            ShownCase(
                case.title,
                tuple((what, wanted, case.found[what]) for what, wanted in case.expected.items() if case.found[what] != wanted),
            )
            for case in self.cases
            if not case.passed
        ]  # fmt: skip


def draft_of(*, files: Mapping[str, str], instead_of: PackVersion | None, post: Post, as_of: date) -> Draft:
    """Raises the pack author's errors. ``instead_of`` None: a pack that the store does not have yet."""
    cases: list[CaseResult] = []
    with draft_pack(files, roster_schema(CodeBook.read())) as checked:
        changes = pack_changes(stored_pack(instead_of), checked.pack) if instead_of else []
        if decides(files):
            cases = run_cases(checked)
    trial, untried = _tried(files, instead_of, post, as_of)
    return Draft(
        changes, cases, trial.snapshot if trial else None,
        shown(trial.comparison, day=as_of, scope=post.scope) if trial else None, trial.changes if trial else 0, untried,
    )  # fmt: skip


def _tried(
    files: Mapping[str, str], instead_of: PackVersion | None, post: Post, as_of: date
) -> tuple[Trial | None, str]:  # fmt: skip
    if instead_of is None or not decides(files):
        return None, "库里没有可对照的一版" if instead_of is None else "这个政策包没有标准和帮扶政策，不影响评估"
    try:
        return try_pack(files=files, instead_of=instead_of, area=post.area, as_of=as_of), ""
    except (UnableToTry, UnableToFindFacts) as problem:
        return None, str(problem)


def cases_of(version: PackVersion) -> list[CaseResult]:
    """The worked cases of a stored version: what an approval needs. Raises the pack author's errors."""
    with draft_pack(version.files, roster_schema(CodeBook.read())) as checked:
        return run_cases(checked) if decides(version.files) else []
