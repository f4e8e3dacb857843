"""An import in a real browser: sent, waited for, looked at, written; nothing for axe, nothing too wide."""

from __future__ import annotations

import pytest

import factories
from jingzhun.ingest import jobs
from jingzhun.ingest.models import Upload
from jingzhun.registry.models import Membership
from sheets import family, headers, xlsx

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(transactional_db, client):
    client.get("/")  # all addresses are imported before the browser waits for one
    factories.county()
    return factories.post()


def test_a_file_goes_from_the_form_to_the_registry(live, officer, page, phone, enter, axe, fits, shot, tmp_path):
    rows = [*family("H1"), *family("H2", 人数=4)]
    rows[4]["证件号码"] = "533499197208010001"
    file = tmp_path / "云岭乡2018.xlsx"
    file.write_bytes(xlsx(headers("export-2018"), rows))
    for window in (page, phone):
        enter(window, officer)
    page.goto(f"{live}/imports/")
    axe(page)
    page.set_input_files("input[type=file]", str(file))
    page.locator("text=上传并核对").click()
    page.locator("text=正在进行").wait_for()
    upload = Upload.objects.get()
    jobs.check_upload.func(upload.pk, officer.pk)
    page.locator("text=写入 5 行").wait_for()
    assert "R-017" in page.locator("#refused").inner_text()
    axe(page)
    fits(page)
    shot(page, "import")
    phone.goto(f"{live}/imports/{upload.pk}/")
    fits(phone)
    axe(phone)
    shot(phone, "import")
    page.goto(f"{live}/imports/{upload.pk}/columns/")
    axe(page)
    fits(page)
    shot(page, "import-columns")
    page.goto(f"{live}/imports/{upload.pk}/")
    with page.expect_download() as download:
        page.locator("text=下载改错表").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.locator("text=写入 5 行").click()
    page.locator("text=正在进行").wait_for()
    jobs.write_upload.func(upload.pk, officer.pk)
    page.locator("text=撤销这次导入").wait_for()
    assert Membership.objects.known().count() == 5
    axe(page)
    shot(page, "import-written")
