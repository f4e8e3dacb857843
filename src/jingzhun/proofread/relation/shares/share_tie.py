"""How surely the wording ties a part and a whole to a share: what speaks for each is weighed once, for all that it is paired with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ...figure import Figure, Role
from ...unit import HOUSEHOLDS, PEOPLE, PERCENT
from ..claims.claim import Scene, is_counted
from ..dates.date import title_year
from .share_meant import DONE, DUE
from .share_whole import bears_name, is_only, of_row

NEVER = -9
_CALLED_OTHERWISE = 4  # the most that ties a part whose rate another figure bears the name of
_NOT_HERE = 5  # the most that ties a part of another sentence
_MARK = re.compile(r"[，；]")
_RATE_WORD = re.compile(r"([一-龥]{1,4})(?:率|度|占比)")
_DUE_LAST = re.compile(r"应[一-龥]{0,4}$")
_DENIED = re.compile(r"[不未没]")
_YEAR = re.compile(r"20\d\d(?=年)")
_BYGONE = re.compile(r"上年|去年|同期|前年|年初")


@dataclass(frozen=True)
class Part:
    """A part with what ties it to the rate whatever it is a part of; ``denied`` is taken off where nothing caps the tie.

    ``larger`` are the figures of its kind before it that may stand between it and its whole.
    """

    figure: Figure
    is_here: bool
    tie: int = NEVER
    denied: int = 0
    larger: tuple[Figure, ...] = ()
    is_of_another_rate: bool = False
    is_called_otherwise: bool = False
    is_other_named: bool = False


@dataclass(frozen=True)
class Whole:
    """A whole with what ties it to the rate whatever its part is: whether it ``is_given`` right there, bears the name, and
    alone does so."""

    tie: int
    is_given: bool
    bears_name: bool
    is_named: bool
    is_bygone: bool


@dataclass
class Ties:
    """Of one rate: ``named`` is what it is said to be of, ``named_figure`` the figure in those words, ``all_there_are``
    the whole where they ask for all; ``pairs`` are ids of (whole, part) that hold, ``last`` the wholes of the rates before.
    """

    scene: Scene
    rate: Figure
    named: str
    named_figure: Figure | None
    all_there_are: Figure | None
    pairs: set[tuple[int, int]]
    last: Sequence[Figure]
    _wholes: dict[Figure, Whole] = field(default_factory=dict)
    _twos: dict[str, set[Figure]] = field(default_factory=dict)

    @cached_property
    def word(self) -> tuple[str, str]:
        """合格 and 合格率 before the rate, or nothing."""
        word = _RATE_WORD.search(self.rate.left)
        return (word[1], word[0]) if word else ("", "")

    def of_part(self, top: Figure, tops: Sequence[Figure]) -> Part:
        """``tops`` are the figures that may be the part, the likeliest first."""
        scene, rate = self.scene, self.rate
        here = top.block == rate.block and top.start >= scene.passage.sentence.start
        behind = top.block == rate.block and top.start > rate.start
        if here and not behind and self._is_of_another_rate(top):
            return Part(top, here, is_of_another_rate=True)
        kin = [
            f
            for f in tops
            if f.dimension == top.dimension and f is not self.named_figure and bool(f.per) == bool(top.per)
        ]
        tie = 1 if behind else self._nearness(top, tops, kin) if here else 0
        name = self.word[0]
        words, stem = top.left[-8:] + top.right[:6], name[-2:]
        if name:
            tie += 1 if DONE.search(top.left[-8:] + top.right[:4]) else 0
            tie += 2 if stem in words else 1 if set(stem) & set(words) else 0
        elif "占" in rate.left and not self.named:
            tie += 1
        larger = tuple(
            f for f in (*scene.above, *scene.here)
            if f.end <= top.start and f.dimension == top.dimension and f.base >= top.base and is_counted(f)
        )  # fmt: skip
        return Part(
            top, here, tie, larger=larger,
            denied=3 if name and any(no + stem[:1] in top.left[-8:] for no in "不未没") and not _DENIED.search(name) else 0,
            is_called_otherwise=bool(name) and self._is_called_otherwise(top, name),
            is_other_named=bool(name) and stem not in words
            and any(stem in f.left[-8:] + f.right[:6] for f in kin if f is not top and f in scene.members),
        )  # fmt: skip

    def _nearness(self, top: Figure, tops: Sequence[Figure], kin: Sequence[Figure]) -> int:
        """How near the part stands before the rate, with no bracket, semicolon or other rate between."""
        scene, first, rank = self.scene, tops[0], kin.index(top)
        gap = scene.between(top, self.rate)
        inside = scene.text[max(0, top.start - 60) : top.start]
        tie = 3 if rank == 0 else 1 if rank == 1 else 0
        tie -= 1 if rank == 0 and tops.index(top) > 1 else 0
        tie -= 3 if "）" in gap and inside.rfind("（") > inside.rfind("）") else 0
        if (
            first is not top
            and first.dimension != top.dimension
            and scene.mate(first) is not top
            and not first.per
            and _MARK.search(scene.between(top, first))
        ):
            tie -= 2
        return tie - (2 if "；" in gap or "%" in gap else 0)

    def of_whole(self, base: Figure) -> Whole:
        found = self._wholes.get(base)
        if found is None:
            bears = bool(self.named) and bears_name(self.named, base)
            is_only_one = bears and is_only(self.scene, self.named, base)
            is_given = base is self.named_figure or base is self.all_there_are
            tie = 0
            if self.named_figure:
                tie = 5 if base is self.named_figure else -4
            elif self.named:
                tie = (3 if is_only_one else 0) if bears else -3
            if self.word[0]:
                tie += 2 if _DUE_LAST.search(base.left) else 1 if DUE.search(base.left[-8:]) else 0
            found = self._wholes[base] = Whole(tie, is_given, bears, is_given or is_only_one, self._is_bygone(base))
        return found

    def of(self, part: Part, base: Figure) -> int:
        """The tie of a part to a whole."""
        if part.is_of_another_rate:
            return NEVER
        top, scene = part.figure, self.scene
        tie = part.tie + self.of_whole(base).tie
        if top.where and base.role is Role.TOTAL and top.when == base.when:
            tie += of_row(scene, self.rate, top)
        if (id(base), id(top)) in self.pairs:
            tie += 4
        if base in self.last and base.dimension == top.dimension and not self.named:
            tie += 3 if base is self.last[0] else 1
        if base.base >= top.base:
            tie += 2 if "其中" in top.left and base.end <= top.start else 1
        if base.block == top.block and base.end <= top.start:
            same = base.start >= scene.passage.sentence.start
            between = any(base.end <= f.start and (id(base), id(f)) not in self.pairs for f in part.larger)
            tie += (1 if between else 2) if same else 0 if between else 1
        name, rate_name = self.word
        if (
            name and part.is_here and not self.named and top.base <= base.base
            and {top, base} == self.only_two(top.dimension)
        ):  # fmt: skip
            tie += 2
        if part.is_called_otherwise:
            return min(tie, _CALLED_OTHERWISE)
        if name and top.where and base.where != top.where and rate_name[-1] == "率":
            return NEVER  # 支出率 is of the same row, no share of the column
        if part.is_other_named:
            return min(tie, _CALLED_OTHERWISE)
        tie -= part.denied
        return tie if part.is_here else min(tie, _NOT_HERE)

    def _is_of_another_rate(self, top: Figure) -> bool:
        """其中 60%（35.1 万元）分给农户，40% 留作积累: what stands in brackets behind a rate is what that rate comes to."""
        text = self.scene.text
        return any(
            f.dimension == PERCENT and f is not self.rate and f.end < top.start and text[f.end : top.start] == "（"
            for f in self.scene.here
        )

    def _is_called_otherwise(self, top: Figure, name: str) -> bool:
        """集中安置 a 户 b 人，分散安置 c 户 d 人，集中安置率按户: another figure bears the rate's whole name, or it counts the other thing."""
        rate, scene = self.rate, self.scene
        if "按户" in rate.left or "按人" in rate.left:
            counted = HOUSEHOLDS if "按户" in rate.left else PEOPLE
            if top.dimension in (HOUSEHOLDS, PEOPLE) and top.dimension != counted:
                return True
        if len(name) < 4:
            return False
        bearers = [f for f in scene.here if f.end <= rate.start and f.left.endswith(name)]
        return bool(bearers) and top not in bearers and scene.mate(top) not in bearers

    def _is_bygone(self, base: Figure) -> bool:
        """The whole is last year's, or of a year that neither the sentence nor the report is about."""
        scene, rate = self.scene, self.rate
        if _BYGONE.search(base.left[-8:]):
            return not _BYGONE.search(rate.left)
        year = _YEAR.search(base.left)
        if not year or year[0] in scene.text[scene.passage.sentence.start : rate.start]:
            return False
        titled = title_year(scene.reading)
        return bool(titled and str(titled[0]) != year[0])

    def only_two(self, dimension: str) -> set[Figure]:
        """The figures of a dimension before the rate in its stretch of the sentence, if there are just two."""
        if dimension not in self._twos:
            scene, rate = self.scene, self.rate
            stretch = scene.text.rfind("；", scene.passage.sentence.start, rate.start)
            found = {
                f
                for f in scene.before(rate)
                if f.dimension == dimension and not f.per and is_counted(f) and f.start > stretch
            }
            self._twos[dimension] = found if len(found) == 2 else set()
        return self._twos[dimension]
