"""Procedures as pack data: ordered steps with post, papers, signers, checks, sample, notice days and effects.

Read from ``procedures/*.yaml`` of a pack; ``casework`` runs them. What a pack may name is closed
(:mod:`jingzhun.rules.procedure_words`); an unknown name is refused with file, line, column and the nearest known one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml.comments import CommentedMap

from .pack_file import Entry, parse_entries
from .procedure_words import (
    AREAS,
    ARGUMENTS,
    EFFECTS,
    INPUTS,
    LEVELS,
    NEEDS,
    POSTS,
    REQUIRED,
    STEPS_NAMED,
    SUBJECTS,
    USUAL,
    Calendar,
)
from .source import nearest
from .trust import Trust, read_trust


@dataclass(frozen=True)
class Days:
    """A number of days by a calendar: 7天, 15个工作日."""

    count: int
    calendar: Calendar

    @property
    def text(self) -> str:
        return f"{self.count} {self.calendar.unit}"


@dataclass(frozen=True)
class NoticeRule:
    """公示 that begins when its step has passed; the next step opens the day after the last day. ``place`` is 村, 乡 or 县."""

    name: str
    days: Days
    place: str


@dataclass(frozen=True)
class Announcement:
    """公告 made when its step has passed; nothing waits for it. It stays public for ``days``."""

    name: str
    days: Days
    place: str


@dataclass(frozen=True)
class Requirement:
    """A standard whose verdict on the subject must be ``verdict`` for the step to pass."""

    standard: str
    verdict: str


@dataclass(frozen=True)
class EffectCall:
    """An effect's name with its fixed arguments (``{effect: register_household, regime: registered}``)."""

    name: str
    arguments: Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """``number`` counts from 1; ``roles`` are who may decide; ``differs_from`` numbers of steps decided by somebody else."""

    number: int
    id: str
    title: str
    level: str
    roles: tuple[str, ...]
    posts: tuple[str, ...]
    review: str
    decides: str
    documents: tuple[str, ...]
    optional_documents: tuple[str, ...]
    signers: int
    household_signs: bool
    sample_percent: int
    checks: tuple[str, ...]
    asks: tuple[str, ...]
    requires: tuple[Requirement, ...]
    within: Days | None
    notice: NoticeRule | None
    announcement: Announcement | None
    differs_from: tuple[int, ...]
    back_to: int
    effects: tuple[EffectCall, ...]

    @property
    def area_level(self) -> int:
        return LEVELS[self.level]


@dataclass(frozen=True)
class Procedure:
    """``subject`` is a subject kind (household, village, township, county, project); ``sources`` are the ways in which a case may arise.

    ``areas`` are the levels of area that the subject may have, for subjects of which that is open (projects, claims).
    """

    name: str
    code: str
    title: str
    subject: str
    areas: tuple[str, ...]
    source: str
    clause: str
    trust: Trust
    note: str
    sources: tuple[str, ...]
    within: Days | None
    urgent: tuple[EffectCall, ...]
    urgent_asks: tuple[str, ...]
    steps: tuple[Step, ...]

    def step(self, number: int) -> Step:
        return self.steps[number - 1]

    def fits(self, level: int) -> bool:
        """Whether the procedure is for subjects whose area is of ``level`` (digits of code)."""
        return not self.areas or level in {LEVELS[each] for each in self.areas}

    @property
    def reviews(self) -> tuple[str, ...]:
        return tuple(step.review for step in self.steps if step.review)

    @property
    def notices(self) -> tuple[str, ...]:
        return tuple(step.notice.name for step in self.steps if step.notice)

    @property
    def announcements(self) -> tuple[str, ...]:
        return tuple(step.announcement.name for step in self.steps if step.announcement)


