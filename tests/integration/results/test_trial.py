"""What-if runs, comparisons of two runs and replays, on the small county of :mod:`exit_county`."""

from datetime import date

import pytest
from django.utils import timezone

import exit_county
import exit_pack
import factories
from jingzhun.audit.models import Event
from jingzhun.policy.actions.packs import store
from jingzhun.policy.models import PackVersion
from jingzhun.results.actions.evaluate import evaluate
from jingzhun.results.actions.replay import UnableToReplay, replay
from jingzhun.results.attribution import FACTS, PACK, PARAMETER, UnableToCompareRuns, compare_runs
from jingzhun.results.models import Figure, Run, Verdict
from jingzhun.results.trial import FACTS_FOLDER, UnableToTry, try_pack, try_values
from jingzhun.rules.bind import UnableToOverride
from jingzhun.rules.findings import VerdictCode
from jingzhun.rules.source import AuthorProblem

DAY = exit_county.DAY
HIGHER = {"扶贫标准": "3500.01元"}


@pytest.fixture
def county(evaluated):
    return evaluated[0]


@pytest.fixture
def run(evaluated):
    return evaluated[1]


def edited(**changes: str) -> dict[str, str]:
    """The test pack with texts replaced in one file each: path with ``__`` for ``/`` → (old, new) joined by ``→``."""
    files = dict(exit_pack.FILES)
    for path, change in changes.items():
        name, (old, new) = path.replace("__", "/") + ".yaml", change.split("→")
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    return files


def household(comparison):
    return next(each for each in comparison.standards if each.name == "户退出")


def test_a_line_one_fen_higher_flips_the_household_that_just_reached_it(county, run):
    counts = (Run.objects.count(), Figure.objects.count(), Verdict.objects.count(), Event.objects.count())
    trial = try_values(pack=run.pack, values=HIGHER, area=county.area, as_of=DAY)
    change = household(trial.comparison)
    assert [(each.code, each.before, each.after) for each in change.flips] == [
        (county.enough.subject.code, VerdictCode.PASS, VerdictCode.FAIL)
    ]
    assert change.counts[VerdictCode.FAIL, VerdictCode.FAIL] == 1
    assert sum(change.counts.values()) == 4
    assert (Run.objects.count(), Figure.objects.count(), Verdict.objects.count(), Event.objects.count()) == counts
    assert trial.changes == 0


def test_the_second_trial_reads_the_facts_that_the_first_stored(county, run, settings):
    folder = settings.DATA_FOLDER / FACTS_FOLDER
    first = try_values(pack=run.pack, values=HIGHER, area=county.area, as_of=DAY).comparison
    facts = {path: path.stat().st_ino for path in folder.iterdir()}
    assert try_values(pack=run.pack, values=HIGHER, area=county.area, as_of=DAY).comparison == first
    assert {path: path.stat().st_ino for path in folder.iterdir()} == facts and len(facts) == 1


def test_values_that_change_nothing_flip_nothing(county, run):
    assert try_values(pack=run.pack, values={"扶贫标准": "3500元"}, area=county.area, as_of=DAY).comparison.is_same


def test_another_share_shows_whom_it_pays_more_and_what_it_costs(county, run):
    exit_county.sale(of=county.unknown, fen=500_000)
    evaluate(area=county.area, as_of=DAY, by=factories.SYSTEM)
    files = edited(programmes__sales="30%→20%")
    award = try_pack(files=files, instead_of=run.pack, area=county.area, as_of=DAY).comparison.awards[0]
    assert {each.code: (each.before, each.after) for each in award.shifts} == {
        county.poor.subject.code: (270_000, 180_000), county.unknown.subject.code: (150_000, 100_000)
    }  # fmt: skip
    assert (award.before.fen, award.after.fen, award.fen) == (720_000, 580_000, -140_000)


def test_an_item_taken_out_is_seen_in_the_pack_that_is_not_stored(county, run):
    files = edited(standards__household="纯收入 >= 扶贫标准 × 人数→纯收入 >= 0元")
    change = household(try_pack(files=files, instead_of=run.pack, area=county.area, as_of=DAY).comparison)
    assert {each.code for each in change.flips} == {county.poor.subject.code}
    assert PackVersion.objects.filter(name=run.pack.name).count() == 1


