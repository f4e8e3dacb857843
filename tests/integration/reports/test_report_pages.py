"""The workshop's pages: who may, what they see, what a filled form writes."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import factories
from integration.reports import library_2018
from jingzhun.areas.models import Area
from jingzhun.attachments.actions.store import read
from jingzhun.audit.models import Event
from jingzhun.documents.letter import BODY, write_letter
from jingzhun.reports.actions.report import write
from jingzhun.reports.actions.template import load_shipped
from jingzhun.reports.models import Report, ReportTemplate

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)


@pytest.fixture(scope="module")
def ground(standing):
    def make() -> Report:
        factories.county()
        library_2018.fill_library()
        template = load_shipped(by=factories.SYSTEM)[0]
        return write(template=template, area=Area.objects.get(pk=factories.COUNTY), as_of=DAY, by=factories.SYSTEM)

    return standing(make)


@pytest.fixture
def report(db, ground, settings, tmp_path) -> Report:
    """One that was written, of a template in force."""
    return ground(settings, tmp_path)


@pytest.fixture
def template(report) -> ReportTemplate:
    return ReportTemplate.objects.get(pk=report.template_id)


def newest() -> Report:
    """The one that was written beside the ground's."""
    one, _ = Report.objects.order_by("-pk")
    return one


def enter(client, **post):
    made = factories.post(**post)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


def test_a_filled_form_writes_the_report_and_shows_it(client, template):
    enter(client)
    form = client.get(reverse("report-new", args=[template.pk])).content.decode()
    assert 'value="县扶贫开发领导小组"' in form
    answer = client.post(reverse("report-new", args=[template.pk]), {"word-主送": "县委农村工作领导小组"})
    report = newest()
    assert answer["Location"] == reverse("report", args=[report.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "县委农村工作领导小组：" in page
    figure = report.figures.get(name="资金_概况").figure
    assert f'<a class="jz-fig" href="{reverse("figure", args=[figure.pk])}"' in page


def test_what_stops_a_report_stays_on_the_form(client, template):
    ReportTemplate.objects.filter(pk=template.pk).update(
        definition=template.definition.replace(
            "agree:\n", "agree:\n  - {total: 项目_数, parts: [集体_数, 卫生_数]}\n", 1
        )
    )
    enter(client)
    answer = client.post(reverse("report-new", args=[template.pk]), {"word-主送": "甲"})
    assert "D-013" in answer.content.decode()
    assert Report.objects.count() == 1


def test_the_file_is_sent_as_stored_and_its_download_logged(client, report):
    enter(client)
    answer = client.get(reverse("report-file", args=[report.pk]))
    assert answer.content == read(report.file_id)
    assert Event.objects.filter(action="report.download", details__file=report.file_id).exists()


def test_a_report_that_has_aged_says_how_many_changes_followed(client, report):
    enter(client)
    assert "处变动" not in client.get(reverse("report", args=[report.pk])).content.decode()
    factories.change()
    assert "其后有 1 处变动" in client.get(reverse("report", args=[report.pk])).content.decode()
    answer = client.post(reverse("report-again", args=[report.pk]))
    assert answer["Location"] == reverse("report", args=[Report.objects.get(replaces=report).pk])


@pytest.mark.parametrize("role", ["township_reviewer", "finance", "helper", "system_admin"])
def test_only_the_county_office_writes_reports(client, report, role):
    area = factories.TOWNSHIP if role == "township_reviewer" else factories.COUNTY
    enter(client, role=role, area=area)
    for address in (
        reverse("reports"), reverse("report-new", args=[report.template_id]), reverse("report", args=[report.pk]),
        reverse("report-file", args=[report.pk]), reverse("report-template", args=[report.template_id]), reverse("report-checked", args=[report.pk]),
    ):  # fmt: skip
        assert client.get(address).status_code in (403, 422)
    assert client.post(reverse("report-again", args=[report.pk])).status_code in (403, 422)


def test_the_next_county_does_not_learn_of_a_report(client, report):
    enter(client, area=factories.NEXT_COUNTY)
    assert list(client.get(reverse("reports")).context["reports"]) == []
    for name in ("report", "report-file", "report-checked"):
        assert client.get(reverse(name, args=[report.pk])).status_code == 404
    assert client.post(reverse("report-again", args=[report.pk])).status_code == 404


def test_an_edited_template_becomes_a_version_and_its_unknown_names_are_asked_for(client, template):
    enter(client)
    file = SimpleUploadedFile("改.docx", write_letter([(BODY, "共{{项目_数}}个，路灯{{路灯_数}}盏。")]))
    answer = client.post(reverse("report-template", args=[template.pk]), {"file": file})
    edited = ReportTemplate.objects.get(version=2)
    assert answer["Location"] == reverse("report-template", args=[edited.pk])
    assert "路灯_数" in client.get(answer["Location"]).content.decode()
    client.post(reverse("report-new", args=[edited.pk]), {"typed-路灯_数": "965"})
    report = newest()
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert '<mark class="jz-q" title="没有来历的数字">965</mark>' in page
    assert report.loose == 1


def test_a_file_that_is_no_template_is_refused_on_the_form(client, template):
    enter(client)
    file = SimpleUploadedFile("改.docx", b"not a package")
    answer = client.post(reverse("report-template", args=[template.pk]), {"file": file})
    assert answer.status_code == 200
    assert "C-10" in answer.content.decode()
    assert ReportTemplate.objects.count() == 1


def test_the_proofreader_finds_that_the_reports_own_sums_hold(client, report):
    enter(client)
    answer = client.get(reverse("report-checked", args=[report.pk]))
    assert len(answer.context["holdings"]) >= 20
    assert [each.message for each in answer.context["findings"] if each.severity == "error"] == []
    sums = [each.arithmetic for each in answer.context["holdings"]]
    assert "1569万元 + 500万元 + 364万元 + 401万元 + 916万元 + 1019万元 + 16361.74万元 = 21130.74万元" in sums


def test_the_proofreader_sees_a_number_that_was_typed_wrong(client, template):
    enter(client)
    text = "共有项目{{项目_数}}个，其中集体经济{{集体_数}}个，卫生室{{卫生_数}}个，其余{{其余_数}}个。"
    file = SimpleUploadedFile("改.docx", write_letter([(BODY, text)]))
    client.post(reverse("report-template", args=[template.pk]), {"file": file})
    edited = ReportTemplate.objects.get(version=2)
    client.post(reverse("report-new", args=[edited.pk]), {"typed-其余_数": "40"})
    answer = client.get(reverse("report-checked", args=[newest().pk]))
    assert [each.kind.label for each in answer.context["findings"]] == ["合计"]
    assert "必改" in answer.content.decode() or "请核" in answer.content.decode()
