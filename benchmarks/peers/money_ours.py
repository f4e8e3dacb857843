"""Ours on PostgreSQL: movements posted as an office posts them, with guards, kept balances, change and log.

python money_ours.py DATABASE_URL FOLDER MODE COUNT     MODE: batch, single; or ``million`` to fill and compare once
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

url, folder, mode, count = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
os.environ |= {"DATABASE_URL": url, "JINGZHUN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "jingzhun.web.settings"}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from turns import serve  # noqa: E402

import factories  # noqa: E402
from jingzhun.ledger.actions.movement import post  # noqa: E402
from jingzhun.ledger.models import Account, Movement  # noqa: E402
from money_ground import DAY, Money, booking, claim_of, money  # noqa: E402

PROJECTS = 200


def ground() -> list[Money]:
    call_command("migrate", verbosity=0)
    factories.ground()
    factories.county()
    first = money()
    held = [first]
    for _ in range(PROJECTS - 1):
        project = factories.project().subject
        with booking() as work:
            claim = claim_of(project, f"BZ-{project.code}", by=work.change)
        held.append(Money(first.appropriation, project, claim))
    first.book(assign=100_000_000, arrive=100_000_000)
    for each in held:
        each.book(allocate=400_000, claim=400_000)
    return held


def orders(held: list[Money], turn: int):
    return [
        held[place % PROJECTS].order("pay", 1, moved_on=DAY + timedelta(days=1), voucher=f"{turn}-{place}", payee=f"单位{place % 7}")
        for place in range(count)
    ]  # fmt: skip


def batch(held: list[Money], turn: int) -> None:
    with booking() as work:
        post(orders(held, turn), work=work)


def single(held: list[Money], turn: int) -> None:
    for order in orders(held, turn):
        with booking() as work:
            post([order], work=work)


def million(held: list[Money]) -> dict[str, object]:
    """Fill, then read every balance and compare it with its recomputation, in one run."""
    begun = time.perf_counter()
    done = 0
    while done < count:
        batch_size = min(20_000, count - done)
        chunk = [
            held[place % PROJECTS].order("pay", 1, moved_on=DAY + timedelta(days=1), payee=f"单位{place % 50}")
            for place in range(batch_size)
        ]
        with booking() as work:
            post(chunk, work=work)
        done += batch_size
    filled = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum leaves it some minutes later
    read, summed, kept, again = [], [], {}, {}
    for _ in range(5):
        begun = time.perf_counter()
        kept = dict(Account.objects.order_by().values_list("pk", "balance"))
        read.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT account, SUM(amount) FROM (SELECT target_id AS account, amount FROM ledger_movement
                   UNION ALL SELECT source_id, -amount FROM ledger_movement) AS moved GROUP BY account"""
            )
            again = {account: int(amount) for account, amount in cursor.fetchall()}
        summed.append(time.perf_counter() - begun)
    differing = sum(kept[pk] != again.get(pk, 0) for pk in kept)
    return {
        "movements": Movement.objects.count(),
        "filled": filled,
        "read": read,
        "summed": summed,
        "accounts": len(kept),
        "differing": differing,
    }


if mode == "million":
    print(json.dumps(million(ground())), flush=True)
else:
    held, turns = ground(), iter(range(10_000))
    run = {"batch": batch, "single": single}[mode]
    serve(lambda: run(held, next(turns)))
