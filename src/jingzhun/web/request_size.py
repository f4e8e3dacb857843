"""How much a request may bring: judged by its announced length, before anything of it is read or kept in a temporary file."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jingzhun.core.errors import Problem
from jingzhun.core.text import whole_number

from .problems import page

_MIB = 1024 * 1024
_FORM = 1 * _MIB
"""Beside the file: the other fields of a form and the borders between them."""


class UnableToTakeSoMuch(Problem):
    code = "W-413"
    says = "发来的内容有 {size} MB，超过上限 {limit} MB，没有接收"
    remedy = "请按乡镇或按年度拆分文件后再上传；上限见设置 JINGZHUN_UPLOAD_MEGABYTES"


class RequestSize:
    """Middleware before sessions and forms, so that visitors cannot fill the disk either. Without an announced length
    nothing is read at all (WSGI)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = settings.ENVIRONMENT.upload_megabytes
        announced = whole_number(length)
        if announced is None or announced > limit * _MIB + _FORM:
            size = "？" if announced is None else f"{announced / _MIB:.0f}"
            return page(request, UnableToTakeSoMuch(size=size, limit=limit), status=413)
        return self.get_response(request)
