"""Every module of layouts is one that the app makes known when it starts."""

from __future__ import annotations

from pathlib import Path

from jingzhun.ingest import apps, layouts
from jingzhun.ingest.layouts.layout import layouts as known

OTHERS = {"__init__", "layout", "declared"}
"""What a layout is, and the layouts that packs declare."""


def test_every_layout_of_the_folder_is_made_known():
    there = {path.stem for path in Path(layouts.__file__).parent.glob("*.py")} - OTHERS
    assert set(apps.LAYOUTS) == there
    assert {"projects", "plan-items", "line-items", "income"} <= set(known())
