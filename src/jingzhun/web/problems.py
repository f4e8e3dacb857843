"""Problems as pages: what a refusal, a wrong address or a fault looks like, with a code and what to do.

``ProblemPages`` turns a :class:`Problem` that a view lets through into a page (or a fragment for htmx): status 422, but
403 for what the post may not do and 404 for what it may not know of;
the functions are Django's error handlers. Domain code knows none of this.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from jingzhun.accounts.scope import UnableToAct, UnableToReachArea
from jingzhun.casework.views.public import UnableToFindAnswer, UnableToShowNotice
from jingzhun.core.disk import UnableToWriteToFullDisk, is_full
from jingzhun.core.errors import Problem

logger = logging.getLogger(__name__)


class UnableToReadRequest(Problem):
    code = "W-400"
    says = "这个请求读不懂"
    remedy = "请回到上一页，刷新后重新填写。"


class UnableToAllow(Problem):
    code = "W-403"
    says = "你的岗位不能做这件事"
    remedy = "请换到有这项职责的岗位，或请本县系统管理员调整岗位。"


class UnableToFind(Problem):
    code = "W-404"
    says = "没有这一页，或不在你的范围"
    remedy = "户号、编号抄错了可以再找；确需核对外乡的户，请县级业务员派件。"


class UnableToTrustForm(Problem):
    code = "W-419"
    says = "页面放得太久，或登录已换人，这次没有保存"
    remedy = "请回到上一页刷新，登录后再提交；浏览器须允许本系统的 Cookie。"


class UnableToServeSoMany(Problem):
    code = "W-429"
    says = "试得太多，已暂时停用"
    remedy = "请过 15 分钟再试；忘了密码请找本县系统管理员重设。"


class UnableToAnswer(Problem):
    code = "W-500"
    says = "系统这里出了错，刚才的改动没有保存"
    remedy = "请把出错编号和做到哪一步告诉系统管理员。"


TITLES = {
    "W-400": "读不懂的请求",
    "W-403": "不在你的职责",
    "W-404": "没有找到",
    "W-413": "太大",
    "W-419": "没有保存",
    "W-429": "请稍后再试",
    "J-083": "已过公示期",
    "J-084": "没有找到",
    "W-500": "系统出错",
    "C-120": "磁盘满了",
}


# Refusals of lower apps that are not about what was sent but about who asks.
STATUSES: dict[type[Problem], int] = {
    UnableToAct: 403, UnableToAllow: 403, UnableToReachArea: 404, UnableToFind: 404, UnableToShowNotice: 404,
    UnableToFindAnswer: 404,
}  # fmt: skip


def page(request: HttpRequest | None, problem: Problem, *, status: int, number: str = "") -> HttpResponse:
    shown = {
        "title": TITLES.get(problem.code, "没有办成"),
        "code": problem.code,
        "sentence": f"{problem.sentence}。",
        "remedy": problem.what_to_do,
        "number": number,
    }
    if request is None:
        return HttpResponse(render_to_string("web/problem.html", {"problem": shown}), status=status)
    if getattr(request, "htmx", False):
        return render(request, "web/components/problem.html", {"error": problem}, status=status)
    template = "web/problem_inside.html" if getattr(request, "post", None) else "web/problem.html"
    return render(request, template, {"problem": shown, "back": _back(request), "reads_facts": False}, status=status)


def _back(request: HttpRequest) -> str:
    """The page of ours that the reader came from; empty where there was none."""
    came = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure())
    return came if came and ours and came != request.build_absolute_uri() else ""


class ProblemPages:
    """Middleware: a Problem raised by a view becomes its page; anything else goes on to Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Problem):
            return None
        return page(request, exception, status=STATUSES.get(type(exception), 422))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, UnableToReadRequest(), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, UnableToAllow(), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, UnableToFind(), status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """For the sign-in's lock-out."""
    return page(request, UnableToServeSoMany(), status=429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, UnableToTrustForm(), status=403)


def fault(request: HttpRequest) -> HttpResponse:
    """Rendered without the chrome: the database may be what failed. The number is found in the server's log."""
    number = secrets.token_hex(4)
    logger.error("W-500 %s %s %s", number, request.method, request.path)
    full = is_full(sys.exc_info()[1])
    problem, status = (UnableToWriteToFullDisk(folder=settings.DATA_FOLDER), 507) if full else (UnableToAnswer(), 500)
    if request.headers.get("HX-Request"):
        problem.place = f"出错编号 {number}："
        return HttpResponse(render_to_string("web/components/problem.html", {"error": problem}), status=status)
    return page(None, problem, status=status, number=number)
