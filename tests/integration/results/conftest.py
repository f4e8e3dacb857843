"""The small county of :mod:`exit_county`, and its first run. Imported late: the settings are not there before."""

import pytest


@pytest.fixture
def county(db):
    import exit_county

    return exit_county.build()


@pytest.fixture
def data(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def run(county, data):
    import exit_county

    return exit_county.evaluated(county, engine="reference")


@pytest.fixture(scope="module")
def ground(standing):
    import exit_county

    def make():
        county = exit_county.build()
        return county, exit_county.evaluated(county, engine="reference")

    return standing(make)


@pytest.fixture
def evaluated(db, ground, settings, tmp_path):
    """The county and its run, made once for a file of tests that all begin behind it."""
    return ground(settings, tmp_path)
