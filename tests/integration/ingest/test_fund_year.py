"""A year of a county's funds, all invented: 200 projects, 5,000 movements, 3,000 homes paid, from Excel to the identities."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from datetime import date

import pytest

import factories
from commands import copy_store, county_store, environment, run
from fund_files import (
    APPROPRIATIONS,
    HOMES,
    PROJECTS,
    appropriations,
    movements,
    promised,
    year_of_movements,
    year_of_promises,
)
from jingzhun.core.area_code import AreaCode
from jingzhun.ledger.fund_figures import balance
from jingzhun.ledger.models import Movement
from jingzhun.ledger.reconcile import identities
from jingzhun.ledger.states import net_by_state
from jingzhun.registry.models import Subject


def county_of_projects(part: int) -> tuple[list[str], list[str]]:
    """Codes of the projects and of the homes, homes in their project's village; one in ``part`` of them."""
    change = factories.change()
    villages = (factories.VILLAGE, factories.NEXT_VILLAGE, factories.FAR_VILLAGE)
    projects = [
        factories.project(code=f"NX-{n:03d}", area=villages[n % 3], by=change).subject.code
        for n in range(PROJECTS // part)
    ]
    homes = [f"NH-{n:05d}" for n in range(HOMES // part)]
    each = HOMES // PROJECTS
    Subject.objects.bulk_create(
        Subject(kind="household", code=code, area_id=villages[n // each % 3], created_by=change)
        for n, code in enumerate(homes)
    )
    return projects, homes


@pytest.mark.django_db
@pytest.mark.row("S-34")
def test_a_year_of_a_county_s_funds_is_loaded_and_reconciled(write_file, on_postgres):
    """On PostgreSQL a fifth of it: how much it is proves nothing there that it does not prove here."""
    part = 5 if on_postgres else 1
    projects, homes = county_of_projects(part)
    rows = year_of_movements(projects, homes)
    assert len(rows) + 2 * APPROPRIATIONS >= 5_000 // part
    assert write_file(appropriations(*year_of_promises())).refused == []
    result = write_file(movements(*rows))
    assert (result.refused, result.changes) == ([], len(rows))
    broken = [breach.text for each in identities() for breach in each.breaches]
    assert broken == []
    stated = {
        kind: sum(round(row["金额（元）"] * 100) for row in rows if row["收支种类"] == kind)
        for kind in ("拨付", "收回", "报账", "支付", "兑付")
    }
    assert net_by_state(Movement.objects.all()) == {
        "下达": 10_000_000_000, "到位": 10_000_000_000, "拨付": stated["拨付"] - stated["收回"], "报账": stated["报账"],
        "支付到单位": stated["支付"], "兑付到户": stated["兑付"],
    }  # fmt: skip
    paid = Movement.objects.filter(kind="pay_household").values("target__household").distinct().count()
    assert paid == HOMES // part
    for area in (factories.COUNTY, factories.TOWNSHIP, factories.VILLAGE):
        assert balance(AreaCode.parse(area), date(2018, 12, 31)).holds


SETTINGS = (
    "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'jingzhun.web.settings'\n"
    "import django; django.setup()\n"
    "from django.core.management import call_command\n"
)
HALTING = (
    "import time\n"
    "from jingzhun.ledger.actions import statement\n"
    "post, tries = statement.post, []\n"
    "def halting(orders, *, work):\n"
    "    made = post(orders, work=work)\n"
    "    tries.append(1)\n"
    "    if len(tries) == 2:  # the first is the dry run\n"
    "        print('MIDDLE', flush=True); time.sleep(60)\n"
    "    return made\n"
    "statement.post = halting\n"
)


def test_a_process_killed_while_money_is_posted_leaves_nothing(tmp_path, tmp_path_factory):
    given = environment(copy_store(county_store(tmp_path_factory), tmp_path))
    file = tmp_path / "指标.xlsx"
    file.write_bytes(appropriations(*(promised(f"ZB-{n}", 100, 100) for n in range(40))))
    slow = SETTINGS + HALTING + f"call_command('import_file', {str(file)!r}, '--apply')\n"
    process = subprocess.Popen([sys.executable, "-c", slow], env=given, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline().strip() == "MIDDLE"
    process.send_signal(signal.SIGKILL)
    process.wait()

    def count(table: str) -> int:
        with sqlite3.connect(tmp_path / "data" / "jingzhun.sqlite3") as store:
            return store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    for table in ("ledger_movement", "ledger_account", "ledger_appropriation", "ledger_statedmovement"):
        assert count(table) == 0, table
    done = run(given, "import", file, "--apply", "--json")
    assert json.loads(done.out)["changes"] == 40, done.err
    assert count("ledger_movement") == 80
