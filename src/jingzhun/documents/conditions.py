"""Paragraphs of a template that stand only where there is something to say.

``{{若有_名称}}`` at a paragraph keeps it where the figure is known and not nought, ``{{若无_名称}}`` where it is not; several hold
together. What does not apply is taken out before anything is filled, so it leaves no number and no line in the appendix.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection

from docx import Document
from docx.text.paragraph import Paragraph

from .letter import pack

_MARK = re.compile(r"\{\{\s*(若有|若无)_(\w+?)\s*\}\}")


def is_condition(name: str) -> bool:
    """Whether a name in double braces is a condition and nothing to fill in."""
    return name.startswith(("若有_", "若无_"))


def conditions(template: bytes) -> tuple[str, ...]:
    """The names of figures that conditions ask about, sorted."""
    word = Document(io.BytesIO(template))
    return tuple(sorted({name for paragraph in word.paragraphs for _, name in _MARK.findall(paragraph.text)}))


def only_what_applies(template: bytes, *, present: Collection[str]) -> bytes:
    """The template without its conditions and the paragraphs that they rule out. ``present`` are the figures that are known and
    not nought."""
    word, is_changed = Document(io.BytesIO(template)), False
    for paragraph in word.paragraphs:
        asked = _MARK.findall(paragraph.text)
        if not asked:
            continue
        is_changed = True
        if all((name in present) == (wanted == "若有") for wanted, name in asked):
            _without_marks(paragraph)
        else:
            paragraph._element.getparent().remove(paragraph._element)
    return pack(word) if is_changed else template


def _without_marks(paragraph: Paragraph) -> None:
    """Cut the marks out of the runs: Word splits a text into runs as it likes."""
    cut = {place for found in _MARK.finditer(paragraph.text) for place in range(*found.span())}
    at = 0
    for run in paragraph.runs:
        text = run.text
        kept = "".join(letter for place, letter in enumerate(text, start=at) if place not in cut)
        if kept != text:
            run.text = kept
        at += len(text)
