"""A name that comes twice in one list: 《甲办法》《乙细则》《甲办法》; 下河组、新屋组、下河组; 由田景春、谭永寿、田景春等人."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...block import Block, Form
from ...finding import Finding, Kind, Outcome, Severity
from ...reading import Reading

_TITLES = re.compile(r"《[^《》]{4,40}》(?:[、和及]?《[^《》]{4,40}》){2,}")
_TITLE = re.compile(r"《[^《》]+》")
_PLACES = re.compile(r"(?<![一-龥、])[一-龥]{2,10}[村组乡镇县寨](?:[、和及][一-龥]{2,6}[村组乡镇县寨]){2,}")
_PERSONS = re.compile(r"(?<![一-龥、])[一-龥]{2,10}(?:、[一-龥]{2,3}){2,}(?:、[一-龥]{2,12})?(?![一-龥])")
"""Items of two or three characters, the first with words before it, the last with words behind it."""


def find(reading: Reading) -> Iterator[Outcome]:
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for run in _TITLES.finditer(block.text):
            yield from _twice(block, run, _TITLE.findall(run.group(0)))
        for run in _PLACES.finditer(block.text):
            yield from _twice(block, run, _without_verb(re.split(r"[、和及]", run.group(0))))
        for run in _PERSONS.finditer(block.text):
            yield from _twice(block, run, _names(run.group(0).split("、")))


def _without_verb(names: list[str]) -> list[str]:
    """硬化下河组、新屋组、下河组: the first carries the words before the list."""
    first, *rest = names
    return [next((name for name in rest if first.endswith(name)), first), *rest]


def _names(names: list[str]) -> list[str]:
    """Without places, which are looked at above, and without what stands before the first and behind the last."""
    *rest, last = _without_verb(names)
    last = next((name for name in rest[1:] if last.startswith(name)), last)
    return [name for name in (*rest, last) if not re.search(r"[村组乡镇县寨]$|^[一二两三四五六七八九十各每第几]", name)]


def _twice(block: Block, run: re.Match[str], names: list[str]) -> Iterator[Outcome]:
    for name, times in Counter(names).items():
        if times > 1 and len(name) >= 2:
            line = block.origin[run.start()][0] + 1
            last = block.origin[run.end() - 1][0] + 1
            yield Finding(
                Kind.DUPLICATE, Severity.WARNING, tuple(dict.fromkeys((line, last))), (name.strip("《》"),), "1次", f"{times}次",
                f"{name}在同一份名单里{times}次", f"名单里“{name.strip('《》')}”重复出现", "请删去重复的或改为漏列的",
            )  # fmt: skip
