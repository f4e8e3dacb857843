"""The chain, judged without a database: what was changed, removed, reordered, cut off or written anew is found."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from jingzhun.audit.chain import GENESIS, HASHED_FIELDS, event_hash
from jingzhun.audit.verify import open_end, read_heads, verify


def chain(length: int, *, actor: str = "和桂兰") -> list[dict]:
    events, previous = [], GENESIS
    for number in range(1, length + 1):
        event = {
            "number": number, "at": datetime(2018, 12, 31, 8, number, tzinfo=UTC), "actor_id": 7, "actor_name": actor,
            "post_id": 3, "role": "county_officer", "action": "household.move", "subject_kind": "户",
            "subject_code": f"H{number}", "area_code": "533422000000", "details": {"fields": ["村"]},
            "previous_hash": previous,
        }  # fmt: skip
        event["hash"] = previous = event_hash(event)
        events.append(event)
    return events


def heads_of(events) -> dict[int, str]:
    return {event["number"]: event["hash"] for event in events}


def faults(events, *, heads=None, head=None):
    whole = chain(6)
    heads = heads_of(whole) if heads is None else heads
    head = head or (6, whole[-1]["hash"])
    return [fault.says for fault in verify(events, heads, lambda: head)]


def test_an_untouched_chain_holds():
    assert faults(chain(6)) == []
    assert [fault.says for fault in verify([], {}, lambda: (0, GENESIS))] == []


@pytest.mark.parametrize("name", [name for name in HASHED_FIELDS if name not in ("number", "previous_hash")])
def test_every_changed_field_is_found(name):
    events = chain(6)
    events[2][name] = (
        {"fields": []} if name == "details" else datetime(2019, 1, 1, tzinfo=UTC) if name == "at" else "改"
    )
    assert any("第 3 条的内容与摘要不符" in says for says in faults(events))


def test_a_changed_row_with_its_own_new_hash_breaks_the_next():
    events = chain(6)
    events[2]["actor_name"] = "别人"
    events[2]["hash"] = event_hash(events[2])
    assert any("第 4 条接不上" in says for says in faults(events, heads={}))


def test_a_removed_row_is_found():
    events = chain(6)
    del events[2]
    assert any("第 3 条缺失" in says for says in faults(events, heads={}))


def test_a_removed_first_row_is_found():
    assert any("第 1 条缺失" in says for says in faults(chain(6)[1:], heads={}))


def test_two_reordered_rows_are_found_even_when_their_numbers_are_swapped():
    events = chain(6)
    events[2], events[3] = events[3] | {"number": 3}, events[2] | {"number": 4}
    found = faults(events, heads={})
    assert any("第 3 条" in says for says in found)
    assert any("第 4 条" in says for says in found)


def test_a_cut_tail_is_found_by_the_head_row_and_by_the_heads_outside():
    short = chain(4)
    assert any("链头记到第 6 条，日志到第 4 条" in says for says in faults(short, heads={}))
    cut_with_head = faults(short, head=(4, short[-1]["hash"]))
    assert [says for says in cut_with_head if "尾部被截断" in says] == [
        "外部链头记有第 5 条，日志里没有：尾部被截断",
        "外部链头记有第 6 条，日志里没有：尾部被截断",
    ]


def test_a_log_written_anew_from_the_start_differs_from_the_heads_outside():
    forged = chain(6, actor="无人")
    found = faults(forged, head=(6, forged[-1]["hash"]))
    assert len(found) == 6
    assert all("被整段重写" in says for says in found)


def test_the_same_moment_hashes_alike_in_every_zone():
    event = chain(1)[0]
    local = event["at"].astimezone(timezone(timedelta(hours=8)))
    assert event_hash(event | {"at": local}) == event["hash"]


def said(lines) -> list[str]:
    return [fault.says for fault in read_heads(lines).faults]


def test_a_head_line_cut_by_a_crash_is_ignored():
    digest = "a" * 64
    heads = read_heads([f"1:{digest}\n", f"3:{digest}\n", "4:abc"])
    assert heads.of == {1: digest, 3: digest}
    assert heads.faults == []


def test_a_head_line_that_says_nothing_in_the_middle_is_a_fault():
    digest = "a" * 64
    assert said([f"1:{digest}", f"x:{digest}", f"3:{digest}"]) == ["外部链头文件第 2 行读不懂：被改动"]


def test_a_second_hash_for_the_same_number_is_a_fault_and_the_first_counts():
    first, second = "a" * 64, "b" * 64
    heads = read_heads([f"1:{first}", f"2:{second}", f"1:{first}", f"1:{second}"])
    assert heads.of == {1: first, 2: second}
    assert [fault.says for fault in heads.faults] == ["外部链头文件里第 1 条有两个摘要：被改动"]


def test_heads_that_end_before_the_log_are_a_fault():
    assert open_end(0, {}) is None
    assert open_end(6, {6: "a"}) is None
    assert open_end(6, {4: "a"}).says.startswith("日志到第 6 条，外部链头只到第 4 条")
