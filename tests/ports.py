"""A port for a server that a test starts in another process."""

from __future__ import annotations

import os
import socket
from itertools import count

BELOW_WHAT_THE_SYSTEM_HANDS_OUT = range(18_000, 32_000)
_tries = count()


def free_port() -> int:
    """A free port that no connection of this machine is given before the server takes it: it lies below those that the
    system hands out, and each test process begins elsewhere."""
    while True:
        place = os.getpid() * 37 + next(_tries)
        port = BELOW_WHAT_THE_SYSTEM_HANDS_OUT[place % len(BELOW_WHAT_THE_SYSTEM_HANDS_OUT)]
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
