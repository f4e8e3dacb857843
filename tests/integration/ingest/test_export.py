"""全国系统导出表: recognised in any order, grouped to households, checked, written, taken back."""

from __future__ import annotations

import random
from datetime import date

import pytest

from factories import SYSTEM
from jingzhun.audit.models import Event
from jingzhun.ingest.actions import importing
from jingzhun.registry.models import (
    Completeness,
    Dwelling,
    Health,
    Household,
    HouseholdProfile,
    HouseholdStatus,
    Labour,
    Membership,
    PersonIdentity,
    StatedIncome,
    Subject,
)
from sheets import csv_bytes, family, headers, person, xlsx

SINCE = date(2018, 12, 31)
HEADERS = headers("export-2018")


def two_families():
    return [*family("H1"), *family("H2")]


def codes(issues):
    return [(issue.row, issue.column, issue.code) for issue in issues]


def test_a_good_file_is_accepted_whole(write_file):
    result = write_file(xlsx(HEADERS, two_families()))
    assert result.as_json() | {"written": 0} == {
        "file": "export.xlsx", "layout": "export-2018", "households": 2, "persons": 6, "accepted": 6, "changes": 6,
        "refused": [], "flagged": [], "applied": True, "error": None, "blank": "keep", "since": "2018-12-31", "written": 0,
        "skipped": [], "ignored": [],
    }  # fmt: skip
    assert result.status == 0
    assert Household.objects.in_register(SINCE).count() == 2
    assert Membership.objects.as_of(SINCE).count() == 6
    head = PersonIdentity.objects.known().get(subject__code="H101")
    assert (head.name, head.initials, head.sex, head.born_on) == ("此里农布", "clnb", "1", date(1970, 3, 5))
    assert head.id_number_shown == two_families_number(result)
    assert head.id_number_masked.startswith("533499********")
    home = Household.objects.get(pk=Subject.objects.get(code="H1").pk)
    status = HouseholdStatus.objects.as_of(SINCE).get(subject_id=home.pk)
    assert (status.regime, status.status, status.exit_mark, status.attribute) == ("registered", "in", "01", "01")
    assert StatedIncome.objects.get(subject_id=home.pk).per_head == 350050
    assert Labour.objects.get(subject__code="H101").off_farm_months == 6
    assert HouseholdProfile.objects.get(subject_id=home.pk).group_name == "上组"
    assert set(Completeness.objects.values_list("table", "year")) == {("成员", 0)}


def two_families_number(result):
    from jingzhun.attachments.actions.store import read
    from jingzhun.ingest.actions.importing import read_sheets

    rows = read_sheets(read(result.upload.file_id), "x.xlsx")[0].rows
    return rows[1][rows[0].index("证件号码")]


def test_columns_are_found_in_any_order_under_title_lines_with_foot_lines_skipped(try_file):
    shuffled = list(HEADERS)
    random.Random(3).shuffle(shuffled)
    data = xlsx(shuffled, two_families(), above=["德钦县建档立卡数据", "制表：扶贫办"], below=["合计", "填表人：格桑"])
    result, outcome = try_file(data)
    assert (result.layout, result.persons, result.accepted, outcome.batch.table.header_row) == ("export-2018", 6, 6, 3)
    assert outcome.batch.table.skipped == ["10", "11"]


