"""The demo from files to figures: dirty rows are refused, corrected rows come in, counts are exact."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from jingzhun.accounts.models import Office, Post
from jingzhun.accounts.roles import ROLES
from jingzhun.audit.chain import HASHED_FIELDS
from jingzhun.audit.models import ChainHead, Event
from jingzhun.audit.verify import verify
from jingzhun.ingest.models import Upload
from jingzhun.ledger.models import LibraryMove, PlanItem, ProjectBenefit, ProjectProfile, ProjectStage
from jingzhun.ledger.themes import THEMES
from jingzhun.registry.models import HouseholdStatus, IncomeEntry, Membership, PersonIdentity
from jingzhun.web.demo import folder
from jingzhun.web.demo.accounts import ACCOUNTS
from jingzhun.web.demo.building import build
from jingzhun.web.demo.key_figures import count_key_figures
from jingzhun.web.demo.office_files import draw_county, national_export
from jingzhun.web.demo.stages import Stages
from jingzhun.web.management.commands import demo
from ports import free_port

DAY = date(2018, 12, 31)
SMALL = folder.Built(households=240, seed=533422)


@pytest.fixture
def data(tmp_path, settings) -> Path:
    settings.DATA_FOLDER = tmp_path / "demo"
    settings.STATIC_ROOT = settings.DATA_FOLDER / "static"
    settings.MEDIA_ROOT = settings.DATA_FOLDER / "files"
    settings.KEYS_FOLDER = tmp_path / "demo.keys"
    settings.SESSION_KEY_FILE = settings.KEYS_FOLDER / "session.key"
    settings.HEADS_FILE = tmp_path / "demo.heads"
    return settings.DATA_FOLDER


@pytest.mark.django_db
def test_a_small_county_comes_in_through_ingest_and_counts_exactly(data):
    said: list[str] = []
    stages = Stages(lambda *lines: said.extend(lines))
    build(SMALL, folder.begin(SMALL), stages=stages, password="yanshi-abc234")
    county = draw_county(SMALL.households, SMALL.seed)
    people, export = county.people, national_export(county)

    figures = count_key_figures(DAY)
    assert (figures.registered_households, figures.registered_persons) == (56, len(export)) == (56, 245)
    assert (figures.households, figures.persons) == (240, len(people.name))
    assert (figures.overview, figures.with_integrated) == (21_130_74 * 10_000, 21_450_74 * 10_000)
    printed = "\n".join(figures.lines())
    assert "56 户" in printed and "245 人" in printed and "21130.74 万元" in printed and "21450.74 万元" in printed

    # projects on their way: one has entered by all steps, none of those under way is counted
    assert LibraryMove.objects.count() == 1
    assert ProjectStage.objects.as_of(timezone.localdate()).filter(stage="applied").count() == 3
    assert PlanItem.objects.filter(project=None).count() == 1 and PlanItem.objects.count() > 5

    # every person as drawn, in the right household, by the number that the first upload may have had wrong
    stored = {
        identity.id_number_shown: identity.name
        for identity in PersonIdentity.objects.as_of(DAY)
    }  # fmt: skip
    assert stored == dict(zip(people.id_number, people.name, strict=True))
    homes = dict(Membership.objects.as_of(DAY).values_list("subject__code", "household__subject__code"))
    drawn = people.household_code[people.household]
    assert homes == dict(zip(people.person_code, drawn, strict=True))
    registered = HouseholdStatus.objects.as_of(DAY).filter(regime="registered", status="in")
    assert set(registered.values_list("subject__code", flat=True)) == set(export.columns["household"])

    # the ledger adds up to what was drawn, also where its rows were refused first
    net: dict[str, int] = {}
    for code, direction, amount in IncomeEntry.objects.known().values_list("subject__code", "direction", "amount"):
        net[code] = net.get(code, 0) + (amount if direction == "in" else -amount)
    assert net == {people.household_code[home]: total for home, total in county.living.net.items()}

    # households of an orchard and of a clinic; one has left the orchard, two of the clinic are not named
    lists = ProjectBenefit.objects.as_of(timezone.localdate())
    (left,) = lists.filter(is_in=False)
    assert ProjectProfile.objects.get(subject=left.project).name == "西当村橄榄种植基地建设"
    (clinic,) = ProjectProfile.objects.filter(subject__in=lists.exclude(project=left.project).values("project"))
    assert 0 < lists.filter(project=clinic.subject).count() <= clinic.households - 2
    assert any("项目到户名单" in line and re.search(r"：(\d+) 行，收 \1$", line) for line in said)

    # every table of works comes in whole
    works = [line for line in said if "：" in line and any(theme.title in line for theme in THEMES.values())]
    assert len(works) >= 10
    assert all(re.search(r"：(\d+) 行，收 \1$", line) for line in works), works

    uploads = {upload.name: upload for upload in Upload.objects.all()}
    first = [line for line in said if "导出表" in line and "改错表" in line]
    assert first and re.search(r"拒 [1-9]", first[0]), said
    assert "德钦县2018年建档立卡人口导出表（改错后）.xlsx" in uploads
    sent = uploads["德钦县2018年建档立卡人口导出表.xlsx"]
    assert (sent.by_name, sent.counts["refused_rows"]) == (
        "格茸卓玛",
        sent.issues.filter(kind="refused").values("row").distinct().count(),
    )
    assert {upload.state for upload in uploads.values()} == {Upload.State.APPLIED}
    assert (Office.objects.get().is_demo, Office.objects.get().opens_on) == (True, DAY)
    assert set(Post.objects.values_list("role", flat=True)) == set(ROLES) == {account.role for account in ACCOUNTS}
    events = Event.objects.order_by("number").values(*HASHED_FIELDS, "hash")
    head = ChainHead.objects.get()
    assert verify(events, {}, lambda: (head.number, head.hash)) == []
    assert (data / "德钦县2018年度脱贫攻坚项目库推进报告.docx").stat().st_size > 10_000
    assert [title for title, _ in stages.passed][:3] == ["生成办公室的 Excel 文件", "建库", "建账号和岗位"]

    # the corrected workbook is the returned one: only refused rows, none of them dirty any more
    sheet = openpyxl.load_workbook(data / "workbooks" / "德钦县2018年建档立卡人口导出表（改错后）.xlsx").active
    header, *rows = sheet.iter_rows(values_only=True)
    assert 0 < len(rows) < 30
    numbers = {row[header.index("证件号码")] for row in rows}
    assert numbers <= set(people.id_number)


def test_a_folder_that_no_demo_made_is_left_alone(data):
    data.mkdir()
    (data / "notes.txt").write_text("不要删")
    with pytest.raises(folder.UnableToUseFolder):
        folder.begin(SMALL)
    assert (data / "notes.txt").read_text() == "不要删"


def test_a_finished_demo_is_known_by_its_size_and_an_unfinished_one_is_not(data):
    assert folder.built() is None
    workbooks = folder.begin(SMALL)
    assert workbooks.is_dir() and folder.built() is None
    folder.finish(SMALL)
    assert folder.built() == SMALL
    (data / "old").write_text("x")
    folder.begin(SMALL)
    assert not (data / "old").exists()


@pytest.mark.django_db
def test_a_demo_of_an_older_program_gets_its_new_tables_before_it_opens(data, monkeypatch):
    done: list[str] = []
    folder.begin(SMALL)
    folder.finish(SMALL)
    monkeypatch.setattr(demo, "what_is_missing", lambda: "缺少 2 个迁移")
    monkeypatch.setattr(demo, "call_command", lambda verb, **options: done.append(verb))
    monkeypatch.setattr(demo, "renew_passwords", lambda **options: done.append("passwords"))
    monkeypatch.setattr(demo, "listed", list)
    monkeypatch.setattr(demo, "serve", lambda **options: done.append("serve"))
    call_command("demo", households=SMALL.households, port=free_port(), stdout=StringIO())
    assert done == ["migrate", "passwords", "serve"]
