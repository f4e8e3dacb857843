"""Movements of money against django-hordak on the same entries, and kept balances against their recomputation.

    ./run bench money                   1,000 entries as one batch and 200 one by one, 5 pairs; then a million movements
    ./run bench money --million 100000  fewer movements for the balances
    ./run bench money --million 0       without them
    ./run bench money --durable         commits wait for the disk, as in an office

Both on one PostgreSQL that this starts, with the same settings, and take turns. Unless ``--durable`` is given neither waits for
the disk at a commit, so that what is compared is the work. One by one each entry is a transaction on both sides. The library's
is its own ``transfer_to``: a transaction and two legs, and a deferred trigger that adds up the legs (5 statements with BEGIN
and COMMIT); it keeps no balances, and knows no project, day, approver or log. Ours is ``post`` under a change of its own
(5 statements too): the accounts are locked, guards ask after way, project, claim, approvers, balance and closed years, balances
are kept, the change and an event of the hash-chained log are written. The payments are stated by a file, as in a year's
import: the guard that compares a payment with the decisions of its case is not asked. Accounts stand before the turns.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rules import Contender, in_turns, spread, uv_run

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
HORDAK = ("django-hordak==2.0.0", "psycopg[binary]>=3.2", "django>=5.2,<6")
sys.path.insert(0, str(TESTS))

import postgres_server  # noqa: E402


def database(server, name: str) -> str:
    subprocess.run(
        [str(server.bin / "createdb"), "-h", "127.0.0.1", "-p", str(server.port), "-U", "jingzhun", name], check=True
    )
    return f"postgresql://jingzhun@127.0.0.1:{server.port}/{name}"


def ours(server, folder: Path, mode: str, count: int) -> list[str]:
    return [
        sys.executable,
        str(HERE / "peers/money_ours.py"),
        database(server, f"ours_{mode}"),
        str(folder / mode),
        mode,
        str(count),
    ]


def compare(server, folder: Path, mode: str, count: int, pairs: int) -> None:
    mine = Contender("ours", ours(server, folder, mode, count), folder)
    theirs = Contender(
        "hordak", [*uv_run(HORDAK), "python", str(HERE / "peers/money_hordak.py"), database(server, f"hordak_{mode}"), mode, str(count)],
        folder,
    )  # fmt: skip
    mine.run(), theirs.run()
    ratios = in_turns(pairs, mine.run, theirs.run)
    per_second = [count / statistics.median(each.seconds[1:]) for each in (mine, theirs)]
    print(
        f"  {count} entries, {mode:8} ours / hordak {spread(ratios)}   movements a second: {per_second[0]:.0f} / {per_second[1]:.0f}",
        flush=True,
    )
    mine.stop(), theirs.stop()


def million(server, folder: Path, count: int) -> None:
    command = ours(server, folder, "million", count)
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    ratios = [summed / read for read, summed in zip(found["read"], found["summed"], strict=True)]
    print(
        f"  {found['movements']:,} movements filled in {found['filled']:.0f} s; {found['accounts']:,} balances: "
        f"{found['differing']} differ; reading them is {spread(ratios)} times as fast as adding up "
        f"({1000 * statistics.median(found['read']):.1f} ms, {1000 * statistics.median(found['summed']):.0f} ms)"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--single", type=int, default=200)
    parser.add_argument("--million", type=int, default=1_000_000)
    parser.add_argument("--durable", action="store_true")
    asked = parser.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join((str(TESTS), str(HERE / "peers")))
    server = postgres_server.start(autovacuum=True, durable=asked.durable)
    try:
        with tempfile.TemporaryDirectory() as folder:
            compare(server, Path(folder), "batch", asked.batch, asked.pairs)
            compare(server, Path(folder), "single", asked.single, asked.pairs)
            if asked.million:
                million(server, Path(folder), asked.million)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
