"""Addresses: a word that stands where others have a number is no number, and pages offer only those that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLResolver, get_resolver

from jingzhun.core.text import TAKEN_IN_ADDRESSES

SOURCE = Path(__file__).parents[2] / "src" / "jingzhun"


def addresses(resolver: URLResolver, before: str = "") -> Iterator[list[str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, before + str(pattern.pattern))
        else:
            yield (before + str(pattern.pattern)).split("/")


def meet(one: list[str], other: list[str]) -> bool:
    """Whether the same address could be of both."""
    pairs = zip(one, other, strict=True)
    return all(a == b or a.startswith("<") or b.startswith("<") for a, b in pairs)


def test_words_that_stand_at_the_place_of_a_number_are_taken():
    all_ = list(addresses(get_resolver()))
    words = {
        other[place]
        for one in all_
        for place, part in enumerate(one)
        if part.startswith("<str:")
        for other in all_
        if len(other) == len(one) and other[:place] == one[:place]
        and other[place] and "<" not in other[place] and meet(one[place + 1 :], other[place + 1 :])
    }  # fmt: skip
    assert {"new", "export"} < words
    assert words == TAKEN_IN_ADDRESSES


def test_no_page_offers_an_address_that_does_not_exist():
    """``{% address %}`` is empty where an address is missing: a name that never was would hide a button for good."""
    asked = {
        (path.name, name)
        for path in SOURCE.glob("*/templates/**/*.html")
        for name in re.findall(r'{% address "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert asked and sorted((page, name) for page, name in asked if name not in get_resolver().reverse_dict) == []
