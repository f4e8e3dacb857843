"""A kind of outcome that writes in its own way tells and counts in its own way: what it inherits speaks of households."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from jingzhun.ingest import planning
from jingzhun.ingest.planning.outcome import Outcome

for _module in pkgutil.iter_modules(planning.__path__):
    importlib.import_module(f"{planning.__name__}.{_module.name}")
KINDS = Outcome.__subclasses__()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", ["changes_something", "changed_rows", "differences", "counts"])
def test_what_writes_in_its_own_way_tells_in_its_own_way(kind, name):
    assert {"write", name} <= set(vars(kind))


def test_every_kind_is_looked_at():
    assert len(KINDS) == 9
