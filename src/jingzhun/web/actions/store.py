"""Setting up an empty store: folders, keys, tables, areas, calendar, code lists, the office. Called by ``init`` and ``demo``."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from jingzhun.accounts.actions.account import set_office
from jingzhun.accounts.models import Office
from jingzhun.areas.actions.load import SHIPPED, load_calendar, load_county, load_division, read_division
from jingzhun.areas.models import Area
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.cipher import FileKeys
from jingzhun.core.errors import Problem
from jingzhun.policy.actions.codes import load_shipped_codes
from jingzhun.policy.actions.packs import store_shipped
from jingzhun.reports.actions.template import load_shipped as load_templates


class UnableToSetUpStore(Problem):
    code = "O-001"
    says = "不能在 {folder} 建库：{why}"
    remedy = "请用 JINGZHUN_DATA 指定一个新的数据文件夹，再运行 ./run init"


class UnableToKeepKeysApart(Problem):
    code = "O-002"
    says = "密钥文件夹 {keys} 在数据文件夹 {data} 里面"
    remedy = "请把 JINGZHUN_KEYS 设到数据文件夹之外，备份才不会带走密钥"


class UnableToFindCounty(Problem):
    code = "O-003"
    says = "没有县 {area} 的区划"
    remedy = "随系统提供的有 533422、513336；其他县请加 --regions 区划文件（CSV，有 code,name 两列，从省到村）"


class UnableToOpenStore(Problem):
    code = "O-004"
    says = "打不开库"
    remedy = "{why}"


class UnableToFindKey(Problem):
    code = "O-005"
    says = "缺少密钥文件 {path}：个人信息只显示掩码，不能写入"
    remedy = "请放回原处后重新启动"


@dataclass(frozen=True)
class Made:
    """What an empty store holds."""

    areas: int
    calendar_days: int
    codes: int
    packs: int


def make_folders() -> None:
    """Data folder, key folder with the field keys and the session key; what is there stays."""
    data, keys = settings.DATA_FOLDER, settings.KEYS_FOLDER
    if keys.resolve().is_relative_to(data.resolve()):
        raise UnableToKeepKeysApart(keys=keys, data=data)
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        FileKeys(keys).create()
        if not settings.SESSION_KEY_FILE.is_file():
            descriptor = os.open(settings.SESSION_KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(32) + "\n")
    except OSError as cause:
        raise UnableToSetUpStore(folder=data, why=f"{cause.strerror}：{cause.filename}") from cause


def set_up(
    *, area: str, name: str, by: Actor, regions: Path | None = None, is_demo: bool = False, opens_on: date | None = None
) -> Made:
    """An empty store for the county ``area``, whose areas are shipped or in the file ``regions``.

    Raises :class:`UnableToSetUpStore` where one exists already, :class:`UnableToLoadAreas` for an unknown county.
    """
    code = AreaCode.parse(area)
    if code.level is not Level.COUNTY:
        raise UnableToSetUpStore(folder=settings.DATA_FOLDER, why=f"{area} 不是六位的县级代码")
    given = _regions(regions)
    if regions is None and not any(SHIPPED.glob(f"division_{code.significant}_*.csv")):
        raise UnableToFindCounty(area=area)
    make_folders()
    call_command("migrate", verbosity=0, interactive=False)
    existing = Office.objects.first()
    if existing:
        raise UnableToSetUpStore(folder=settings.DATA_FOLDER, why=f"里面已有{existing.name}的库")
    with unit(by=by) as log:
        if regions is None:
            areas = load_county(county=code.significant, by=by)
        else:
            areas = load_division(rows=given, by=by, source=regions.name)
            if not Area.objects.filter(pk=code.padded).exists():
                raise UnableToFindCounty(area=area)
        days = load_calendar(by=by)
        codes = load_shipped_codes(by=by)
        packs = store_shipped(by=by)
        load_templates(by=by)
        county = Area.objects.get(pk=code.padded)
        set_office(
            name=name or f"{county.name}扶贫开发办公室",
            area_code=code.padded,
            by=by,
            is_demo=is_demo,
            opens_on=opens_on,
        )
        log.record("store.set_up", subject_kind="单位", subject_code=code.padded, area_code=code.padded)
    return Made(areas, days, codes, packs)


def _regions(file: Path | None) -> list[tuple[AreaCode, str]]:
    if file is None:
        return []
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return list(read_division(lines))
    except (OSError, UnicodeDecodeError) as cause:
        raise UnableToSetUpStore(folder=settings.DATA_FOLDER, why=f"读不了区划文件 {file}") from cause


def without_folder() -> str:
    """The same where there is not even a folder for it."""
    if settings.DATA_FOLDER.is_dir() or settings.ENVIRONMENT.database_url:
        return ""
    return (
        f"没有数据文件夹 {settings.DATA_FOLDER}。新建一个空库：./run init --area 六位县代码；看演示：./run demo；"
        "库在别的文件夹：命令前写 JINGZHUN_DATA=文件夹"
    )


def what_is_missing() -> str:
    """A sentence that says why the store cannot be opened and what to do; empty when it can."""
    if why := without_folder():
        return why
    try:
        pending = MigrationExecutor(connection)
        behind = pending.migration_plan(pending.loader.graph.leaf_nodes())
        office = None if behind else Office.objects.first()
    except DatabaseError as cause:
        return f"打不开数据库（{cause}）。请核对 JINGZHUN_DATA 和 DATABASE_URL"
    if behind and not pending.loader.applied_migrations:
        return f"{settings.DATA_FOLDER} 里没有库。新建一个空库：./run init --area 六位县代码"
    if behind:
        return "库的表比程序旧。请先备份（./run backup 文件），再运行 ./run migrate"
    return "" if office else f"{settings.DATA_FOLDER} 里的库没有建完。请换一个空的数据文件夹重新运行 ./run init"


def missing_keys() -> list[str]:
    """Paths of key files that are not there: without them personal data show masked and sessions end with the process."""
    field = FileKeys(settings.KEYS_FOLDER).missing
    session = "" if settings.SESSION_KEY_FILE.is_file() else str(settings.SESSION_KEY_FILE)
    return [path for path in (field, session) if path]
