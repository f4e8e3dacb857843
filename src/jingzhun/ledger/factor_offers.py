"""Lists of factors that a new plan may begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jingzhun.core.area_code import AreaCode
from jingzhun.rules.factor import FactorTemplate, Weighed, weighed
from jingzhun.rules.pack_loader import factors_in

from .template_offers import TemplateOffer, offers_of


@dataclass(frozen=True)
class FactorOffer(TemplateOffer):
    template: FactorTemplate

    @property
    def factors(self) -> tuple[Weighed, ...]:
        return weighed(self.template, self.parameters, area=self.pack.area, day=self.day)


def factor_offers(area: AreaCode, day: date) -> list[FactorOffer]:
    return offers_of(FactorOffer, folder="factors", read=factors_in, area=area, day=day)
