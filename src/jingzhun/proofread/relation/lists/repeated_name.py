"""A name that comes twice in one list whose length nobody states: 《甲办法》《乙细则》《甲办法》; 下河组、新屋组、下河组."""

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


def find(reading: Reading) -> Iterator[Outcome]:
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for run in _TITLES.finditer(block.text):
            yield from _twice(block, run, _TITLE.findall(run.group(0)))
        for run in _PLACES.finditer(block.text):
            yield from _twice(block, run, _without_verb(re.split(r"[、和及]", run.group(0))))


def _without_verb(names: list[str]) -> list[str]:
    """硬化下河组、新屋组、下河组: the first carries the words before the list."""
    first, *rest = names
    return [next((name for name in rest if first.endswith(name)), first), *rest]


def _twice(block: Block, run: re.Match[str], names: list[str]) -> Iterator[Outcome]:
    for name, times in Counter(names).items():
        if times > 1 and len(name) >= 2:
            line = block.origin[run.start()][0] + 1
            last = block.origin[run.end() - 1][0] + 1
            yield Finding(
                Kind.DUPLICATE, Severity.WARNING, tuple(dict.fromkeys((line, last))), (name.strip("《》"),), "1次", f"{times}次",
                f"{name}在同一份名单里{times}次", f"名单里“{name.strip('《》')}”重复出现", "请删去重复的或改为漏列的",
            )  # fmt: skip
