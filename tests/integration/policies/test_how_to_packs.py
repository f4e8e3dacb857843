"""The packs of the how-to pages, typed as they stand: a new standard, programme and procedure are in use without any code."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

import exit_county
import factories
from case_ground import DAY, PDF
from jingzhun.casework.actions.case import open_case
from jingzhun.casework.actions.decision import decide
from jingzhun.casework.actions.evidence import add_paper
from jingzhun.casework.procedures import offered
from jingzhun.core.area_code import AreaCode
from jingzhun.policy.models import PackVersion
from jingzhun.results.actions.evaluate import evaluate
from jingzhun.results.models import Verdict

pytestmark = pytest.mark.django_db
HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def county(settings, tmp_path):
    settings.DATA_FOLDER, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return exit_county.build()


@pytest.fixture
def bring_in(county, client, tmp_path):
    """One officer proposes the pack that a page shows with the command it shows; another approves it on the page."""

    def bring(page: str) -> PackVersion:
        text = (HOW_TO / page).read_text(encoding="utf-8")
        for name, body in re.findall(r"`([\w/.]+\.yaml)`[^\n]*\n\n```yaml\n(.*?)```", text, re.DOTALL):
            (tmp_path / page / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / page / name).write_text(body, encoding="utf-8")
        assert './run pack import 文件夹 --by 登录名 --reason "为什么"' in text
        factories.official(sign_in_name="tichu")
        call_command("pack", "import", str(tmp_path / page), "--by", "tichu", "--reason", "照文件", stdout=StringIO())
        pack = PackVersion.objects.get(is_shipped=False)
        client.force_login(factories.post().official, backend=BACKEND)
        client.post(reverse("pack-decide", args=[pack.pk]), {"do": "approve"})
        pack.refresh_from_db()
        assert pack.state == "approved"
        return pack

    return bring


def test_the_standard_and_the_programme_judge_the_households_of_the_county(county, bring_in, client):
    pack = bring_in("add-a-standard.md")
    second = factories.member(of=county.enough, relation="02", sex="女")
    (run,) = evaluate(area=county.area, as_of=exit_county.DAY, by=factories.SYSTEM, pack_name=pack.name)
    assert run.state == "done", run.problem
    found = {v.name: (v.outcome, v.amount) for v in Verdict.objects.filter(run=run, subject=county.enough.subject)}
    assert second and found == {"示例达标": ("fail", None), "示例奖补": ("pass", 35_000)}
    page = client.get(reverse("household", args=[county.enough.subject.code])).content.decode()
    assert "人均收入达到扶贫标准" in page and "示例奖补" in page
    assert "日均用水量" in page, "the fact that the pack declares"


def test_the_procedure_takes_a_case_from_the_application_to_the_visit(county, bring_in, client):
    pack = bring_in("add-a-procedure.md")
    post = factories.post(role="village_cadre", area=factories.VILLAGE)
    client.force_login(post.official, backend=BACKEND)
    page = client.get(reverse("case-choose")).content.decode()
    assert "示例认定" in page and reverse("case-open", args=[pack.pk, "example"]) in page
    (offer,) = [each for each in offered(area=AreaCode("533422"), day=DAY) if each.procedure.code == "example"]
    home, who = factories.household(village=factories.VILLAGE, registered=False), {"post": post, "by": post.official}
    case = open_case(offer=offer, subject=home.subject, origin="农户申请", reason="收入下降", on=DAY, **who)
    add_paper(case=case, name="申请书", file_name="a.pdf", data=PDF, on=DAY, **who)
    decide(cases=[case], outcome="pass", on=DAY, **who)
    page = client.get(reverse("case", args=[case.number])).content.decode()
    case.refresh_from_db()
    assert case.step.key == "visit" and "示例认定" in page and "入户核实表" in page
