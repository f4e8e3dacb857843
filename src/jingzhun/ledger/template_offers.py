"""Templates that the ledger's work may begin with: of the packs in force here, then of other places as examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from jingzhun.core.area_code import AreaCode
from jingzhun.policy.models import PackVersion
from jingzhun.rules.pack import PackParameter


@dataclass(frozen=True)
class TemplateOffer:
    """``is_local``: its pack is in force in the area on the day; another place's is read as it stood there. ``template`` has
    a ``code`` and a ``title``; its kind is told by the subclass."""

    pack: PackVersion
    template: Any
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


Offer = TypeVar("Offer", bound=TemplateOffer)
Read = Callable[[Mapping[str, str]], tuple[Sequence[Any], tuple[PackParameter, ...]]]


def offers_of(kind: type[Offer], *, folder: str, read: Read, area: AreaCode, day: date) -> list[Offer]:
    """Local ones first; of a pack's versions the latest that began by ``day``. ``read`` gives what lies in a pack's ``folder``."""
    local = {pack.pk for pack in PackVersion.objects.in_force(area, day)}
    found: dict[str, Offer] = {}
    for pack in PackVersion.objects.standing().order_by("pk"):
        if not any(name.startswith(f"{folder}/") for name in pack.files):
            continue
        templates, parameters = read(pack.files)
        until = pack.in_force_until
        inside = min(day, until - timedelta(days=1)) if until else day
        for template in templates:
            offer = kind(pack, template, parameters, pack.pk in local, max(inside, pack.in_force_from))
            found[offer.key] = offer
    return sorted(found.values(), key=lambda offer: (not offer.is_local, offer.pack.name, offer.template.code))
