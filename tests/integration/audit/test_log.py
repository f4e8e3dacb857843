"""The log in the database: events go in with the change or not at all, nothing can be changed, faults are found."""

import stat
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import TestCase
from django.utils import timezone

from append_only import lifted
from jingzhun.areas.models import CalendarDay
from jingzhun.audit import check
from jingzhun.audit.actor import Actor
from jingzhun.audit.chain import event_hash
from jingzhun.audit.check import check_log
from jingzhun.audit.models import ChainHead, Event
from jingzhun.audit.unit import unit

pytestmark = pytest.mark.django_db
BY = Actor(official_id=7, name="和桂兰", post_id=3, role="county_officer", area_code="533422000000")


@pytest.fixture(autouse=True)
def own_heads(settings, tmp_path):
    settings.HEADS_FILE = tmp_path / "out" / "heads"


def record(*actions: str) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True), unit(by=BY) as log:
        for action in actions:
            log.record(action, subject_kind="户", subject_code="H1", fields=["村"])


def says() -> list[str]:
    return [fault.says for fault in check_log().faults]


def test_events_of_one_unit_are_chained_in_order_and_carry_the_actor():
    record("a.one", "a.two")
    record("a.three")
    numbers = list(Event.objects.order_by("number").values_list("number", "action"))
    assert numbers == [(1, "a.one"), (2, "a.two"), (3, "a.three")]
    last = Event.objects.get(number=3)
    assert (last.actor_name, last.post_id, last.role, last.area_code) == ("和桂兰", 3, "county_officer", "533422000000")
    assert ChainHead.objects.get().hash == last.hash
    assert check_log().holds


def test_a_clock_that_was_turned_back_is_noted_with_both_times_and_breaks_nothing(monkeypatch, capsys):
    noon = datetime(2026, 7, 1, 4, tzinfo=UTC)
    for at in (noon, noon - timedelta(minutes=4), noon + timedelta(hours=1), noon - timedelta(days=1), noon):
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        record("a.one")
    said = "第 4 条记于 2026-06-30 12:00:00，早于前一条（第 3 条）的 2026-07-01 13:00:00：其间系统时钟被往回拨过"
    verdict = check_log()
    assert verdict.holds and [(note.number, note.says) for note in verdict.notes] == [(4, said)]
    call_command("verify_log")
    told = capsys.readouterr().out
    assert f"注意：{said}。" in told and "日志完整：5 条" in told


def test_a_unit_without_events_leaves_the_chain_alone():
    with unit(by=BY):
        CalendarDay.objects.create(day="2030-01-01", is_working=False, name="元旦")
    assert not Event.objects.exists()


def test_a_failed_unit_leaves_neither_change_nor_event():
    with pytest.raises(RuntimeError), unit(by=BY) as log:
        CalendarDay.objects.create(day="2030-01-01", is_working=False, name="元旦")
        log.record("a.lost")
        raise RuntimeError
    assert not CalendarDay.objects.filter(day="2030-01-01").exists()
    assert not Event.objects.exists()
    record("a.kept")
    assert Event.objects.get().number == 1


def test_an_inner_unit_joins_the_outer_one():
    with unit(by=BY) as outer:
        outer.record("a.first")
        with unit(by=Actor.system()) as inner:
            inner.record("a.second")
        outer.record("a.third")
    assert list(Event.objects.order_by("number").values_list("action", flat=True)) == ["a.first", "a.second", "a.third"]
    assert len(set(Event.objects.values_list("at", flat=True))) == 1


def test_an_inner_unit_that_fails_takes_its_events_back():
    with unit(by=BY) as outer:
        outer.record("a.first")
        with pytest.raises(RuntimeError), unit(by=BY) as inner:
            CalendarDay.objects.create(day="2030-01-01", is_working=False, name="元旦")
            inner.record("a.lost")
            raise RuntimeError
        outer.record("a.last")
    assert list(Event.objects.order_by("number").values_list("action", flat=True)) == ["a.first", "a.last"]
    assert not CalendarDay.objects.filter(day="2030-01-01").exists()


