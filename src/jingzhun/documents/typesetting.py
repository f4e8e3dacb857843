"""A4 sheets as PDF: a template of ``sheets/`` filled with data. The data go in as JSON, never as markup, so no text of a
household or an official can change the sheet. The same data give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from jingzhun.core.errors import Problem

FOLDER = files("jingzhun.documents") / "sheets"


CHINESE = "Noto Serif CJK SC"
"""The free font that every sheet falls back to; an office's own fonts come before it."""


class UnableToPrint(Problem):
    code = "D-030"
    says = "这台机器没有能排中文的字体，不能生成 PDF"
    remedy = "请安装 fonts-noto-cjk，或把单位的字体放进 JINGZHUN_FONTS 指的文件夹"


def set_sheet(template: str, sheet: Any, *, parts: Sequence[str] = (), fonts: Sequence[Path] = ()) -> bytes:
    """The PDF of ``sheets/<template>.typ`` filled with ``sheet``, a frozen dataclass or a mapping of JSON values.

    ``parts`` are sheets whose definitions the template uses; ``fonts`` are folders of the office's own. Untagged: tags make the
    cards of a village eight times as large. Raises :class:`UnableToPrint` where nothing can set Chinese.
    """
    found = _fonts(tuple(fonts))
    if not fonts and CHINESE not in found.families():
        raise UnableToPrint
    source = b"".join((FOLDER / f"{name}.typ").read_bytes() for name in ("paper", *parts, template))
    data = json.dumps(dict(sheet) if isinstance(sheet, Mapping) else asdict(sheet), ensure_ascii=False)
    made: bytes = typst.compile(source, font_paths=found, sys_inputs={"data": data}, format="pdf", pdf_tags=False)
    return made


@lru_cache(maxsize=4)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    """The fonts of the machine and of ``folders``, looked up once."""
    return typst.Fonts(font_paths=[str(each) for each in folders])
