"""Many posts at once: nothing is decided twice, lost or left half done, and the log still verifies."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connections

import factories
from case_ground import DAY, SHORT, home, offer
from jingzhun.accounts.models import Post
from jingzhun.areas.models import Area
from jingzhun.audit.check import check_log
from jingzhun.casework.actions.case import open_batch
from jingzhun.casework.actions.decision import UnableToDecide, UnableToDecideStale, decide
from jingzhun.casework.models import Case, Decision, NoticeEntry
from jingzhun.core.area_code import Level

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("concurrency")]
PEOPLE, HANDS = 50, 8
PLAIN = SHORT.replace("documents: [申请书], ", "").replace("documents: [审核报告], ", "")


def in_threads(tasks) -> list:
    def run(task):
        try:
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(run, tasks))


def test_five_hundred_cases_by_fifty_posts_lose_and_double_nothing(settings, tmp_path, on_postgres):
    """On SQLite, where one writes at a time and the others wait, a fifth of them."""
    many = 500 if on_postgres else 100
    settings.MEDIA_ROOT, settings.DATA_FOLDER, settings.HEADS_FILE = tmp_path / "files", tmp_path, tmp_path / "heads"
    factories.county()
    given = offer(PLAIN)
    villages = list(Area.objects.filter(level=Level.VILLAGE, code__startswith="533422").order_by("code")[: PEOPLE - 16])
    cadres = [factories.post(role="village_cadre", area=each.code) for each in villages]
    towns = sorted({each.code[:9] for each in villages})
    reviewers: dict[str, list[Post]] = {
        town: [factories.post(role="township_reviewer", area=town.ljust(12, "0")) for _ in range(2)] for town in towns
    }
    share = -(-many // len(cadres))

    def send(post: Post):
        homes = [home(post.area_id) for _ in range(share)]
        options = {"origin": "农户申请", "reason": "年度", "on": DAY, "title": "年度"}
        return lambda: open_batch(offer=given, subjects=homes, post=post, by=post.official, **options)

    batches = in_threads([send(post) for post in cadres])
    assert len({batch.number for batch in batches}) == len(cadres)
    cases = list(Case.objects.order_by("pk"))
    assert len(cases) == share * len(cadres) >= many
    assert len({case.number for case in cases}) == len(cases)

    by_village = {post.area_id: post for post in cadres}

    def first_step(batch):
        post = by_village[batch.area_id]
        return lambda: decide(cases=list(batch.cases.all()), outcome="pass", post=post, by=post.official, on=DAY)

    in_threads([first_step(batch) for batch in batches])
    assert NoticeEntry.objects.count() == len(cases)
    later = DAY + timedelta(days=6)

    def attempt(case: Case, post: Post, shown: str):
        def act() -> str:
            try:
                decide(cases=[case], outcome="pass", post=post, by=post.official, on=later, versions={case.pk: shown})
            except (UnableToDecideStale, UnableToDecide) as told:
                return type(told).__name__
            except OperationalError as busy:
                return f"busy: {busy}"
            return "won"

        return act

    fresh = list(Case.objects.order_by("pk"))
    both = [attempt(case, post, case.version) for case in fresh for post in reviewers[case.area_id[:9]]]
    outcomes = Counter(in_threads(both))
    assert outcomes == {"won": len(cases), "UnableToDecideStale": len(cases)}
    assert Decision.objects.filter(number=2).count() == len(cases)
    assert set(Case.objects.values_list("step__key", flat=True)) == {"county"}
    assert check_log().holds
