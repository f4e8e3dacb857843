"""Taking suggestions from any page, and answering them."""

from __future__ import annotations

from datetime import date

from jingzhun.accounts.models import Official, Post
from jingzhun.accounts.scope import require_area
from jingzhun.areas.models import Area
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem

from ..models import Suggestion
from ..public_notice import UnableToPublish, clean
from ..reference import new_reference

LONGEST, NAME, PAGE = 600, 60, 200
ANSWERS = "/public/answer/"
BOX = Actor.system("建议箱")


class UnableToSuggest(Problem):
    code = "J-081"
    says = "建议没有收下：{why}"
    remedy = "请改后再交"


class UnableToAnswerSuggestion(Problem):
    code = "J-082"
    says = "不能答复这条建议：{why}"
    remedy = "请刷新后看现在的答复"


def suggest(*, area: Area, text: str, page: str, by_name: str = "", on: date) -> Suggestion:
    """Put a suggestion into the box of the office of ``area``; nobody is recorded as having written it but by the name given."""
    if not text.strip() or len(text) > LONGEST:
        raise UnableToSuggest(why=f"请写下建议，{LONGEST} 字以内")
    if len(by_name.strip()) > NAME:
        raise UnableToSuggest(why=f"姓名 {NAME} 字以内")
    with unit(by=BOX) as log:
        made = Suggestion.objects.create(
            area=area, page=page_of(page), text=text.strip(), by_name=by_name.strip(), reference=new_reference(),
            received_on=on, received_at=log.at,
        )  # fmt: skip
        log.record("suggestion.receive", area_code=area.pk, suggestion=made.pk)
    return made


def answer_suggestion(*, suggestion: Suggestion, answer: str, post: Post, by: Official, on: date) -> Suggestion:
    """Answer once; the answer is public at the suggestion's reference."""
    require_area(post, suggestion.area_id)
    with unit(by=post.actor) as log:
        row = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
        if row.answered_on:
            raise UnableToAnswerSuggestion(why=f"{row.answered_by.name}已经答复过")
        if not answer.strip() or len(answer) > LONGEST:
            raise UnableToAnswerSuggestion(why=f"请写答复，{LONGEST} 字以内")
        try:
            clean(answer)
        except UnableToPublish as refusal:
            raise UnableToAnswerSuggestion(why=f"答复可在网上查到，{refusal.fields['why']}，请改写") from refusal
        row.answer, row.answered_on, row.answered_by = answer.strip(), on, by
        row.save(update_fields=("answer", "answered_on", "answered_by"))
        log.record("suggestion.answer", area_code=row.area_id, suggestion=row.pk)
    return row


def page_of(text: str) -> str:
    """A path of this system without query and without a visitor's reference; empty for anything else."""
    path = text.split("?")[0].split("#")[0].strip()
    if path.startswith(ANSWERS):
        return ANSWERS
    return path if path.startswith("/") and not path.startswith("//") and len(path) <= PAGE else ""
