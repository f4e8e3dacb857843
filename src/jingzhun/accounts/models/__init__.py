from .office import Office
from .official import Official
from .post import Post

__all__ = ("Office", "Official", "Post")
