"""Hides pandas from the process that imports this.

The product is installed without it; here it is installed for the peer, and pyarrow would load it (a second, 80 MiB) with its
first array.
"""

from __future__ import annotations

import sys


class _Hidden:
    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


sys.meta_path.insert(0, _Hidden())  # type: ignore[arg-type]
