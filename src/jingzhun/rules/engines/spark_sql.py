"""How the statements are written for Spark: where it differs from DuckDB, and every operator as a function.

Spark's SQL parser looks ahead to the closing bracket at every opening one; long rules in nested brackets take it minutes.
``and(a, b)`` takes none. Numbers wider than 64 bits are DECIMAL(38, 0), sums are taken of DECIMAL(28, 0) (Spark gives the
sum ten digits more), and its ``div`` gives 64 bits only, so whole division divides what is left without the rest.
"""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlglot.dialects.spark import Spark

WIDE = "DECIMAL(38, 0)"
_SUMMED = "DECIMAL(28, 0)"
_OPERATORS: dict[type[exp.Expr], str] = {
    exp.And: "and", exp.Or: "or", exp.EQ: "=", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=", exp.Add: "+", exp.Sub: "-",
    exp.Mul: "*", exp.Div: "/", exp.Mod: "%",
}  # fmt: skip


def _operator(name: str) -> Any:
    return lambda self, node: f"`{name}`({self.sql(node.this)}, {self.sql(node.expression)})"


def _whole_quotient(self: Any, node: exp.IntDiv) -> str:
    top, below = (f"CAST({self.sql(side)} AS {WIDE})" for side in (node.this, node.expression))
    return f"CAST(`/`(`-`({top}, `%`({top}, {below})), {below}) AS {WIDE})"


def _case(self: Any, node: exp.Case) -> str:
    parts = [self.sql(part) for branch in node.args["ifs"] for part in (branch.this, branch.args["true"])]
    default = node.args.get("default")
    return f"`when`({', '.join([*parts, self.sql(default) if default else 'NULL'])})"


def _anonymous(self: Any, node: exp.Anonymous) -> str:
    name = "raise_error" if node.this == "error" else node.this
    return f"{name}({', '.join(self.sql(each) for each in node.expressions)})"


class SparkSql(Spark):
    """A sqlglot dialect: ``statement.sql(SparkSql)``."""

    class Generator(Spark.Generator):  # type: ignore[misc, valid-type]
        TYPE_MAPPING = {**Spark.Generator.TYPE_MAPPING, exp.DataType.Type.INT128: WIDE}
        TRANSFORMS = {
            **Spark.Generator.TRANSFORMS,
            **{kind: _operator(name) for kind, name in _OPERATORS.items()},
            exp.Paren: lambda self, node: self.sql(node.this),
            exp.NEQ: lambda self, node: f"`not`(`=`({self.sql(node.this)}, {self.sql(node.expression)}))",
            exp.Not: lambda self, node: f"`not`({self.sql(node.this)})",
            exp.Neg: lambda self, node: f"`negative`({self.sql(node.this)})",
            exp.Is: lambda self, node: f"isnull({self.sql(node.this)})",
            exp.In: lambda self, node: f"`in`({', '.join(self.sql(each) for each in (node.this, *node.expressions))})",
            exp.Case: _case,
            exp.IntDiv: _whole_quotient,
            exp.Sum: lambda self, node: f"SUM(CAST({self.sql(node.this)} AS {_SUMMED}))",
            exp.Anonymous: _anonymous,
        }
