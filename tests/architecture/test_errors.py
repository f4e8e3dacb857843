"""Error classes: one code each, in the letters of the table, saying what and what to do."""

import re
from collections import Counter

import pytest

from jingzhun.web.docs import LETTERS, problems

KINDS = problems()


def test_there_are_error_classes_to_check():
    assert len(KINDS) > 20


def test_every_code_belongs_to_one_class():
    count = Counter(kind.code for kind in KINDS)
    assert [f"{kind.code} {kind.__module__}.{kind.__name__}" for kind in KINDS if count[kind.code] > 1] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__qualname__)
def test_an_error_has_a_code_a_sentence_and_a_remedy(kind):
    assert re.fullmatch(r"[A-Z]-\d{3}", kind.code)
    assert kind.code[0] in LETTERS
    assert any(named.__name__.startswith("UnableTo") for named in kind.__mro__)
    assert kind.says.strip()
    assert kind.remedy.strip()
    assert "操作失败" not in kind.says
    assert "系统异常" not in kind.says
