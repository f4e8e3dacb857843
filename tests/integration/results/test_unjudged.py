"""Items that no fact decides: the verdict of their standard says so wherever it stands, and they are counted nowhere."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

import exit_pack
import factories
from exit_county import DAY
from jingzhun.policy.actions.packs import store
from jingzhun.results.actions.evaluate import evaluate
from jingzhun.results.definition import definition
from jingzhun.results.models import Figure
from jingzhun.results.read import criteria_counts, verdicts_of
from jingzhun.results.trial import try_values

NOTE = "（另有 1 条只列文字，未判断）"


@pytest.fixture
def judged(county, data):
    """The test pack with a fourth item in words only; the whole verdict goes by the other three."""
    files = dict(exit_pack.FILES)
    files["standards/household.yaml"] += "  - {id: harmony, title: 家庭和睦, clause: 第六条, trust: unchecked}\n"
    store(files=files, by=factories.SYSTEM, is_shipped=True)
    return evaluate(area=county.area, as_of=DAY, by=factories.SYSTEM, pack_name="test/exit-2018")[0]


def test_counts_and_figures_carry_the_number_of_items_that_were_not_judged(county, judged):
    whole, *items = [each for each in criteria_counts(judged, county.area) if each.standard == "户退出"]
    assert whole.title.endswith(NOTE) and [each.item for each in items] == ["income", "housing", "medical"]
    assert verdicts_of(county.enough.subject)[0].outcome == "pass"
    figures = Figure.objects.filter(run=judged, indicator="criterion", part__startswith="户退出/")
    assert {each.title for each in figures.filter(part="户退出//pass")} == {f"户退出{NOTE}：达标"}
    assert not figures.filter(part__contains="harmony").exists()
    assert "另有 1 条只列文字，没有判断，不参与结论" in definition(figures.filter(part="户退出//pass").first()).sentence
    village = Figure.objects.filter(run=judged, part="村退出//fail").first()
    assert village.title == "村退出：未达标"


def test_pages_exports_trials_and_commands_say_so_too(county, judged, client):
    trial = try_values(pack=judged.pack, values={"扶贫标准": "3600元"}, area=county.area, as_of=DAY)
    assert next(each.title for each in trial.comparison.standards if each.name == "户退出").endswith(NOTE)
    out = io.StringIO()
    call_command("explain", county.enough.subject.code, "--as-of", DAY.isoformat(), stdout=out)
    assert NOTE in out.getvalue() and "家庭和睦" in out.getvalue()
    client.force_login(factories.post().official, backend="django.contrib.auth.backends.ModelBackend")
    figure = Figure.objects.get(run=judged, part="户退出//pass", area=county.area)
    for address in (reverse("run", args=[judged.pk]), reverse("figure", args=[figure.pk])):
        assert NOTE in client.get(address).content.decode()
    exported = client.get(reverse("figure-export", args=[figure.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(exported)))
    assert any(NOTE in str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
