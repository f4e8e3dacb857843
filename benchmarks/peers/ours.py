"""Our engine: the pack ``nine_items`` on DuckDB, findings and roll-up to Parquet."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
from turns import serve

from jingzhun.rules.bind import bind_pack
from jingzhun.rules.county_rosters import county_roster, read_rosters, steps
from jingzhun.rules.evaluation import evaluate
from jingzhun.rules.keys import tables_of
from jingzhun.rules.pack_check import check_pack
from jingzhun.rules.pack_loader import load_pack

AS_OF = date(2020, 9, 30)


def main(rosters: Path, out: Path) -> None:
    read = read_rosters(rosters)
    checked = check_pack(load_pack(Path(__file__).parents[1] / "nine_items"), read[0].schema)
    bound = [bind_pack(checked, as_of=AS_OF, area=roster.area) for roster in read]
    (together,) = steps([county_roster(r, b, tables_of(b)) for r, b in zip(read, bound, strict=True)], 2**62)

    def run() -> None:
        found = evaluate(checked, together.roster, as_of=AS_OF, area=together.roster.area, out=out)
        pq.write_table(found.rollup(), out / "rollup.parquet")

    serve(run)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
