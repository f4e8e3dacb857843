"""Numbers that no writer meant — nought, noise of a scan, rows of digits — never stop the proofreader."""

import random
import re

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.proofreading import proofread
from unit.proofread.corpus import FOLDER

NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
PATHS = [path for part in ("exam", "final") for path in sorted((FOLDER / part).glob("*.txt"))[::2]]


@pytest.mark.parametrize(
    "noise", [("0", "0.0", "0.00"), ("1", "9" * 26, "0.0000001"), ("9" * 16, "0", "3")], ids=["nought", "rows", "mixed"]
)
def test_a_report_with_some_numbers_replaced_is_read_to_its_end(noise):
    for path in PATHS:
        rng = random.Random(path.name)
        text = path.read_text(encoding="utf-8").partition("\n=====")[0]
        broken = NUMBER.sub(lambda found, rng=rng: rng.choice(noise) if rng.random() < 0.15 else found[0], text)
        assert proofread(read_text(broken, name=path.name)).figures


@pytest.mark.parametrize("share", ["0%", "0.0%", "0.00%"])
def test_a_share_of_nought_is_a_number_like_others(share):
    text = f"全县纳入监测480户，已消除风险320户，返贫0户，占{share}；比上年的0户减少0户，下降{share}。"
    assert proofread(read_text(text, name="x")).findings == ()
