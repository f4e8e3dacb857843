"""The pack workshop as two county officers use it: try, propose, approve by the other, evaluate, export and import."""

import io
import zipfile
from datetime import date
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

import exit_county
import exit_pack
import factories
from jingzhun.policy.models import PackVersion
from jingzhun.results.actions.evaluate import evaluate
from jingzhun.results.models import Run

BACKEND = "django.contrib.auth.backends.ModelBackend"
NEW = {
    "value": "3500.01元", "area": "533422", "since": "2018-01-01", "source": "县里的新文件", "clause": "第二条",
    "trust": "unchecked", "reason": "按新文件调整",
}  # fmt: skip
CASES = """\
- case: 刚好达到
  on: {area: "533422", as_of: 2018-12-31}
  户: {在册: 建档立卡, 成员: 1 人, 成员完整: 是, 收入: [{年度: 2018, 方向: 收, 金额: 3500元}], 收入完整: 是}
  expect: {income: 通过}
"""


@pytest.fixture(scope="module")
def ground(standing):
    def make() -> exit_county.Known:
        known = exit_county.build()
        exit_county.evaluated(known)
        return known

    return standing(make)


@pytest.fixture
def county(db, ground, settings, tmp_path):
    return ground(settings, tmp_path)


@pytest.fixture
def officers(client):
    """Sign the client in as the first or the second county officer."""
    posts = [factories.post(by=factories.official(name=name)) for name in ("格茸卓玛", "和正华")]

    def enter(place: int):
        client.force_login(posts[place].official, backend=BACKEND)
        return client

    return enter


@pytest.fixture
def shipped(county):
    return PackVersion.objects.get(name="test/exit-2018")


def text(response) -> str:
    return response.content.decode()


def at(version, name: str = "pack-parameter", **arguments) -> str:
    return reverse(name, kwargs={"pk": version.pk, **(arguments or {"parameter": "扶贫标准"})})


def test_a_value_is_tried_and_nothing_is_stored(county, officers, shipped):
    response = officers(0).post(at(shipped), NEW | {"do": "try"})
    page = text(response)
    assert response.status_code == 200
    assert county.enough.subject.code in page and "未达标" in page and "3500.01元" in page
    assert county.poor.subject.code not in page
    assert PackVersion.objects.count() == 1 and Run.objects.count() == 1


def test_proposed_by_one_approved_by_the_other_and_used_from_then_on(county, officers, shipped):
    page = officers(0).post(at(shipped), NEW | {"do": "propose"}, follow=True)
    made = PackVersion.objects.exclude(pk=shipped.pk).get()
    assert "待批准" in text(page) and "请由提出人以外的另一人批准" in text(page)
    refused = officers(0).post(reverse("pack-decide", args=[made.pk]), {"do": "approve"})
    assert refused.status_code == 422 and "同一人" in text(refused)
    proof = text(officers(1).get(reverse("pack-proof", args=[made.pk])))
    assert county.enough.subject.code in proof
    officers(1).post(reverse("pack-decide", args=[made.pk]), {"do": "approve"})
    run = evaluate(area=county.area, as_of=exit_county.DAY, by=factories.SYSTEM)[0]
    assert run.pack_id == made.pk
    assert run.counts["criterion/户退出/income/pass"] == 0
    compared = officers(1).get(reverse("run-compare", args=[run.pk]), {"with": Run.objects.first().pk})
    assert compared.status_code == 200
    first = Run.objects.order_by("pk").first()
    page = text(officers(1).get(reverse("run-compare", args=[run.pk]), {"with": first.pk}))
    assert county.enough.subject.code in page and "参数" in page
    assert "重放一致" in text(officers(1).post(reverse("run-replay", args=[first.pk]), follow=True))


def test_a_rule_that_breaks_a_case_may_be_proposed_but_not_approved(county, officers, shipped):
    with_cases = PackVersion.objects.filter(pk=shipped.pk)
    with_cases.update(files=exit_pack.FILES | {"cases/income.yaml": CASES})
    item = at(shipped, "pack-item", standard="户退出", item="income")
    typed = {
        "title": "人均纯收入超过标准", "holds": "纯收入 > 扶贫标准 × 人数", "clause": "第一条", "source": "新文件",
        "trust": "unchecked", "since": "2018-01-01", "reason": "改为超过",
    }  # fmt: skip
    tried = text(officers(0).post(item, typed | {"do": "try"}))
    assert "1 个算例中 1 个不符" in tried and county.enough.subject.code in tried
    officers(0).post(item, typed | {"do": "propose"})
    made = PackVersion.objects.exclude(pk=shipped.pk).get()
    refused = officers(1).post(reverse("pack-decide", args=[made.pk]), {"do": "approve"})
    assert "刚好达到" in text(refused)
    officers(1).post(reverse("pack-decide", args=[made.pk]), {"do": "decline", "why": "算例没有改"})
    assert "算例没有改" in text(officers(0).get(reverse("pack", args=[made.pk])))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value": "三千五"}, "parameters/poverty_line.yaml"),
        ({"value": "3500户"}, "3500户"),
        ({"since": "一月"}, "输入一个有效的日期"),
        ({"reason": ""}, "这个字段是必填项"),
        ({"area": "110000"}, "110000 不在可用的选项中"),
    ],
)
def test_a_value_that_cannot_be_is_refused_where_it_was_typed(county, officers, shipped, typed, said):
    response = officers(0).post(at(shipped), NEW | typed | {"do": "propose"})
    assert response.status_code == 422
    assert said in text(response)
    assert PackVersion.objects.count() == 1


