"""Two writers at once: both get in, the chain has no gap and no fork.

On PostgreSQL two connections of this process, which wait for each other at the head row only; on SQLite two processes over
one file, as the site and an import are.
"""

import sqlite3
import subprocess
import sys
import threading

import pytest
from django.db import connection

from commands import copy_store, county_store, environment, run
from jingzhun.audit.actor import Actor
from jingzhun.audit.check import check_log
from jingzhun.audit.models import Event
from jingzhun.audit.unit import unit

EACH = 15
PATIENCE = 300  # seconds: two that wait for each other never end
WRITER = f"""
import django; django.setup()
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
print("ready", flush=True); input()
for number in range({EACH}):
    with unit(by=Actor.system("另一个")) as log:
        log.record("test.write", turn=number)
"""


def test_two_processes_on_one_sqlite_file_make_one_chain(tmp_path, tmp_path_factory):
    given = environment(
        copy_store(county_store(tmp_path_factory), tmp_path), DJANGO_SETTINGS_MODULE="jingzhun.web.settings"
    )
    heads = len((tmp_path / "data.heads").read_text().splitlines())
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER], env=given, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        assert writer.communicate(timeout=PATIENCE)[1] == ""
    with sqlite3.connect(tmp_path / "data" / "jingzhun.sqlite3") as store:
        (written,) = store.execute("SELECT count(*) FROM audit_event WHERE action = 'test.write'").fetchone()
        (all_,) = store.execute("SELECT count(*) FROM audit_event").fetchone()
    assert written == 2 * EACH
    assert f"日志完整：{all_} 条，外部链头 {heads + 2 * EACH} 条相符" in run(given, "verify-log").out


@pytest.mark.django_db(transaction=True)
class TestOnPostgres:
    """On SQLite these run one after the other, which the same assertions allow."""

    def test_two_connections_make_one_chain(self, settings, tmp_path, on_postgres):
        settings.HEADS_FILE = tmp_path / "heads"
        gate, failures = threading.Barrier(2), []

        def write(name: str) -> None:
            try:
                for number in range(EACH):
                    if on_postgres:
                        gate.wait(timeout=PATIENCE)
                    with unit(by=Actor.system(name)) as log:
                        log.record("test.write", turn=number)
            except BaseException as failure:
                failures.append(failure)
                gate.abort()

        if on_postgres:
            together(write, "甲", "乙")
        else:
            write("甲")
            write("乙")
        assert failures == []
        assert Event.objects.count() == 2 * EACH
        verdict = check_log()
        assert (verdict.faults, verdict.heads) == ((), 2 * EACH)

    def test_a_long_unit_does_not_hold_up_a_short_one(self, settings, tmp_path, on_postgres):
        """The head row is locked by the last statements of a unit, not from its start."""
        settings.HEADS_FILE = tmp_path / "heads"

        def short() -> None:
            with unit(by=Actor.system("短")) as log:
                log.record("test.short")

        with unit(by=Actor.system("长")) as log:
            log.record("test.long")
            if on_postgres:
                together(short)
        if not on_postgres:
            short()
        actions = list(Event.objects.order_by("number").values_list("action", flat=True))
        assert actions == (["test.short", "test.long"] if on_postgres else ["test.long", "test.short"])
        assert check_log().faults == ()


def together(act, *names: str) -> None:
    def run(*arguments: str) -> None:
        try:
            act(*arguments)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(name,)) for name in names] or [threading.Thread(target=run)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
        assert not thread.is_alive(), "a writer waits for another that waits for it"
