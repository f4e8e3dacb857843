"""Edits of a pack's files as text: a dated value, an item of a standard, the day from which a version applies.

Files stay as they were written elsewhere: comments, order and quotes are kept. What comes out is not checked here; the pack
loader says what is wrong with it. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from jingzhun.core.errors import Problem

Files = dict[str, str]
LARGEST_TEXT = 200_000


class UnableToEditPack(Problem):
    code = "Y-054"
    says = "政策包里{what}"
    remedy = "请回到政策包页面，从列出的参数、条目或文件里选"


def set_value(
    files: Mapping[str, str], *, parameter: str, area: str, since: date, value: str, source: str, clause: str, trust: str
) -> Files:  # fmt: skip
    """A parameter's value for ``area`` from ``since`` on: a new line, or the line of the same area and day written anew."""
    name, document, entry = _find(files, "parameters", "parameter", parameter)
    line = CommentedMap()
    line.fa.set_flow_style()
    line["area"] = DoubleQuotedScalarString(area)
    line["from"] = since
    line["value"] = value
    line["source"], line["clause"], line["trust"] = source, clause, trust
    values = entry["values"]
    place = next((i for i, each in enumerate(values) if _is_at(each, area, since)), None)
    if place is None:
        values.append(line)
    else:
        values[place] = line
    return _with(files, name, document)


def set_item(files: Mapping[str, str], *, standard: str, item: str, **texts: str) -> Files:
    """An item's ``title``, ``holds``, ``clause``, ``source`` or ``trust``; an empty ``holds`` leaves it as text only."""
    name, document, entry = _find(files, "standards", "standard", standard)
    found = next((each for each in entry["items"] if str(each.get("id")) == item), None)
    if found is None:
        raise UnableToEditPack(what=f"没有条目“{item}”")
    for key, text in texts.items():
        if text:
            found[key] = text
        else:
            found.pop(key, None)
    return _with(files, name, document)


def set_text(files: Mapping[str, str], *, path: str, text: str) -> Files:
    """One file of the pack as a whole."""
    if path not in files:
        raise UnableToEditPack(what=f"没有文件“{path}”")
    if len(text) > LARGEST_TEXT:
        raise UnableToEditPack(what=f"文件“{path}”超过 {LARGEST_TEXT} 字")
    return {**files, path: text.replace("\r\n", "\n").rstrip("\n") + "\n"}


def apply_from(files: Mapping[str, str], *, day: date) -> Files:
    """The version applies from ``day``: evaluations of earlier days keep using the one before it."""
    document = _read(files["pack.yaml"], "pack.yaml")
    document["in_force"]["from"] = day
    return _with(files, "pack.yaml", document)


CHANGES = "CHANGES.md"
CHANGES_HEAD = "# 变更记录\n\n| 日期 | 变更种类 | 影响期间 | 影响地区 | 说明 |\n|---|---|---|---|---|\n"


def note_change(files: Mapping[str, str], *, on: date, kind: str, since: date, area: str, text: str) -> Files:
    """A row at the end of CHANGES.md: the day, then kind of change, periods and areas that it touches, details."""
    cells = (on.isoformat(), kind, f"{since.isoformat()} 起", area, text)
    row = "| " + " | ".join(" ".join(cell.replace("|", "／").split()) for cell in cells) + " |\n"
    return {**files, CHANGES: files.get(CHANGES, CHANGES_HEAD).rstrip("\n") + "\n" + row}


def _is_at(entry: Any, area: str, since: date) -> bool:
    return str(entry.get("area") or "") == area and str(entry.get("from")) == since.isoformat()


def _find(files: Mapping[str, str], folder: str, key: str, wanted: str) -> tuple[str, Any, CommentedMap]:
    """File name, its document and the mapping in it whose ``key`` is ``wanted``."""
    for name in sorted(name for name in files if name.startswith(f"{folder}/") and name.endswith(".yaml")):
        document = _read(files[name], name)
        for entry in document if isinstance(document, CommentedSeq) else [document]:
            if isinstance(entry, CommentedMap) and str(entry.get(key)) == wanted:
                return name, document, entry
    raise UnableToEditPack(what=f"没有“{wanted}”")


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes, yaml.width, yaml.allow_unicode = True, 4096, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _read(text: str, name: str) -> Any:
    try:
        return _yaml().load(text)
    except YAMLError as cause:
        raise UnableToEditPack(what=f"文件“{name}”不是 YAML") from cause


def _with(files: Mapping[str, str], name: str, document: Any) -> Files:
    written = StringIO()
    _yaml().dump(document, written)
    text = written.getvalue()
    if isinstance(document, CommentedSeq):  # it is written two deeper than the sequences of our packs stand
        text = "".join(line.removeprefix("  ") for line in text.splitlines(keepends=True))
    return {**files, name: text}
