"""The columns of an upload as the page shows them: header, sample, system field, state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jingzhun.accounts.models import Post
from jingzhun.core.text import fold_header

from .allowed import loadable
from .layouts.declared import layouts_in_use
from .layouts.layout import ROW_WORDS
from .models import Upload


@dataclass(frozen=True)
class Line:
    """One column of the file. ``target`` is empty for what is not imported; ``options`` are (target, title) to pick from."""

    place: int
    header: str
    sample: str
    target: str
    title: str
    note: str
    options: tuple[tuple[str, str], ...]


def layout_choices(post: Post) -> list[tuple[str, str]]:
    """The layouts that a post may load."""
    return list(loadable(post).items())


def column_lines(upload: Upload, layout_name: str, chosen: Mapping[str, str]) -> list[Line]:
    """A line for each header. Without a choice the layout's own headers are proposed."""
    layout = layouts_in_use().get(layout_name)
    options = tuple((column.target, column.title) for column in layout.columns) if layout else ()
    lines = []
    for place, header in enumerate(upload.headers):
        if not header:
            continue
        target = chosen.get(str(place), "")
        if not chosen and layout is not None:
            known = layout.by_header.get(fold_header(header))
            target = known.target if known else ""
        column = layout.by_target.get(target) if layout else None
        note = ""
        if column is not None:
            kept = getattr(column.declared, "type_name", "") == "sealed" or target == "id_number"
            parts = [
                "加密入库" if kept else "", f"代码表“{column.codes}”" if column.codes else "",
                f"单位 {column.unit}" if column.unit else "",
                "只用来核对" if "核对" in ROW_WORDS.get(target, "") else "", "必需" if column.required else "",
            ]  # fmt: skip
            note = "，".join(filter(None, parts))
        sample = upload.samples[place] if place < len(upload.samples) else ""
        lines.append(
            Line(place, header, sample, target if column else "", column.title if column else "", note, options)
        )
    return lines
