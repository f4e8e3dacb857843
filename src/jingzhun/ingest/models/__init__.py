from .finding import Difference, RowIssue
from .mapping import SavedMapping
from .upload import Upload

__all__ = ("Difference", "RowIssue", "SavedMapping", "Upload")