def procedures_in(files: Mapping[str, str]) -> tuple[Procedure, ...]:
    """The procedures of a stored pack, from its texts by relative path. Raises ``AuthorProblem`` with the place."""
    names = sorted(name for name in files if name.startswith("procedures/") and name.endswith(".yaml"))
    return tuple(each for name in names for each in _read_once(files[name], name))


@lru_cache(maxsize=256)
def _read_once(written: str, name: str) -> tuple[Procedure, ...]:
    return tuple(read_procedure(entry) for entry in parse_entries(written, name))


def read_procedure(entry: Entry) -> Procedure:
    """One procedure of a pack file."""
    entry.only(
        "procedure", "code", "title", "subject", "areas", "source", "clause", "trust", "note", "sources", "within", "refusal", "urgent", "steps",
    )  # fmt: skip
    name = entry.text("procedure")
    refusal = entry.entry("refusal")
    if refusal is not None:
        refusal.only("back_to")
    back_to = refusal.text("back_to", "") if refusal else ""
    steps: list[Step] = []
    written = entry.entries("steps")
    ids = [each.text("id") for each in written]
    for number, each in enumerate(written, start=1):
        steps.append(_step(each, number, ids, back_to))
    if not steps:
        raise entry.refuse("steps", name, "至少一步")
    if refusal is not None and back_to not in ids:
        raise refusal.refuse("back_to", back_to, "、".join(ids))
    for each, step in zip(written[:-1], steps[:-1], strict=True):
        if step.effects:
            raise each.refuse("effects", step.title, "只写在最后一步")
    if steps[-1].notice is not None:
        raise written[-1].refuse("notice", steps[-1].title, "最后一步之后没有要等的事；用 announcement 公告")
    urgent = entry.entry("urgent")
    if urgent is not None:
        urgent.only("effects", "asks")
        _require_asked(urgent, _effects(urgent), _known(urgent, "asks", INPUTS))
    _require_asked(written[-1], steps[-1].effects, tuple(name for step in steps for name in step.asks))
    for call in steps[-1].effects:
        _require_approvers(written[-1], call, ids)
    code = entry.text("code")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", code):
        raise entry.refuse("code", code, "小写英文字母、数字和下划线")
    subject = SUBJECTS[_one_of(entry, "subject", SUBJECTS)]
    return Procedure(
        name=name, code=code, title=entry.text("title", name), subject=subject, areas=_areas(entry, subject, written, steps),
        source=entry.text("source", ""), clause=entry.text("clause", ""), trust=read_trust(entry), note=entry.text("note", ""),
        sources=entry.texts("sources") or ("申请",), within=_days(entry, "within"),
        urgent=_effects(urgent) if urgent else (), urgent_asks=_known(urgent, "asks", INPUTS) if urgent else (),
        steps=tuple(steps),
    )  # fmt: skip


def _areas(entry: Entry, subject: str, written: Sequence[Entry], steps: Sequence[Step]) -> tuple[str, ...]:
    """The levels that the subject's area may have; a step of a lower level could be decided by nobody and is refused."""
    areas = entry.texts("areas")
    if subject not in ("project", "claim", "fund_request"):
        if areas:
            raise entry.refuse("areas", "、".join(areas), "只有对象是项目、报账单、基金申请的程序写")
        return ()
    for name in areas:
        if name not in AREAS:
            raise entry.refuse("areas", name, "、".join(AREAS))
    if not areas:
        raise entry.refuse("areas", "areas", f"项目的范围在哪一级：{'、'.join(AREAS)}")
    widest = min(LEVELS[name] for name in areas)
    for each, step in zip(written, steps, strict=True):
        # A project wider than a notice's place hangs in each village or township in which it is built.
        places = [rule.place for rule in (step.notice, step.announcement) if rule and subject != "project"]
        if step.area_level > widest or any(LEVELS[place] > widest for place in places):
            raise each.refuse(
                "level", step.level, f"不低于项目范围的级别（areas 里有{areas[-1]}）；范围大的项目另写一个程序"
            )
    return areas


