"""The rows of a table as its address asks for them: the order, and one page or, for a file, all."""

from __future__ import annotations

import django_tables2 as tables
from django.core.paginator import Paginator
from django.http import HttpRequest

PER_PAGE = 50


def order(table: tables.Table, request: HttpRequest) -> None:
    """By the columns that ``?sort=`` names; others than the table's are passed over."""
    asked = request.GET.getlist(table.prefixed_order_by_field)
    if asked:
        table.order_by = asked


def order_and_page(table: tables.Table, request: HttpRequest, *, per_page: int = PER_PAGE) -> None:
    """``?page=`` that is no number is the first page, one beyond the end the last. How long a page is, is not the reader's to say."""
    order(table, request)
    table.paginator = Paginator(table.rows, per_page)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
