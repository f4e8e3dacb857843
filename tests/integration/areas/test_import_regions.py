"""``import-regions``: a big file of all levels with a progress bar, and files that cannot be used."""

import pytest
from django.core.management import call_command

from jingzhun.areas.models import Area
from jingzhun.audit.models import Event
from jingzhun.core.area_code import AreaCode, Level

pytestmark = pytest.mark.django_db


def write(path, rows, header="code,name"):
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8-sig")
    return path


def nation(provinces: int, villages: int):
    """Every level in a file order that puts children before parents; 4 prefectures, 5 counties, 5 townships each."""
    rows = []
    for p in range(11, 11 + provinces):
        for c in range(1, 5):
            for x in range(1, 6):
                for t in range(100, 105):
                    town = f"{p}{c:02d}{x:02d}{t}"
                    rows += [(f"{town}{v:03d}", f"第{v}村委会") for v in range(1, villages + 1)]
                    rows.append((town, f"第{t}镇"))
                rows.append((f"{p}{c:02d}{x:02d}", f"第{x}县"))
            rows.append((f"{p}{c:02d}", f"第{c}市"))
        rows.append((str(p), f"第{p}省"))
    return rows


def test_a_file_of_twenty_thousand_villages_is_loaded_in_one_transaction(tmp_path, capsys):
    rows = nation(provinces=10, villages=20)
    call_command("import_regions", write(tmp_path / "full.csv", rows))
    out = capsys.readouterr().out
    assert f"装入区划 {len(rows)} 个" in out
    assert "区划" in out.splitlines()[0]
    assert Area.objects.count() == len(rows) == 21_250
    assert Area.objects.under(AreaCode("1101")).at(Level.VILLAGE).count() == 5 * 5 * 20
    assert Area.objects.get(pk="110101100001").parent_id == "110101100000"
    assert Event.objects.filter(action="areas.load").count() == 1


def test_levels_may_come_in_several_files_and_again(tmp_path, capsys):
    rows = nation(provinces=1, villages=2)
    above = [row for row in rows if len(row[0]) < 12]
    below = [row for row in rows if len(row[0]) == 12]
    paths = [write(tmp_path / "below.csv", below), write(tmp_path / "above.csv", above)]
    call_command("import_regions", *paths)
    call_command("import_regions", *paths)
    assert "装入区划 0 个" in capsys.readouterr().out
    assert Area.objects.count() == len(rows)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("代码,名称\n53,云南省\n", "没有 code 或 name 列"),
        ("code,name\n53,云南省\n53422,坏\n", "第 3 行"),
        ("code,name\n410101,无上级县\n", "上级 410100000000"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(tmp_path, capsys, text, said):
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("import_regions", path)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
    assert not Area.objects.exists()


def test_chinese_windows_encoding_is_read(tmp_path):
    path = tmp_path / "gbk.csv"
    path.write_bytes("code,name\n53,云南省\n".encode("gb18030"))
    call_command("import_regions", path)
    assert Area.objects.get().name == "云南省"


def test_an_absent_file_is_said(tmp_path, capsys):
    with pytest.raises(SystemExit):
        call_command("import_regions", tmp_path / "absent.csv")
    assert "A-003" in capsys.readouterr().err
