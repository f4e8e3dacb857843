"""Which papers of procedures are printed here, filled in with what the registry knows, and what stands on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import QuerySet

from jingzhun.documents.form import Block, Form, Lines, Signatures, Table, Writing
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject
from jingzhun.rules.procedure import Step

from .frozen import facts_with_units
from .inputs import shown
from .known_household import adult_rows, head_lines, income_table, member_table
from .known_project import money_table, project_lines
from .known_request import request_lines
from .models import Case, Notice, NoticeEntry, Objection
from .notice_sheet import COUNTED
from .procedures import definition_of
from .public_notice import outcome_of

Builder = Callable[[Case, Step, date, CodeBook], tuple[Block, ...]]


def has_form(paper: str) -> bool:
    return paper in FORMS


def read_form(case: Case, paper: str, *, day: date, is_demo: bool) -> Form | None:
    """The form of a paper of the case's procedure, None where it has none."""
    step = next(
        (s for s in definition_of(case.procedure).steps if paper in (*s.documents, *s.optional_documents)), None
    )
    if step is None or paper not in FORMS:
        return None
    return Form(
        title=paper if paper[:-1] in case.procedure.title else f"{case.procedure.title}{paper}",  # 基金申请书 of a 基金申请
        under=f"{case.area.full_title}　办件 {case.number}　{step.title}",
        blocks=FORMS[paper](case, step, day, CodeBook.read()),
        foot=f"已知的内容由系统印出，截至 {day}；有不符的划去另写，证件号只印掩码", is_demo=is_demo,
    )  # fmt: skip


def application(case: Case, step: Step, day: date, book: CodeBook) -> tuple[Block, ...]:
    return (
        *_household(case, day, book),
        Writing("申请事由", case.reason, 34),
        Writing("声明", "以上情况属实。同意把本户的村民小组、户主姓名（隐去一字）、人口和拟定结果张榜公示。", 16),
        Signatures(("申请人（签字或指印）", f"受理人（{'、'.join(step.posts)}）")),
    )


def fund_application(case: Case, step: Step, day: date, book: CodeBook) -> tuple[Block, ...]:
    """基金申请书: what is asked of which fund by which rule, for who applies and who received it."""
    return (
        Lines("申请内容", request_lines(case.subject)),
        Writing("申请事由", case.reason, 34),
        Writing(
            "声明",
            "以上情况属实，同一事项没有在别处领取同样的资金。发放前要公示的，同意张榜公示户主姓名（隐去一字）和金额。",
            16,
        ),
        Signatures(("申请人（签字或盖章）", f"受理人（{'、'.join(step.posts)}）")),
    )


def project_application(case: Case, step: Step, day: date, book: CodeBook) -> tuple[Block, ...]:
    """项目申报表: the elements that a project must have, as the ledger holds them, for who applies and who received it."""
    elements = Table(
        "入库要素", ("要素", "内容"), project_lines(case.subject, day, book), wide=(1,)
    )  # fmt: skip
    return (
        elements,
        money_table(case.subject, day, book),
        Writing("申报理由", case.reason, 24),
        Writing("群众意见（村民代表大会或公示情况）", "", 24),
        Signatures(("申报单位（盖章）", "负责人", *_signers(step, "办理人"))),
    )


def project_change(case: Case, step: Step, day: date, book: CodeBook) -> tuple[Block, ...]:
    """出库申请表、调整申请表: what the project is, and what is asked for."""
    given = [
        line for name in step.asks for line in shown(name, case.proposed.get(name, {}), book)
    ]  # fmt: skip
    return (
        Table("项目现状", ("要素", "内容"), project_lines(case.subject, day, book), wide=(1,)),
        Table("申请内容", ("项目", "内容"), tuple(given), wide=(1,), blank=0 if given else 4),
        Writing("理由和依据", case.reason, 34),
        Signatures(("申请单位（盖章）", "负责人", *_signers(step, "办理人"))),
    )


