"""What steps ask to be filled in: a closed table from the names of :data:`jingzhun.rules.procedure.INPUTS` to forms.

    form = form_for("cause", case, book, request.POST, day=request.as_of)
    if form.is_valid():
        fill_in(case=case, name="cause", values=form.values, …)
    shown("cause", case.proposed["cause"], book)      # [("主要致贫原因", "因病"), …]

Field names carry the input's name as prefix, so that several inputs of a step share a page. A form never shows what is
sealed: an ID number has to be typed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject

from .input_forms.allocation import AllocationForm
from .input_forms.asked import InputForm
from .input_forms.claim import PaymentForm
from .input_forms.correction import ContestedForm, CorrectionForm
from .input_forms.facts import (
    AdjustmentForm,
    AttributeForm,
    CauseForm,
    DwellingForm,
    MonitoringForm,
    RiskForm,
    UrgentHelpForm,
)
from .input_forms.fund import FundYearForm
from .input_forms.people import LeaverForm, MergeForm, MoveForm, NewcomerForm, SplitForm
from .input_forms.project import LibraryExitForm, NegativeListForm, ProjectAdjustmentForm
from .models import Case

TABLE: Mapping[str, type[InputForm]] = {
    "cause": CauseForm,
    "attribute": AttributeForm,
    "monitoring": MonitoringForm,
    "risk": RiskForm,
    "adjustment": AdjustmentForm,
    "dwelling": DwellingForm,
    "correction": CorrectionForm,
    "newcomer": NewcomerForm,
    "leaver": LeaverForm,
    "split": SplitForm,
    "merge": MergeForm,
    "move": MoveForm,
    "urgent_help": UrgentHelpForm,
    "contested": ContestedForm,
    "negative_list": NegativeListForm,
    "library_exit": LibraryExitForm,
    "project_adjustment": ProjectAdjustmentForm,
    "payment": PaymentForm,
    "allocation": AllocationForm,
    "fund_year": FundYearForm,
}


def form_for(
    name: str, case: Case | None, book: CodeBook, data: Any = None, *, day: date, subject: Subject | None = None
) -> InputForm:
    """The form of an input for a case, or for ``subject`` where the case is only being opened. ``day`` is today."""
    given: Mapping[str, Any] = case.proposed.get(name, {}) if case else {}
    about = case.subject if case else subject
    assert about is not None
    return TABLE[name](
        data, subject=about, book=book, day=day, given=given, prefix=name, case_pk=case.pk if case else None
    )


def shown(name: str, values: Mapping[str, Any], book: CodeBook) -> list[tuple[str, str]]:
    """(label, text) of what was filled in; personal numbers masked, nothing where nothing was."""
    return TABLE[name].shown(values, book) if values else []
