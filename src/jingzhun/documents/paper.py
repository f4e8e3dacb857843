"""A4 paper as PDF: a typst template of this package filled with data. Pure; bytes out.

Data reaches the template as JSON and is only ever shown as text, so no name can become markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import typst

from jingzhun.core.errors import Problem

TEMPLATES = Path(__file__).parent / "typst"
FALLBACK_FONT = "Noto Serif CJK SC"
"""The free font that every template falls back to; an office's own fonts come before it."""


class UnableToPrint(Problem):
    code = "D-030"
    says = "这台机器没有能排中文的字体，不能生成 PDF"
    remedy = "请安装 fonts-noto-cjk，或把单位的字体放进 JINGZHUN_FONTS 指的文件夹"


def print_paper(*, template: str, data: Mapping[str, object], fonts: Path | None = None) -> bytes:
    """The PDF of ``template`` (a file name in ``documents/typst`` without its ending) over ``data`` (JSON values).

    ``fonts`` is a folder of the office's own fonts. Raises :class:`UnableToPrint` where nothing can set Chinese.
    """
    folders = [fonts] if fonts else []
    if FALLBACK_FONT not in _families(fonts) and not fonts:
        raise UnableToPrint
    return typst.compile(
        TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=folders,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, pdf_tags=False,
    )  # fmt: skip


@lru_cache(maxsize=4)
def _families(fonts: Path | None) -> frozenset[str]:
    """Font families that typst finds on this machine and in the folder."""
    return frozenset(typst.Fonts(font_paths=[fonts] if fonts else []).families())