def commitment(case: Case, step: Step, day: date, book: CodeBook) -> tuple[Block, ...]:
    rows = adult_rows(case.subject, day)
    signed = Table("成年家庭成员签字", ("姓名", "证件号码", "签字或指印"), rows, wide=(2,), blank=1)
    return (
        Lines("基本情况", head_lines(case.subject, day)),
        Writing(
            "承诺和授权",
            "本户承诺所报的家庭成员、收入、支出、住房等情况属实；授权乡镇、县有关部门为办理本件核对本户成员的户籍、社保、医保、"
            "工商、车辆、不动产、金融等信息，核对结果只用于本件。",
            34,
        ),
        signed,
    )


def visit(case: Case, step: Step, day: date, book: CodeBook) -> tuple[Block, ...]:
    return (
        *_household(case, day, book),
        Table(
            "逐项核实", ("项目", "系统里的记录", "核实结果"), tuple((name, said, "") for name, said in facts_with_units(case.frozen)),
            wide=(1, 2), blank=2,
        ),
        Writing("核实意见", "", 26),
        Signatures((*_signers(step, "核实人"), "农户（签字或指印）")),
    )  # fmt: skip


def meeting(case: Case, step: Step, day: date, book: CodeBook) -> tuple[Block, ...]:
    lines = (
        ("会议时间", ""),
        ("会议地点", ""),
        ("主持人", ""),
        ("记录人", ""),
        ("应到", "　　　人"),
        ("实到", "　　　人"),
    )
    return (
        Lines("会议", lines),
        Lines("评议对象", head_lines(case.subject, day)),
        Writing("事由", case.reason, 16),
        Lines(
            "结果", (("拟定结果", outcome_of(case)), ("同意", "　　　票"), ("不同意", "　　　票"), ("弃权", "　　　票"))
        ),
        Writing("发言要点", "", 52),
        Writing("到会人员签字", "", 34),
        Signatures(("主持人", "记录人", *_signers(step, "办理人"))),
    )


def review(case: Case, step: Step, day: date, book: CodeBook) -> tuple[Block, ...]:
    decided = case.decisions.filter(round=case.round, number__lt=step.number).select_related("step", "official")
    steps = tuple(
        (d.step.title, d.get_outcome_display(), d.official.name, str(d.decided_on), d.opinion or "—") for d in decided
    )
    checks = tuple(
        (row.name, row.get_answer_display(), row.source)
        for row in case.answers.filter(round=case.round, replaced_at__isnull=True)
    )
    verdicts = tuple(
        (name, said["label"], said["as_of"]) for name, said in sorted(case.frozen.get("verdicts", {}).items())
    )
    papers = "、".join(case.papers.filter(replaced_at__isnull=True).values_list("name", flat=True))
    blocks: list[Block] = [
        Lines("对象", head_lines(case.subject, day)),
        Lines(
            "办件",
            (
                ("来源", case.origin),
                ("受理", str(case.opened_on)),
                ("拟定结果", outcome_of(case)),
                ("已交材料", papers or "—"),
            ),
        ),
        Writing("事由", case.reason, 16),
    ]
    if steps:
        blocks.append(Table("已办的步骤", ("步骤", "结论", "办理人", "日期", "意见"), steps, wide=(4,)))
    blocks.append(notice_table(list(_entries(case))))
    if verdicts:
        blocks.append(Table("立案时的评估", ("标准", "结论", "截至"), verdicts, wide=(0,)))
    if checks:
        blocks.append(Table("比对", ("比对", "结果", "依据"), checks, wide=(2,)))
    blocks += [
        Writing(f"{step.review or step.title}意见", "", 40),
        Signatures((*_signers(step, "办理人"), "单位（盖章）")),
    ]
    return tuple(blocks)


def receipt(case: Case, step: Step, day: date, book: CodeBook) -> tuple[Block, ...]:
    return (
        Lines("对象", head_lines(case.subject, day)),
        notice_table(list(_entries(case))),
        *_posting(),
        Signatures((*_signers(step, "经办人"), "单位（盖章）")),
    )


