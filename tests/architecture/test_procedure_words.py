"""The closed tables of procedures name exactly what there is: inputs, effects with their arguments, posts, and shipped packs."""

from __future__ import annotations

import inspect

import pytest

from jingzhun.accounts.roles import ROLES
from jingzhun.casework.effects.table import TABLE as EFFECT_TABLE
from jingzhun.casework.inputs import TABLE as INPUT_TABLE
from jingzhun.policy.packs import read_folder, shipped_folders
from jingzhun.rules.procedure import procedures_in
from jingzhun.rules.procedure_words import ARGUMENTS, EFFECTS, INPUTS, POSTS, REQUIRED

FOLDERS = [each for each in shipped_folders() if (each / "procedures").is_dir()]


def test_inputs_and_effects_are_those_that_are_implemented():
    assert set(INPUT_TABLE) == set(INPUTS)
    assert set(EFFECT_TABLE) == set(EFFECTS)


@pytest.mark.parametrize("name", sorted(EFFECTS))
def test_an_effect_takes_the_arguments_that_packs_may_give(name):
    parameters = list(inspect.signature(EFFECT_TABLE[name]).parameters.values())[1:]
    assert tuple(each.name for each in parameters) == ARGUMENTS.get(name, ())
    for each in parameters:
        assert each.kind is inspect.Parameter.KEYWORD_ONLY
        assert (each.default is inspect.Parameter.empty) == (each.name in REQUIRED)


def test_a_post_is_a_role_of_its_level():
    for role, level in POSTS.values():
        assert level in ROLES[role].levels


def test_everything_that_can_be_asked_or_done_is_used_by_a_shipped_pack():
    procedures = [each for folder in FOLDERS for each in procedures_in(read_folder(folder))]
    asked = {name for each in procedures for step in each.steps for name in step.asks}
    asked |= {name for each in procedures for name in each.urgent_asks}
    done = {call.name for each in procedures for call in (*each.steps[-1].effects, *each.urgent)}
    assert (asked, done) == (set(INPUTS), set(EFFECTS))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda each: f"{each.parent.name}/{each.name}")
def test_a_shipped_procedure_says_where_it_comes_from_and_what_was_not_checked(folder):
    for each in procedures_in(read_folder(folder)):
        assert each.source
        assert each.trust != "seen" or each.clause
        if each.trust != "seen":
            assert "未核实" in each.note, each.title
