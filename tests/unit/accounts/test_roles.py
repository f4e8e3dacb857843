"""The table of roles: every verb has an owner, every role a home and a level, administrators share nothing."""

from itertools import combinations

import pytest

from jingzhun.accounts.roles import ADMINISTRATORS, ROLES, Verb
from jingzhun.core.area_code import Level


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_has_an_owner(verb):
    assert [role.key for role in ROLES.values() if verb in role.verbs]


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_every_role_has_a_title_a_home_a_level_and_something_to_do(role):
    assert role.title
    assert role.home
    assert role.levels <= {Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY}
    assert role.levels
    assert role.verbs


def test_titles_tell_roles_apart():
    assert len({role.title for role in ROLES.values()}) == len(ROLES)


def test_no_administrator_can_do_the_work_of_another():
    for one, other in combinations(ADMINISTRATORS, 2):
        assert not ROLES[one].verbs & ROLES[other].verbs


def test_administrators_see_no_household_and_households_no_administration():
    administration = {Verb.MANAGE_ACCOUNTS, Verb.MANAGE_SECURITY}
    for role in ROLES.values():
        if role.key in ADMINISTRATORS:
            assert not role.verbs & {Verb.VIEW_HOUSEHOLDS, Verb.EXPORT, Verb.SHOW_ID_NUMBERS, Verb.RECORD_FACTS}
        else:
            assert not role.verbs & administration


def test_who_shows_id_numbers_may_see_households():
    for role in ROLES.values():
        if role.verbs & {Verb.SHOW_ID_NUMBERS, Verb.VIEW_HEALTH, Verb.RECORD_FACTS}:
            assert Verb.VIEW_HOUSEHOLDS in role.verbs


def test_finance_sees_money_and_no_household():
    assert Verb.VIEW_HOUSEHOLDS not in ROLES["finance"].verbs
    assert Verb.VIEW_PROJECTS in ROLES["finance"].verbs


def test_who_handles_cases_sees_them_and_who_only_watches_cannot_handle_them():
    for role in ROLES.values():
        assert Verb.HANDLE_CASES not in role.verbs or Verb.VIEW_CASES in role.verbs
        assert Verb.HANDLE_CASES not in role.verbs or role.verbs & {Verb.VIEW_HOUSEHOLDS, Verb.VIEW_FUNDS}
    for watcher in ("audit", "inspection"):
        assert Verb.VIEW_CASES in ROLES[watcher].verbs
        assert Verb.HANDLE_CASES not in ROLES[watcher].verbs


def test_departments_and_helpers_see_no_case():
    for key in ("department", "helper"):
        assert Verb.VIEW_CASES not in ROLES[key].verbs
