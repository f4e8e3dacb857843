"""The rules engine against hand-written DuckDB SQL, pandas and OpenFisca on the same nine-item standard, Parquet to Parquet.

    ./run bench rules                         100 thousand and 1 million households
    ./run bench rules --households 100000     one size alone (any number)
    ./run bench rules --households 1000000
    ./run bench rules --nation                30 million households alone, one command each, against the SQL chunk by chunk
    ./run bench rules --nation 3000000        the same with fewer

Per size: against each peer, a whole run against a what-if on stored household facts (alone, and with who flips), and the
explanation of one household.
Every contender is a process of its own that stays open; they take turns (``--pairs``, 5), ours first in every other pair.
Printed are ratios of pairs (median, least to most), seconds and peak memory; then whether all rows and counts are equal.
Without network for OpenFisca: ``--without openfisca``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from peers.same_answers import differing_counts, differing_rows, differing_verdicts

HERE = Path(__file__).parent
PEERS = HERE / "peers"
PACK = HERE / "nine_items"
AS_OF = "2020-09-30"
OPENFISCA = ("openfisca-core==45.0.0", "pyarrow", "numpy")
MILLION = 1_000_000


class Contender:
    """A process that runs once per line (``peers/turns.py``)."""

    def __init__(self, name: str, command: list[str], out: Path) -> None:
        self.name, self.out, self.seconds, self.mib = name, out, [], 0.0
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(PEERS)} | os.environ,
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


def ours(rosters: Path, out: Path, what: str) -> Contender:
    out.mkdir(parents=True, exist_ok=True)
    return Contender(what, [sys.executable, str(PEERS / "ours.py"), str(rosters), str(out), what], out)


def uv_run(packages: Sequence[str]) -> list[str]:
    """The beginning of a command in an environment of its own with ``packages``."""
    uv = os.environ.get("UV") or shutil.which("uv") or ".boot/bin/uv"
    command = [uv, "run", "--no-project", "--quiet", "--python", f"{sys.version_info[0]}.{sys.version_info[1]}"]
    for package in packages:
        command += ["--with", package]
    return command


def peers(rosters: Path, out: Path, without: Sequence[str]) -> list[Contender]:
    commands = {
        "sql": [sys.executable, str(PEERS / "sql.py")],
        "pandas": [sys.executable, str(PEERS / "pandas_peer.py")],
        "openfisca": [*uv_run(OPENFISCA), "python", str(PEERS / "openfisca_peer.py")],
    }
    return [
        Contender(name, [*command, str(rosters), str(out / name)], out / name)
        for name, command in commands.items()
        if name not in without
    ]


def in_turns(pairs: int, one: Callable[[], float], other: Callable[[], float]) -> list[float]:
    """Seconds of the one over seconds of the other, pair by pair."""
    ratios = []
    for turn in range(pairs):
        if turn % 2:
            first = one()
            ratios.append(first / other())
        else:
            second = other()
            ratios.append(one() / second)
    return ratios


def spread(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):6.2f}  {f'{min(ratios):.2f}–{max(ratios):.2f}':>13}"


def compare(households: int, data: Path, pairs: int, without: Sequence[str]) -> None:
    rosters = rosters_of(data, households)
    out = data / "out" / str(households)
    shutil.rmtree(out, ignore_errors=True)
    print(f"{households:,} households, {pairs} pairs", flush=True)
    print(f"  {'':24} {'ratio':>6}  {'least–most':>13} {'seconds':>9} {'MiB':>6}")
    run = ours(rosters, out / "ours", "run")
    for peer in peers(rosters, out, without):
        run.run(), peer.run()  # files into memory, compilers warm
        ratios = in_turns(pairs, run.run, peer.run)
        told(f"ours / {peer.name}", ratios, peer)
        print(
            f"    rows that differ: {differing_rows(run.out, peer.out)}, counts: {differing_counts(run.out, peer.out)}"
        )
        peer.stop()
    tried = ours(rosters, out / "what-if", "what-if")
    run.run(), tried.run()
    told("whole run / what-if", in_turns(pairs, run.run, tried.run), tried)
    check_what_if(rosters, tried, out / "checked")
    tried.stop()
    flips = ours(rosters, out / "flips", "flips")
    flips.run()
    told("whole run / with flips", in_turns(pairs, run.run, flips.run), flips)
    flips.stop()
    print(f"  {'whole run':24} {'':6}  {'':13} {statistics.median(run.seconds[1:]):9.3f} {run.mib:6.0f}")
    run.stop()
    asked = ours(rosters, out / "explain", "explain")
    asked.run()
    taken = [1000 * asked.run() for _ in range(20)]
    asked.stop()
    print(
        f"  one household explained: {statistics.median(taken):.0f} ms ({min(taken):.0f}–{max(taken):.0f})", flush=True
    )


def told(title: str, ratios: list[float], other: Contender) -> None:
    print(f"  {title:24} {spread(ratios)} {statistics.median(other.seconds[1:]):9.3f} {other.mib:6.0f}", flush=True)


def check_what_if(rosters: Path, tried: Contender, out: Path) -> None:
    """The last what-if beside a whole evaluation under the same line."""
    code = (
        "import sys; from pathlib import Path; import ours; checked, roster = ours.opened(Path(sys.argv[1])); "
        "ours.evaluate(checked, roster, as_of=ours.AS_OF, area=roster.area, out=Path(sys.argv[2]), "
        "parameters_override=ours.line(int(sys.argv[3])))"
    )
    command = [sys.executable, "-c", code, str(rosters), str(out), str(len(tried.seconds))]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": str(PEERS)})
    print(f"    verdicts and amounts that differ: {differing_verdicts(tried.out, out)}")


def rosters_of(folder: Path, households: int) -> Path:
    from jingzhun.rules.synthetic.generation import make_rosters

    begun = time.perf_counter()
    make_rosters(folder / str(households), households)
    taken = time.perf_counter() - begun
    if taken > 1:
        print(f"{households:,} households made in {taken:.0f} s", flush=True)
    return folder / str(households)


def nation(households: int, data: Path, pairs: int) -> None:
    """One command each, started anew: ours against the SQL in chunks; then ours at a million, for the cost per household."""
    rosters, out = rosters_of(data, households), data / "out" / f"nation-{households}"
    ours_mib, sql_mib, mine, theirs = 0.0, 0.0, [], []

    def one() -> float:
        nonlocal ours_mib
        seconds, mib = evaluated(rosters, out / "ours")
        ours_mib = max(ours_mib, mib)
        mine.append(seconds)
        return seconds

    def other() -> float:
        nonlocal sql_mib
        shutil.rmtree(out / "sql", ignore_errors=True)
        command = [sys.executable, str(PEERS / "sql.py"), str(rosters), str(out / "sql"), "700MB"]
        begun = time.perf_counter()
        sql = Contender("sql", command, out / "sql")
        sql.run()
        sql.stop()
        sql_mib = max(sql_mib, sql.mib)
        theirs.append(time.perf_counter() - begun)
        return theirs[-1]

    print(f"{households:,} households, one command each, {pairs} pairs", flush=True)
    ratios = in_turns(pairs, one, other)
    print(f"  ours / SQL in chunks     {spread(ratios)}")
    print(
        f"  ours {statistics.median(mine):.1f} s, {ours_mib:.0f} MiB; SQL {statistics.median(theirs):.1f} s, {sql_mib:.0f} MiB"
    )
    print(f"    counts that differ: {differing_counts(out / 'ours', out / 'sql')}", flush=True)
    million = rosters_of(data, MILLION)
    small = statistics.median(evaluated(million, out / "million")[0] for _ in range(pairs))
    each, each_small = statistics.median(mine) / households, small / MILLION
    print(
        f"  per household {each * 1e6:.2f} µs, at a million {each_small * 1e6:.2f} µs: ratio {each / each_small:.2f}",
        flush=True,
    )


def evaluated(rosters: Path, out: Path) -> tuple[float, float]:
    """``evaluate --roster`` as a command: seconds, peak MiB."""
    shutil.rmtree(out, ignore_errors=True)
    command = ["evaluate", "--roster", str(rosters), "--pack", str(PACK), "--as-of", AS_OF, "--out", str(out)]
    code = (
        "import no_pandas, resource, sys; from jingzhun.web.command import main; main(sys.argv[1:]); "
        "print('MIB', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *command], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=os.environ | {"PYTHONPATH": str(PEERS)},
    )  # fmt: skip
    return time.perf_counter() - begun, float(done.stdout.rsplit("MIB", 1)[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--households", type=int, nargs="+", help="sizes; 100000 and 1000000 unless --nation is asked for"
    )
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--nation", type=int, nargs="?", const=30 * MILLION, help="that many households in one command")
    parser.add_argument(
        "--without", nargs="+", default=[], choices=("sql", "pandas", "openfisca"), help="leave a peer out"
    )
    parser.add_argument("--data", type=Path, default=Path(".bench"), help="where rosters and results are kept")
    asked = parser.parse_args()
    for households in asked.households or ([] if asked.nation else [MILLION // 10, MILLION]):
        compare(households, asked.data, asked.pairs, asked.without)
    if asked.nation:
        nation(asked.nation, asked.data, asked.pairs)
    print("each part alone: ./run bench rules --households 100000 · --households 1000000 · --nation")


if __name__ == "__main__":
    main()
