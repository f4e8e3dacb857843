"""The site and its job worker as one thing: started together, stopped together, on one address."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

from jingzhun.core.errors import Problem

HOST = "127.0.0.1"
PORT = 8018
_BLOCKING_THREADS = 4
_STOP_SECONDS = 10


class UnableToServe(Problem):
    code = "O-040"
    says = "端口 {port} 已被占用，网站没有打开"
    remedy = "请换一个端口：--port {other}；或先停掉占用它的程序"


def check_port(port: int) -> None:
    """Raise :class:`UnableToServe` when something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as cause:
            raise UnableToServe(port=port, other=port + 1) from cause


def serve(*, port: int, say: Callable[[str], None]) -> None:
    """Serve until interrupted (Ctrl+C or SIGTERM). The job worker is a process of its own and ends with the site; when it
    ends first, the site ends too."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    check_port(port)
    release_interrupted()
    # A forked site would wait for ever for the threads that set PDFs: a demo has begun them here, a fork does not take them along.
    multiprocessing.set_start_method("spawn", force=True)
    worker = subprocess.Popen(
        [sys.executable, "-m", "django", "db_worker", "--no-startup-delay", "--skip-checks", "--verbosity", "0"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "jingzhun.web.settings"},
        start_new_session=True,
    )
    server = Granian(
        "jingzhun.web.wsgi:application", address=HOST, port=port, interface=Interfaces.WSGI, workers=1,
        blocking_threads=_BLOCKING_THREADS, websockets=False, log_level=LogLevels.warning,
    )  # fmt: skip
    stopping = threading.Event()

    def watch() -> None:
        status = worker.wait()
        if not stopping.is_set():
            say(f"后台任务进程停了（状态 {status}），网站随之关闭。请重新运行 ./run serve")
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
    try:
        server.serve()
    finally:
        stopping.set()
        _end(worker)


def release_interrupted() -> None:
    """Imports and evaluations that were being worked at when the site was killed wait again: no worker takes them up by itself."""
    from jingzhun.audit.actor import Actor
    from jingzhun.ingest.actions import importing
    from jingzhun.results.actions import evaluate

    by = Actor.system("网站启动")
    importing.release_interrupted(by=by)
    evaluate.release_interrupted(by=by)


def _end(worker: subprocess.Popen[bytes]) -> None:
    if worker.poll() is None:
        worker.terminate()
        try:
            worker.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