def read_receipt(notice: Notice, entries: QuerySet, *, day: date, is_demo: bool) -> Form:
    """The receipt of one notice: who put it up where, what was heard, when it came down."""
    shown = list(entries.order_by("id"))
    last = max(entry.window.last_day for entry in shown)
    kind = notice.get_kind_display()
    counted = COUNTED[Subject.Kind(notice.step.procedure.subject_kind)]
    lines = (
        ("号", str(notice)), ("名称", f"{notice.step.procedure.title}，{notice.name}"), ("地方", notice.area.full_title),
        ("起止日期", f"{notice.starts_on} 至 {last}，含首尾"), ("数量", f"{len(shown)} {counted}"), ("发布人", notice.posted_by.name),
    )  # fmt: skip
    heard = Objection.objects.filter(entry__in=shown).order_by("id").select_related("entry")
    rows = tuple(
        (row.entry.shown_name, row.get_channel_display(), str(row.received_on),
         "未答复" if row.answered_on is None else f"{row.answered_on} {'成立' if row.is_upheld else '不成立'}")
        for row in heard
    )  # fmt: skip
    return Form(
        title=f"{kind}张贴回执", under=f"{notice.area.full_title}　{notice}",
        blocks=(
            Lines(kind, lines), *_posting(kind),
            Table("系统里的异议", (f"{'户主' if counted == '户' else '名称'}（{kind}所示）", "方式", "提出", "答复"), rows, wide=(0, 3), blank=0 if rows else 2),
            Signatures(("张贴人", "见证人", "经办人", "单位（盖章）")),
        ),
        foot=f"已知的内容由系统印出，截至 {day}", is_demo=is_demo,
    )  # fmt: skip


def _posting(kind: str = "公示") -> tuple[Block, ...]:
    heads = ("张贴地点", "张贴人", "见证人", "张贴日期", "撤下日期", "照片（张）")
    return (Table("张贴情况", heads, (), wide=(0, 1, 2), blank=4), Writing(f"{kind}期内听到的意见", "", 40))


def notice_table(entries: list[NoticeEntry]) -> Table:
    """The notices of a case with their days and objections."""
    rows = tuple(
        (str(e.notice), e.notice.name, e.notice.area.full_title, f"{e.starts_on} 至 {e.window.last_day}",
         f"{len(e.objections.all())} 件") for e in entries
    )  # fmt: skip
    return Table(
        "公示公告", ("号", "名称", "地方", "起止（含首尾）", "异议"), rows, wide=(1, 2), blank=0 if rows else 1
    )


def _entries(case: Case):
    rows = case.entries.filter(round=case.round).order_by("id")
    return rows.select_related("notice__area__parent").prefetch_related("objections")


def _household(case: Case, day: date, book: CodeBook) -> tuple[Block, ...]:
    """What is known of the subject; of a village or county only its name."""
    lines = Lines("基本情况", head_lines(case.subject, day))
    if case.subject.kind != Subject.Kind.HOUSEHOLD:
        return (lines,)
    return (lines, member_table(case.subject, day, book), income_table(case.subject, day, book))


def _signers(step: Step, title: str) -> tuple[str, ...]:
    posts = "、".join(step.posts)
    if step.signers == 1:
        return (f"{title}（{posts}）",)
    return tuple(f"{title} {number}（{posts}）" for number in range(1, step.signers + 1))


FORMS: Mapping[str, Builder] = {
    "申请书": application,
    "基金申请书": fund_application,
    "主管部门意见": review,
    "分户申请书": application,
    "并户申请书": application,
    "申诉书": application,
    "承诺授权书": commitment,
    "入户核实表": visit,
    "入户评估表": visit,
    "核查表": visit,
    "评议记录": meeting,
    "会议记录": meeting,
    "村民代表大会记录": meeting,
    "审核报告": review,
    "审核意见": review,
    "联审意见": review,
    "复核意见": review,
    "审定意见": review,
    "验收意见": review,
    "复查报告": review,
    "公示张贴回执": receipt,
    "项目申报表": project_application,
    "项目出库申请表": project_change,
    "项目调整申请表": project_change,
    "行业论证意见": review,
}
