"""补录 of facts that policy packs declare, one page for any kind of subject."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import Verb
from jingzhun.accounts.scope import get_within, require
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.policy.codes import CodeBook
from jingzhun.policy.facts import declared_facts

from ..actions.pack_fact import record_pack_facts
from ..forms import FactForm, recordable
from ..models import Subject
from ..pack_facts import known_facts, of_kind
from ..wording import shown_value

_LEVELS = {
    Subject.Kind.VILLAGE: Level.VILLAGE,
    Subject.Kind.TOWNSHIP: Level.TOWNSHIP,
    Subject.Kind.COUNTY: Level.COUNTY,
}


class UnableToRecordStaleFact(Problem):
    code = "G-021"
    says = "你打开之后，有人改过这里的事实"
    remedy = "请刷新页面，看现在的数值，再决定要不要写入"


def record(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Record what packs ask about a household, person, project, village, township or county in the reader's range."""
    post = require(request.post, Verb.RECORD_FACTS)
    subject, area = _found(post, kind, code)
    county = AreaCode.parse(area.code).at(Level.COUNTY)
    declared = of_kind(declared_facts(county, request.as_of), kind)
    known = known_facts(declared, subject, request.as_of)
    own = [each for each in known if recordable(each.field, post=post, sees_all=post.role == "county_officer")]
    version = ",".join(str(each.change.pk) if each.change else "-" for each in own)
    book = CodeBook.read()
    form = FactForm(
        request.POST or None, fields=[each.field for each in own], book=book,
        initial={**{each.fact.code: each.value for each in own}, "since": request.as_of, "version": version},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["version"] != version:
                raise UnableToRecordStaleFact()
            since = form.cleaned_data["since"]
            record_pack_facts(
                kind=kind, code=code, area=area.code, values={each.fact: form.values[each.fact.code] for each in own},
                since=since, year=request.as_of.year, by=post.actor, source=f"{post} 补录", reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已写入：{area.title} {code}，自 {since:%Y-%m-%d} 起")
            return redirect(page_of(kind, code, area.code))
    return render(
        request, "registry/record_pack_facts.html",
        {
            "form": form, "area": area, "code": code, "has_fields": bool(own), "back": page_of(kind, code, area.code),
            "others": [(each.field, shown_value(each.field, each.value, book)) for each in known if each not in own],
            "yearly": any(each.fact.yearly for each in own), "year": request.as_of.year,
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


def _found(post: Post, kind: str, code: str) -> tuple[Subject | None, Area]:
    """The subject (None for an area about which nothing was said yet) and its area, in the post's range; else 404."""
    if kind not in Subject.Kind.values:
        raise Http404("没有这一种对象")
    level = _LEVELS.get(Subject.Kind(kind))
    if level is not None:
        area = get_within(Area.objects.filter(level=level), post, field="code", code=code)
        return Subject.objects.filter(kind=kind, code=code).first(), area
    subject = get_within(Subject.objects.filter(kind=kind).select_related("area"), post, code=code)
    return subject, subject.area


def page_of(kind: str, code: str, area: str) -> str:
    """The address of the page that shows a subject's facts."""
    if kind == Subject.Kind.HOUSEHOLD:
        return f"/households/{code}/#facts"
    return f"/projects/{code}/" if kind == Subject.Kind.PROJECT else f"/areas/{area}/"
