"""Our engine: the pack ``nine_items`` on DuckDB, findings and roll-up to Parquet.

``python ours.py ROSTERS OUT [run | what-if | flips | explain]``: a whole evaluation; one under another income line each time,
from stored household facts; the same and who flips by it; the explanation of one household after another.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import no_pandas  # noqa: F401
import pyarrow.parquet as pq
from turns import serve

from jingzhun.rules.bind import bind_pack
from jingzhun.rules.comparison import Side, compare
from jingzhun.rules.county_rosters import county_roster, read_rosters, steps
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.explanation import explain
from jingzhun.rules.fact_store import FactStore
from jingzhun.rules.findings import Findings
from jingzhun.rules.keys import tables_of
from jingzhun.rules.pack_check import CheckedPack, check_pack
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.roster import Roster
from jingzhun.rules.what_if import what_if

AS_OF = date(2020, 9, 30)


def opened(rosters: Path) -> tuple[CheckedPack, Roster]:
    """The pack, and all counties laid together."""
    read = read_rosters(rosters)
    checked = check_pack(load_pack(Path(__file__).parents[1] / "nine_items"), read[0].schema)
    bound = [bind_pack(checked, as_of=AS_OF, area=roster.area) for roster in read]
    (together,) = steps([county_roster(r, b, tables_of(b)) for r, b in zip(read, bound, strict=True)], 2**62)
    return checked, together.roster


def line(turn: int) -> dict[str, str]:
    """The income line of a what-if: another one each time."""
    return {"收入线": f"{4000 + turn}元"}


def main(rosters: Path, out: Path, what: str = "run") -> None:
    checked, roster = opened(rosters)
    turns = itertools.count(1)

    def kept(found: Findings) -> Findings:
        pq.write_table(found.rollup(), found.folder / "rollup.parquet")
        return found

    def run() -> None:
        kept(evaluate(checked, roster, as_of=AS_OF, area=roster.area, out=out))

    facts = FactStore(out / "facts")

    def tried(values: dict[str, str] | None, to: Path) -> Findings:
        where = {"as_of": AS_OF, "area": roster.area, "facts": facts}
        return kept(what_if(checked, roster, out=to, parameters_override=values, **where))

    households = sum(pq.read_metadata(path).num_rows for path in roster.paths("household"))

    def explained() -> None:
        explain(checked, roster, next(turns) * 7919 % households, as_of=AS_OF, area=roster.area)

    before = Side(tried(None, out / "before"), roster) if what in ("what-if", "flips") else None
    ways: dict[str, Callable[[], object]] = {
        "run": run,
        "what-if": lambda: tried(line(next(turns)), out),
        "flips": lambda: compare(before, Side(tried(line(next(turns)), out), roster)),
        "explain": explained,
    }
    serve(ways[what])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
