"""Templates of instalments that may be chosen for a project: of the packs in force here, then of other places as examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jingzhun.core.area_code import AreaCode
from jingzhun.policy.models import PackVersion
from jingzhun.rules.pack import PackParameter
from jingzhun.rules.pack_loader import tranches_in
from jingzhun.rules.tranche import Part, TrancheTemplate, parts_of


@dataclass(frozen=True)
class TrancheOffer:
    """``is_local``: its pack is in force for the project on the day; another place's is read as it stood there."""

    pack: PackVersion
    template: TrancheTemplate
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

    def parts(self, retained: int = 0) -> tuple[Part, ...]:
        """Raises ``ValueError`` in words where retention does not fit."""
        return parts_of(self.template, self.parameters, area=self.pack.area, day=self.day, retained=retained)


def tranche_offers(area: AreaCode, day: date) -> list[TrancheOffer]:
    """Local templates first; of a pack's versions the latest that began by ``day``."""
    found = {offer.key: offer for offer in _read(area, day)}
    return sorted(found.values(), key=lambda offer: (not offer.is_local, offer.pack.name, offer.template.code))


def _read(area: AreaCode, day: date) -> Iterator[TrancheOffer]:
    local = {pack.pk for pack in PackVersion.objects.in_force(area, day)}
    for pack in PackVersion.objects.standing().order_by("pk"):
        if not any(name.startswith("tranches/") for name in pack.files):
            continue
        templates, parameters = tranches_in(pack.files)
        until = pack.in_force_until
        inside = min(day, until - timedelta(days=1)) if until else day
        for template in templates:
            yield TrancheOffer(pack, template, parameters, pack.pk in local, max(inside, pack.in_force_from))
