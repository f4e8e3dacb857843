"""The ``jingzhun`` command without a store: every verb that needs one says how to make it, never a Python trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import Done, environment, run, run_each
from jingzhun.web.command import STORE_VERBS

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


def test_who_asked_for_json_gets_json(tmp_path: Path) -> None:
    status, out, _ = run(environment(tmp_path / "nothing"), "import", "a.xlsx", "--json")
    assert status == 2 and json.loads(out)["error"].startswith("O-004")
