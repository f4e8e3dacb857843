"""专户 of a township: what was allocated into it, what was claimed and paid out of it, and what is left, all closed in itself.

三专一封闭：专户储存、专人管理、专账核算、封闭运行。The sums are of the movements; the balances are of the accounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Substr

from jingzhun.accounts.models import Post
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level

from .models import Account, Movement
from .states import net_by_state

TOWNSHIP = int(Level.TOWNSHIP)


@dataclass(frozen=True)
class Dedicated:
    """Fen. ``allocated`` came in; ``unclaimed`` and ``unpaid`` are balances; ``paid`` went out to units and households.
    ``keepers`` are who holds the post of finance there (专人), empty where nobody does."""

    area: Area
    allocated: int
    claimed: int
    paid: int
    unclaimed: int
    unpaid: int
    keepers: tuple[str, ...] = ()

    @property
    def left(self) -> int:
        return self.unclaimed + self.unpaid

    @property
    def is_closed(self) -> bool:
        """Every yuan that came in is still there or was paid."""
        return self.allocated == self.unclaimed + self.unpaid + self.paid


def dedicated_accounts(accounts: QuerySet[Account], *, on: date, level: int = TOWNSHIP) -> list[Dedicated]:
    """One for each township (or county office) that keeps such accounts among ``accounts``, which are in scope already.

    ``level`` is that of the reader's area where it is below the township: a village sees its own part. Counted is what moved
    into or out of these accounts, wherever the project lies; the county office itself is 533422000 and not its townships.
    """
    level = max(level, TOWNSHIP)
    places = accounts.filter(kind__in=("allocated", "claimed")).annotate(place=Substr("area_id", 1, level))
    balances: dict[str, dict[str, int]] = {}
    for place, kind, fen in places.order_by().values_list("place", "kind").annotate(Sum("balance")):
        balances.setdefault(place, {})[kind] = fen
    areas = Area.objects.in_bulk([place.ljust(12, "0") for place in balances])
    keepers = _keepers(list(areas), on)
    found = []
    for place, held in sorted(balances.items()):
        here = places.filter(place=place).values("pk")
        moved = net_by_state(Movement.objects.filter(Q(source__in=here) | Q(target__in=here)))
        found.append(
            Dedicated(
                area=areas[place.ljust(12, "0")], allocated=moved["拨付"], claimed=moved["报账"],
                paid=moved["支付到单位"] + moved["兑付到户"], unclaimed=held.get("allocated", 0), unpaid=held.get("claimed", 0),
                keepers=tuple(keepers.get(place.ljust(12, "0"), ())),
            )
        )  # fmt: skip
    return found


def _keepers(places: list[str], on: date) -> dict[str, list[str]]:
    """Area → names of who holds the post of finance in that very area on a day."""
    rows = Post.objects.held_on(on).filter(role="finance", area__in=places).select_related("official")
    found: dict[str, list[str]] = {}
    for row in rows.order_by("since", "pk"):
        found.setdefault(row.area_id, []).append(row.official.name)
    return found
