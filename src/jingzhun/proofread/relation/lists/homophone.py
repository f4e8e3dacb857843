"""A place written once with another character of the same sound: 半岭乡 in the table, 伴岭乡 in one sentence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from ...block import Block, Form
from ...finding import Finding, Kind, Outcome, Severity
from ...reading import Reading

_RUN = re.compile(r"[一-龥]+")
_NAMED = re.compile(r"(?<![一-龥\d])(?:[一-龥]{2,4}?[乡镇村县]|[一-龥]{3,5}?(?=安置点|安置区|社区|小区|片区))")
_NO_NAME = re.compile(r"^[各个每全该我本此某几数]|(?:乡镇|镇村|[市区]县|(?:困|贫|范|点|政|然|制|心)村)$")
_SHORTEST, _LONGEST = 3, 5
_APART = frozenset("那哪他她它在再做作的地得一二三四五六七八九十两东西南北上下前后左右大小新老")
"""Characters that tell one place from another, or that are no part of a name."""


def find(reading: Reading) -> Iterator[Outcome]:
    known = _known(reading)
    if not known:
        return
    masked: dict[str, list[str]] = defaultdict(list)
    for name in known:
        for at in range(len(name)):
            masked[f"{name[:at]}_{name[at + 1 :]}"].append(name)
    text = "\n".join(block.text for block in reading.blocks)
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for run in _NAMED.finditer(block.text):
            yield from _judged(block, run, run.group(0), known, masked, text)


def _known(reading: Reading) -> Counter[str]:
    """Names that stand by themselves between marks, and how often: in lists, in cells, before figures."""
    found: Counter[str] = Counter()
    for block in reading.blocks:
        for run in _RUN.finditer(block.text):
            if _SHORTEST <= len(run.group(0)) <= _LONGEST:
                is_listed = "、" in (block.text[run.start() - 1 : run.start()], block.text[run.end() : run.end() + 1])
                found[run.group(0)] += 2 if is_listed or block.form is Form.ROW else 1
    return Counter({name: times for name, times in found.items() if times >= 2 and not _NO_NAME.search(name)})


def _judged(
    block: Block, run: re.Match[str], name: str, known: Counter[str], masked: dict[str, list[str]], text: str
) -> Iterator[Outcome]:
    if name in known or _NO_NAME.search(name):
        return
    for at, written in enumerate(name):
        for right in masked.get(f"{name[:at]}_{name[at + 1 :]}", ()):
            other = right[at]
            if {written, other} & _APART or text.count(right) < 2 or text.count(name) > 1 or right in block.text:
                continue
            if _sound(written) == _sound(other):
                line = block.origin[run.start()][0] + 1
                yield Finding(
                    Kind.OTHER, Severity.WARNING, (line,), (name,), right, name, f"{name} 与 {right} 只差一个同音字",
                    f"“{name}”别处都写作“{right}”，像是同音字写错", f"请核对名称，似应为“{right}”",
                )  # fmt: skip
                return


@lru_cache(maxsize=4_000)
def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin  # its tables are read only where two names are so alike

    return str(lazy_pinyin(character)[0])
