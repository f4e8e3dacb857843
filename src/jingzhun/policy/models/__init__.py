from .code_list import Code, CodeAlias, CodeList
from .pack_version import PackVersion

__all__ = ("Code", "CodeAlias", "CodeList", "PackVersion")
