"""The small county of :mod:`exit_county`, evaluated, for the first pages."""

import pytest


@pytest.fixture(scope="module")
def ground(standing):
    import exit_county

    def make():
        county = exit_county.build()
        exit_county.evaluated(county, engine="reference")
        return county

    return standing(make)


@pytest.fixture
def evaluated(db, ground, tmp_path, settings, monkeypatch):
    monkeypatch.setattr("jingzhun.dashboards.figure_set.EXIT_PACK", "test/exit-2018")
    return ground(settings, tmp_path)
