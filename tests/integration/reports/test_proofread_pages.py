"""Proofreading pages: what comes back for text and files, what is refused, what is kept and logged, what is held against it."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import factories
from jingzhun.areas.models import Area
from jingzhun.attachments.models import StoredFile
from jingzhun.audit.models import Event
from jingzhun.reports.given import area_tree, given_figures
from jingzhun.reports.models import KeptCheck
from jingzhun.results.models import Figure, RosterSnapshot

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)
WRONG = "全镇共有党员521名，其中农民党员412名、机关党员86名、学生党员14名。"


@pytest.fixture
def officer(client):
    factories.county()
    post = factories.post()
    client.force_login(post.official)
    session = client.session
    session["post"] = post.pk
    session.save()
    return post


def word(*lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return SimpleUploadedFile("报告.docx", stream.getvalue())


def test_pasted_text_shows_the_sum_as_on_paper_and_keeps_nothing(client, officer):
    page = client.post("/proofread/check/", {"text": WRONG}).content.decode()
    assert "分项之和为512名，文中总数为521名" in page
    assert "农民党员" in page
    assert not StoredFile.objects.exists()
    assert not KeptCheck.objects.exists()


def test_nothing_given_is_said(client, officer):
    answer = client.post("/proofread/check/", {})
    assert answer.status_code == 422
    assert "请选一个文件，或粘贴报告的文字" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("坏.docx", b"PK\x03\x04broken", "C-107"),
        ("图.txt", b"\x89PNG\r\n\x1a\n0000", "C-102"),
        ("空.txt", b"  ", "C-101"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_what_to_do(client, officer, name, data, code):
    answer = client.post("/proofread/check/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert code in answer.content.decode()


def test_a_zip_bomb_is_refused(client, officer):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml")
        package.writestr("word/document.xml", b"0" * 200_000_000)
    answer = client.post("/proofread/check/", {"file": SimpleUploadedFile("大.docx", stream.getvalue())})
    assert "C-104" in answer.content.decode()


def test_a_word_file_comes_back_with_comments(client, officer):
    answer = client.post("/proofread/word/", {"file": word("标题", WRONG)})
    (comment,) = docx.Document(io.BytesIO(answer.content)).comments
    assert "512名" in comment.text
    refused = client.post("/proofread/word/", {"text": WRONG})
    page = refused.content.decode()
    assert refused.status_code == 422 and "D-020" in page and refused.context["form"]["text"].value() == WRONG
    assert "512名" in page, "what was found is not lost"


def test_what_is_kept_has_area_file_and_a_line_in_the_log(client, officer):
    answer = client.post("/proofread/keep/", {"file": word("标题", WRONG)})
    kept = KeptCheck.objects.get()
    assert answer.url == f"/proofread/kept/{kept.pk}/"
    assert (kept.area_id, kept.errors, kept.kept_by_name) == (officer.area_id, 1, officer.official.name)
    event = Event.objects.get(action="proofread.keep")
    assert event.area_code == officer.area_id
    assert "512名" in client.get(answer.url).content.decode()


def test_two_reports_of_one_office_are_held_against_each_other(client, officer):
    one, other = "全县建档立卡贫困户2814户。", "全县建档立卡贫困户2841户。"
    page = client.post("/proofread/check/", {"text": one, "other": SimpleUploadedFile("另一份.txt", other.encode())})
    assert "另一份.txt" in page.content.decode()
    assert "2841户" in page.content.decode()


def counted(area, indicator, title, value, unit):
    roster = RosterSnapshot.objects.first() or RosterSnapshot.objects.create(
        area=area, as_of=DAY, known_at=timezone.now(), digest="1" * 64, folder="given", built_at=timezone.now()
    )
    Figure.objects.create(
        origin="computed", indicator=indicator, title=title, area=area, as_of=DAY, known_at=timezone.now(), value=value, unit=unit,
        roster=roster, rows_digest="2" * 64, computed_at=timezone.now(),
    )  # fmt: skip


def test_figures_of_the_system_are_held_against_the_report(client, officer):
    area = Area.objects.get(pk=officer.area_id)
    counted(area, "registered_households", "建档立卡户数", Decimal(2814), "户")
    counted(area, "village_income", "村集体经济收入", Decimal(1_234_500), "分")
    given = {figure.names[0]: figure for figure in given_figures(area, as_of=DAY)}
    assert (given["村集体经济收入"].base, given["村集体经济收入"].unit) == (Decimal(12345), "元")
    text = {"text": "2018年全县有建档立卡户2841户。", "area": area.pk}
    page = client.post("/proofread/check/", text).content.decode()
    assert "系统截至2018-12-31为2814户" in page
    assert "系统截至" not in client.post("/proofread/check/", {**text, "area": ""}).content.decode()


def test_figures_of_another_county_cannot_be_asked_for(client, officer):
    assert client.post("/proofread/check/", {"text": WRONG, "area": "110000000000"}).status_code == 422


def test_the_tree_holds_what_stands_on_the_day(officer):
    tree = area_tree(Area.objects.get(pk=officer.area_id), on=DAY)
    assert tree.root.name == officer.area.title
    assert len(tree.areas) > 1


def test_a_post_that_sees_no_figures_may_not_check(client):
    factories.county()
    admin = factories.post(role="system_admin")
    client.force_login(admin.official)
    assert client.get("/proofread/").status_code == 403
