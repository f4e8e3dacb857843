"""The rules engine against hand-written DuckDB SQL, pandas and OpenFisca on the same nine-item standard, Parquet to Parquet.

    ./run bench rules                    100 thousand and 1 million households
    ./run bench rules --nation           and 30 million, one command, against the SQL chunk by chunk

Every contender is a process of its own that stays open; they take turns, ours before and after each peer's run. Printed are
ratios of pairs (median, least to most), seconds and peak memory; then whether all rows and counts are equal.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
PACK = HERE / "nine_items"
AS_OF = "2020-09-30"
OPENFISCA = ("openfisca-core==45.0.0", "pyarrow", "numpy")
ITEMS = ("income", "food", "school", "insured", "house", "water", "power", "broadcast", "assisted")


class Contender:
    """A process that runs once per line (``peers/turns.py``)."""

    def __init__(self, name: str, command: list[str], out: Path) -> None:
        self.name, self.out, self.seconds, self.mib = name, out, [], 0.0
        environment = os.environ | {"PYTHONPATH": str(HERE / "peers")}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self._answer()

    def run(self) -> float:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        answer = self._answer()
        self.seconds.append(answer["seconds"])
        self.mib = max(self.mib, answer["mib"])
        return answer["seconds"]

    def _answer(self) -> dict[str, float]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} stopped: exit {self.process.wait()}")
        return json.loads(line)

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def contenders(rosters: Path, out: Path) -> tuple[Contender, list[Contender]]:
    python, uv = sys.executable, os.environ.get("UV") or shutil.which("uv") or ".boot/bin/uv"
    fisca = [uv, "run", "--no-project", "--quiet", "--python", f"{sys.version_info[0]}.{sys.version_info[1]}"]
    for package in OPENFISCA:
        fisca += ["--with", package]

    def made(name: str, command: list[str]) -> Contender:
        return Contender(name, [*command, str(rosters), str(out / name)], out / name)

    ours = made("ours", [python, str(HERE / "peers" / "ours.py")])
    return ours, [
        made("sql", [python, str(HERE / "peers" / "sql.py")]),
        made("pandas", [python, str(HERE / "peers" / "pandas_peer.py")]),
        made("openfisca", [*fisca, "python", str(HERE / "peers" / "openfisca_peer.py")]),
    ]


def compare(rosters: Path, out: Path, pairs: int) -> None:
    ours, peers = contenders(rosters, out)
    print(f"  {'':10} {'ours/peer':>10} {'least–most':>13} {'seconds':>9} {'MiB':>6}")
    for peer in peers:
        ours.run(), peer.run()  # files into memory, compilers warm
        ratios = []
        for turn in range(pairs):
            first, second = (ours, peer) if turn % 2 else (peer, ours)
            seconds = {each.name: each.run() for each in (first, second)}
            ratios.append(seconds["ours"] / seconds[peer.name])
        spread = f"{min(ratios):.2f}–{max(ratios):.2f}"
        print(
            f"  {peer.name:10} {statistics.median(ratios):10.2f} {spread:>13} {statistics.median(peer.seconds[1:]):9.2f} {peer.mib:6.0f}"
        )
    print(f"  {'ours':10} {'':10} {'':>13} {statistics.median(ours.seconds[1:]):9.2f} {ours.mib:6.0f}")
    for each in (ours, *peers):
        each.stop()
    for peer in peers:
        print(
            f"  rows that differ from {peer.name}: {differing_rows(ours.out, peer.out)}, counts: {differing_counts(ours.out, peer.out)}"
        )


def differing_rows(ours: Path, peer: Path) -> int:
    mine = ", ".join(["subject_id AS hid", "area_code AS region", *(f'"户达标.{item}" AS {item}' for item in ITEMS), '"户达标" AS overall',
                      '"户达标.income.value" AS net_fen', '"户达标.income.threshold" AS line_fen', '"户达标.school.value" AS n_out',
                      '"户达标.insured.value" AS n_uninsured', '"户达标.house.value" AS house_grade', '"户达标.assisted.value" AS measures',
                      '"补助.amount" AS subsidy_fen'])  # fmt: skip
    a = f"SELECT {mine} FROM read_parquet('{ours}/**/household.parquet/**/*.parquet', hive_partitioning = false)"
    if (ours / "household.parquet").is_file():
        a = f"SELECT {mine} FROM read_parquet('{ours}/household.parquet')"
    names = ", ".join(
        [
            "hid",
            "region",
            *ITEMS,
            "overall",
            "net_fen",
            "line_fen",
            "n_out",
            "n_uninsured",
            "house_grade",
            "measures",
            "subsidy_fen",
        ]
    )
    b = f"SELECT {names} FROM read_parquet('{peer}/0*.parquet')"
    found = duckdb.sql(
        f"SELECT count(*) FROM ((FROM ({a}) EXCEPT ALL FROM ({b})) UNION ALL (FROM ({b}) EXCEPT ALL FROM ({a})))"
    ).fetchall()[0]
    return found[0]


def differing_counts(ours: Path, peer: Path) -> int:
    """Counts of area and item, and sums of money, that are not the same."""
    rows = []
    for item in (*ITEMS, "overall"):
        name = "" if item == "overall" else item
        rows.append(
            f"SELECT level, area, '{name}' AS item, {item}_pass::BIGINT AS passed, {item}_fail::BIGINT AS failed, {item}_missing::BIGINT AS missing FROM peer"
        )
    duckdb.sql(f"CREATE OR REPLACE TEMP VIEW peer AS FROM read_parquet('{peer}/rollup.parquet')")
    duckdb.sql(
        f"CREATE OR REPLACE TEMP VIEW ours AS FROM read_parquet('{ours}/rollup.parquet') WHERE level IN ('village', 'township', 'county')"
    )
    theirs = " UNION ALL ".join(rows)
    mine = "SELECT level, area, item, passed, failed, missing FROM ours WHERE standard = '户达标'"
    found = duckdb.sql(
        f"SELECT count(*) FROM ((FROM ({mine}) EXCEPT ALL FROM ({theirs})) UNION ALL (FROM ({theirs}) EXCEPT ALL FROM ({mine})))"
    ).fetchall()[0]
    money = duckdb.sql(
        "SELECT count(*) FROM (SELECT level, area, fen FROM ours WHERE item = 'amount') JOIN peer USING (level, area) WHERE fen <> subsidy"
    ).fetchall()[0]
    return found[0] + money[0]


def rosters_of(folder: Path, households: int) -> Path:
    from jingzhun.rules.synthetic.generation import make_rosters

    make_rosters(folder / str(households), households)
    return folder / str(households)


def nation(folder: Path, households: int) -> None:
    """One command each, started anew: ours against the SQL in chunks."""
    import time

    rosters = rosters_of(folder, households)
    out = folder / "out" / str(households)
    shutil.rmtree(out, ignore_errors=True)
    sql = Contender(
        "sql", [sys.executable, str(HERE / "peers" / "sql.py"), str(rosters), str(out / "sql"), "700MB"], out / "sql"
    )
    taken = sql.run()
    sql.stop()
    begun = time.perf_counter()
    command = ["evaluate", "--roster", str(rosters), "--pack", str(PACK), "--as-of", AS_OF, "--out", str(out / "ours")]
    code = "import resource, sys; from jingzhun.web.command import main; main(sys.argv[1:]); print('MIB', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    done = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    ours = time.perf_counter() - begun
    mib = done.stdout.rsplit("MIB", 1)[1].strip()
    print(
        f"{households:,} households: ours {ours:.1f} s, {mib} MiB; SQL in chunks {taken:.1f} s, {sql.mib:.0f} MiB; ratio {ours / taken:.2f}"
    )
    print(f"  counts that differ: {differing_counts(out / 'ours', out / 'sql')}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument(
        "--nation", type=int, nargs="?", const=30_000_000, help="also that many households in one command"
    )
    parser.add_argument("--data", type=Path, default=Path(".bench"), help="where rosters and results are kept")
    asked = parser.parse_args()
    for households in asked.households:
        rosters = rosters_of(asked.data, households)
        out = asked.data / "out" / str(households)
        shutil.rmtree(out, ignore_errors=True)
        print(f"{households:,} households, {asked.pairs} pairs")
        compare(rosters, out, asked.pairs)
    if asked.nation:
        nation(asked.data, asked.nation)


if __name__ == "__main__":
    main()
