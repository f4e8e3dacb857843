"""Cells of an xlsx that hold an error or a formula without a result. The reader gives them as blanks, which would be taken
for 'nothing was written'; here they get a text that says so, and their rows are refused.

A formula has no result when the file was written by a program and never opened in a spreadsheet.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

ERRORS = frozenset(
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"]
)
NOT_CALCULATED = "#未计算"
_ADDRESS = rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"'
_ERROR = re.compile(_ADDRESS + rb'(?=[^>]*\bt="e")[^>]*>(?:<(?:\w+:)?f\b[^<]*(?:</(?:\w+:)?f>)?)?<(?:\w+:)?v>([^<]*)<')
_EMPTY = re.compile(
    _ADDRESS
    + rb'(?![^>]*\bt="str")[^>]*><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v></(?:\w+:)?v>|<(?:\w+:)?v ?/>)?</'
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")

Broken = set[tuple[int, int, str]]


def broken_in(part: bytes) -> Iterator[tuple[int, int, str]]:
    """(row, column, text) from 0 of broken cells in a piece of a worksheet."""
    if b't="e"' in part:
        for letters, row, text in _ERROR.findall(part):
            yield int(row) - 1, column_number(letters) - 1, text.decode("utf-8", "replace") or "#N/A"
    if b"<f" in part or b":f" in part:
        for letters, row in _EMPTY.findall(part):
            yield int(row) - 1, column_number(letters) - 1, NOT_CALCULATED


def sheet_parts(data: bytes) -> dict[str, str]:
    """Part of the package → name of its sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        try:
            relations = package.read("xl/_rels/workbook.xml.rels")
            book = package.read("xl/workbook.xml")
        except KeyError:
            return {}
    targets = {_attribute(tag, b"Id"): _attribute(tag, b"Target") for tag in _RELATION.findall(relations)}
    found = {}
    for tag in _SHEET.findall(book):
        target = targets.get(_attribute(tag, b"id"), "")
        found["xl/" + target.removeprefix("/xl/").removeprefix("xl/")] = _attribute(tag, b"name")
    return found


def column_number(letters: bytes) -> int:
    """A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"""[\s:]%s\s*=\s*["']([^"']*)["']""" % name, tag)
    return html.unescape(found.group(1).decode("utf-8", "replace")) if found else ""
