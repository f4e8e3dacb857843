"""Addresses that hold the sign NUL: no page of ours writes one, and PostgreSQL takes it in no text, so nothing is looked up."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .problems import bad_request


class Readable:
    """Middleware before whatever reads the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "\0" in query or "%00" in query:
            return bad_request(request)
        return self.get_response(request)
