"""How many values that a file should have are known, unknown and not collected: one way to add them up and to say it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable


class Tally:
    """Whoever has ``known``, ``unknown`` and ``absent`` can say what was asked, and which part of it is known."""

    @property
    def asked(self) -> int:
        return self.known + self.unknown + self.absent

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 says that nothing is missing; 100 where nothing is asked."""
        return self.known * 100 // self.asked if self.asked else 100


class TallyOf(Tally, ABC):
    """The sum of ``parts``, which a subclass names."""

    @property
    @abstractmethod
    def parts(self) -> Iterable[Tally]: ...

    @property
    def known(self) -> int:
        return sum(each.known for each in self.parts)

    @property
    def unknown(self) -> int:
        return sum(each.unknown for each in self.parts)

    @property
    def absent(self) -> int:
        return sum(each.absent for each in self.parts)
