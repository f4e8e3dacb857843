"""The report tells of money and steps from the movements and milestones: cited, replayed, and not as noughts where none moved."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document

import factories
from integration.reports import library_2018
from jingzhun.attachments.actions.store import read
from jingzhun.core.figure import Origin
from jingzhun.documents.letter import pack
from jingzhun.documents.report import UnableToFillTemplate, read_back
from jingzhun.ledger.actions.appropriation import register_appropriation
from jingzhun.ledger.actions.movement import post
from jingzhun.ledger.models import ProjectMilestone, ProjectProgress
from jingzhun.policy.actions.codes import add_code
from jingzhun.proofread.document import Document as Proof
from jingzhun.proofread.finding import Severity
from jingzhun.proofread.proofreading import proofread
from jingzhun.registry.models import Subject
from jingzhun.reports.actions.report import UnableToAgree, write
from jingzhun.reports.actions.template import keep_edited, load_shipped
from jingzhun.reports.fixed_amounts import fixed_amounts
from jingzhun.reports.models import Report
from money_ground import Money, booking, claim_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("S-108")]
DAY = date(2018, 12, 31)


@pytest.fixture
def area(db):
    area = factories.county()
    library_2018.fill_library()
    factories.member(of=factories.household(code="H-1"))
    return area


@pytest.fixture
def template(area):
    return load_shipped(by=factories.SYSTEM)[0]


def moneyed(*, source: str = "shanghai", number: str = "ZB-18") -> Money:
    """Money of 2018 for the first project of the library."""
    project = Subject.objects.get(kind="project", code="XM001")
    with booking() as work:
        appropriation = register_appropriation(
            number=number, document="示财〔2018〕7号", title="示例资金", source=source, level="province", year=2018,
            issued_on=date(2018, 3, 1), area=factories.COUNTY, work=work,
        )  # fmt: skip
        claim = claim_of(project, f"BZ-{number}", by=work.change)
    return Money(appropriation, project, claim)


def paid(ground: Money) -> None:
    ground.book(assign=1_000_000, arrive=900_000, allocate=800_000, claim=600_000, pay=300_000)
    home = Subject.objects.get(code="H-1")
    with booking() as work:
        post([ground.order("pay_household", 100_000, payee="", household=home, moved_on=date(2018, 7, 1))], work=work)


def written(template, area, day: date = DAY, **options) -> Report:
    return write(template=template, area=area, as_of=day, by=factories.SYSTEM, **options)


def chapter(report: Report) -> str:
    text = "\n".join(paragraph.text for paragraph in read_back(read(report.file_id)))
    return text[text.index("三、资金到位和支付") : text.index("四、问题及下一步")]


def errors(report: Report) -> list[str]:
    lines = tuple(each.text for each in read_back(read(report.file_id)) if each.text.strip())
    checked = proofread(Proof(report.title, lines), standards=fixed_amounts(report.area.area_code))
    return [found.message for found in checked.findings if found.severity is not Severity.NOTE]


def test_no_money_moved_is_said_and_not_shown_as_noughts(template, area):
    report = written(template, area)
    assert chapter(report).splitlines()[1:] == [
        "截至2018年12月31日，系统里没有2018年度资金指标的下达和收支，本节不列数。"
    ]
    names = set(report.figures.values_list("name", flat=True))
    assert not [name for name in names if name.endswith(("_年", "_节点"))]
    assert (report.loose, errors(report)) == (0, [])


def test_money_that_was_only_assigned_has_not_arrived(template, area):
    moneyed().book(assign=1_000_000)
    assert "2018年度资金指标已下达100万元，没有到位，也没有拨付和支付。" in chapter(written(template, area))


def test_money_is_told_by_state_and_source_and_every_number_is_cited(template, area):
    paid(moneyed())
    moneyed(source="poverty", number="ZB-19").book(assign=200_000, arrive=200_000)
    report = written(template, area)
    said = chapter(report)
    for sentence in (
        "下达120万元，到位110万元，到位率91.67%。", "拨付到项目80万元，占到位资金的72.73%。", "报账60万元，占拨付资金的75%。",
        "支付和兑付40万元，占到位资金的36.36%，其中支付到单位30万元，兑付到户10万元。",
        "上海帮扶资金到位90万元，拨付80万元，支付和兑付40万元。", "财政专项扶贫资金到位20万元，拨付0万元，支付和兑付0万元。",
    ):  # fmt: skip
        assert sentence in said
    assert "整合资金" not in said and "没有" not in said
    by_name = {row.name: row for row in report.figures.select_related("figure")}
    for name in ("到位_年", "付_年", "支付率_年", "到位_上海"):
        assert by_name[name].origin == Origin.COMPUTED and by_name[name].figure.rows > 0
    assert by_name["付_年"].figure.rows == 2
    assert (report.loose, errors(report)) == (0, [])


def test_steps_and_what_was_invested_come_from_the_course_of_the_projects(template, area):
    change = factories.change()
    for code, steps in (("XM001", ("start", "finish", "acceptance")), ("XM002", ("start",))):
        subject = Subject.objects.get(kind="project", code=code)
        for step in steps:
            ProjectMilestone.objects.create(
                subject=subject, step=step, done_on=date(2018, 6, 1), since=date(2018, 6, 1), **factories.known(change)
            )
        ProjectProgress.objects.create(
            subject=subject, percent=50, invested=12_345_600, since=date(2018, 6, 1), **factories.known(change)
        )
    report = written(template, area)
    text = "\n".join(each.text for each in read_back(read(report.file_id)))
    assert "开工办结的有2个，完工办结的有1个，验收办结的有1个，移交办结的有0个。" in text
    assert "项目登记的完成投资共24.6912万元。" in text
    assert errors(report) == []
    earlier = written(template, area, date(2018, 5, 1))
    assert "还没有登记开工节点" in "\n".join(each.text for each in read_back(read(earlier.file_id)))


def test_the_same_day_and_knowledge_give_the_same_report_after_more_was_booked(template, area):
    ground = moneyed()
    paid(ground)
    first = written(template, area)
    with booking() as work:
        post([ground.order("pay", 50_000, voucher="记-补")], work=work)
    again = written(template, area, known_at=first.roster.known_at)
    assert again.file_id == first.file_id
    assert "支付和兑付45万元" in chapter(written(template, area))
    assert "支付和兑付35万元" in chapter(written(template, area, date(2018, 6, 30)))


def test_a_source_that_the_definition_does_not_list_stops_the_report(template, area):
    add_code(list_name="资金来源", code="bonds", text="债券资金", by=factories.SYSTEM)
    moneyed(source="bonds").book(assign=10_000, arrive=10_000)
    with pytest.raises(UnableToAgree, match="D-013"):
        written(template, area)


def test_a_condition_on_a_figure_that_is_not_defined_is_refused(template, area):
    word = Document(io.BytesIO(read(template.file_id)))
    word.paragraphs[6].add_run("{{若有_路灯}}")
    edited = keep_edited(base=template, data=pack(word), file_name="改.docx", largest=10**6, by=factories.SYSTEM)
    with pytest.raises(UnableToFillTemplate, match="路灯"):
        written(edited, area)
