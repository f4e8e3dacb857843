"""The report of 2018: every number is computed, agrees, and is traced."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from docx import Document

import factories
from integration.reports import library_2018
from jingzhun.attachments.actions.store import read
from jingzhun.audit.models import Event
from jingzhun.core.figure import Origin
from jingzhun.core.upload import UnableToAcceptKind
from jingzhun.documents.letter import BODY, pack, write_letter
from jingzhun.documents.report import UnableToFillTemplate, read_back
from jingzhun.ledger.actions.project import ProjectRow
from jingzhun.policy.actions.codes import add_code
from jingzhun.reports.actions.report import UnableToAgree, UnableToWriteReport, write, write_again
from jingzhun.reports.actions.template import UnableToKeepTemplate, keep_edited, load_shipped
from jingzhun.reports.models import Report, ReportTemplate
from jingzhun.results.models import Figure

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)


@pytest.fixture(scope="module")
def ground(standing):
    def make() -> Report:
        area = factories.county()
        library_2018.fill_library()
        for village in (factories.VILLAGE, factories.NEXT_VILLAGE):
            home = factories.household(village=village)
            factories.member(of=home)
            factories.member(of=home, name="卓玛", relation="02", sex="女")
        return written(load_shipped(by=factories.SYSTEM)[0], area)

    return standing(make)


@pytest.fixture
def report(db, ground, settings, tmp_path) -> Report:
    """One that was written, of the shipped template."""
    return ground(settings, tmp_path)


@pytest.fixture
def area(report):
    return report.area


@pytest.fixture
def template(report) -> ReportTemplate:
    return report.template


def written(template, area, **options) -> Report:
    return write(template=template, area=area, as_of=DAY, by=factories.SYSTEM, **options)


def shown(report: Report) -> dict[str, str]:
    return {row.name: row.shown for row in report.figures.all()}


def text_of(report: Report) -> str:
    return "\n".join(paragraph.text for paragraph in read_back(read(report.file_id)))


@pytest.mark.row("S-17", "S-32", "S-108")
def test_the_report_of_2018_states_both_scopes_and_its_categories(report):
    """000:9 and 000:11–16; the original printed 20784.73998 where its categories give 21130.74."""
    assert shown(report) | {
        "项目_数": "78", "资金_概况": "21130.74", "资金_全部": "21450.74", "资金_整合": "320", "原报告_资金": "20784.73998",
        "集体_数": "19", "集体_资金": "1569", "集体_上海": "1126", "集体_专项": "443",
        "卫生_数": "18", "卫生_新建": "16", "卫生_修缮": "2", "卫生_资金": "820", "卫生_概况": "500", "卫生_上海": "500",
        "卫生_整合": "320", "卫生_户": "4495", "卫生_人": "20442",
        "能力_数": "5", "能力_资金": "364", "教育_数": "2", "教育_上海": "401", "人居_数": "3", "人居_资金": "916",
        "活动_资金": "1019", "道路_数": "26", "道路_村数": "23", "道路_资金": "16361.74", "道路_面积": "400863",
    } == shown(report)  # fmt: skip
    text = text_of(report)
    assert "不含涉农整合资金的为21130.74万元；含涉农整合资金的为21450.74万元" in text
    assert "健康扶贫（村卫生室）18所500万元" in text


def test_every_number_in_the_file_belongs_to_a_figure_with_rows_or_a_document(report):
    paragraphs = read_back(read(report.file_id))
    by_number = {row.number: row for row in report.figures.select_related("figure")}
    traced = [span for paragraph in paragraphs for span in paragraph.spans if span.number]
    assert len(traced) > 60
    for span in traced:
        row = by_number[span.number]
        assert span.text == row.shown
        assert row.figure.origin in (Origin.COMPUTED, Origin.STATED)
        assert row.figure.rows_digest or row.figure.document
    rest = "".join(span.text for paragraph in paragraphs for span in paragraph.spans if not span.number)
    without_days = re.sub(r"\d{4}年(度)?(\d{1,2}月(\d{1,2}日)?)?", "", rest)
    assert re.findall(r"\d+", without_days) == []
    assert report.loose == 0


def test_the_appendix_has_one_row_for_each_number_with_its_place(report):
    table = Document(io.BytesIO(read(report.file_id))).tables[0]
    assert len(table.rows) == 1 + report.figures.count()
    cells = {row.cells[0].text: [cell.text for cell in row.cells] for row in table.rows[1:]}
    row = report.figures.get(name="资金_概况")
    line = cells[str(row.number)]
    assert line[1] == "一、第2段"
    assert line[3:6] == ["21130.74", "万元", "计算"]
    assert line[9:] == [str(row.figure.rows), row.figure.rows_digest[:12]]
    stated = cells[str(report.figures.get(name="原报告_资金").number)]
    assert (stated[5], stated[9]) == ("引述", "—")
    assert "德钦县人民政府扶贫开发办公室" in stated[8]


def test_parts_add_up_to_totals_as_figures(report):
    value = {row.name: row.figure.value for row in report.figures.select_related("figure")}
    names = ("集体", "卫生", "能力", "教育", "人居", "活动", "道路")
    assert value["资金_概况"] == sum(value[f"{name}_概况"] for name in names)
    assert value["项目_数"] == sum(value[f"{name}_数"] for name in names)
    assert value["资金_概况"] + value["资金_整合"] == value["资金_全部"]


def test_a_project_outside_the_listed_categories_stops_the_report(area):
    add_code(list_name="项目类别", code="99", text="其他", by=factories.SYSTEM)
    library_2018.fill_library(
        extra=(ProjectRow(code="Z", area=factories.COUNTY, name="其他", category="99", year=2018, stage="finished"),)
    )
    template = load_shipped(by=factories.SYSTEM)[0]
    with pytest.raises(UnableToAgree, match=r"D-013.*79.*78"):
        written(template, area)
    assert Report.objects.count() == 1


def test_a_report_is_logged_and_kept_under_its_digest(report):
    event = Event.objects.get(action="report.write")
    assert (event.details["file"], event.details["untraced"]) == (report.file_id, 0)
    assert event.details["roster"] == report.roster.digest
    assert report.word_count > 900


def test_nothing_new_is_counted_when_nothing_was_written_since(report, template, area):
    before = Figure.objects.count()
    again = written(template, area)
    assert again.roster == report.roster
    assert Figure.objects.count() == before
    assert again.file_id == report.file_id


def test_writing_again_knows_what_was_changed_and_keeps_the_old_one(template, area):
    first = written(template, area, words={"主送": "县委农村工作领导小组"})
    factories.project(code="后来", category="04", funding={"shanghai": 1_000_000})
    second = write_again(report=first, by=factories.SYSTEM)
    assert second.replaces == first
    assert (shown(first)["项目_数"], shown(second)["项目_数"]) == ("78", "79")
    assert shown(second)["资金_概况"] == "21131.74"
    assert "县委农村工作领导小组：" in text_of(second)
    with pytest.raises(UnableToWriteReport, match="D-012"):
        write_again(report=Report.objects.get(pk=first.pk), by=factories.SYSTEM)


def test_a_typed_number_is_allowed_and_untraced(template, area):
    word = Document(io.BytesIO(read(template.file_id)))
    word.paragraphs[6].add_run("另有路灯{{路灯_数}}盏。")
    edited = keep_edited(base=template, data=pack(word), file_name="改.docx", largest=10**6, by=factories.SYSTEM)
    assert (edited.version, edited.is_shipped) == (2, False)
    with pytest.raises(UnableToFillTemplate, match="路灯_数"):
        written(edited, area)
    with pytest.raises(UnableToWriteReport, match="不带单位"):
        written(edited, area, typed={"路灯_数": "965盏"})
    report = written(edited, area, typed={"路灯_数": "965"})
    row = report.figures.get(name="路灯_数")
    assert (row.origin, row.figure, row.is_traced, report.loose) == (Origin.TYPED, None, False, 1)
    assert "路灯965盏" in text_of(report)


def test_a_number_written_into_the_word_template_is_counted_as_untraced(template, area):
    word = Document(io.BytesIO(read(template.file_id)))
    word.paragraphs[6].add_run("另有路灯965盏。")
    edited = keep_edited(base=template, data=pack(word), file_name="改.docx", largest=10**6, by=factories.SYSTEM)
    assert written(edited, area).loose == 1


def test_a_file_that_is_no_template_is_refused(template):
    data = write_letter([(BODY, "没有占位符")])
    with pytest.raises(UnableToKeepTemplate, match="D-011"):
        keep_edited(base=template, data=data, file_name="改.docx", largest=10**6, by=factories.SYSTEM)
    with pytest.raises(UnableToAcceptKind):
        keep_edited(base=template, data="文字".encode(), file_name="改.txt", largest=10**6, by=factories.SYSTEM)
    assert ReportTemplate.objects.count() == 1


def test_loading_the_shipped_templates_twice_keeps_one_version(template):
    load_shipped(by=factories.SYSTEM)
    assert ReportTemplate.objects.count() == 1


def test_villages_are_listed_once_by_name(report):
    line = next(line for line in text_of(report).splitlines() if "个村（" in line and "分期实施" in line)
    names = line[line.index("（") + 1 : line.index("）")].split("、")
    assert len(names) == len(set(names)) == 23
