"""Guards as statements for both databases."""

from __future__ import annotations

from jingzhun.core.guard import Guard, statements

GUARD = Guard("tranche_new", "tranche", "INSERT", (("各笔合计超过 100%", "NEW.points > 10000"),), "B-001")


def test_a_per_cent_sign_in_a_message_asks_for_no_parameter_on_postgresql():
    function, _ = statements(GUARD, "postgresql")
    assert "RAISE EXCEPTION 'B-001 各笔合计超过 100%%' USING" in function


def test_sqlite_reads_a_per_cent_sign_as_it_is():
    assert "RAISE(ABORT, 'B-001 各笔合计超过 100%')" in statements(GUARD, "sqlite")[0]
