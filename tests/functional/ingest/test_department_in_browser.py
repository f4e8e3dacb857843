"""The first page of a department in a real browser: what its own files contradict in the registers, and nobody else's."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

import factories
from jingzhun.accounts.models import Post
from jingzhun.ingest.contradictions import contradicting_cells
from jingzhun.ingest.models import Difference, RowIssue, Upload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def education(transactional_db, client):
    client.get("/")  # all addresses are imported before the browser waits for one
    factories.county()
    return factories.post(role="department", department="教育局")


def sent(post: Post, name: str, cells: int, *, state: str = "checked", day: date = date(2018, 12, 31)) -> Upload:
    """A checked file with so many persons who are not in the registers, one broken cell, and one value that differs."""
    upload = Upload.objects.create(
        state=state, name=name, area=post.area, by=post.official, by_name=post.official.name, at=timezone.now(),
        layout="schooling", since=day,
    )  # fmt: skip
    said = {"upload": upload, "kind": "refused", "column": "证件号码", "shown": "533499********001X"}
    reason = "库里没有这个人，或不在你的范围。请核对证件号码。"
    for row in range(2, cells + 2):
        RowIssue.objects.create(**said, row=row, code="R-071", reason=reason)
    RowIssue.objects.create(**said, row=99, code="R-001", reason="必填的格是空的。")
    Difference.objects.create(
        upload=upload, kind="changed", code="H-1", who="此里农布", field="就学状态", before="在校", after="辍学"
    )
    return upload


def test_a_department_pages_through_what_its_file_contradicts(live, education, page, phone, enter, axe, fits, shot):
    sent(education, "先传的.xlsx", 3)
    upload = sent(education, "在校生名册.xlsx", 25)
    sent(factories.post(role="department", department="卫健局"), "别的部门的.xlsx", 4)
    enter(page, education)
    page.goto(live)
    said = page.locator("#cells").inner_text()
    assert "先传的.xlsx" not in said and "别的部门的.xlsx" not in said, "the newest file of this department alone"
    assert "R-071 库里没有这个人" in said and "R-001" not in said, "contradictions, not every broken cell"
    assert "共 25 处" in said
    assert page.locator("#values tbody tr").inner_text().split("\t")[3:6] == ["就学状态", "在校", "辍学"]
    axe(page)
    fits(page)
    shot(page, "department-contradictions")
    page.locator("#cells").get_by_text("下一页").click()
    page.wait_for_url("**cells=2**")
    assert page.locator("#cells tbody tr").count() == 5
    page.locator("#cells tbody a").first.click()
    page.wait_for_url("**" + reverse("import", args=[upload.pk]))
    enter(phone, education)
    phone.goto(live)
    axe(phone)
    fits(phone)
    shot(phone, "department-contradictions")


def test_a_file_undone_or_replaced_contradicts_nothing_more(education):
    first = sent(education, "一.xlsx", 2)
    assert contradicting_cells(education).count() == 2
    Upload.objects.filter(pk=first.pk).update(state="abandoned")
    assert not contradicting_cells(education).exists()
    sent(education, "二.xlsx", 3)
    sent(education, "另一年.xlsx", 1, day=date(2017, 12, 31))
    assert contradicting_cells(education).count() == 4


def test_without_files_the_list_says_what_will_stand_in_it(live, education, page, enter, axe):
    enter(page, education)
    page.goto(live)
    assert "没有和登记对不上的" in page.locator("main").inner_text()
    axe(page)
