"""Where money lies that a unit can claim: what was allocated to it for a project, less what its open claims ask for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from jingzhun.registry.models import Subject

from .flows import STEPS
from .models import Account, Claim, Movement
from .states import net_of


@dataclass(frozen=True)
class Place:
    """Money of a project with its executing unit, in fen: ``allocated`` not yet claimed, ``pending`` asked for by claims
    that are not posted."""

    project: Subject
    unit: str
    allocated: int
    pending: int

    @property
    def free(self) -> int:
        return self.allocated - self.pending

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.project.pk}:{self.unit}"


def posted(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Adds ``is_posted``: whether a movement of the claim stands; and ``asked`` fen: its amount, or of a claim that a file
    stated what it posted."""
    standing = Movement.objects.filter(claim=OuterRef("pk"), kind="claim", reversed_by__isnull=True)
    sums = standing.order_by().values("claim").annotate(fen=Sum("amount")).values("fen")
    return claims.annotate(is_posted=Exists(standing), asked=Coalesce("amount", Subquery(sums)))


def places(accounts: QuerySet[Account]) -> list[Place]:
    """The places among ``accounts`` (already in scope) that hold or held allocated money, by project and unit."""
    rows = accounts.filter(kind="allocated").order_by().values_list("project", "unit").annotate(Sum("balance"))
    held = {(project, unit): fen for project, unit, fen in rows}
    asked = pending([project for project, _ in held])
    subjects = Subject.objects.select_related("area").in_bulk({project for project, _ in held})
    found = [Place(subjects[p], unit, fen, asked.get((p, unit), 0)) for (p, unit), fen in held.items()]
    return sorted(found, key=lambda each: (each.project.code, each.unit))


def pending(projects: list[int]) -> dict[tuple[int, str], int]:
    """(project, unit) → fen that open claims ask for and that is not yet posted."""
    rows = posted(Claim.objects.filter(project__in=projects, voided_on__isnull=True, amount__isnull=False))
    rows = rows.filter(is_posted=False).order_by().values_list("project", "unit")
    return {(project, unit): fen for project, unit, fen in rows.annotate(Sum("amount"))}


def place_of(project: Subject, unit: str) -> Place:
    """The one place of a project and unit; nothing allocated is nought."""
    found = places(Account.objects.filter(project=project, unit=unit))
    return found[0] if found else Place(project, unit, 0, pending([project.pk]).get((project.pk, unit), 0))


def spread(accounts: list[Account], amount: int) -> list[tuple[Account, int]]:
    """From which accounts ``amount`` fen is taken: the oldest appropriation first. Falls short where they do not hold it."""
    taken, left = [], amount
    for account in sorted(accounts, key=lambda each: (each.appropriation.year, each.appropriation.number)):
        part = min(account.balance, left)
        if part > 0:
            taken.append((account, part))
            left -= part
    return taken


@dataclass(frozen=True)
class ClaimSums:
    """Fen of one claim: invoices, what is asked, claimed and paid, each without what was reversed."""

    invoiced: int
    asked: int
    claimed: int
    paid: int


def sums_of(claim: Claim) -> ClaimSums:
    lines = claim.lines.filter(is_void=False).aggregate(fen=Sum("amount", default=0))["fen"]
    moved = claim.movements.order_by().aggregate(
        claimed=net_of(STEPS["报账"]), unit=net_of(STEPS["支付到单位"]), household=net_of(STEPS["兑付到户"])
    )
    asked = claim.amount if claim.amount is not None else moved["claimed"]
    return ClaimSums(lines, asked, moved["claimed"], moved["unit"] + moved["household"])
