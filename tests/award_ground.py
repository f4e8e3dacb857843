"""A township whose households sold and earned in 2018, the awards pack in force, a funded project, and who acts on a roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import factories
import jingzhun
from jingzhun.accounts.models import Post
from jingzhun.areas.models import Area
from jingzhun.ledger.actions.movement import post as book
from jingzhun.ledger.models import AwardRoster
from jingzhun.policy.actions.packs import store
from jingzhun.policy.packs import read_folder
from jingzhun.registry import personal
from jingzhun.registry.models import HouseholdProfile, Pairing, ProductSale, Subject, WageEntry
from jingzhun.results.actions.award_roster import make_roster
from jingzhun.results.actions.evaluate import evaluate
from jingzhun.results.models import Run
from money_ground import Money, booking, money

AS_OF = date(2018, 12, 31)
ON = date(2019, 1, 10)
SALES, WAGES = "产业以奖代补", "务工奖补"


def seller(
    code: str, fen: int | None, *, village: str = factories.VILLAGE, wage: int = 0, account: str = "", helper=None
) -> Subject:
    """A registered household that sold walnuts for ``fen`` in 2018 (None: nobody collected its sales)."""
    by = factories.change()
    home = factories.household(village=village, code=code, by=by)
    factories.member(of=home, name=f"户主{code}", by=by)
    known = factories.known(by)
    if fen is not None:
        factories.complete(of=home, table="销售", year=2018, by=by)
        if fen:
            ProductSale.objects.create(
                subject=home.subject, key=f"s{code}", sold_on=date(2018, 6, 1), product="01", amount=fen, is_verified=True,
                **known,
            )  # fmt: skip
    factories.complete(of=home, table="务工", year=2018, by=by)
    if wage:
        WageEntry.objects.create(
            subject=home.subject,
            key=f"w{code}",
            year=2018,
            worker=f"户主{code}",
            amount=wage,
            is_verified=True,
            **known,
        )
    if account:
        HouseholdProfile.objects.filter(subject=home.subject).update(
            bank_name="农村信用社", bank_account=personal.seal("bank_account", home.subject.pk, account)
        )
    if helper is not None:
        Pairing.objects.create(subject=home.subject, since=date(2018, 1, 1), helper=helper, **known)
    return home.subject


@dataclass
class Awards:
    """``run`` is the evaluation; posts are all different persons."""

    run: Run
    money: Money
    township: Post
    village: Post
    helper: Post
    reviewer: Post
    county: Post
    finance: Post

    @property
    def area(self) -> Area:
        return self.township.area

    def roster(self, programme: str = SALES, *, area: Area | None = None, by: Post | None = None) -> AwardRoster:
        return make_roster(
            run=self.run,
            programme=programme,
            area=area or self.area,
            project=self.money.project,
            post=by or self.township,
            on=ON,
        )


def evaluated() -> Run:
    pack = Path(jingzhun.__file__).parent / "policies/deqin/awards-2018"
    store(files=read_folder(pack), by=factories.SYSTEM, is_shipped=True)
    return evaluate(area=Area.objects.get(pk=factories.COUNTY), as_of=AS_OF, by=factories.SYSTEM, engine="reference")[0]


def awards(*, allocated: int = 100_000, build=None) -> Awards:
    """Five households of a village: one below the cap, one above it, one that sold nothing, one unknown, one without account;
    ``build`` makes others instead. ``allocated`` yuan stand at the township's disposal."""
    factories.county()
    helper = factories.post(role="helper", area=factories.COUNTY)
    if build is None:
        seller("A1", 900_000, account="6217001234567890", helper=helper.official, wage=1_200_000)
        seller("A2", 2_000_000, account="6217001234567891", helper=helper.official)
        seller("A3", 0, account="6217001234567892")
        seller("A4", None, account="6217001234567893")
        seller("A5", 333_333, helper=helper.official)
    else:
        build()
    held = money()
    if allocated:
        with booking() as work:
            book([held.order(kind, allocated) for kind in ("assign", "arrive", "allocate")], work=work)
    return Awards(
        evaluated(), held, factories.post(role="township_reviewer", area=factories.TOWNSHIP),
        factories.post(role="village_cadre", area=factories.VILLAGE), helper,
        factories.post(role="township_reviewer", area=factories.TOWNSHIP), factories.post(role="county_officer"),
        factories.post(role="finance"),
    )  # fmt: skip
