"""Areas are loaded by these tests themselves."""

import pytest


@pytest.fixture(autouse=True)
def without_ground(db):
    import factories  # only once the settings are there

    factories.without_ground()