def test_the_export_of_2022_and_the_national_codes_are_recognised(write_file):
    wanted = headers("export-2022")
    rows = [
        row | {
            "致贫原因1": "因病", "是否参加大病保险": "是", "是否解决安全饮用水": "是", "户联系电话": "13900139000", "户类型": "脱贫户",
            "易返贫致贫户(监测对象)类型": "脱贫不稳定户", "首次识别时间": date(2014, 5, 1), "风险是否消除": "未消除",
            "风险识别时间": "2021-07-08", "人员识别时间": "20140501",
        }
        for row in family("H1")
    ]  # fmt: skip
    renamed = ["AAC001" if header == "户编号" else header for header in wanted]
    rows = [row | {"AAC001": row["户编号"]} for row in rows]
    result = write_file(xlsx(renamed, rows))
    assert (result.layout, result.accepted, result.refused) == ("export-2022", 3, [])
    regimes = {s.regime: s for s in HouseholdStatus.objects.as_of(SINCE)}
    assert regimes["registered"].identified_on == date(2014, 5, 1)
    assert (regimes["monitored"].monitoring_kind, regimes["monitored"].risk_cleared) == ("01", False)
    assert Membership.objects.as_of(SINCE).first().identified_on == date(2014, 5, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_both_encodings(try_file, encoding):
    result, _ = try_file(csv_bytes(HEADERS, two_families(), encoding=encoding), "export.csv")
    assert (result.accepted, result.refused) == (6, [])


def test_person_rows_are_grouped_to_households_wherever_they_stand(try_file):
    rows = two_families()
    random.Random(5).shuffle(rows)
    result, _ = try_file(xlsx(HEADERS, rows))
    assert (result.households, result.accepted, result.refused) == (2, 6, [])


def test_the_same_file_twice_changes_nothing(write_file):
    data = xlsx(HEADERS, two_families())
    write_file(data)
    before = {model: model.objects.count() for model in (PersonIdentity, Health, Membership, Dwelling, Subject)}
    again = write_file(data)
    assert (again.changes, again.written, again.accepted, again.upload.change) == (0, 0, 6, None)
    assert before == {model: model.objects.count() for model in before}


def test_one_event_holds_the_digest_of_all_rows(write_file):
    write_file(xlsx(HEADERS, two_families()))
    event = Event.objects.get(action="import.apply")
    assert event.details["rows"] > 50 and len(event.details["digest"]) == 64
    assert "此里农布" not in str(event.details)


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"证件号码": "533499197003050012"}, "证件号码", "R-017"),
        ({"证件号码": "53349919700305"}, "证件号码", "R-010"),
        ({"证件号码": "533499197013450014"}, "证件号码", None),
        ({"证件号码": 5.33499e17}, "证件号码", "R-019"),
        ({"证件号码": None}, "证件号码", "R-001"),
        ({"姓名": ""}, "姓名", "R-001"),
        ({"行政村": "查理洞村"}, "行政村", "R-041"),
        ({"乡(镇)": "香巴拉镇"}, "乡(镇)", "R-041"),
        ({"行政村": "巨水村"}, "行政村", "R-041"),
        ({"文化程度": "博士后"}, "文化程度", "R-031"),
        ({"与户主关系": "之侄孙"}, "与户主关系", "R-031"),
        ({"务工时间(月)": 13}, "务工时间(月)", "R-036"),
        ({"务工时间(月)": "半年"}, "务工时间(月)", "R-034"),
        ({"参加大病医疗": "也许"}, "参加大病医疗", "R-032"),
        ({"人均纯收入": "三千多"}, "人均纯收入", "R-033"),
        ({"脱贫年度": "明年"}, "脱贫年度", "R-034"),
    ],
)
def test_a_wrong_cell_refuses_its_row_with_a_reason_and_leaves_the_others(write_file, cells, column, code):
    rows = two_families()
    rows[4].update(cells)
    result = write_file(xlsx(HEADERS, rows))
    told = [(row, header) for row, header, _ in codes(result.refused)]
    assert (6, column) in told and {row for row, _ in told} == {6}
    assert code is None or (6, column, code) in codes(result.refused)
    assert (result.accepted, result.status) == (5, 1)
    assert Membership.objects.as_of(SINCE).count() == 5


def test_sex_and_birth_are_compared_with_the_number(try_file):
    rows = two_families()
    rows[0]["性别"], rows[1]["出生日期"] = "女", "1972-08-02"
    result, _ = try_file(xlsx([*HEADERS, "性别", "出生日期"], rows))
    assert codes(result.refused) == [(2, "性别", "R-011"), (3, "出生日期", "R-012")]


def test_old_and_disability_numbers_are_read(write_file):
    from factories import id_number

    number = id_number(born_on=date(1965, 2, 3))
    rows = two_families()
    rows[0]["证件号码"] = number[:6] + number[8:17]
    rows[1]["证件号码"] += "42"
    result = write_file(xlsx(HEADERS, rows))
    assert (result.accepted, codes(result.flagged)) == (6, [(2, "证件号码", "R-013")])
    assert PersonIdentity.objects.get(subject__code="H101").born_on == date(1965, 2, 3)
    health = Health.objects.get(subject__code="H102")
    from jingzhun.registry import personal

    assert personal.reveal("disability", health.subject_id, health.disability) == "肢体二级"


def test_a_number_twice_in_the_file_refuses_the_later_row(try_file):
    rows = two_families()
    rows[4]["证件号码"] = rows[1]["证件号码"]
    result, _ = try_file(xlsx(HEADERS, rows))
    assert codes(result.refused) == [(6, "证件号码", "R-020")]
    assert "第 3 行" in result.refused[0].reason


