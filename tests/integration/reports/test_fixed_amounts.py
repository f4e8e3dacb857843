"""Proofreading knows the poverty lines by place, year and series."""

from __future__ import annotations

import pytest

import factories
from jingzhun.core.area_code import AreaCode
from jingzhun.policy.actions.packs import store
from jingzhun.policy.packs import SHIPPED, read_folder
from jingzhun.proofread.document import Document
from jingzhun.proofread.proofreading import proofread
from jingzhun.reports.fixed_amounts import LINES_PACK, fixed_amounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path
    store(files=read_folder(SHIPPED / LINES_PACK), by=factories.SYSTEM, is_shipped=True)


def said(area: str, sentence: str) -> list[str]:
    document = Document("2018年工作总结", ("一、总体情况", sentence))
    return [finding.message for finding in proofread(document, standards=fixed_amounts(AreaCode(area))).findings]


@pytest.mark.parametrize(
    "area, sentence",
    [
        ("533422", "2018年国家扶贫标准为人均纯收入3500元。"),
        ("533422", "2018年国家扶贫标准为人均纯收入2995元。"),
        ("360730", "2018年国家扶贫标准为人均纯收入3535元。"),
        ("530502", "2017年国家扶贫标准为人均纯收入3200元。"),
        ("533422", "2012年国家扶贫标准为人均纯收入9999元。"),
    ],
)
def test_either_series_of_the_place_and_year_is_right_and_a_blank_year_is_not_judged(lines, area, sentence):
    assert said(area, sentence) == []


def test_the_line_of_another_place_or_year_is_pointed_out(lines):
    (message,) = said("533422", "2018年国家扶贫标准为人均纯收入3200元。")
    assert "3200元" in message and "2018年" in message


def test_without_the_pack_nothing_is_fixed(db):
    assert fixed_amounts(AreaCode("533422")) == []
