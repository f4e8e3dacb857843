"""The ``jingzhun`` command without a store: every verb that needs one says how to make it, never a Python trace."""

from __future__ import annotations

import errno
import json
import re
from pathlib import Path

import pytest
from django.core import management
from django.db import OperationalError

from commands import Done, environment, run, run_each
from jingzhun.core.disk import is_full
from jingzhun.web.command import STORE_VERBS, main
from jingzhun.web.command import VERBS as COMMANDS

pytestmark = pytest.mark.xdist_group("command")
VERBS = sorted({*STORE_VERBS, "migrate"})


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    """What each verb says, one after the other: none may make what the next then finds."""
    nowhere = environment(tmp_path_factory.mktemp("no store") / "nothing")
    return dict(zip(VERBS, run_each(nowhere, *((verb,) for verb in VERBS)), strict=True))


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_without_a_store_says_how_to_make_one(refused: dict[str, Done], verb: str) -> None:
    status, out, err = refused[verb]
    assert (status, out) == (2, "")
    assert err.startswith("O-004 打不开库") and "./run init --area" in err
    assert "Traceback" not in err


def test_a_verb_that_is_none_and_words_that_no_verb_takes_are_said_in_chinese(tmp_path: Path) -> None:
    none, wrong = run_each(environment(tmp_path / "nothing"), ("nonsense",), ("verify-log", "--nonsense"))
    assert (none.status, none.out) == (2, "") and none.err.startswith("O-006 没有“nonsense”这个动词")
    assert wrong.status == 2 and "没有这样的参数：--nonsense" in wrong.err and wrong.err.startswith("用法：")


def test_the_help_of_a_verb_lists_its_own_options_and_none_of_the_frameworks(tmp_path: Path) -> None:
    (told,) = run_each(environment(tmp_path / "nothing"), ("explain", "--help"))
    assert told.status == 0 and "--as-of" in told.out
    assert "--settings" not in told.out and "--traceback" not in told.out and "--verbosity" not in told.out


def test_the_help_of_every_verb_is_chinese_and_calls_it_as_the_user_does(tmp_path: Path) -> None:
    verbs = sorted(COMMANDS)
    for verb, told in zip(verbs, run_each(environment(tmp_path), *((verb, "--help") for verb in verbs)), strict=True):
        assert told.status == 0 and told.out.startswith(f"用法：jingzhun {verb} ["), verb
        said = [line for line in told.out.splitlines() if re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", line.split("  ")[-1])]
        assert said == [], f"{verb} speaks English"
    asked, turned = run_each(environment(tmp_path), ("import", "--help"), ("help", "import"))
    assert asked.out == turned.out


def test_the_frameworks_own_checks_find_nothing() -> None:
    management.call_command("check", fail_level="WARNING")


def test_a_full_disk_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(arguments: list[str]) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(management, "execute_from_command_line", full)
    monkeypatch.setenv("JINGZHUN_DATA", "/srv/jingzhun")
    assert main(["version"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("C-120 磁盘满了") and "/srv/jingzhun 所在磁盘" in said and "Traceback" not in said


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (OperationalError("could not extend file: No space left on device"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (OperationalError("database is locked"), False),
    ],
)
def test_a_full_disk_is_told_from_other_troubles_also_behind_another(cause: Exception, expected: bool) -> None:
    assert is_full(cause) is expected
    try:
        raise ValueError from cause
    except ValueError as other:
        assert is_full(other) is expected


def test_who_asked_for_json_gets_json(tmp_path: Path) -> None:
    status, out, _ = run(environment(tmp_path / "nothing"), "import", "a.xlsx", "--json")
    assert status == 2 and json.loads(out)["error"].startswith("O-004")