def test_a_repeated_row_is_refused_and_its_household_is_not(try_file):
    rows = [*family("H1", 人数=3), *family("H2")]
    result, _ = try_file(xlsx(HEADERS, [*rows, rows[0]]))
    assert {(row, code) for row, _, code in codes(result.refused)} == {(8, "R-020"), (8, "R-023")}
    assert (result.accepted, result.flagged) == (6, [])


def test_a_number_registered_to_another_person_is_refused(write_file):
    rows = two_families()
    write_file(xlsx(HEADERS, rows))
    stranger = person("H3", 1, "罗布", "户主", 证件号码=rows[0]["证件号码"])
    result = write_file(xlsx(HEADERS, [stranger]))
    assert codes(result.refused) == [(2, "证件号码", "R-021")]


def test_village_spellings_resolve(try_file):
    result, _ = try_file(xlsx(HEADERS, family("H1", **{"乡(镇)": "云岭乡", "行政村": "查理通村"})))
    assert (result.accepted, result.refused) == (3, [])


@pytest.mark.parametrize(
    ("relations", "code"), [(("配偶", "配偶", "之子"), "R-050"), (("户主", "户主", "之子"), "R-051")]
)
def test_a_household_has_exactly_one_head(try_file, relations, code):
    rows = two_families()
    for row, relation in zip(rows, relations, strict=False):
        row["与户主关系"] = relation
    result, _ = try_file(xlsx(HEADERS, rows))
    assert {(row, problem) for row, _, problem in codes(result.refused)} == {(2, code), (3, code), (4, code)}
    assert result.accepted == 3


def test_a_second_head_is_seen_against_the_registry_too(write_file):
    write_file(xlsx(HEADERS, family("H1")))
    result = write_file(xlsx(HEADERS, [person("H1", 4, "罗布", "户主")]))
    assert codes(result.refused) == [(2, "与户主关系", "R-051")]


def test_a_refused_head_is_pointed_out_and_the_corrected_row_completes_the_household(write_file):
    rows = family("H1")
    right = rows[0]["证件号码"]
    rows[0]["证件号码"] = right[:-1] + ("0" if right[-1] != "0" else "1")
    first = write_file(xlsx(HEADERS, rows))
    assert codes(first.refused) == [(2, "证件号码", "R-017")]
    assert (3, "与户主关系", "R-053") in codes(first.flagged)
    assert not Completeness.objects.exists()
    second = write_file(xlsx(HEADERS, [rows[0] | {"证件号码": right}]))
    assert (second.refused, second.accepted) == ([], 1)
    assert Membership.objects.as_of(SINCE).count() == 3 and Completeness.objects.count() == 1


def test_size_and_disagreeing_rows_are_pointed_out(try_file):
    rows = family("H1", 人数=4)
    rows[1]["人均纯收入"] = 9999
    result, _ = try_file(xlsx(HEADERS, rows))
    assert codes(result.flagged) == [(2, "人数", "R-052"), (3, "人均纯收入", "R-054")]


def test_odd_ages_are_pointed_out_not_refused(try_file):
    rows = family("H1")
    rows[0]["在校生状况"] = "小学"
    result, _ = try_file(xlsx(HEADERS, rows))
    assert (result.accepted, codes(result.flagged)) == (3, [(2, "在校生状况", "R-061")])


def test_a_person_born_after_the_data_day_is_refused(try_file):
    result, _ = try_file(xlsx(HEADERS, family("H1")), since=date(2005, 1, 1))
    assert codes(result.refused) == [(4, "证件号码", "R-060")]


def test_rows_outside_the_scope_are_refused_without_telling_what_is_there(write_file):
    write_file(xlsx(HEADERS, family("H1")))
    result = write_file(xlsx(HEADERS, family("H1", **{"乡(镇)": "云岭乡", "行政村": "查里通村"})), scope="533422202")
    assert result.accepted == 0 and {code for _, _, code in codes(result.refused)} >= {"R-042"}
    assert "叶日" not in str(result.as_json())


def test_blanks_keep_or_clear(write_file):
    write_file(xlsx(HEADERS, family("H1")))
    later = [row | {"联系电话": "", "文化程度": ""} for row in family_cells("H1")]
    kept = write_file(xlsx(HEADERS, later))
    assert kept.changes == 0
    cleared = write_file(xlsx(HEADERS, later), blank="clear")
    assert cleared.changes == 3
    assert HouseholdProfile.objects.known().get().phone is None


