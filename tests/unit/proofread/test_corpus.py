"""The project's own reports: recall, precision, coverage, and how many slips of the pen are caught."""

import pytest

from unit.proofread.corpus import FOLDER, score
from unit.proofread.mutation import SLIPS, measure

DEV, HELD, FRESH, STYLES, LATER, SEALED, UNREAD = (
    sorted((FOLDER / part).glob("*.txt")) for part in ("dev", "held", "fresh", "styles", "later", "sealed", "unread")
)


@pytest.mark.parametrize(
    ("paths", "recall"),
    [(DEV, 0.95), (HELD, 0.85), (FRESH, 0.95), (STYLES, 0.9), (LATER, 0.8), (SEALED, 0.75)],
    ids=["dev", "held", "fresh", "styles", "later", "opened"],
)
def test_planted_errors_are_found_without_false_alarms(paths, recall):
    result = score(paths)
    assert result.recall >= recall, result.missed
    assert result.precision >= 0.95, result.alarms
    assert result.coverage >= 0.82, result.unchecked


def test_reports_that_no_rule_was_made_for_do_not_fall_behind():
    """Only numbers: nobody reads what is missed in the unread part, or it is unread no more."""
    assert len(UNREAD) == 10
    result = score(UNREAD)
    assert result.recall >= 0.65
    assert result.precision >= 0.88
    assert result.coverage >= 0.85


def test_clean_reports_stay_clean():
    result = score(sorted((FOLDER / "clean").glob("*.txt")))
    assert result.alarms == []


def test_slips_of_the_pen_are_caught():
    found, planted, missed = measure(DEV[:6] + HELD[:2])
    caught, made = sum(found[slip] for slip in SLIPS), sum(planted[slip] for slip in SLIPS)
    assert made > 100
    assert caught / made >= 0.85, missed
