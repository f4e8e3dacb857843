"""Dates in forms: shown as 年-月-日, and read as people type them."""

from datetime import date

import pytest
from django import forms


class Some(forms.Form):
    on = forms.DateField()


def test_a_date_is_shown_with_dashes():
    assert 'value="2018-12-31"' in str(Some(initial={"on": date(2018, 12, 31)})["on"])


@pytest.mark.parametrize("typed", ["2018-12-31", "2018/12/31", "2018.12.31", "2018年12月31日", "20181231"])
def test_a_date_is_read_as_people_type_it(typed):
    form = Some({"on": typed})
    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2018, 12, 31)


@pytest.mark.parametrize("typed", ["31.12.2018", "2018-13-01", "2018", "2018-02-30"])
def test_what_is_no_date_is_refused(typed):
    assert not Some({"on": typed}).is_valid()
