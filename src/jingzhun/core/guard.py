"""A guard: what the database itself refuses, written once and made into triggers for SQLite and PostgreSQL.

A refusal is a message and an SQL condition over ``NEW`` (and ``OLD``) that is true where the write is forbidden. A refusal of
three parts has before its condition what must be true for the condition to be looked at: PL/pgSQL starts a query for each
condition that reads a table, and the cheapest is the one that is not asked. Conditions use only what both databases read; what
they write differently is put in here: ``{later}`` is the number of days from ``starts_on`` to ``until`` of the new row,
``{each:column:key}`` the members (``key``, ``value``) of an object within a JSON column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Refusal = tuple[str, str] | tuple[str, str, str]


@dataclass(frozen=True)
class Guard:
    """``event`` is INSERT, UPDATE or DELETE; all guards look before the write. ``code`` begins the message of each refusal.
    ``when`` is what must be true of ``NEW`` alone for any of the refusals."""

    name: str
    table: str
    event: str
    refusals: tuple[Refusal, ...]
    code: str
    when: str = ""


def statements(guard: Guard, vendor: str) -> list[str]:
    """The statements that make a guard."""
    when = f" WHEN ({guard.when})" if guard.when else ""
    if vendor == "sqlite":
        raised = "".join(
            f"SELECT RAISE(ABORT, '{guard.code} {message}') WHERE {_for(_both(applies, condition), vendor)};\n"
            for message, *applies, condition in guard.refusals
        )
        return [f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}{when} BEGIN\n{raised}END"]
    given = "OLD" if guard.event == "DELETE" else "NEW"
    raised = "".join(_check(guard, refusal) for refusal in guard.refusals)
    return [
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n{raised}RETURN {given};\nEND $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW{when} EXECUTE FUNCTION {guard.name}()",
    ]


def _check(guard: Guard, refusal: Refusal) -> str:
    message, *applies, condition = refusal
    raised = f"RAISE EXCEPTION '{guard.code} {_literal(message)}' USING ERRCODE = 'check_violation';"
    checked = f"IF {_for(condition, 'postgresql')} THEN {raised} END IF;\n"
    return f"IF {applies[0]} THEN\n{checked}END IF;\n" if applies else checked


def _both(applies: list[str], condition: str) -> str:
    return f"({applies[0]}) AND ({condition})" if applies else condition


def _literal(message: str) -> str:
    """As RAISE reads it: a per cent sign alone would ask for a parameter."""
    return message.replace("%", "%%")


def undo_statements(guard: Guard, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER {guard.name}"]
    return [f"DROP TRIGGER {guard.name} ON {guard.table}", f"DROP FUNCTION {guard.name}()"]


def put_up(*guards: Guard) -> Callable[[Any, Any], None]:
    """For migrations: what makes the triggers."""

    def run(apps: Any, editor: Any) -> None:
        for guard in guards:
            for statement in statements(guard, editor.connection.vendor):
                editor.execute(statement, params=None)

    return run


def take_down(*guards: Guard) -> Callable[[Any, Any], None]:
    """For migrations: what removes the triggers."""

    def run(apps: Any, editor: Any) -> None:
        for guard in reversed(guards):
            for statement in undo_statements(guard, editor.connection.vendor):
                editor.execute(statement, params=None)

    return run


_CODED = re.compile(r"\b[A-Z]-\d{3} (.+)")


def refusal_in(text: str, code: str = "") -> str:
    """The message of a guard of ``code`` (of any guard, where none is given) in a database's error; empty for another error."""
    if not code:
        found = _CODED.search(text)
        return found[1] if found else ""
    return text.split(f"{code} ", 1)[1].split("\n")[0] if f"{code} " in text else ""


def _for(condition: str, vendor: str) -> str:
    """Days between two dates, looking into JSON and 'is not the same' are what the databases write differently."""
    later = "(julianday(NEW.until) - julianday(NEW.starts_on))" if vendor == "sqlite" else "(NEW.until - NEW.starts_on)"
    if vendor != "sqlite":
        condition = condition.replace(" IS NOT OLD.", " IS DISTINCT FROM OLD.")
    each = r"json_each(\1, '$.\2')" if vendor == "sqlite" else r"jsonb_each_text(\1 -> '\2')"
    return re.sub(r"\{each:([\w.]+):(\w+)\}", each, condition).replace("{later}", later)
