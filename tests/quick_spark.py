"""A Spark session for tables of ten rows: interpreted, one partition. One serves all tests of the group ``spark``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jingzhun.rules.engines import spark
from jingzhun.rules.engines.names import SPARK_HERE

QUICK = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
}


@pytest.fixture(scope="module")
def local_session() -> Iterator[None]:
    spark.session(SPARK_HERE, threads=1, memory_limit="1GB", settings=QUICK)
    yield
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    assert active is not None
    active.stop()
