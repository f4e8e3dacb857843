"""Lists of factors that a new plan may begin with: of the packs in force here, then of other places as examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jingzhun.core.area_code import AreaCode
from jingzhun.policy.models import PackVersion
from jingzhun.rules.factor import FactorTemplate, Weighed, weighed
from jingzhun.rules.pack import PackParameter
from jingzhun.rules.pack_loader import factors_in


@dataclass(frozen=True)
class FactorOffer:
    """``is_local``: its pack is in force in the area on the day; another place's is read as it stood there."""

    pack: PackVersion
    template: FactorTemplate
    parameters: tuple[PackParameter, ...]
    is_local: bool
    day: date

    @property
    def key(self) -> str:
        return f"{self.pack.name}:{self.template.code}"

    @property
    def title(self) -> str:
        note = "" if self.is_local else f"（{self.pack.title}，外地做法）"
        return f"{self.template.title}{note}"

    @property
    def factors(self) -> tuple[Weighed, ...]:
        return weighed(self.template, self.parameters, area=self.pack.area, day=self.day)


def factor_offers(area: AreaCode, day: date) -> list[FactorOffer]:
    """Local lists first; of a pack's versions the latest that began by ``day``."""
    found = {offer.key: offer for offer in _read(area, day)}
    return sorted(found.values(), key=lambda offer: (not offer.is_local, offer.pack.name, offer.template.code))


def _read(area: AreaCode, day: date) -> Iterator[FactorOffer]:
    local = {pack.pk for pack in PackVersion.objects.in_force(area, day)}
    for pack in PackVersion.objects.standing().order_by("pk"):
        if not any(name.startswith("factors/") for name in pack.files):
            continue
        templates, parameters = factors_in(pack.files)
        until = pack.in_force_until
        inside = min(day, until - timedelta(days=1)) if until else day
        for template in templates:
            yield FactorOffer(pack, template, parameters, pack.pk in local, max(inside, pack.in_force_from))
