"""Templates of instalments that may be chosen for a project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jingzhun.core.area_code import AreaCode
from jingzhun.rules.pack_loader import tranches_in
from jingzhun.rules.tranche import Part, TrancheTemplate, parts_of

from .template_offers import TemplateOffer, offers_of


@dataclass(frozen=True)
class TrancheOffer(TemplateOffer):
    template: TrancheTemplate

    def parts(self, retained: int = 0) -> tuple[Part, ...]:
        """Raises ``ValueError`` in words where retention does not fit."""
        return parts_of(self.template, self.parameters, area=self.pack.area, day=self.day, retained=retained)


def tranche_offers(area: AreaCode, day: date) -> list[TrancheOffer]:
    return offers_of(TrancheOffer, folder="tranches", read=tranches_in, area=area, day=day)
