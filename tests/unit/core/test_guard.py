"""Guards as statements for both databases."""

from __future__ import annotations

from jingzhun.core.guard import Guard, statements

GUARD = Guard("tranche_new", "tranche", "INSERT", (("各笔合计超过 100%", "NEW.points > 10000"),), "B-001")


def test_a_per_cent_sign_in_a_message_asks_for_no_parameter_on_postgresql():
    function, _ = statements(GUARD, "postgresql")
    assert "RAISE EXCEPTION 'B-001 各笔合计超过 100%%' USING" in function


def test_sqlite_reads_a_per_cent_sign_as_it_is():
    assert "RAISE(ABORT, 'B-001 各笔合计超过 100%')" in statements(GUARD, "sqlite")[0]


CHOOSY = Guard(
    "pay_new",
    "movement",
    "INSERT",
    (
        ("甲", "NEW.a > 1"),
        ("乙", "NEW.b > 1"),
        ("丙", "NEW.kind = 'pay' OR NEW.kind = 'lend'", "NEW.c > 1 OR NEW.d > 1"),
    ),
    "B-002",
    when="NEW.kind <> 'reverse'",
)


def test_postgresql_asks_a_refusal_only_where_it_applies():
    function, trigger = statements(CHOOSY, "postgresql")
    assert "IF NEW.a > 1 THEN RAISE EXCEPTION 'B-002 甲'" in function
    assert "IF NEW.kind = 'pay' OR NEW.kind = 'lend' THEN\nIF NEW.c > 1 OR NEW.d > 1 THEN RAISE" in function
    assert "FOR EACH ROW WHEN (NEW.kind <> 'reverse') EXECUTE" in trigger


def test_sqlite_asks_a_refusal_only_where_it_applies():
    (trigger,) = statements(CHOOSY, "sqlite")
    assert "ON movement WHEN (NEW.kind <> 'reverse') BEGIN" in trigger
    assert "WHERE (NEW.kind = 'pay' OR NEW.kind = 'lend') AND (NEW.c > 1 OR NEW.d > 1);" in trigger
