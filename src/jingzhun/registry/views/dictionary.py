"""数据字典: what every field is called, measured in, coded by and owned by."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..dictionary import dictionary


def data_dictionary(request: HttpRequest) -> HttpResponse:
    """For every post: it holds no data, only names."""
    word = request.GET.get("q", "").strip()
    tables = dictionary()
    shown = [
        (table, [entry for entry in table.entries if word in entry.label or word in entry.word or word in entry.codes])
        for table in tables
    ]
    shown = [(table, entries) for table, entries in shown if entries]
    count = sum(len(entries) for _, entries in shown)
    return render(request, "registry/dictionary.html", {"tables": shown, "word": word, "count": count})
