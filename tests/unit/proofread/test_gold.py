"""The five annotated source reports, where they are at hand."""

import importlib.util
import json
from pathlib import Path

import pytest

from jingzhun.proofread.command import as_json
from jingzhun.proofread.document import read_report
from jingzhun.proofread.proofreading import proofread

SHARED = next(
    (p / "shared" for p in Path(__file__).resolve().parents if (p / "shared" / "gold").exists()), Path("shared")
)


@pytest.mark.skipif(not (SHARED / "gold" / "score.py").exists(), reason="the annotated source reports are not here")
def test_source_reports_are_scored(tmp_path, capsys):
    spec = importlib.util.spec_from_file_location("score", SHARED / "gold" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    reports = [as_json(str(path), proofread(read_report(path.read_bytes(), path.name))) for path in seeds]
    found = tmp_path / "findings.json"
    found.write_text(json.dumps({"reports": reports}, ensure_ascii=False), encoding="utf-8")
    module.main(str(found))
    printed = capsys.readouterr().out
    high, total = (int(number) for number in printed.split("high: ")[1].split(" ")[0].split("/"))
    assert high / total >= 0.8
    assert "contradicting a relation that holds: 0" in printed