def family_cells(code):
    from jingzhun.registry.models import PersonIdentity

    numbers = {p.subject.code: p.id_number_shown for p in PersonIdentity.objects.known().select_related("subject")}
    return [row | {"证件号码": numbers[row["人编号"]]} for row in family(code)]


def test_a_household_absent_from_a_file_is_not_removed(write_file):
    write_file(xlsx(HEADERS, two_families()))
    write_file(xlsx(HEADERS, family_cells("H1")), "export2.xlsx")
    assert Membership.objects.as_of(SINCE).count() == 6


def test_a_change_is_shown_before_and_written_as_a_new_row(try_file, write_file):
    write_file(xlsx(HEADERS, family("H1")))
    rows = [row | {"人均纯收入": 4000} for row in family_cells("H1")]
    _result, outcome = try_file(xlsx(HEADERS, rows))
    shown = [(d.kind, d.code, d.who, d.field, d.before, d.after) for d in outcome.differences()]
    assert shown == [("changed", "H1", "此里农布", "导出表人均纯收入", "3,500.50", "4,000.00")]
    assert outcome.counts() == {
        "new": 0,
        "changed": 1,
        "unchanged": 0,
        "new_persons": 0,
        "kept": outcome.counts()["kept"],
    }
    write_file(xlsx(HEADERS, rows))
    assert [(s.per_head, s.superseded_by_id is None) for s in StatedIncome.objects.order_by("id")] == [
        (350050, False), (400000, True),
    ]  # fmt: skip


def test_a_later_data_day_adds_a_state_and_keeps_the_earlier_one(write_file):
    write_file(xlsx(HEADERS, family("H1")))
    write_file(xlsx(HEADERS, [row | {"危房户": "是"} for row in family_cells("H1")]), since=date(2019, 12, 31))
    assert [d.is_dangerous for d in Dwelling.objects.as_of(SINCE)] == [False]
    assert [d.is_dangerous for d in Dwelling.objects.as_of(date(2020, 1, 1))] == [True]
    assert Labour.objects.count() == 3


def test_a_member_moves_to_another_household(write_file):
    write_file(xlsx(HEADERS, two_families()))
    son = next(row for row in family_cells("H1") if row["人编号"] == "H103")
    result = write_file(xlsx(HEADERS, [son | {"户编号": "H2"}]), since=date(2019, 6, 30))
    assert (3, "R-075") in [(i.row + 1, i.code) for i in result.flagged]
    day = Membership.objects.as_of(date(2019, 7, 1))
    assert (
        day.filter(household__subject__code="H2").count() == 4
        and day.filter(household__subject__code="H1").count() == 2
    )


def test_undo_takes_back_what_was_written_and_restores_what_was_superseded(write_file):
    first = write_file(xlsx(HEADERS, family("H1")))
    second = write_file(
        xlsx(HEADERS, [row | {"人均纯收入": 4000, "联系电话": "13700137000"} for row in family_cells("H1")])
    )
    importing.undo_import(upload=second.upload, by=SYSTEM)
    assert StatedIncome.objects.known().get().per_head == 350050
    importing.undo_import(upload=first.upload, by=SYSTEM)
    assert not Membership.objects.known().exists() and not PersonIdentity.objects.known().exists()
    assert not Household.objects.in_register(SINCE).exists()
    again = write_file(xlsx(HEADERS, family("H1")))
    assert again.accepted == 3 and Membership.objects.known().count() == 3


def test_undo_is_refused_with_the_list_where_later_changes_stand_on_it(write_file):
    from jingzhun.registry.actions.undo import UnableToUndo

    first = write_file(xlsx(HEADERS, family("H1")))
    second = write_file(xlsx(HEADERS, [row | {"人均纯收入": 4000} for row in family_cells("H1")]), "later.xlsx")
    with pytest.raises(UnableToUndo, match=r"H1.*later\.xlsx"):
        importing.undo_import(upload=first.upload, by=SYSTEM)
    assert StatedIncome.objects.known().get().per_head == 400000
    importing.undo_import(upload=second.upload, by=SYSTEM)
    importing.undo_import(upload=first.upload, by=SYSTEM)
    assert not StatedIncome.objects.known().exists()


def test_numbers_that_excel_made_floats_are_read_as_written(try_file):
    rows = family("H1", 脱贫年度=2016.0)
    _, outcome = try_file(xlsx(HEADERS, rows))
    assert outcome.batch.values["HouseholdStatus.exit_year"] == [2016] * 3
    assert outcome.batch.values["Labour.off_farm_months"] == [6, 6, 0]
    assert isinstance(outcome.batch.values["StatedIncome.per_head"][0], int)
