"""The ``spec`` fixture: a call is a case (``spec_case``), run at once on the reference engine and on DuckDB.

``test_spark`` runs the cases of all these tests on Spark, many in one run: a run there costs a second, however small.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .spec_case import case_of, check


@pytest.fixture(params=["reference", "duckdb"])
def spec(request: pytest.FixtureRequest) -> Callable[..., None]:
    def run(**given: Any) -> None:
        check(case_of(**given), request.param)

    return run