@pytest.mark.parametrize(
    ("values", "said"), [({"扶贫线": "3500元"}, "不在政策包中"), ({"扶贫标准": "3500户"}, "单位不合")]
)
def test_a_value_that_cannot_be_tried_is_refused_with_the_reason(county, run, values, said):
    with pytest.raises(UnableToOverride, match=said):
        try_values(pack=run.pack, values=values, area=county.area, as_of=DAY)


def test_an_author_error_names_file_line_and_nearest_term(county, run):
    files = edited(standards__household="纯收入 >= 扶贫标准→纯收人 >= 扶贫标准")
    with pytest.raises(AuthorProblem) as problem:
        try_pack(files=files, instead_of=run.pack, area=county.area, as_of=DAY)
    assert "standards/household.yaml" in str(problem.value) and "纯收入" in str(problem.value)


def test_without_a_roster_there_is_nothing_to_try_on(county, run):
    with pytest.raises(UnableToTry, match="还没有这一天的名册"):
        try_values(pack=run.pack, values=HIGHER, area=county.area, as_of=date(2017, 12, 31))


# ── two runs ────────────────────────────────────────────────────────────────


def again(county, files=None) -> Run:
    if files is not None:
        store(files=files, by=factories.SYSTEM, is_shipped=True)
    return evaluate(area=county.area, as_of=DAY, by=factories.SYSTEM, pack_name="test/exit-2018")[0]


def flip_of(found, home):
    return next(each for each in household(found.comparison).flips if each.code == home.subject.code)


def test_a_correction_is_named_as_the_cause(county, run):
    factories.income(of=county.poor, fen=1, by=factories.change(at=timezone.now()))
    found = compare_runs(run, again(county))
    assert found.of("户退出", flip_of(found, county.poor)) == (FACTS,)
    assert found.counted("户退出") == {FACTS: 1}


def test_a_new_value_and_a_new_rule_are_told_apart(county, run):
    value = compare_runs(run, again(county, edited(parameters__poverty_line="value: 3500元→value: 3600元")))
    assert value.of("户退出", flip_of(value, county.enough)) == (PARAMETER,)
    rule = compare_runs(run, again(county, edited(standards__household="纯收入 >= 扶贫标准 × 人数→纯收入 >= 0元")))
    assert rule.of("户退出", flip_of(rule, county.poor)) == (PACK,)


def test_causes_that_undo_each_other_are_both_named(county, run):
    factories.income(of=county.poor, fen=200_00, by=factories.change(at=timezone.now()))
    factories.income(of=county.enough, fen=50_00, by=factories.change(at=timezone.now()))
    later = again(county, edited(parameters__poverty_line="value: 3500元→value: 3600元"))
    found = compare_runs(run, later)
    assert found.of("户退出", flip_of(found, county.poor)) == (FACTS,)
    assert found.of("户退出", flip_of(found, county.enough)) == (PARAMETER,)


def test_runs_of_different_packs_are_not_compared(county, run):
    other = dict(exit_pack.FILES) | {
        "pack.yaml": exit_pack.FILES["pack.yaml"].replace("test/exit-2018", "test/other-2018")
    }
    store(files=other, by=factories.SYSTEM, is_shipped=True)
    later = evaluate(area=county.area, as_of=DAY, by=factories.SYSTEM, pack_name="test/other-2018")[0]
    with pytest.raises(UnableToCompareRuns, match="不是同一个政策包"):
        compare_runs(run, later)


# ── replay ──────────────────────────────────────────────────────────────────


def test_an_old_run_replays_to_the_same_digest_after_facts_and_packs_changed(county, run):
    factories.income(of=county.poor, fen=1, by=factories.change(at=timezone.now()))
    again(county, edited(standards__household="纯收入 >= 扶贫标准 × 人数→纯收入 >= 0元"))
    assert replay(run=run, by=factories.SYSTEM) is True
    assert Event.objects.order_by("-number").first().details["same"] is True


def test_a_roster_changed_on_disk_is_found(county, run):
    import pyarrow.parquet as pq

    path = run.roster.path / "income.parquet"
    table = pq.read_table(path)
    pq.write_table(table.slice(0, table.num_rows - 1), path)
    assert replay(run=run, by=factories.SYSTEM) is False


def test_a_run_that_is_not_finished_is_not_replayed(county, run):
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)
    run.refresh_from_db()
    with pytest.raises(UnableToReplay):
        replay(run=run, by=factories.SYSTEM)
