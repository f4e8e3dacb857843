"""The small county of :mod:`exit_county`, evaluated, for the first pages."""

import pytest


@pytest.fixture
def evaluated(db, tmp_path, settings, monkeypatch):
    import exit_county

    settings.DATA_FOLDER = tmp_path
    monkeypatch.setattr("jingzhun.dashboards.figure_set.EXIT_PACK", "test/exit-2018")
    county = exit_county.build()
    exit_county.evaluated(county, engine="reference")
    return county
