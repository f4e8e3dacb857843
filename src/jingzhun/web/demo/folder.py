"""The demo's data folder: what was built in it, and clearing it. Only a folder that a demo made is ever cleared."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from jingzhun.core.errors import Problem

NOTE = "demo.json"
WORKBOOKS = "workbooks"


class UnableToUseFolder(Problem):
    code = "O-030"
    says = "{folder} 里有不是演示生成的数据，没有动它"
    remedy = "请用 --data 指定另一个文件夹"


@dataclass(frozen=True)
class Built:
    """What a finished demo run leaves as a note."""

    households: int
    seed: int


def built() -> Built | None:
    """The note of a run that came to its end here, or None."""
    note = _note()
    if not note.is_file():
        return None
    content = json.loads(note.read_text())
    return Built(content["households"], content["seed"]) if content.get("finished") else None


def begin(wanted: Built) -> Path:
    """Clear what an earlier demo left and note that this one has begun. Returns the folder for the workbooks.

    Raises :class:`UnableToUseFolder` when something else lies there.
    """
    folder = settings.DATA_FOLDER
    if not _note().is_file() and any(_exists(path) for path in (folder, settings.KEYS_FOLDER, settings.HEADS_FILE)):
        raise UnableToUseFolder(folder=folder)
    for path in (folder, settings.KEYS_FOLDER):
        shutil.rmtree(path, ignore_errors=True)
    settings.HEADS_FILE.unlink(missing_ok=True)
    folder.mkdir(parents=True, mode=0o700)
    _write(wanted, finished=False)
    (folder / WORKBOOKS).mkdir()
    return folder / WORKBOOKS


def finish(wanted: Built) -> None:
    _write(wanted, finished=True)


def _write(wanted: Built, *, finished: bool) -> None:
    _note().write_text(json.dumps({**asdict(wanted), "finished": finished}) + "\n")


def _note() -> Path:
    return settings.DATA_FOLDER / NOTE


def _exists(path: Path) -> bool:
    return any(path.iterdir()) if path.is_dir() else path.exists()
