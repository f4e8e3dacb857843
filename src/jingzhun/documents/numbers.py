"""Numbers in running text: which of them are plain figures, and not dates, document numbers or heading numbers."""

from __future__ import annotations

import re

_NOT_FIGURES = re.compile(
    r"""
      \d{4}\s*[—–~\-至]\s*\d{4}\s*年(?:度)?            # 2018—2020年
    | \d{4}\s*年(?:度)?(?:\s*\d{1,2}\s*月(?:份|\s*\d{1,2}\s*日)?)?
    | \d{1,2}\s*月(?:份|\s*\d{1,2}\s*日)?
    | \d{4}-\d{2}-\d{2}
    | 〔\d{4}〕\s*\d*\s*号?                            # 〔2018〕69号
    | ^\s*\d{1,2}\.(?!\d)                             # 1.
    | ^\s*[（(]\d{1,2}[)）]
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"[0-9０-９]+(?:,[0-9]{3})*(?:[.．][0-9０-９]+)?")
_WORDS = re.compile(r"[0-9A-Za-z]+(?:[.,\-][0-9A-Za-z]+)*|[^\s0-9A-Za-z]")


def figures_in(text: str) -> list[tuple[int, int]]:
    """Start and end of every number in ``text`` that states a quantity."""
    apart = [match.span() for match in _NOT_FIGURES.finditer(text)]
    return [
        match.span()
        for match in _NUMBER.finditer(text)
        if not any(start <= match.start() and match.end() <= end for start, end in apart)
    ]


def word_count(text: str) -> int:
    """字数 as word processors count: each Chinese character and sign one, each number or Latin word one."""
    return len(_WORDS.findall(text))
