from .figure import Figure
from .roster import RosterSnapshot
from .run import Run
from .verdict import Verdict

__all__ = ("Figure", "RosterSnapshot", "Run", "Verdict")
