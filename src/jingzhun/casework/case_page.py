"""All that the case page shows, read once: where it stands, what the post can do and why not, and what it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.roles import Verb
from jingzhun.core.money import yuan
from jingzhun.ledger.models import FundCut
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject
from jingzhun.rules.procedure import INPUTS, Procedure, Step

from .flow import Stop, diagram, stops
from .forms_printed import has_form
from .frozen import Difference, differences
from .known_project import project_name
from .members import head_of
from .models import Case, CheckAnswer, Decision, Notice, NoticeEntry, SampleCase, Signature
from .procedures import definition_of
from .roster_standing import roster_of
from .standing import Obstacle, acted_before, not_the_post, obstacles
from .window import Box


@dataclass(frozen=True)
class PaperLine:
    name: str
    paper: object | None
    is_required: bool
    is_due_now: bool

    @property
    def has_form(self) -> bool:
        """Whether it can be printed with what is known."""
        return has_form(self.name)


@dataclass(frozen=True)
class SignatureLine:
    step: str
    who: str
    names: str
    way: str
    signed_on: date | None
    word: str


@dataclass(frozen=True)
class NoticeShown:
    """The notice that runs, or ran last, as it is on ``today``."""

    entry: NoticeEntry
    today: date
    objections: int

    @property
    def notice(self) -> Notice:
        return self.entry.notice

    @property
    def is_announcement(self) -> bool:
        """公告: what was decided; it takes no objections."""
        return self.notice.kind == Notice.Kind.ANNOUNCEMENT

    @property
    def state(self) -> str:
        """未开始, 停算, 已期满; empty while it runs."""
        window = self.entry.window
        if window.is_ahead(self.today):
            return "未开始"
        if window.is_stopped:
            return "停算"
        return "已期满" if window.is_over(self.today) else ""

    @property
    def left(self) -> int:
        return self.entry.window.left(self.today)

    @property
    def boxes(self) -> tuple[Box, ...]:
        return self.entry.window.boxes(self.today)

    @property
    def link(self) -> str:
        return f"看{self.notice.get_kind_display()}单"

    @property
    def label(self) -> str:
        """What the boxes show, for readers that do not see them."""
        gone = sum(box.look == "jz-on" for box in self.boxes)
        return f"{len(self.boxes)} 天里已过 {gone} 天"


@dataclass(frozen=True)
class Act:
    """A button: what it does, or why it cannot be pressed."""

    name: str
    title: str
    why_not: str = ""


@dataclass(frozen=True)
class CasePage:
    case: Case
    procedure: Procedure
    step: Step | None
    title: str
    head_name: str
    stops: list[Stop]
    drawing: str
    window: NoticeShown | None
    papers: list[PaperLine]
    signatures: list[SignatureLine]
    signing: list[Act]
    checks: list[tuple[str, CheckAnswer | None]]
    sample: SampleCase | None
    in_the_way: list[Obstacle]
    differences: list[Difference]
    history: list[dict[str, object]]
    acts: list[Act]
    is_mine: bool
    inputs: list[tuple[str, str, dict[str, object], bool]]
    verdicts: list[tuple[str, dict[str, object]]]

    @property
    def where(self) -> str:
        """第 3 步，共 6 步；由乡镇审核员办."""
        if self.step is None:
            return f"共 {len(self.procedure.steps)} 步，{self.case.get_state_display()}"
        return f"第 {self.step.number} 步，共 {len(self.procedure.steps)} 步；由{'、'.join(self.step.posts)}办"

    @property
    def papers_soft(self) -> str:
        return f"应交 {self.papers_required} 份，已交 {self.papers_handed_in} 份"

    @property
    def papers_handed_in(self) -> int:
        return sum(line.paper is not None for line in self.papers if line.is_required)

    @property
    def papers_required(self) -> int:
        return sum(line.is_required for line in self.papers)

    @property
    def next_paper(self) -> str:
        """The first paper that the present step still lacks: what the reader most likely hands in now."""
        return next((line.name for line in self.papers if line.is_due_now and not line.paper), "")

    def act(self, name: str) -> Act | None:
        return next((act for act in self.acts if act.name == name), None)


def open_page(*, case: Case, post: Post, official: Official, today: date) -> CasePage:
    """Read the case for a reader acting from ``post``."""
    procedure = definition_of(case.procedure)
    step = procedure.step(case.step.number) if case.step else None
    head = head_of(case.subject_id, case.opened_on) if case.subject.kind == Subject.Kind.HOUSEHOLD else None
    head_name = head.name if head else ""
    decisions = list(case.decisions.select_related("official", "behalf_of", "step"))
    passed = _in_force(case, decisions)
    window = _notice(case, today)
    told = _told(case, today)
    found = stops(
        procedure, at=case.step.number if case.step else 0,
        decided={d.number: (d.decided_on, d.official.name) for d in passed}, notices=told,
    )  # fmt: skip
    in_the_way = obstacles(case, today=today, step=step, besides={official.pk}) if step else []
    signed = list(case.signatures.filter(round=case.round))
    mine = step is not None and post.may(Verb.HANDLE_CASES) and not not_the_post(case, post)
    return CasePage(
        case=case, procedure=procedure, step=step, title=f"{procedure.title}：{name_of(case.subject, head_name)}", head_name=head_name,
        stops=found, drawing=diagram(procedure, found), window=window, papers=_papers(case, procedure, step),
        signatures=_signatures(case, procedure, passed, signed),
        signing=_signing(step, official, signed) if step and mine else [],
        checks=_checks(case, step), sample=_sample(case), in_the_way=in_the_way,
        differences=differences(case.frozen, subject=case.subject, day=today, book=CodeBook.read()) if case.is_open else [],
        history=_history(case, decisions), acts=_acts(case, step, post, official, in_the_way), is_mine=mine,
        inputs=[
            (name, INPUTS[name], case.proposed.get(name, {}), bool(step and name in step.asks))
            for name in dict.fromkeys((*case.proposed, *(step.asks if step else ())))
            if name in INPUTS
        ],
        verdicts=sorted(case.frozen.get("verdicts", {}).items()),
    )  # fmt: skip


def name_of(subject: Subject, head_name: str) -> str:
    """此里农布户, 红坡村, 德钦县, the name of a project: what the case is about."""
    if subject.kind == Subject.Kind.PROJECT:
        return project_name(subject)
    if subject.kind == Subject.Kind.CLAIM:
        return f"报账单 {subject.code}"
    if subject.kind == Subject.Kind.FUND_REQUEST:
        return f"基金申请 {subject.code}"
    if subject.kind == Subject.Kind.AWARD_ROSTER:
        return roster_of(subject).title
    return f"{head_name or '户主待补'}户" if subject.kind == Subject.Kind.HOUSEHOLD else subject.area.title


def _in_force(case: Case, decisions: list[Decision]) -> list[Decision]:
    """The passes that stand: the last of each step, of steps before the present one."""
    last = {d.number: d for d in decisions if d.outcome == Decision.Outcome.PASS}
    until = case.step.number if case.step else max(last, default=0) + 1
    return [last[number] for number in sorted(last) if number < until]


def _told(case: Case, today: date) -> list[tuple[int, str, str]]:
    told = []
    entries = case.entries.filter(withdrawn_on__isnull=True, round=case.round).select_related("notice__step")
    for entry in entries.order_by("id"):
        number, window = entry.notice.step.number, entry.window
        if window.is_over(today):
            told.append((number, "done", f"{window.last_day:%m-%d} 止"))
        elif window.is_ahead(today):
            told.append((number, "here", f"{window.starts_on:%m-%d} 起"))
        elif window.is_stopped:
            told.append((number, "here", "有异议停算"))
        else:
            told.append((number, "here", f"第 {window.day(today)} 天，共 {window.days} 天"))
    return told


def _notice(case: Case, today: date) -> NoticeShown | None:
    entry = case.entries.filter(withdrawn_on__isnull=True).select_related("notice__area").order_by("-id").first()
    return NoticeShown(entry, today, entry.objections.count()) if entry else None


def _papers(case: Case, procedure: Procedure, now: Step | None) -> list[PaperLine]:
    there = {paper.name: paper for paper in case.papers.filter(replaced_at__isnull=True).select_related("added_by")}
    lines = []
    for step in procedure.steps:
        for names, required in ((step.documents, True), (step.optional_documents, False)):
            for name in names:
                if all(line.name != name for line in lines):
                    due = now is not None and step.number == now.number
                    lines.append(PaperLine(name, there.get(name), required, due))
    return lines


def _signing(step: Step, official: Official, signed: list[Signature]) -> list[Act]:
    """The signatures that the reader can give or record at the step; greyed once they are there."""
    here = [each for each in signed if each.number == step.number]
    acts = []
    if step.signers > 1:
        own = any(each.official_id == official.pk for each in here)
        acts.append(Act("sign", "我签字", "你已经签过这一步" if own else ""))
    if step.household_signs:
        hand = any(each.is_household for each in here)
        acts.append(Act("sign-household", "记农户签字", "农户已经签过这一步" if hand else ""))
    return acts


def _signatures(
    case: Case, procedure: Procedure, passed: list[Decision], signed: list[Signature]
) -> list[SignatureLine]:
    decided = {d.number: d for d in passed}
    lines = []
    for step in procedure.steps:
        own = [s for s in signed if s.number == step.number]
        names = [s.signer for s in own if not s.is_household]
        decision = decided.get(step.number)
        if decision and decision.official.name not in names:
            names.append(decision.official.name)
        if decision:
            word = f"已签 {decision.decided_on:%m-%d}"
        elif case.step and case.step.number == step.number:
            word = f"已签 {len(names)} 人，共 {step.signers} 人" if step.signers > 1 else "等着签"
        else:
            word = "未到"
        if step.household_signs:
            hand = next((s for s in own if s.is_household), None)
            lines.append(
                SignatureLine(
                    step.title, "农户", hand.signer if hand else "", hand.get_way_display() if hand else "手写或指印",
                    hand.signed_on if hand else None, f"已签 {hand.signed_on:%m-%d}" if hand else "未签",
                )
            )  # fmt: skip
        who, way = "、".join(step.posts), f"{step.signers} 人" if step.signers > 1 else "本人账号"
        if decision and decision.behalf_of:
            way = f"受{decision.behalf_of.name}委托"
        elif step.differs_from and not decision:
            way = "与前面" + "、".join(procedure.step(n).title for n in step.differs_from) + "的人不得同一人"
        lines.append(
            SignatureLine(step.title, who, "、".join(names), way, decision.decided_on if decision else None, word)
        )
    return lines


def _checks(case: Case, step: Step | None) -> list[tuple[str, CheckAnswer | None]]:
    answers = {a.name: a for a in case.answers.filter(round=case.round, replaced_at__isnull=True)}
    names = dict.fromkeys((*answers, *(step.checks if step else ())))
    return [(name, answers.get(name)) for name in names]


def _sample(case: Case) -> SampleCase | None:
    if case.step is None or not case.step.sample_percent:
        return None
    return case.samples.filter(round=case.round, number=case.step.number).select_related("sample").first()


def _history(case: Case, decisions: list[Decision]) -> list[dict[str, object]]:
    events: list[tuple[object, dict[str, object]]] = [
        (
            case.opened_at,
            {
                "on": case.opened_on,
                "title": f"立案（{case.origin}）",
                "detail": f"{case.opened_by.name}：{case.reason}",
            },
        )
    ]
    for d in decisions:
        who = f"{d.official.name}（受{d.behalf_of.name}委托）" if d.behalf_of else d.official.name
        detail = f"{who}：{d.opinion}" if d.opinion else who
        events.append(
            (d.decided_at, {"on": d.decided_on, "title": f"{d.step}　{d.get_outcome_display()}", "detail": detail})
        )
    for entry in case.entries.select_related("notice"):
        end = f"{entry.window.last_day:%Y-%m-%d} 止"
        if entry.withdrawn_on:
            end = f"{entry.withdrawn_on:%Y-%m-%d} 撤下"
        events.append(
            (
                entry.notice.posted_at,
                {"on": entry.starts_on, "title": f"{entry.notice.name}（{entry.notice}）", "detail": end},
            )
        )
    for cut in _cuts(case):
        said = f"{cut.by.name}：{cut.why}"
        events.append(
            (cut.change.at, {"on": cut.cut_on, "title": f"核减，核定 {yuan(cut.approved)} 元", "detail": said})
        )
    for objection in case.objections.select_related("answered_by"):
        answer = (
            f"答复：{objection.answer}（{objection.answered_by.name} {objection.answered_on:%m-%d}）"
            if objection.answered_on
            else "还没有答复"
        )
        events.append(
            (
                objection.received_at,
                {"on": objection.received_on, "title": f"异议（{objection.get_channel_display()}）", "detail": answer},
            )
        )
    return [event for _, event in sorted(events, key=lambda each: (str(each[0]), str(each[1]["on"])), reverse=True)]


def _cuts(case: Case) -> list[FundCut]:
    """What was cut of a fund request while the case was in hand."""
    if case.subject.kind != Subject.Kind.FUND_REQUEST:
        return []
    return list(FundCut.objects.filter(case=case.number).select_related("by", "change"))


def _acts(case: Case, step: Step | None, post: Post, official: Official, in_the_way: list[Obstacle]) -> list[Act]:
    """What the reader may do at the step; one greyed act with the reason for those whose step it is not."""
    if step is None:
        return []
    elsewhere = "" if post.may(Verb.HANDLE_CASES) else "你的岗位只能看办件"
    why = elsewhere or not_the_post(case, post)
    same = acted_before(case, {official.pk}) if not why else []
    if same:
        why = f"{'、'.join(same)}是你办的，这一步要由另一人办"
    stopping = "；".join(obstacle.text for obstacle in in_the_way)
    passing = (
        f"{step.title}通过" if step.number < len(definition_of(case.procedure).steps) else f"{step.title}通过并办结"
    )
    if why:
        return [Act("pass", passing, why)]
    acts = [Act("pass", passing, f"还不能办：{stopping}" if stopping else "")]
    if step.back_to:
        acts.append(Act("return", f"退回“{definition_of(case.procedure).step(step.back_to).title}”并说明理由", ""))
    acts.append(Act("refuse", "不予通过并说明理由", ""))
    acts.append(Act("withdraw", "农户撤回" if case.subject.kind == Subject.Kind.HOUSEHOLD else "申报方撤回", ""))
    return acts


def people_at(case: Case, today: date) -> list[Post]:
    """Posts that can decide the present step of a case on ``today``."""
    if case.step is None:
        return []
    roles = [role for role in case.step.roles.split(",") if role]
    code = case.area_id[: case.step.level]
    held = (
        Post.objects.held_on(today)
        .filter(Q(area_id=code.ljust(12, "0")), role__in=roles)
        .select_related("official", "area")
    )
    return list(held.order_by("id"))
