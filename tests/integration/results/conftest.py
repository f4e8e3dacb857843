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
