"""造册: an award roster of a township or village from what a run granted there."""

from __future__ import annotations

from datetime import date

from jingzhun.accounts.models import Post
from jingzhun.areas.models import Area
from jingzhun.ledger.actions.award_roster import open_roster
from jingzhun.ledger.models import AwardRoster
from jingzhun.registry.models import Subject

from ..award_lines import grants, programmes_of
from ..models import Run


def make_roster(*, run: Run, programme: str, area: Area, project: Subject, post: Post, on: date) -> AwardRoster:
    """A line per household to which the run granted money under ``programme``, borne by ``project``; the others listed apart.

    Raises :class:`jingzhun.results.award_lines.UnableToReckonAwards` and what the ledger refuses.
    """
    granted = grants(run=run, programme=programme, area=area)
    title = f"{area.title}{run.as_of.year}年{programmes_of(run)[programme]['title']}名册"
    return open_roster(
        area=area, project=project, programme=programme, title=title[:120], year=run.as_of.year, run=run.pk,
        awards=granted.awards, omitted=granted.omitted, post=post, on=on,
    )  # fmt: skip
