"""Errors that stand in one to three sentences: what a reader sees at once the proofreader is to see too."""

import pytest

from unit.proofread.sentences import FILES, measure

LEAST = {  # file: (errors caught, right numbers confirmed, alarms at most)
    "first": (278, 225, 2),
    "second": (271, 231, 0),
}


@pytest.mark.parametrize(("name", "caught", "held", "alarms"), [(name, *least) for name, least in LEAST.items()])
def test_errors_of_one_to_three_sentences_are_seen(name, caught, held, alarms):
    result = measure(FILES / f"{name}.jsonl")
    assert result.caught.total() >= caught, result.missed
    assert result.held.total() >= held
    assert len(result.alarms) <= alarms, result.alarms