REFUSED = {
    "update": "UPDATE audit_event SET actor_name = '别人' WHERE number = 1",
    "delete": "DELETE FROM audit_event WHERE number = 2",
    "delete all": "DELETE FROM audit_event",
    "insert again": (
        "INSERT INTO audit_event (number, at, actor_name, role, action, subject_kind, subject_code, area_code, details,"
        " previous_hash, hash) SELECT 1, at, '别人', role, action, subject_kind, subject_code, area_code, details,"
        " previous_hash, 'x' FROM audit_event WHERE number = 2"
    ),
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_the_database_refuses_to_change_the_log(statement):
    record("a.one", "a.two")
    with pytest.raises(DatabaseError, match="L-001"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert check_log().holds


def test_the_database_refuses_its_own_ways_around():
    """SQLite's INSERT OR REPLACE deletes without the DELETE trigger; PostgreSQL's TRUNCATE deletes without row triggers."""
    record("a.one", "a.two")
    statement = (
        "TRUNCATE audit_event"
        if connection.vendor == "postgresql"
        else REFUSED["insert again"].replace("INSERT INTO", "INSERT OR REPLACE INTO", 1)
    )
    with pytest.raises(DatabaseError, match="L-001"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.count() == 2


def test_only_one_head_row_can_be():
    with pytest.raises(DatabaseError), transaction.atomic():
        ChainHead.objects.create(pk=2)


TAMPERED = {
    "changed": ("UPDATE audit_event SET actor_name = '别人' WHERE number = 2", "第 2 条的内容与摘要不符"),
    "removed": ("DELETE FROM audit_event WHERE number = 2", "第 2 条缺失"),
    "cut off": ("DELETE FROM audit_event WHERE number = 4", "链头记到第 4 条，日志到第 3 条"),
    "reordered": (
        "UPDATE audit_event SET action = CASE number WHEN 2 THEN 'a.three' ELSE 'a.two' END WHERE number IN (2, 3)",
        "第 3 条的内容与摘要不符",
    ),
}


@pytest.mark.parametrize(("statement", "fault"), TAMPERED.values(), ids=TAMPERED)
def test_what_an_owner_of_the_database_does_is_found(statement, fault, capsys):
    record("a.one", "a.two", "a.three", "a.four")
    with lifted(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert any(fault in line for line in says())
    with pytest.raises(SystemExit) as ended:
        call_command("verify_log")
    assert ended.value.code == 1
    assert "L-010" in capsys.readouterr().out


def test_heads_are_published_after_commit_and_show_a_tail_cut_together_with_its_head(settings):
    record("a.one")
    record("a.two", "a.three")
    lines = settings.HEADS_FILE.read_text().splitlines()
    assert [line.split(":")[0] for line in lines] == ["1", "3"]
    assert stat.S_IMODE(settings.HEADS_FILE.stat().st_mode) == 0o600
    assert check_log().sentence == "日志完整：3 条，外部链头 2 条相符"
    first = Event.objects.get(number=1)
    with lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number > 1")
        cursor.execute("UPDATE audit_chainhead SET number = 1, hash = %s", [first.hash])
    assert says() == ["外部链头记有第 3 条，日志里没有：尾部被截断"]


def test_what_is_committed_stands_though_the_file_outside_cannot_be_written_and_the_next_head_vouches_for_it(
    settings, monkeypatch
):
    """A disk that is full or a share that is gone: the writer is not told that nothing was saved."""
    monkeypatch.setattr(check, "_PUBLISHED_WITHIN", 0)
    record("a.one")
    outside, settings.HEADS_FILE = (
        settings.HEADS_FILE,
        settings.HEADS_FILE.parent,
    )  # a folder: nothing is appended to it
    record("a.two")
    settings.HEADS_FILE = outside
    assert Event.objects.filter(action="a.two").exists()
    assert says() == ["日志到第 2 条，外部链头只到第 1 条：链头文件被截断，或上次写入后断电"]
    record("a.three")
    assert check_log().holds


def test_nothing_is_published_for_a_transaction_that_failed(settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), unit(by=BY) as log:
        log.record("a.lost")
        raise RuntimeError
    assert not settings.HEADS_FILE.exists()


def forge_the_only_event() -> str:
    """Write event 1 anew with a right hash, in the log and its head row. Returns the hash."""
    event = Event.objects.filter(number=1).values().get()
    event["actor_name"] = "别人"
    forged = event_hash(event)
    with lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET actor_name = '别人', hash = %s", [forged])
        cursor.execute("UPDATE audit_chainhead SET hash = %s", [forged])
    return forged


def test_a_chain_forged_from_the_start_is_shown_by_the_heads_outside():
    record("a.one")
    forge_the_only_event()
    assert says() == ["第 1 条与外部链头不符：日志被整段重写"]


def test_a_forger_who_appends_his_own_head_outside_is_found(settings):
    record("a.one")
    forged = forge_the_only_event()
    with settings.HEADS_FILE.open("a") as file:
        file.write(f"1:{forged}\n")
    assert says() == ["外部链头文件里第 1 条有两个摘要：被改动", "第 1 条与外部链头不符：日志被整段重写"]


def test_a_head_file_that_is_gone_or_cut_is_a_fault(settings, monkeypatch):
    monkeypatch.setattr(check, "_PUBLISHED_WITHIN", 0)
    record("a.one")
    record("a.two")
    first, _ = settings.HEADS_FILE.read_text().splitlines(keepends=True)
    settings.HEADS_FILE.write_text(first)
    assert says() == ["日志到第 2 条，外部链头只到第 1 条：链头文件被截断，或上次写入后断电"]
    settings.HEADS_FILE.unlink()
    assert says() == [f"没有外部链头文件 {settings.HEADS_FILE}：尾部是否被截断无从核对"]


def test_the_next_event_closes_the_gap_that_a_crash_left(settings):
    record("a.one")
    settings.HEADS_FILE.write_text("")
    record("a.two")
    assert says() == []


def test_what_is_published_while_the_log_is_read_is_no_fault(settings, monkeypatch):
    record("a.one")
    whole = settings.HEADS_FILE.read_text()
    settings.HEADS_FILE.write_text("")
    monkeypatch.setattr(check.time, "sleep", lambda seconds: settings.HEADS_FILE.write_text(whole))
    assert says() == []


def test_verify_log_says_how_many_events_hold(capsys):
    record("a.one")
    call_command("verify_log")
    assert "日志完整：1 条" in capsys.readouterr().out


def test_times_and_nested_details_survive_the_database():
    with TestCase.captureOnCommitCallbacks(execute=True), unit(by=BY) as log:
        log.record("a.deep", rows=3, shares=[0.5, 1.25], text="查里通·“村”", none=None, nested={"b": [1], "a": True})
        assert log.at <= timezone.now()
    assert check_log().holds
