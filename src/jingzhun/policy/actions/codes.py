"""Loading and editing code lists."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem

from ..models import Code, CodeAlias, CodeList

SHIPPED = Path(__file__).resolve().parents[2] / "policies"


class UnableToEditCode(Problem):
    code = "Y-902"
    says = "代码表“{list}”不能这样改：{why}"
    remedy = "请核对代码和名称"


@cache
def _shipped_lists() -> tuple[dict, ...]:
    """Every list of the shipped packs' ``codes/*.yaml``, as written.

    A file that holds one mapping is a pack's own set of values (奖补品种): its rules read it, it is no code list.
    """
    files = [YAML(typ="safe").load(path.read_text()) for path in sorted(SHIPPED.glob("*/*/codes/*.yaml"))]
    return tuple(given for lists in files if isinstance(lists, list) for given in lists)


def load_shipped_codes(*, by: Actor) -> int:
    """The shipped code lists into the store; entries already there are kept as the office left them. Returns how many
    entries were new."""
    shipped = _shipped_lists()
    with unit(by=by) as log:
        lists = set(CodeList.objects.values_list("name", flat=True))
        CodeList.objects.bulk_create(
            CodeList(name=given["list"], source=given["source"], trust=given["trust"])
            for given in shipped
            if given["list"] not in lists
        )
        held = set(Code.objects.values_list("list_id", "code"))
        made = Code.objects.bulk_create(
            Code(list_id=given["list"], code=str(entry["code"]), text=entry["text"], ordinal=ordinal)
            for given in shipped
            for ordinal, entry in enumerate(given["codes"], start=1)
            if (given["list"], str(entry["code"])) not in held
        )
        rows = {(list_name, code): pk for list_name, code, pk in Code.objects.values_list("list_id", "code", "pk")}
        known = set(CodeAlias.objects.values_list("list_id", "alias"))
        CodeAlias.objects.bulk_create(
            CodeAlias(list_id=given["list"], alias=str(alias), code_id=rows[given["list"], str(entry["code"])])
            for given in shipped
            for entry in given["codes"]
            for alias in entry.get("aliases", ())
            if (given["list"], str(alias)) not in known
        )
        log.record("codes.load", entries=len(made))
    return len(made)


def add_code(*, list_name: str, code: str, text: str, by: Actor) -> Code:
    """A new entry at the end of a list."""
    with unit(by=by) as log:
        code_list = CodeList.objects.get(pk=list_name)
        if code_list.codes.filter(code=code).exists() or code_list.codes.filter(text=text).exists():
            raise UnableToEditCode(list=list_name, why=f"代码 {code} 或名称 {text} 已经有了")
        last = code_list.codes.order_by("-ordinal").values_list("ordinal", flat=True).first() or 0
        row = Code.objects.create(list=code_list, code=code, text=text, ordinal=last + 1)
        log.record("codes.add", subject_kind="代码表", subject_code=list_name, code=code, text=text)
    return row


def add_alias(*, list_name: str, alias: str, code: str, by: Actor) -> CodeAlias:
    """Another writing that files use for an entry."""
    with unit(by=by) as log:
        row = Code.objects.get(list_id=list_name, code=code)
        if CodeAlias.objects.filter(list_id=list_name, alias=alias).exists():
            raise UnableToEditCode(list=list_name, why=f"别写 {alias} 已经有了")
        made = CodeAlias.objects.create(list_id=list_name, alias=alias, code=row)
        log.record("codes.alias", subject_kind="代码表", subject_code=list_name, alias=alias, code=code)
    return made
