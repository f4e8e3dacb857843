"""Random packs over random rosters: the engines agree on every verdict, value, threshold and amount.

``JINGZHUN_EXAMPLES=500`` makes more of them, with ``--hypothesis-profile explore`` new ones each time.
"""

from __future__ import annotations

import os
from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .random_pack import answers, random_cases


@settings(
    max_examples=int(os.environ.get("JINGZHUN_EXAMPLES", "12")),
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(
    case=random_cases(),
    marks=st.booleans(),
    as_of=st.sampled_from([date(2018, 12, 31), date(2018, 2, 28), date(2020, 2, 29), date(2017, 6, 30)]),
)
def test_engines_agree_on_random_packs_and_rosters(case, marks, as_of):  # type: ignore[no-untyped-def]
    one = answers([case], "reference", as_of, marks=marks)
    other = answers([case], "duckdb", as_of, marks=marks)
    # amounts near the limit: an engine may refuse a sum that the other did not have to look at, but never answer otherwise
    assert one is None or other is None or one == other
