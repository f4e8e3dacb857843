"""The engine for rosters beyond one machine: the statements of ``sql_statement`` on Apache Spark, local or on a cluster.

PySpark and Java are not needed by anything else: they are the dependency group ``spark``. Findings are written as folders of
Parquet parts.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlglot import exp

from jingzhun.core.errors import Problem

from ..bound import BoundPack
from ..numbers import UnableToCompute
from ..roster import Roster
from ..schema import COMPLETE_TABLE, ColumnType
from .duckdb import COUNTY
from .names import SPARK_HERE
from .spark_sql import SparkSql
from .sql_statement import statements

_TOO_LARGE = (
    "USER_RAISED_EXCEPTION",
    "ARITHMETIC_OVERFLOW",
    "NUMERIC_VALUE_OUT_OF_RANGE",
    "CAST_OVERFLOW",
    "BINARY_ARITHMETIC_OVERFLOW",
)
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.ansi.enabled": "true",  # an overflow is an error, never a missing value
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.compression.codec": "snappy",
}


class UnableToStartSpark(Problem):
    code = "Y-047"
    says = "Spark 引擎不能启动：{reason}"
    remedy = "请安装 Java 17（Debian 的 openjdk-17-jre-headless）和依赖组 spark（uv sync --group spark），并核对 --master 地址"


def run(
    pack: BoundPack,
    roster: Roster,
    folder: Path,
    *,
    master: str,
    threads: int,
    memory_limit: str,
    by_county: bool = False,
) -> None:
    """Evaluate every standard and programme, from the bottom up, into one folder of Parquet parts per subject table;
    ``by_county`` with a folder ``county=…`` for each.

    ``master`` is a Spark master URL; ``local[*]`` takes ``threads`` and ``memory_limit`` of this machine. Raises
    ``UnableToCompute`` where a sum or product is beyond what the language allows, :class:`UnableToStartSpark`.
    """
    spark = session(master, threads=threads, memory_limit=memory_limit)
    from pyspark.errors import PySparkException

    ready: set[str] = set()

    def found(table: str) -> exp.Expr:
        name = f"verdicts_{table}"
        spark.read.parquet(str((folder / f"{table}.parquet").resolve())).createOrReplaceTempView(name)
        return exp.to_identifier(name, quoted=True)

    for each in statements(pack, roster, rows=lambda name: exp.to_identifier(name, quoted=True), found=found):
        table, statement = each.table, each.whole()
        named = {source.name for source in statement.find_all(exp.Table)}
        for name in [name for name in (*roster.schema.names, COMPLETE_TABLE) if name in named - ready]:
            files = [str(path.resolve()) for path in roster.paths(name)]
            spark.read.schema(_columns(roster, name)).parquet(*files).createOrReplaceTempView(name)
            ready.add(name)
        try:
            made = spark.sql(statement.sql(SparkSql, copy=False))
            target = str((folder / f"{table}.parquet").resolve())
            if by_county:
                made = made.selectExpr("*", f"left(area_code, 6) AS {COUNTY}")
                made.write.mode("overwrite").partitionBy(COUNTY).parquet(target)
            else:
                made.write.mode("overwrite").parquet(target)
        except PySparkException as cause:
            if any(word in str(cause) for word in _TOO_LARGE):
                raise UnableToCompute from cause
            raise


def _columns(roster: Roster, table: str) -> str:
    """A table's columns as Spark writes them, so that it need not look into the files first."""
    if table == COMPLETE_TABLE:
        return "`subject_table` STRING, `subject_id` BIGINT, `table` STRING, `year` INT"
    kinds = {
        ColumnType.INT: "BIGINT", ColumnType.MONEY: "BIGINT", ColumnType.DATE: "DATE", ColumnType.BOOL: "BOOLEAN",
    }  # fmt: skip
    columns = roster.schema.table(table).columns
    return ", ".join(
        f"`{column.name.replace('`', '``')}` "
        + (f"DECIMAL(18, {column.scale})" if column.type is ColumnType.DECIMAL else kinds.get(column.type, "STRING"))
        for column in columns
    )


def session(master: str, *, threads: int, memory_limit: str, settings: Mapping[str, str] | None = None) -> Any:
    """The session on ``master``; one is kept open per process, another master replaces it. ``settings`` add to ours."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as cause:
        raise UnableToStartSpark(reason="没有安装 pyspark") from cause
    master = f"local[{threads}]" if master == SPARK_HERE else master
    active = SparkSession.getActiveSession()
    if active is not None:
        if active.sparkContext.master == master:
            return active
        active.stop()
    builder: Any = SparkSession.builder
    builder = builder.appName("jingzhun").master(master)
    for key, value in {**_SETTINGS, **(settings or {})}.items():
        builder = builder.config(key, value)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.sql.shuffle.partitions", str(threads))
        builder = builder.config("spark.driver.memory", memory_limit.lower().removesuffix("b"))
    try:
        started = builder.getOrCreate()
    except Exception as cause:  # pyspark raises what it likes: no Java, no such master, no port
        raise UnableToStartSpark(
            reason=str(cause).splitlines()[0][:200] if str(cause) else type(cause).__name__
        ) from cause
    started.sparkContext.setLogLevel("ERROR")
    return started
