"""``./run bundle FILE``: everything a machine without internet needs, in one archive.

Holds the wheels of the locked default dependencies for this Python and machine, our own wheel, the fonts, the licence
and a note on how to install. Made on a machine with internet, carried over by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from jingzhun.core.arguments import speak_chinese
from jingzhun.core.errors import Problem

ROOT = Path(__file__).parents[3]
FONT_FOLDERS = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/truetype/noto"))
FONT_LICENCE = Path("/usr/share/doc/fonts-noto-cjk/copyright")
NOTE = """# 在不联网的机器上安装

这一包适用于 {system} {machine}、Python {python}。版本 {version}。

1. 解开：`tar xf 本文件`，进入解开的文件夹。
2. 安装：`sh install.sh /opt/jingzhun`（文件夹自选）。它先核对每个文件的摘要，再装进这个文件夹，不动系统的 Python，不联网。
3. 字体：把 `fonts/` 里的文件复制到 `/usr/local/share/fonts/`，运行 `fc-cache`。
4. 起步：`/opt/jingzhun/bin/jingzhun init --area 县代码`，再 `/opt/jingzhun/bin/jingzhun serve`。

数据、密钥和日志链头放在哪里，由环境变量 `JINGZHUN_DATA`、`JINGZHUN_KEYS`、`JINGZHUN_HEADS` 决定。
"""
INSTALL = """#!/bin/sh
# Installs from this folder alone, into the folder named: sh install.sh /opt/jingzhun
set -eu
target=${1:?"要装到哪个文件夹？例如 sh install.sh /opt/jingzhun"}
cd "$(dirname "$0")"
sha256sum -c --quiet SHA256SUMS
boot=$(mktemp -d)
trap 'rm -rf "$boot"' EXIT
PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --target "$boot" uv
uv="$boot/bin/uv"
export UV_OFFLINE=1 UV_NO_CONFIG=1
"$uv" venv --quiet --python PYTHON "$target"
"$uv" pip install --quiet --python "$target/bin/python" --no-index --find-links wheels --require-hashes -r requirements.txt
"$uv" pip install --quiet --python "$target/bin/python" --no-index --no-deps wheels/jingzhun-*.whl
echo "已装到 $target。下一步：$target/bin/jingzhun help"
"""


class UnableToFindFonts(Problem):
    code = "O-060"
    says = "本机没有要打进包里的中文字体"
    remedy = "请先安装 Debian 的 fonts-noto-cjk，再运行 ./run bundle"


class UnableToCollectWheels(Problem):
    code = "O-061"
    says = "没有取全依赖的安装文件：{why}"
    remedy = "请在能联网的机器上重试；它的系统和 Python 版本须与目标机器相同"


def fonts() -> list[Path]:
    """The CJK fonts of this machine and their licence; regular and bold only."""
    found = [
        path
        for folder in FONT_FOLDERS
        for path in sorted(folder.glob("Noto*CJK*.tt[cf]"))
        if path.stem.rpartition("-")[2] in {"Regular", "Bold"}
    ]
    if not found:
        raise UnableToFindFonts
    return [*found, *([FONT_LICENCE] if FONT_LICENCE.exists() else [])]


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnableToCollectWheels(why=(done.stderr.strip().splitlines() or ["命令没有成功"])[-1])
    return done.stdout


def collect(folder: Path, *, uv: str) -> None:
    """Fill ``folder`` with requirements.txt (with digests) and wheels/: dependencies as locked, and our own."""
    wheels = folder / "wheels"
    wheels.mkdir()
    requirements = folder / "requirements.txt"
    export = (
        "export",
        "--frozen",
        "--no-default-groups",
        "--no-emit-project",
        "--no-header",
        "--no-annotate",
        "--quiet",
    )
    run(uv, *export, "--output-file", str(requirements))
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    pip = (uv, "run", "--no-project", "--python", python, "--with", "pip", "python", "-m", "pip")
    run(
        *pip,
        "download",
        "--quiet",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        str(requirements),
        "-d",
        str(wheels),
    )
    own = run(uv, "--version").split()[1]
    run(*pip, "download", "--quiet", "--no-deps", "--only-binary", ":all:", f"uv=={own}", "-d", str(wheels))
    run(uv, "build", "--wheel", "--quiet", "--out-dir", str(wheels))
    for leftover in wheels.glob(".gitignore"):
        leftover.unlink()


def pack(target: Path, *, uv: str) -> list[str]:
    """Write the archive and return the names in it."""
    from importlib.metadata import version

    with tempfile.TemporaryDirectory() as work:
        name = f"jingzhun-{version('jingzhun')}"
        folder = Path(work) / name
        folder.mkdir()
        (folder / "fonts").mkdir()
        for font in fonts():
            name_there = "LICENCE-noto-cjk.txt" if font == FONT_LICENCE else font.name
            (folder / "fonts" / name_there).write_bytes(font.read_bytes())
        collect(folder, uv=uv)
        (folder / "LICENSE").write_bytes((ROOT / "LICENSE").read_bytes())
        note = NOTE.format(
            system=platform.system(),
            machine=platform.machine(),
            python=platform.python_version(),
            version=version("jingzhun"),
        )
        (folder / "INSTALL.md").write_text(note, encoding="utf-8")
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        (folder / "install.sh").write_text(INSTALL.replace("--python PYTHON", f"--python {python}"), encoding="utf-8")
        (folder / "SHA256SUMS").write_text(sums(folder), encoding="utf-8")
        with tarfile.open(target, "w") as archive:  # wheels and fonts are compressed already
            archive.add(folder, arcname=name)
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def sums(folder: Path) -> str:
    """Lines for ``sha256sum -c``, sorted by name."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "SHA256SUMS"
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    speak_chinese()
    parser = argparse.ArgumentParser(prog="./run bundle", description="打一个带进内网的安装包")
    parser.add_argument("file", type=Path, help="要写的文件，如 jingzhun.tar")
    parser.add_argument("--uv", default="uv", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    try:
        names = pack(asked.file, uv=asked.uv)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    wheels = sum(name.endswith(".whl") for name in names)
    print(
        f"{asked.file}：{asked.file.stat().st_size / 1024**2:.0f} MB，{wheels} 个安装文件，{len(names) - wheels} 个其他文件"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
