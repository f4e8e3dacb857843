"""What is left where a share says what it is left of: 项目 312 个…到年底完工 298 个，完工率 95.5%；在建 14 个."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...figure import Figure
from ...finding import Holding, Kind, Outcome
from ...reading import Reading
from . import layout

_FARTHEST = 40
_LEFT = re.compile(
    r"(?:其[余他]|剩余?下?|余下|尚余|[还尚仍][有剩差]|[还尚仍]未|未|没有?)[一-龥]{0,6}的?$|(?:在建|正在[一-龥]{2,4}|[仍还]在[一-龥]{2,4})(?:的|有)*$"
)
_ALL_OTHERS = re.compile(r"其[余他]|剩|余下|没有?")
_ASIDE = re.compile(r"其中|另|包括|计划|比(?![例重])|较|新增|。|每|平均")
_DONE = re.compile(
    r"已|完|成|竣工|支[出付]|到位|整改|销号|办结|消除|开工|发放|拨付|收回|使用|通过|投产|验收|达标|搬|签|兑[付现]|改造"
)


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The share holds of two figures; the next of their kind is told as what remains of the one without the other."""
    everything = list(outcomes)
    settled = layout.Settled(everything)
    seen: set[Figure] = set()
    for held in everything:
        if not (isinstance(held, Holding) and held.kind is Kind.PERCENT and len(held.figures) == 3):
            continue
        share, part, whole = held.figures
        rest = _rest(reading, share, part, whole)
        if rest and rest not in seen:
            seen.add(rest)
            yield from layout.judged(
                reading, settled, Kind.DIFFERENCE, rest, [whole, part], whole.base - part.base,
                f"{whole.text} − {part.text}", sure=True, slack=layout.slack_of(rest, [whole, part]),
            )  # fmt: skip


def _rest(reading: Reading, share: Figure, part: Figure, whole: Figure) -> Figure | None:
    if not (share.digits >= 3 and share.block == part.block >= 0 and whole.base > part.base and part.is_exact):
        return None
    if part.dimension != whole.dimension or abs(share.start - part.end) > _FARTHEST or share.start < part.end:
        return None
    if whole.block != part.block or whole.start > part.start or not whole.is_exact:
        return None
    text = reading.block_of(part).text
    if not _DONE.search(part.left + part.noun):
        return None
    end = reading.block_of(part).sentence_at(part.start).end
    behind = [f for f in reading.by_block[part.block] if part.end <= f.start < end and f.dimension == part.dimension]
    rest = next((f for f in behind if not _is_in_bracket(text, part, f)), None)
    if rest is None or rest.start - part.end > _FARTHEST or _ASIDE.search(text[part.end : rest.start]):
        return None
    more = [
        f for f in behind if f.start > rest.end and f.start - rest.end < _FARTHEST and not _is_in_bracket(text, part, f)
    ]
    if not _LEFT.search(rest.left):
        return None
    return rest if not more or _ALL_OTHERS.search(rest.left) else None


def _is_in_bracket(text: str, part: Figure, figure: Figure) -> bool:
    between = text[part.end : figure.start]
    return between.count("（") > between.count("）")
