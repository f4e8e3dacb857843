"""How contenders take turns: each is a process that waits for a line, runs once and says how long it took and its peak memory.

Standard library only: a peer runs in an environment of its own.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable


def serve(run: Callable[[], object]) -> None:
    """Answer every line on standard input with one run; the first answer says that the contender is ready."""
    print(json.dumps({"ready": True}), flush=True)
    for _ in sys.stdin:
        begun = time.perf_counter()
        run()
        seconds = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "mib": peak}), flush=True)
