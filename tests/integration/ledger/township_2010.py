"""A township's whole-village projects of two years, item by item: the shipped example files, loaded through ingest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import factories
import jingzhun.web.demo as demo
from jingzhun.core.area_code import AreaCode
from jingzhun.ingest.actions.importing import Choice, apply_file, read_sheets

FOLDER = Path(demo.__file__).with_name("township")
FIVE, HAN, FOUR = "ZC2009-01", "ZC2009-02", "ZC2010-01"


def load_csv(text: str, *, name: str = "一张表.csv", since: date | None = date(2010, 12, 31), blank: str = "keep"):
    """The result of one file."""
    data = text.encode()
    result, *_ = apply_file(
        data=data, sheets=read_sheets(data, name), name=name, choice=Choice(since=since, blank=blank),
        scope=AreaCode.parse(factories.COUNTY), today=date(2026, 7, 1), by=factories.SYSTEM,
    )  # fmt: skip
    return result


def load_township() -> dict[str, object]:
    """All files in their order; name → result."""
    return {
        path.name: load_csv(path.read_text(), name=path.name, since=date(2009, 1, 1))
        for path in sorted(FOLDER.glob("[1-4]-*.csv"))
    }