def test_a_file_is_edited_as_text_and_its_errors_name_line_and_column(county, officers, shipped):
    address = at(shipped, "pack-file", file="standards/household.yaml")
    typed = {"since": "2018-01-01", "reason": "试"}
    broken = exit_pack.FILES["standards/household.yaml"].replace("纯收入 >=", "纯收人 >=")
    page = text(officers(0).post(address, typed | {"text": broken, "do": "try"}))
    assert "第 8 行" in page and "纯收入" in page
    assert officers(0).get(at(shipped, "pack-file", file="../settings.py")).status_code == 404
    assert officers(0).get(at(shipped, "pack-parameter", parameter="没有")).status_code == 404


def test_a_pack_goes_out_as_a_zip_and_comes_in_as_a_proposal(county, officers, shipped):
    response = officers(0).get(reverse("pack-export", args=[shipped.pk]))
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        files = {name: packed.read(name).decode() for name in packed.namelist()}
    assert files == exit_pack.FILES
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as packed:
        for name, written in files.items():
            packed.writestr(f"exit/{name}", written.replace("3500元", "3600元"))
    sent = {"file": SimpleUploadedFile("包.zip", changed.getvalue()), "reason": "换一版"}
    officers(0).post(reverse("pack-import"), sent)
    made = PackVersion.objects.exclude(pk=shipped.pk).get()
    assert (made.state, made.based_on_id) == (PackVersion.State.WAITING, shipped.pk)


@pytest.mark.parametrize("data", [b"not a zip", b"PK\x03\x04broken"])
def test_what_is_no_pack_is_refused_with_the_reason(county, officers, data):
    sent = {"file": SimpleUploadedFile("包.zip", data), "reason": "换一版"}
    response = officers(0).post(reverse("pack-import"), sent)
    assert response.status_code == 422 and "C-10" in text(response)


def test_a_village_sees_packs_and_may_not_change_them(county, client, shipped):
    post = factories.post(role="village_cadre", area=factories.VILLAGE)
    client.force_login(post.official, backend=BACKEND)
    page = text(client.get(reverse("pack", args=[shipped.pk])))
    assert "改这个参数" not in page
    assert client.get(at(shipped)).status_code == 403


# ── the same from the command line ──────────────────────────────────────────


def said(*arguments: str) -> str:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(*arguments, stdout=out, stderr=out)
        raise SystemExit(0)
    return f"{ended.value.code}\n{out.getvalue()}"


def test_what_if_compare_and_replay_from_the_command_line(county, shipped):
    tried = said("evaluate", "--pack", "test/exit-2018", "--what-if", "扶贫标准=3500.01元")
    assert tried.startswith("0") and county.enough.subject.code in tried and "没有存任何结果" in tried
    assert "不是 参数=值" in said("evaluate", "--pack", "test/exit-2018", "--what-if", "扶贫标准")
    assert said("evaluate", "--what-if", "扶贫标准=3600元").startswith("2")
    factories.income(of=county.poor, fen=1, by=factories.change(at=exit_county.FIRST))
    again = evaluate(area=county.area, as_of=exit_county.DAY, by=factories.SYSTEM)[0]
    first = Run.objects.order_by("pk").first()
    compared = said("evaluate", "--compare", str(first.pk), str(again.pk))
    assert county.poor.subject.code in compared and "因事实" in compared
    assert "一致" in said("evaluate", "--replay", str(first.pk))
    assert "没有第 9999 次评估" in said("evaluate", "--replay", "9999")


def test_packs_go_out_and_come_in_as_folders(county, shipped, tmp_path):
    official = factories.official(sign_in_name="tichu")
    folder = tmp_path / "out"
    call_command("pack", "export", "test/exit-2018", str(folder), stdout=StringIO())
    line = folder / "parameters" / "poverty_line.yaml"
    line.write_text(line.read_text().replace("3500元", "3600元"))
    arguments = ("pack", "import", str(folder), "--by", "tichu", "--reason", "换一版")
    call_command(*arguments, stdout=StringIO())
    made = PackVersion.objects.exclude(pk=shipped.pk).get()
    assert (made.state, made.proposed_by_id, made.in_force_from) == ("waiting", official.pk, date(2018, 1, 1))
    assert said(*arguments).startswith("2")
    assert said("pack", "export", "test/exit-2018", str(folder)).startswith("2")
    line.write_text("parameter: [")
    assert "第" in said(*arguments)
