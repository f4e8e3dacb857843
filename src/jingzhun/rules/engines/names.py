"""The engines by name; none of them is loaded by asking."""

from __future__ import annotations

ENGINES = ("reference", "duckdb", "spark")
SPARK_HERE = "local[*]"
"""The Spark master that is this machine."""
