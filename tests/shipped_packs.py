"""The shipped packs checked against the roster that real stores have; no database is asked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

import jingzhun
from jingzhun.policy.codes import CodeBook
from jingzhun.results.roster_tables import roster_schema
from jingzhun.rules.pack_check import CheckedPack, check_pack
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.schema import RosterSchema

POLICIES = Path(jingzhun.__file__).parent / "policies"
PACKS = sorted(path.parent.relative_to(POLICIES).as_posix() for path in POLICIES.rglob("pack.yaml"))


@cache
def schema() -> RosterSchema:
    """It follows from the registry's field declarations and the shipped code lists."""
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(POLICIES.glob("*/*/codes/*.yaml")):
        lists = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for each in lists if isinstance(lists, list) else ():
            texts[each["list"]] = {str(entry["code"]): entry["text"] for entry in each["codes"]}
    return roster_schema(CodeBook(texts))


@cache
def checked(name: str) -> CheckedPack:
    return check_pack(load_pack(POLICIES / name), schema())
