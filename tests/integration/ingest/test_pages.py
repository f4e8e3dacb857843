"""The way of a file through the pages: upload, columns, differences, writing, undo; who may do what, and where."""

from __future__ import annotations

import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

import factories
from jingzhun.audit.models import Event
from jingzhun.ingest.models import SavedMapping, Upload
from jingzhun.registry.models import Membership
from paper import printed
from sheets import family, headers, xlsx

pytestmark = pytest.mark.django_db(transaction=False)
HEADERS = headers("export-2018")


@pytest.fixture(autouse=True)
def _at_once(county, monkeypatch, django_capture_on_commit_callbacks):
    """Jobs run at once instead of in the worker."""
    from jingzhun.ingest import jobs
    from jingzhun.ingest.actions import upload as actions

    monkeypatch.setattr(actions.transaction, "on_commit", lambda start, **how: start())
    for name in ("check_upload", "write_upload"):
        run = getattr(jobs, name).func
        monkeypatch.setattr(f"jingzhun.ingest.views.upload.{name}", type("Task", (), {"enqueue": staticmethod(run)}))


def enter(client, **post):
    made = factories.post(**post)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def send(client, data: bytes, name: str = "export.xlsx"):
    response = client.post(reverse("imports"), {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, response.content.decode()
    return Upload.objects.get(pk=int(response["Location"].rstrip("/").rsplit("/", 1)[1]))


def dirty():
    rows = [*family("H1"), *family("H2")]
    rows[4]["证件号码"] = "533499197208010001"
    return xlsx(HEADERS, rows)


def test_a_file_written_from_the_command_line_has_its_page_too(client, tmp_path):
    (tmp_path / "export.xlsx").write_bytes(dirty())
    with pytest.raises(SystemExit) as left:
        call_command("import_file", str(tmp_path / "export.xlsx"), "--apply")
    assert left.value.code == 1
    enter(client)
    page = client.get(reverse("import", args=[Upload.objects.get().pk])).content.decode()
    assert "第 6 行" in page and "R-017" in page and "撤销这次导入" in page
    assert "533499197208010001" not in page


def test_upload_look_write_and_undo(client):
    enter(client)
    upload = send(client, dirty())
    assert (upload.state, upload.counts["accepted"], upload.counts["refused_rows"]) == ("checked", 5, 1)
    page = client.get(reverse("import", args=[upload.pk])).content.decode()
    assert "第 6 行" in page and "R-017" in page and "533499********0001" in page and "写入 5 行" in page
    assert "533499197208010001" not in page
    assert not Membership.objects.exists()
    client.post(reverse("import-write", args=[upload.pk]))
    upload.refresh_from_db()
    assert upload.state == "applied" and Membership.objects.known().count() == 5
    refused = client.post(reverse("import-undo", args=[upload.pk]), {"reason": ""})
    assert refused.status_code == 422
    client.post(reverse("import-undo", args=[upload.pk]), {"reason": "传错了年份"})
    upload.refresh_from_db()
    assert upload.state == "undone" and not Membership.objects.known().exists()


def test_the_returned_workbook_can_be_corrected_and_sent_again(client):
    enter(client)
    upload = send(client, dirty())
    client.post(reverse("import-write", args=[upload.pk]))
    response = client.get(reverse("import-returned", args=[upload.pk]))
    page = printed(response.content)
    assert page["points"] >= 8.99 and page["is_across"] and page["repeated"] == ["$A:$A", "$1:$1"]
    head, row = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert head[:2] == ["原行号", "拒收原因"] and "R-" in row[1]
    right = family("H2")[1]["证件号码"]
    corrected = xlsx(head, [dict(zip(head, row, strict=True)) | {"证件号码": right}])
    again = send(client, corrected, "corrected.xlsx")
    assert (again.counts["accepted"], again.counts["refused"]) == (1, 0)
    assert Event.objects.filter(action="import.returned").count() == 1


def test_unknown_headers_are_settled_once_and_remembered(client):
    enter(client)
    strange = [f"字段{place}" for place in range(len(HEADERS))]
    rows = [{strange[place]: row.get(header) for place, header in enumerate(HEADERS)} for row in family("H1")]
    upload = send(client, xlsx(strange, rows), "own.xlsx")
    assert upload.state == "mapping"
    at = reverse("import-columns", args=[upload.pk])
    assert client.get(reverse("import", args=[upload.pk]))["Location"] == at
    assert "请选择" in client.get(at).content.decode()
    from jingzhun.ingest.layouts.layout import layouts

    layout = layouts()["export-2018"]
    chosen = {f"c{place}": layout.by_header[header_key(header)].target for place, header in enumerate(HEADERS)}
    lacking = client.post(at, {"layout": "export-2018", "c0": "county"})
    assert lacking.status_code == 422 and "I-005" in lacking.content.decode()
    client.post(at, {"layout": "export-2018", "keep": "on", **chosen})
    upload.refresh_from_db()
    assert (upload.state, upload.counts["accepted"]) == ("checked", 3)
    assert SavedMapping.objects.count() == 1
    assert send(client, xlsx(strange, rows), "again.xlsx").counts["accepted"] == 3


def header_key(header):
    from jingzhun.core.text import fold_header

    return fold_header(header)


def test_another_data_day_and_clearing_blanks_are_checked_again(client):
    enter(client)
    upload = send(client, xlsx(HEADERS, family("H1")))
    client.post(reverse("import-choose", args=[upload.pk]), {"blank": "clear", "since": "2019-06-30"})
    upload.refresh_from_db()
    assert (upload.state, upload.blank, upload.since.isoformat()) == ("checked", "clear", "2019-06-30")
    wrong = client.post(reverse("import-choose", args=[upload.pk]), {"blank": "clear", "since": "六月"})
    assert wrong.status_code == 422


def test_a_file_refused_whole_shows_why(client):
    enter(client)
    upload = send(client, b"\x89PNG\r\n\x1a\n000", "photo.xlsx")
    assert upload.state == "refused" and upload.file is None
    assert "C-102" in client.get(reverse("import", args=[upload.pk])).content.decode()


def test_a_township_sends_but_only_its_own_rows_and_does_not_write(client):
    enter(client, role="township_reviewer", area="533422202000")
    upload = send(client, xlsx(HEADERS, family("H1")))
    assert (upload.counts["accepted"], upload.counts["changes"]) == (0, 0)
    own = send(client, xlsx(HEADERS, family("H5", **{"乡(镇)": "云岭乡", "行政村": "查里通村"})))
    assert own.counts["accepted"] == 3
    page = client.get(reverse("import", args=[own.pk])).content.decode()
    assert "由县级业务员办" in page and "写入 3 行" not in page
    assert client.post(reverse("import-write", args=[own.pk])).status_code == 403
    enter(client)
    assert client.post(reverse("import-write", args=[own.pk])).status_code == 302
    assert Membership.objects.known().count() == 3


@pytest.mark.parametrize("name", ["import", "import-progress", "import-columns", "import-returned"])
def test_a_neighbour_does_not_learn_of_an_upload(client, name):
    enter(client, role="township_reviewer", area="533422202000")
    upload = send(client, dirty())
    enter(client, role="township_reviewer", area="533422205000")
    assert client.get(reverse(name, args=[upload.pk])).status_code == 404
    for act in ("import-choose", "import-abandon"):
        assert client.post(reverse(act, args=[upload.pk])).status_code == 404
    for act in ("import-write", "import-undo"):
        # Its role may not do this to any upload: refused before one is looked for.
        assert client.post(reverse(act, args=[upload.pk])).status_code == 403
        assert client.post(reverse(act, args=[upload.pk + 1])).status_code == 403
    enter(client, role="village_cadre", area=factories.VILLAGE)
    assert client.get(reverse(name, args=[upload.pk])).status_code == 403


def test_queries_do_not_grow_with_the_file(client, django_assert_max_num_queries):
    enter(client)
    rows = [row for number in range(12) for row in family(f"Q{number:02d}")]
    upload = send(client, xlsx(HEADERS, rows))
    with django_assert_max_num_queries(24):
        client.get(reverse("import", args=[upload.pk]))
    with django_assert_max_num_queries(16):
        client.get(reverse("imports"))


def test_the_size_limit_holds_on_the_page(client, monkeypatch):
    enter(client)
    monkeypatch.setattr(settings.ENVIRONMENT, "upload_megabytes", 1)
    assert "C-101" in send(client, b"a,b\n" * 400_000, "big.csv").error
