"""An office with its areas and code lists, and short ways to try and to write a file."""

from __future__ import annotations

from datetime import date

import pytest

TODAY = date(2026, 11, 20)


@pytest.fixture
def county(db):
    import factories

    return factories.county()


@pytest.fixture
def try_file(county):
    """Dry run: (result, outcome)."""
    from jingzhun.core.area_code import AreaCode
    from jingzhun.ingest.actions import importing

    def run(data: bytes, name: str = "export.xlsx", *, scope: str = "533422", **choice):
        return importing.plan_file(
            sheets=importing.read_sheets(data, name), name=name, choice=importing.Choice(**choice),
            scope=AreaCode.parse(scope), today=TODAY,
        )  # fmt: skip

    return run


@pytest.fixture
def write_file(county):
    """Apply: the result, with the upload beside it."""
    import factories
    from jingzhun.core.area_code import AreaCode
    from jingzhun.ingest.actions import importing

    def run(data: bytes, name: str = "export.xlsx", *, scope: str = "533422", **choice):
        result, _, upload = importing.apply_file(
            data=data, sheets=importing.read_sheets(data, name), name=name, choice=importing.Choice(**choice),
            scope=AreaCode.parse(scope), today=TODAY, by=factories.SYSTEM,
        )  # fmt: skip
        result.upload = upload
        return result

    return run
