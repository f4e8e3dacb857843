"""收支台账 with one row a household and year: a column for each kind of income, one for the costs (2014 form A17–A19).

Each filled cell becomes the same entry that a row of the long ledger without an item would be, so that either form may
correct the other. A household is complete for the year when none of its cells is blank.
"""

from __future__ import annotations

from jingzhun.areas.resolve import AreaIndex
from jingzhun.core.money import yuan
from jingzhun.registry.actions.plan import plan_entries, plan_facts
from jingzhun.registry.models import Completeness, IncomeEntry

from ..checking import reasons
from ..checking.batch import Batch
from .entries import COST, digest_of
from .income import flag_income_differences
from .outcome import Outcome
from .subjects import find_subjects

KIND = "income:"


def plan_wide_income(batch: Batch, index: AreaIndex) -> Outcome:
    outcome = Outcome(batch)
    subjects = find_subjects(batch, index, outcome)
    years = batch.column("year")
    kinds = [target for target in batch.values if target.startswith(KIND)]
    seen: dict[tuple[int, int | None], int] = {}
    for row, subject in enumerate(subjects):
        if years[row] is not None and years[row] > batch.frame.today.year:
            batch.refuse(row, "year", reasons.LaterThanToday(text=years[row]))
        if subject is None or row in batch.refused:
            continue
        earlier = seen.setdefault((subject, years[row]), row)
        if earlier != row:
            batch.refuse(row, "household", reasons.SubjectTwiceInFile(row=batch.number(earlier), what="户和年度"))
    rows, marks = [], []
    for (subject, year), row in seen.items():
        amounts = {target.removeprefix(KIND): batch.values[target][row] for target in kinds}
        for kind, amount in amounts.items():
            if amount is not None:
                direction = "out" if kind == COST else "in"
                key = f"{digest_of((str(year), direction, kind, ''))}.1"
                rows.append((subject, key, year, direction, kind, amount))
        _compare(batch, row, amounts)
        if None not in amounts.values():
            marks += [(subject, year, term) for term in batch.table.layout.marks]
    new = outcome.provisional
    plan = plan_entries(model=IncomeEntry, fields=["year", "direction", "kind", "amount"], rows=rows, new=new)
    outcome.plans.append(plan)
    outcome.plans.append(plan_facts(model=Completeness, fields=["table"], rows=marks, new=new, even_empty=True))
    flag_income_differences(batch, subjects, plan, {(subject, year) for subject, year, _ in marks})
    return outcome


def _compare(batch: Batch, row: int, amounts: dict[str, int | None]) -> None:
    """The sheet's own 家庭纯收入 with what its columns give."""
    stated = batch.column("net_income")[row]
    found = sum((-1 if kind == COST else 1) * (amount or 0) for kind, amount in amounts.items())
    if stated is not None and abs(stated - found) >= 100:
        batch.flag(row, "net_income", reasons.NetDiffers(stated=yuan(stated), found=yuan(found)))
