"""A4 sheets as PDF: a template of ``sheets/`` filled with data. The data go in as JSON, never as markup, so no text of a
household or an official can change the sheet. The same data give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

FOLDER = files("jingzhun.documents") / "sheets"


def set_sheet(template: str, sheet: Any, *, fonts: Sequence[Path] = ()) -> bytes:
    """The PDF of ``sheets/<template>.typ`` filled with the frozen dataclass ``sheet``; ``fonts`` are folders of the office's own."""
    source = (FOLDER / "paper.typ").read_bytes() + (FOLDER / f"{template}.typ").read_bytes()
    data = json.dumps(asdict(sheet), ensure_ascii=False)
    made: bytes = typst.compile(source, font_paths=_fonts(tuple(fonts)), sys_inputs={"data": data}, format="pdf")
    return made


@lru_cache(maxsize=4)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    """The fonts of the machine and of ``folders``, looked up once."""
    return typst.Fonts(font_paths=[str(each) for each in folders])
