"""Pack folders as stored text: reading, hashing and writing them out again, and what their heads say."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from jingzhun.core.errors import Problem
from jingzhun.core.upload import Kind, UploadLimits, check_upload

SHIPPED = Path(__file__).resolve().parents[1] / "policies"
KEPT = (".yaml", ".md")
ZIP_LIMITS = UploadLimits(frozenset({Kind.ZIP}), size=2 * 1024 * 1024, unpacked=8 * 1024 * 1024, entries=400)


class UnableToReadPackFolder(Problem):
    code = "Y-050"
    says = "政策包文件夹“{folder}”不能用：{why}"
    remedy = "文件夹里要有 pack.yaml，写明 pack、title、area、in_force"


@dataclass(frozen=True)
class PackHead:
    """The head of ``pack.yaml``. ``until`` is half-open; ``area`` is a significant code, empty for the whole country."""

    name: str
    title: str
    area: str
    since: date
    until: date | None


def shipped_folders() -> list[Path]:
    """Folders of the shipped packs: ``<issuer>/<topic>-<year>``."""
    return sorted(path.parent for path in SHIPPED.glob("*/*/pack.yaml"))


def read_folder(folder: Path) -> dict[str, str]:
    """Relative path → text of every file of a pack. Raises :class:`UnableToReadPackFolder`."""
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in KEPT
    }
    if "pack.yaml" not in files:
        raise UnableToReadPackFolder(folder=folder.name, why="没有 pack.yaml")
    return files


def write_folder(files: Mapping[str, str], folder: Path) -> None:
    """The same folder again; paths were checked when the files were read from a folder or stored."""
    for name, text in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise UnableToReadPackFolder(folder=folder.name, why=f"文件名 {name} 越出文件夹")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read_zip(data: bytes, name: str) -> dict[str, str]:
    """A pack folder packed as a zip, with or without the folder's own name in front. Raises :class:`UnableToReadPackFolder`."""
    check_upload(data, name, limits=ZIP_LIMITS)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [entry.filename for entry in packed.infolist() if not entry.is_dir()]
        heads = [each for each in names if PurePosixPath(each).name == "pack.yaml"]
        if len(heads) != 1:
            raise UnableToReadPackFolder(folder=name, why="要有一个 pack.yaml")
        root = heads[0].removesuffix("pack.yaml")
        try:
            return {
                each.removeprefix(root): packed.read(each).decode("utf-8")
                for each in sorted(names)
                if each.startswith(root) and each.endswith(KEPT)
            }
        except UnicodeDecodeError as cause:
            raise UnableToReadPackFolder(folder=name, why="有文件不是 UTF-8") from cause


def write_zip(files: Mapping[str, str]) -> bytes:
    """The folder as a zip; the same files give the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            packed.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return written.getvalue()


def content_hash(files: Mapping[str, str]) -> str:
    """The same as :func:`jingzhun.rules.pack_loader.pack_digest` of the folder: names and contents of the YAML files."""
    digest = hashlib.sha256()
    for name in sorted((name for name in files if name.endswith(".yaml")), key=PurePosixPath):
        content = files[name].encode().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def decides(files: Mapping[str, str]) -> bool:
    """Whether the pack has standards or programmes to evaluate; others only bring code lists."""
    return any(name.startswith(("standards/", "programmes/")) for name in files)


def read_head(files: Mapping[str, str], *, folder: str = "") -> PackHead:
    """Raises :class:`UnableToReadPackFolder` where the head lacks something."""
    try:
        head = YAML(typ="safe").load(files["pack.yaml"])
        period = head["in_force"]
        return PackHead(
            _plain(head["pack"]),
            _plain(head["title"]),
            _plain(head.get("area") or ""),
            _day(period["from"]),
            _day(period.get("until")),
        )
    except (YAMLError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as cause:
        raise UnableToReadPackFolder(folder=folder, why=f"pack.yaml 缺项或写错（{type(cause).__name__}）") from cause


def _plain(value: object) -> str:
    """A text or a number; written out, a list of references to lists may fill all memory."""
    if not isinstance(value, str | int | float | date):
        raise TypeError
    return str(value)


def _day(value: object) -> date | None:
    return date.fromisoformat(_plain(value)) if value is not None else None
