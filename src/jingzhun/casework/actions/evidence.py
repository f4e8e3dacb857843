"""Papers, signatures and comparisons of the present step."""

from __future__ import annotations

from datetime import date

from jingzhun.accounts.models import Official, Post
from jingzhun.attachments.actions.store import store
from jingzhun.attachments.papers import LIMITS
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.core.upload import check_upload

from ..models import Case, CheckAnswer, Paper, Signature
from ..procedures import definition_of, step_of
from ..standing import acted_before, not_the_post, refresh
from .case import locked
from .case_log import log_case


class UnableToAddPaper(Problem):
    code = "J-040"
    says = "“{name}”没有收下：{why}"
    remedy = "请在办件页的材料表里选要交的那一份，由正在办的岗位交"


class UnableToSign(Problem):
    code = "J-041"
    says = "不能签字：{why}"
    remedy = "请看办件页的签字表：这一步由谁签、已经有谁签"


class UnableToAnswerCheck(Problem):
    code = "J-042"
    says = "不能记“{name}”的比对结果：{why}"
    remedy = "请写明在哪里查的、结果是什么"


def add_paper(*, case: Case, name: str, file_name: str, data: bytes, post: Post, by: Official, on: date) -> Paper:
    """Hand in a paper of the procedure; the one of the same name is replaced and stays on record."""
    kind = check_upload(data, file_name, limits=LIMITS)
    with unit(by=post.actor) as log:
        case = locked(case)
        _require_open(case, UnableToAddPaper(name=name, why="办件已经办结"))
        named = {n for step in definition_of(case.procedure).steps for n in (*step.documents, *step.optional_documents)}
        if name not in named:
            raise UnableToAddPaper(name=name, why="这个程序没有这份材料")
        why = not_the_post(case, post)
        if why:
            raise UnableToAddPaper(name=name, why=why)
        stored = store(data=data, kind=kind.name.lower(), by=post.actor)
        case.papers.filter(name=name, replaced_at__isnull=True).update(replaced_at=log.at)
        paper = Paper.objects.create(
            case=case, name=name, file=stored, file_name=file_name[-120:], added_on=on, added_at=log.at, added_by=by
        )
        log_case(log, "case.paper", case, paper=name, digest=stored.digest)
        refresh(case)
    return paper


def sign(*, case: Case, post: Post, by: Official, on: date) -> Signature:
    """Sign the present step with one's own account."""
    with unit(by=post.actor) as log:
        case = locked(case)
        _require_open(case, UnableToSign(why="办件已经办结"))
        why = not_the_post(case, post)
        same = acted_before(case, {by.pk})
        if why or same:
            raise UnableToSign(why=why or f"{'、'.join(same)}是你办的，这一步要由另一人办")
        if case.signatures.filter(round=case.round, number=case.step.number, official=by).exists():
            raise UnableToSign(why="你已经签过这一步")
        signature = Signature.objects.create(
            case=case, round=case.round, number=case.step.number, official=by, signer=by.name, way=Signature.Way.ACCOUNT,
            signed_on=on, signed_at=log.at, recorded_by=by,
        )  # fmt: skip
        log_case(log, "case.sign", case, step=case.step.key)
        refresh(case)
    return signature


def sign_for_household(*, case: Case, signer: str, way: str, post: Post, by: Official, on: date) -> Signature:
    """Record that the household signed on paper, by hand or finger print."""
    with unit(by=post.actor) as log:
        case = locked(case)
        _require_open(case, UnableToSign(why="办件已经办结"))
        why = not_the_post(case, post)
        if not why and not case.step.household_signs:
            why = "这一步不要农户签字"
        if not why and way not in (Signature.Way.HAND, Signature.Way.PRINT):
            why = "农户签字的方式是手写或指印"
        if not why and not signer.strip():
            why = "没有写签字人"
        if not why and case.signatures.filter(round=case.round, number=case.step.number, official=None).exists():
            why = "农户已经签过这一步"
        if why:
            raise UnableToSign(why=why)
        signature = Signature.objects.create(
            case=case, round=case.round, number=case.step.number, signer=signer.strip(), way=way, signed_on=on,
            signed_at=log.at, recorded_by=by,
        )  # fmt: skip
        log_case(log, "case.sign_household", case, step=case.step.key, way=way)
        refresh(case)
    return signature


def answer_check(*, case: Case, name: str, answer: str, source: str, post: Post, by: Official, on: date) -> CheckAnswer:
    """Record what a comparison of the present step found, and where that was looked up."""
    with unit(by=post.actor) as log:
        case = locked(case)
        _require_open(case, UnableToAnswerCheck(name=name, why="办件已经办结"))
        step, why = step_of(case), not_the_post(case, post)
        if not why and name not in step.checks:
            why = "这一步没有这项比对"
        if not why and answer not in CheckAnswer.Answer.values:
            why = "结果是无、有、未回传之一"
        if not why and not source.strip():
            why = "没有写依据"
        if why:
            raise UnableToAnswerCheck(name=name, why=why)
        case.answers.filter(round=case.round, name=name, replaced_at__isnull=True).update(replaced_at=log.at)
        row = CheckAnswer.objects.create(
            case=case, round=case.round, name=name, answer=answer, source=source.strip(), answered_on=on,
            answered_at=log.at, answered_by=by,
        )  # fmt: skip
        log_case(log, "case.check", case, check=name, answer=answer)
        refresh(case)
    return row


def _require_open(case: Case, problem: Problem) -> None:
    if not case.is_open:
        raise problem