def _step(entry: Entry, number: int, ids: list[str], back_to: str) -> Step:
    entry.only(
        "id", "title", "level", "post", "review", "decides", "documents", "optional", "signers", "household_signs", "sample",
        "checks", "asks", "requires", "within", "notice", "announcement", "differs_from", "back_to", "effects",
    )  # fmt: skip
    identity = entry.text("id")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", identity) or ids.count(identity) > 1:
        raise entry.refuse("id", identity, "不重复的小写英文编号")
    level = _one_of(entry, "level", LEVELS)
    posts = _posts(entry, level)
    earlier = ids[: number - 1]
    differs = entry.texts("differs_from")
    for each in differs:
        if each not in earlier:
            raise entry.refuse("differs_from", each, "、".join(earlier) or "第一步之前没有别的步骤")
    returns = entry.text("back_to", "") or (back_to if back_to in earlier else "")
    if returns and returns not in earlier:
        raise entry.refuse("back_to", returns, "、".join(earlier))
    signers = entry.whole("signers")
    if signers is not None and not 1 <= signers <= 9:
        raise entry.refuse("signers", signers, "1 到 9 人")
    documents, optional = entry.texts("documents"), entry.texts("optional")
    if len(set(documents + optional)) < len(documents + optional):
        raise entry.refuse("documents", "、".join(documents + optional), "不重复的材料名")
    return Step(
        number=number, id=identity, title=entry.text("title"), level=level, roles=tuple(POSTS[each][0] for each in posts),
        posts=posts, review=entry.text("review", ""), decides=entry.text("decides", ""), documents=documents,
        optional_documents=optional, signers=signers or 1, household_signs=_yes(entry, "household_signs"),
        sample_percent=_percent(entry), checks=entry.texts("checks"), asks=_known(entry, "asks", INPUTS),
        requires=tuple(_requirement(each) for each in entry.entries("requires")), within=_days(entry, "within"),
        notice=_notice(entry, level), announcement=_announcement(entry, level),
        differs_from=tuple(ids.index(each) + 1 for each in differs), back_to=ids.index(returns) + 1 if returns else 0,
        effects=_effects(entry),
    )  # fmt: skip


def _one_of(entry: Entry, key: str, known: Mapping[str, Any]) -> str:
    found = entry.text(key)
    if found not in known:
        raise entry.refuse(key, found, "、".join(known))
    return found


def _posts(entry: Entry, level: str) -> tuple[str, ...]:
    written = entry.body.get("post")
    posts = (
        USUAL[level] if written is None else entry.texts("post") if isinstance(written, list) else (entry.text("post"),)
    )
    allowed = [title for title, (_, at) in POSTS.items() if at == LEVELS[level]]
    for each in posts:
        if each not in allowed:
            raise entry.refuse("post", each, "、".join(allowed))
    return tuple(posts)


def _known(entry: Entry, key: str, known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_among(entry, key, each, known) for each in entry.texts(key))


def _among(entry: Entry, key: str, found: str, known: Mapping[str, str]) -> str:
    if found not in known:
        near = nearest(found, list(known))
        raise entry.refuse(key, found, f"{'、'.join(known)}{f'；相近的有 {near}' if near else ''}")
    return found


def _require_asked(entry: Entry, calls: tuple[EffectCall, ...], asked: tuple[str, ...]) -> None:
    for call in calls:
        needs = NEEDS.get(call.name, ())
        if needs and not set(needs) & set(asked):
            titles = "或".join(f"“{INPUTS[each]}”（asks: [{each}]）" for each in needs)
            raise entry.refuse("effects", call.name, f"前面有一步填写{titles}")


def _require_approvers(entry: Entry, call: EffectCall, ids: list[str]) -> None:
    """Steps that an effect names as its approvals: two different ones, neither the application nor the last act itself."""
    named = [call.arguments[key] for key in sorted(STEPS_NAMED) if key in call.arguments]
    for each in named:
        if each not in ids[1:-1] or named.count(each) > 1:
            raise entry.refuse("effects", each, f"不同的两步，在{'、'.join(ids[1:-1]) or '申请和支付之间'}里选")


