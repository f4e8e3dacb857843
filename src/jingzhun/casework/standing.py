"""What still stands in the way of a case: counted from the rows behind it, in words for the page and the refusal.

The same list greys a button and refuses an action. ``casework.guards`` holds the same in the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import ROLES
from jingzhun.rules.procedure import INPUTS, Requirement, Step

from .hindrances import hindrances
from .models import Case, CheckAnswer, Decision, SampleCase, Signature
from .procedures import step_of

_OUTCOMES = {"通过": "pass", "符合": "pass", "不通过": "fail", "不符合": "fail"}


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way; ``kind`` names the part of the case page where it is cleared."""

    kind: str
    text: str


def missing_papers(case: Case) -> list[str]:
    """Names of papers that the present step requires and that are not there."""
    required = list(case.step.papers.order_by("id").values_list("name", flat=True))
    there = set(case.papers.filter(name__in=required, replaced_at__isnull=True).values_list("name", flat=True))
    return [name for name in required if name not in there]


def missing_inputs(case: Case, step: Step) -> list[str]:
    """Inputs that the step asks for and that are not filled in."""
    return [name for name in step.asks if not case.proposed.get(name)]


def missing_signatures(case: Case, *, besides: set[int | None]) -> int:
    """Signatures that the present step lacks when the deciding persons ``besides`` sign by deciding."""
    signed = Signature.objects.filter(case=case, round=case.round, number=case.step.number)
    others = signed.filter(official__isnull=False).exclude(official_id__in=besides - {None}).count()
    lacking = max(case.step.signers - 1 - others, 0)
    if case.step.household_signs and not signed.filter(official__isnull=True).exists():
        lacking += 1
    return lacking


def open_checks(case: Case) -> list[tuple[str, str]]:
    """(comparison, what it says) of those of the present step that are not answered with 无."""
    names = list(case.step.checks.order_by("id").values_list("name", flat=True))
    answers = {
        row.name: row for row in CheckAnswer.objects.filter(case=case, round=case.round, replaced_at__isnull=True)
    }
    said = [(name, answers[name].get_answer_display() if name in answers else "未比对") for name in names]
    return [(name, answer) for name, answer in said if answer != CheckAnswer.Answer.NONE.label]


def open_sample(case: Case) -> str:
    """Why the sample of the present step holds the case up; empty where it does not."""
    if not case.step.sample_percent:
        return ""
    row = SampleCase.objects.filter(case=case, round=case.round, number=case.step.number).first()
    if row is None:
        return f"还没有抽查（应抽 {case.step.sample_percent}% 以上）"
    if row.is_drawn and not row.result:
        return "抽中，还没有实地核查"
    if row.result == SampleCase.Result.DIFFERS:
        return f"抽查与材料不一致：{row.note}"
    return ""


def unmet(case: Case, step: Step) -> list[tuple[Requirement, str]]:
    """Standards that the step requires and that the frozen verdict does not meet, with what it says."""
    verdicts = case.frozen.get("verdicts", {})
    found = []
    for need in step.requires:
        verdict = verdicts.get(need.standard)
        if verdict is None:
            found.append((need, "还没有评估"))
        elif verdict["outcome"] != _OUTCOMES[need.verdict]:
            found.append((need, verdict["label"]))
    return found


def counters(case: Case) -> dict[str, int]:
    """The case's counters as the rows behind it say. A step's own decider counts as one signer."""
    if not case.is_open:
        return {"open_objections": 0, "missing_papers": 0, "missing_signatures": 0, "missing_checks": 0}
    return {
        "open_objections": case.objections.filter(answered_on__isnull=True).count(),
        "missing_papers": len(missing_papers(case)),
        "missing_signatures": missing_signatures(case, besides={None}),
        "missing_checks": len(open_checks(case)) + bool(open_sample(case)),
    }


def refresh(case: Case) -> None:
    """Bring the counters up to date and save them; the last statement of every write to a case."""
    now = counters(case)
    if any(getattr(case, name) != value for name, value in now.items()):
        for name, value in now.items():
            setattr(case, name, value)
        case.save(update_fields=tuple(now))


def acted_before(case: Case, persons: set[int | None]) -> list[str]:
    """Titles of steps that must be somebody else's and that one of ``persons`` decided or signed."""
    numbers = {int(each) for each in case.step.differs_from.split(",") if each}
    if not numbers:
        return []
    who = persons - {None}
    decided = Decision.objects.filter(Q(official_id__in=who) | Q(behalf_of_id__in=who), case=case, number__in=numbers)
    signed = Signature.objects.filter(case=case, number__in=numbers, official_id__in=who)
    found = {*decided.values_list("number", flat=True), *signed.values_list("number", flat=True)}
    return list(case.procedure.steps.filter(number__in=found).values_list("title", flat=True))


def not_the_post(case: Case, post: Post) -> str:
    """Why ``post`` does not decide the present step; empty where it does."""
    step = case.step
    if post.area.level != step.level or f",{post.role}," not in step.roles or not post.scope.covers(case.area_id):
        titles = "、".join(ROLES[role].title for role in step.roles.split(",") if role)
        return f"不是你的岗位，由{titles}办"
    return ""


def obstacles(
    case: Case, *, today: date, step: Step | None = None, besides: set[int | None] | None = None
) -> list[Obstacle]:
    """All that keeps the present step from passing on ``today``, whoever decides it."""
    step = step or step_of(case)
    found: list[Obstacle] = []
    waiting = case.objections.filter(answered_on__isnull=True).count()
    if waiting:
        found.append(Obstacle("objections", f"有 {waiting} 件异议没有答复，公示停算"))
    if case.not_before_on > today:
        found.append(Obstacle("notice", f"公示未满，{case.not_before_on:%m-%d} 起可以办"))
    found += [Obstacle("papers", f"没有交“{name}”") for name in missing_papers(case)]
    from_inputs = missing_inputs(case, step)
    found += [Obstacle("inputs", f"没有填“{INPUTS[name]}”") for name in from_inputs]
    lacking = missing_signatures(case, besides=besides or {None})
    if lacking:
        household = (
            case.step.household_signs
            and not case.signatures.filter(round=case.round, number=case.step.number, official__isnull=True).exists()
        )
        who = "农户没有签字" if household else ""
        others = lacking - bool(household)
        also = f"还差 {others} 名办理人签字" if others else ""
        found.append(Obstacle("signatures", "，".join(filter(None, (who, also)))))
    found += [Obstacle("checks", f"“{name}”{answer}") for name, answer in open_checks(case)]
    sample = open_sample(case)
    if sample:
        found.append(Obstacle("sample", sample))
    found += [
        Obstacle("standards", f"“{need.standard}”要{need.verdict}，立案时的评估{said}")
        for need, said in unmet(case, step)
    ]
    found += [Obstacle(kind, text) for kind, text in hindrances(case, today=today)]
    return found
