"""Two cashiers at once, and a process killed in the middle of a batch: a claim is paid once or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections

from claim_ground import invoice
from claim_walk import ON, PAID, at_finance, claimed, funded, paying_office
from jingzhun.casework.actions.decision import UnableToDecide, UnableToDecideStale, decide
from jingzhun.casework.models import Case, Decision
from jingzhun.core.errors import Problem
from jingzhun.ledger.models import Account, Movement
from jingzhun.ledger.reconcile import identities

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("claims-at-once")]
PAY_ON = ON + timedelta(days=1)


@pytest.fixture
def at(settings, tmp_path):
    settings.MEDIA_ROOT, settings.DATA_FOLDER, settings.HEADS_FILE = tmp_path / "files", tmp_path, tmp_path / "heads"
    return paying_office()


def ready(at, count: int, yuan: int = 100) -> list[Case]:
    """Cases at the payment with their voucher filled in, of claims for one place of money."""
    held, cases = funded(700), []
    for number in range(count):
        case = at_finance(at, claimed(held, yuan, invoices=(invoice(f"F{number}", yuan),)))
        at.fill(case, "payment", PAID["payment"], at.posts["finance"][0], on=PAY_ON)
        case.refresh_from_db()
        cases.append(case)
    return cases


def paying(case: Case, post):
    def act() -> str:
        try:
            decide(
                cases=[case], outcome="pass", post=post, by=post.official, on=PAY_ON, versions={case.pk: case.version}
            )
        except (UnableToDecide, UnableToDecideStale, Problem) as told:
            return type(told).__name__
        except OperationalError as busy:
            return f"busy: {busy}"
        finally:
            connections.close_all()
        return "paid"

    return act


def test_two_cashiers_pay_a_claim_once(at):
    case = ready(at, 1)[0]
    with ThreadPoolExecutor(3) as pool:
        told = [each.result() for each in [pool.submit(paying(case, post)) for post in at.posts["finance"]]]
    assert told.count("paid") == 1, told
    assert Movement.objects.filter(kind="pay").count() == 1
    assert Account.objects.get(kind="paid").balance == 10_000
    assert all(each.holds for each in identities())


def test_claims_of_one_place_paid_at_once_stay_within_its_money(at):
    """Three claims of 200 for 700, each by a cashier of their own: whoever finds the ledger busy has paid nothing."""
    cases = ready(at, 3, 200)
    with ThreadPoolExecutor(3) as pool:
        jobs = zip(cases, at.posts["finance"], strict=True)
        told = [each.result() for each in [pool.submit(paying(case, post)) for case, post in jobs]]
    paid = Movement.objects.filter(kind="pay").count()
    assert told.count("paid") == paid, told
    assert Account.objects.get(kind="allocated").balance == 70_000 - paid * 20_000
    assert all(each.holds for each in identities())


def test_a_process_killed_in_the_middle_of_a_batch_leaves_nothing_half_done(at, on_postgres, tmp_path):
    cases = ready(at, 3)
    post = at.posts["finance"][0]
    settings = connection.settings_dict
    script = textwrap.dedent(
        f"""
        import django, os, time
        from django.conf import settings
        os.environ["DJANGO_SETTINGS_MODULE"] = "jingzhun.web.settings"
        django.setup()
        from django.db import connections
        connections["default"].settings_dict.update({{key: value for key, value in {_plain(settings)!r}.items()}})
        settings.MEDIA_ROOT = {str(tmp_path / "files")!r}
        from datetime import date
        from pathlib import Path
        settings.DATA_FOLDER, settings.HEADS_FILE = Path({str(tmp_path)!r}), Path({str(tmp_path / "heads")!r})
        from jingzhun.accounts.models import Post
        from jingzhun.casework.actions.decision import decide
        from jingzhun.casework.models import Case
        from jingzhun.ledger.actions import claim as ledger
        from jingzhun.ledger.models import Movement
        once = ledger.pay_claim
        def slow(**given):
            made = once(**given)
            if Movement.objects.filter(kind="pay").count() == 2:
                Path({str(tmp_path / "middle")!r}).write_text("two are paid, the third waits")
                time.sleep(60)
            return made
        ledger.pay_claim = slow
        post = Post.objects.get(pk={post.pk})
        cases = list(Case.objects.filter(pk__in={[case.pk for case in cases]!r}))
        decide(cases=cases, outcome="pass", post=post, by=post.official, on=date.fromisoformat({PAY_ON.isoformat()!r}))
        """
    )
    running = subprocess.Popen([sys.executable, "-c", script], env=os.environ.copy(), stderr=subprocess.PIPE)
    try:
        waited = 0
        while not (tmp_path / "middle").exists() and running.poll() is None and waited < 1200:
            time.sleep(0.05)
            waited += 1
        assert (tmp_path / "middle").exists(), running.stderr.read().decode()[-2000:]
        os.kill(running.pid, signal.SIGKILL)
    finally:
        running.kill()
        running.wait()
        running.stderr.close()
    assert not Movement.objects.filter(kind__in=("claim", "pay")).exists()
    assert not Decision.objects.filter(step__key="pay").exists()
    assert {case.state for case in Case.objects.all()} == {"open"}
    assert all(each.holds for each in identities())
    decide(cases=cases, outcome="pass", post=post, by=post.official, on=PAY_ON)
    assert Movement.objects.filter(kind="pay").count() == 3
    assert all(each.holds for each in identities())


def _plain(settings: dict) -> dict:
    return {key: str(settings[key]) for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")}