def _effects(entry: Entry) -> tuple[EffectCall, ...]:
    """A list of names, and of ``{effect: name, argument: value}`` where an effect takes arguments."""
    written = entry.body.get("effects")
    if written is None:
        return ()
    if not isinstance(written, list):
        raise entry.refuse("effects", "effects", "[名称, {effect: 名称, 参数: 值}]")
    calls = []
    for each in written:
        if isinstance(each, CommentedMap):
            own = Entry(each, entry.file, entry.raw)
            name = _among(own, "effect", own.text("effect"), EFFECTS)
            allowed = ARGUMENTS.get(name, ())
            own.only("effect", *allowed)
            arguments = {key: str(value) for key, value in own.plain().items() if key != "effect"}
        else:
            own, allowed, arguments = entry, (), {}
            name = _among(entry, "effects", str(each), EFFECTS)
            allowed = ARGUMENTS.get(name, ())
        lacking = [each for each in allowed if each in REQUIRED and each not in arguments]
        if lacking:
            raise own.refuse("effects", name, f"{{effect: {name}, {lacking[0]}: 事实的代码词}}")
        calls.append(EffectCall(name, arguments))
    return tuple(calls)


def _requirement(entry: Entry) -> Requirement:
    entry.only("standard", "verdict")
    verdict = entry.text("verdict", "通过")
    if verdict not in ("通过", "不通过", "符合", "不符合"):
        raise entry.refuse("verdict", verdict, "通过、不通过、符合、不符合")
    return Requirement(entry.text("standard"), verdict)


def _notice(entry: Entry, level: str) -> NoticeRule | None:
    notice = entry.entry("notice")
    if notice is None:
        return None
    notice.only("name", "days", "place")
    days = _days(notice, "days")
    if days is None:
        raise notice.refuse("days", "notice", "公示天数，如 7天、5个工作日")
    return NoticeRule(notice.text("name"), days, _place(notice, level))


def _announcement(entry: Entry, level: str) -> Announcement | None:
    announcement = entry.entry("announcement")
    if announcement is None:
        return None
    announcement.only("name", "days", "place")
    days = _days(announcement, "days")
    if days is None:
        raise announcement.refuse("days", "announcement", "公告在网上留多少天，如 10天")
    return Announcement(announcement.text("name"), days, _place(announcement, level))


def _place(entry: Entry, level: str) -> str:
    usual = "村" if level == "户" else level
    if "place" not in entry.body:
        return usual
    return _one_of(entry, "place", {each: at for each, at in LEVELS.items() if each != "户"})


def _days(entry: Entry, key: str) -> Days | None:
    if entry.body.get(key) is None:
        return None
    written = entry.text(key)
    matched = re.fullmatch(r"(\d{1,3})\s*(天|日|个工作日|工作日)", written)
    if matched is None or int(matched[1]) == 0:
        raise entry.refuse(key, written, "天数，如 7天、15个工作日")
    return Days(int(matched[1]), Calendar.WORKING if "工作日" in matched[2] else Calendar.NATURAL)


def _percent(entry: Entry) -> int:
    if entry.body.get("sample") is None:
        return 0
    written = entry.text("sample")
    matched = re.fullmatch(r"(\d{1,3})\s*%", written)
    if matched is None or not 1 <= int(matched[1]) <= 100:
        raise entry.refuse("sample", written, "抽查比例，如 20%")
    return int(matched[1])


def _yes(entry: Entry, key: str) -> bool:
    if entry.body.get(key) is None:
        return False
    written = entry.text(key)
    if written not in ("是", "否"):
        raise entry.refuse(key, written, "是、否")
    return written == "是"
