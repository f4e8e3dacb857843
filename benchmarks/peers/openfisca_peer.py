"""The same job in OpenFisca: persons and households, vectorised with numpy.

OpenFisca has no missing value (each becomes an enum or a flag of its own) and no other related records than persons: incomes
are added up per household outside. Its whole numbers have 32 bits, enough for the amounts here.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import YEAR
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from turns import serve

CODES = ("income", "food", "school", "insured", "house", "water", "power", "broadcast", "assisted")
PERIOD = "2020"


class Tri(Enum):
    fail, passed, missing = "fail", "passed", "missing"


class School(Enum):
    missing, inside, excused, outside = "missing", "inside", "excused", "outside"


class Grade(Enum):
    missing, a, b, c, d = "missing", "a", "b", "c", "d"


def system():  # type: ignore[no-untyped-def]
    person = build_entity(key="person", plural="persons", label="", is_person=True)
    roles = [{"key": "member", "plural": "members", "label": "", "doc": ""}]
    household = build_entity(key="household", plural="households", label="", roles=roles)
    made = TaxBenefitSystem([person, household])

    def add(name, entity, kind=int, formula=None, **more):  # type: ignore[no-untyped-def]
        body = {"value_type": kind, "entity": entity, "definition_period": YEAR, "label": name, **more}
        made.add_variable(type(name, (Variable,), body | ({"formula": formula} if formula else {})))

    for name in ("food_clothing", "safe_water", "electricity", "broadcast_known"):
        add(name, household, Enum, possible_values=Tri, default_value=Tri.missing)
    add("grade", household, Enum, possible_values=Grade, default_value=Grade.missing)
    for name in ("measures", "n_records", "n_missing", "net_fen", "farm_fen", "wage_fen"):
        add(name, household)
    add("measures_known", household, bool)
    add("schooling", person, Enum, possible_values=School, default_value=School.missing)
    add("covered", person, Enum, possible_values=Tri, default_value=Tri.missing)
    add("born", person, date)
    add("born_known", person, bool)

    def child(members, period):  # type: ignore[no-untyped-def]
        born = members("born", period)
        return (
            members("born_known", period) & (born > np.datetime64("2004-09-30")) & (born <= np.datetime64("2014-09-30"))
        )

    def unknown_school(h, period, parameters):  # type: ignore[no-untyped-def]
        status, known = h.members("schooling", period), h.members("born_known", period)
        lacking = status == School.missing
        return h.sum((~known & (lacking | (status == School.outside))) | (lacking & child(h.members, period)))

    def income(h, period, parameters):  # type: ignore[no-untyped-def]
        missing = (h("n_records", period) == 0) | (h("n_missing", period) > 0)
        return np.select([missing, h("net_fen", period) >= parameters(period).line * h("heads", period)], [2, 1], 0)

    def overall(h, period, parameters):  # type: ignore[no-untyped-def]
        matrix = np.stack([np.asarray(h(name, period)) for name in CODES])
        return np.where((matrix == 0).any(0), 0, np.where((matrix == 2).any(0), 2, 1))

    def subsidy(h, period, parameters):  # type: ignore[no-untyped-def]
        farm = np.minimum(h("farm_fen", period).astype("int64") * 3, 3_000_000)
        return (farm + h("wage_fen", period).astype("int64") + 5) // 10

    def same(source):  # type: ignore[no-untyped-def]
        return lambda h, period, parameters: np.asarray(h(source, period)).astype("int32")

    add("heads", household, int, lambda h, period, parameters: h.nb_persons())
    add(
        "n_out",
        household,
        int,
        lambda h, period, parameters: h.sum(
            (h.members("schooling", period) == School.outside) & child(h.members, period)
        ),
    )
    add("n_school_unknown", household, int, unknown_school)
    add("n_uninsured", household, int, lambda h, period, parameters: h.sum(h.members("covered", period) == Tri.fail))
    add(
        "n_insured_unknown",
        household,
        int,
        lambda h, period, parameters: h.sum(h.members("covered", period) == Tri.missing),
    )
    add("income", household, int, income)
    add(
        "school",
        household,
        int,
        lambda h, period, parameters: np.select([h("n_out", period) > 0, h("n_school_unknown", period) > 0], [0, 2], 1),
    )
    add(
        "insured",
        household,
        int,
        lambda h, period, parameters: np.select(
            [h("n_uninsured", period) > 0, h("n_insured_unknown", period) > 0], [0, 2], 1
        ),
    )
    add(
        "house",
        household,
        int,
        lambda h, period, parameters: np.select(
            [h("grade", period) == Grade.missing, (h("grade", period) == Grade.a) | (h("grade", period) == Grade.b)],
            [2, 1],
            0,
        ),
    )
    add(
        "assisted",
        household,
        int,
        lambda h, period, parameters: np.select([~h("measures_known", period), h("measures", period) >= 1], [2, 1], 0),
    )
    for name, source in (
        ("food", "food_clothing"),
        ("water", "safe_water"),
        ("power", "electricity"),
        ("broadcast", "broadcast_known"),
    ):
        add(name, household, int, same(source))
    add("overall", household, int, overall)
    add("subsidy_fen", household, int, subsidy)
    made.parameters = ParameterNode("", data={"line": {"values": {"2020-01-01": {"value": 400000}}}})
    return made


def tri(column):  # type: ignore[no-untyped-def]
    return pc.if_else(pc.is_null(column), 2, pc.cast(column, pa.int8())).to_numpy().astype("int16")


def places(column, names):  # type: ignore[no-untyped-def]
    found = pc.index_in(column, value_set=pa.array(names))
    return pc.fill_null(pc.add(pc.cast(found, pa.int16()), 1), 0).to_numpy().astype("int16")


def main(rosters: Path, out: Path) -> None:
    folders = sorted(path.parent for path in rosters.glob("*/roster.json"))
    out.mkdir(parents=True, exist_ok=True)
    rules = system()

    def read(table):  # type: ignore[no-untyped-def]
        return pa.concat_tables([pq.read_table(folder / f"{table}.parquet") for folder in folders])

    def run() -> None:
        households, members, incomes = read("household"), read("member"), read("income")
        hid, size = (
            households["id"].to_numpy(),
            len(households),
        )  # here the number is the position; else an index is needed
        builder = SimulationBuilder()
        builder.create_entities(rules)
        builder.declare_person_entity("person", members["id"].to_numpy())
        group = builder.declare_entity("household", hid)
        builder.join_with_persons(group, members["household_id"].to_numpy(), np.array(["member"]).repeat(len(members)))
        simulation = builder.build(rules)
        incomes = incomes.filter(
            pc.and_(
                pc.greater_equal(incomes["date"], pa.scalar(date(2019, 10, 1))),
                pc.less_equal(incomes["date"], pa.scalar(date(2020, 9, 30))),
            )
        )
        owner, amount = incomes["household_id"].to_numpy(), pc.fill_null(incomes["amount"], 0).to_numpy()
        lacking = pc.is_null(incomes["amount"]).to_numpy()
        kinds = incomes["kind"].combine_chunks().dictionary_encode()
        names, kind = kinds.dictionary.to_pylist(), kinds.indices.to_numpy()
        farm = (kind == names.index("生产经营性")) & incomes["verified"].to_numpy()
        wage = kind == names.index("工资性")

        def added(weights):  # type: ignore[no-untyped-def]
            return np.bincount(owner, weights=weights, minlength=size).astype("int64")

        records, missing = np.bincount(owner, minlength=size), added(lacking)
        net = added(np.where(kind == names.index("生产经营支出"), -amount, amount))
        no_subsidy = added(lacking & (farm | wage)) > 0
        given = {
            "net_fen": net, "farm_fen": added(np.where(farm, amount, 0)), "wage_fen": added(np.where(wage, amount, 0)),
            "n_records": records, "n_missing": missing, "measures": pc.fill_null(households["measures"], 0).to_numpy(),
        }  # fmt: skip
        for name, value in given.items():
            simulation.set_input(name, PERIOD, value.astype("int32"))
        for name, column in (
            ("food_clothing", "food_clothing"),
            ("safe_water", "safe_water"),
            ("electricity", "electricity"),
            ("broadcast_known", "broadcast"),
        ):
            simulation.set_input(name, PERIOD, tri(households[column]))
        simulation.set_input("grade", PERIOD, places(households["dwelling_grade"], ["A", "B", "C", "D"]))
        simulation.set_input("measures_known", PERIOD, pc.is_valid(households["measures"]).to_numpy())
        simulation.set_input("schooling", PERIOD, places(members["schooling"], ["在校", "依法免学", "失学"]))
        simulation.set_input("covered", PERIOD, tri(members["medical_insurance"]))
        simulation.set_input("born_known", PERIOD, pc.is_valid(members["born_on"]).to_numpy())
        simulation.set_input("born", PERIOD, pc.fill_null(members["born_on"], date(1900, 1, 1)).to_numpy())
        asked = (
            *CODES,
            "overall",
            "heads",
            "n_out",
            "n_school_unknown",
            "n_uninsured",
            "n_insured_unknown",
            "subsidy_fen",
        )
        found = {name: np.asarray(simulation.calculate(name, PERIOD)) for name in asked}

        def whole(name, mask=None):  # type: ignore[no-untyped-def]
            return pa.array(found[name].astype("int64"), mask=mask)

        x = pa.table({
            "hid": households["id"], "region": households["area_code"], **{name: pa.array(found[name].astype("int8")) for name in (*CODES, "overall")},
            "net_fen": pa.array(net, mask=(records == 0) | (missing > 0)), "line_fen": pa.array(found["heads"].astype("int64") * 400000),
            "n_out": whole("n_out", found["n_school_unknown"] > 0), "n_uninsured": whole("n_uninsured", found["n_insured_unknown"] > 0),
            "house_grade": households["dwelling_grade"], "measures": households["measures"], "subsidy_fen": whole("subsidy_fen", no_subsidy),
        })  # fmt: skip
        pq.write_table(x, out / "00000.parquet", compression="snappy")
        counts = {
            f"{c}_{n}": pc.cast(pc.equal(x[c], v), pa.int64())
            for c in (*CODES, "overall")
            for v, n in ((1, "pass"), (0, "fail"), (2, "missing"))
        }
        y = pa.table({"area": x["region"], **counts, "subsidy": pc.fill_null(x["subsidy_fen"], 0)})

        def added_up(table, digits):  # type: ignore[no-untyped-def]
            cut = table.set_column(
                table.column_names.index("area"), "area", pc.utf8_slice_codeunits(table["area"], 0, digits)
            )
            made = cut.group_by("area").aggregate([(name, "sum") for name in cut.column_names if name != "area"])
            return made.rename_columns([name.removesuffix("_sum") for name in made.column_names])

        village = added_up(y, 12)
        township = added_up(village, 9)
        levels = (village, "village"), (township, "township"), (added_up(township, 6), "county")
        pq.write_table(
            pa.concat_tables([t.append_column("level", pa.array([level] * len(t))) for t, level in levels]),
            out / "rollup.parquet",
        )

    serve(run)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
