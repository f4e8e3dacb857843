"""Cases and papers of a subject, for its dossier."""

from __future__ import annotations

from django.db.models import Prefetch

from jingzhun.registry.models import Subject

from .models import Case, Paper


def cases_of(subject: Subject) -> list[Case]:
    """All cases about a subject, newest first, each with ``papers_in_force``."""
    in_force = Prefetch("papers", Paper.objects.filter(replaced_at__isnull=True), to_attr="papers_in_force")
    return list(Case.objects.filter(subject=subject).select_related("procedure", "step").prefetch_related(in_force))
