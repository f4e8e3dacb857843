"""The same job in pandas with Arrow columns, as one would write it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from sql import CODES, COLUMNS
from turns import serve


def pick(conditions, default):  # type: ignore[no-untyped-def]
    known = [c.fillna(False).to_numpy(bool) if isinstance(c, pd.Series) else c for c, _ in conditions]
    return np.select(known, [value for _, value in conditions], default).astype("int8")


def yes(column):  # type: ignore[no-untyped-def]
    return pick([(column.isna(), 2), (column, 1)], 0)


def main(rosters: Path, out: Path) -> None:
    folders = sorted(path.parent for path in rosters.glob("*/roster.json"))
    out.mkdir(parents=True, exist_ok=True)

    def read(table: str) -> pd.DataFrame:
        return pd.read_parquet([folder / f"{table}.parquet" for folder in folders], dtype_backend="pyarrow")

    def run() -> None:
        households, members, incomes = read("household"), read("member"), read("income")
        born, schooling, insured = members.born_on, members.schooling, members.medical_insurance
        child = ((born > date(2004, 9, 30)) & (born <= date(2014, 9, 30))).fillna(False)
        outside, unknown = (schooling == "失学").fillna(False), schooling.isna()
        members = members.assign(
            members=1,
            n_out=(outside & child).astype("int64"),
            n_school_unknown=((born.isna() & (unknown | outside)) | (unknown & child)).astype("int64"),
            n_uninsured=(insured == False).fillna(False).astype("int64"),  # noqa: E712
            n_insured_unknown=insured.isna().astype("int64"),
        )
        p = members.groupby("household_id")[
            ["members", "n_out", "n_school_unknown", "n_uninsured", "n_insured_unknown"]
        ].sum()
        incomes = incomes[(incomes.date >= date(2019, 10, 1)) & (incomes.date <= date(2020, 9, 30))]
        lacking = incomes.amount.isna().to_numpy()
        amount, kind = incomes.amount.fillna(0).to_numpy("int64"), incomes.kind.to_numpy()
        farm, wage = (kind == "生产经营性") & incomes.verified.to_numpy(bool), kind == "工资性"
        i = pd.DataFrame({
            "household_id": incomes.household_id.to_numpy(), "n_missing": lacking.astype("int64"),
            "net_fen": np.where(kind == "生产经营支出", -amount, amount), "farm_fen": np.where(farm, amount, 0),
            "wage_fen": np.where(wage, amount, 0), "n_subsidy_missing": (lacking & (farm | wage)).astype("int64"),
        }).groupby("household_id").sum()  # fmt: skip
        j = households.set_index("id").join(p, how="left").join(i, how="left")

        def number(name: str):  # type: ignore[no-untyped-def]
            return j[name].astype("Int64")

        missing, net, count = number("n_missing"), number("net_fen"), number("members")
        verdicts = {
            "income": pick([(missing.isna() | (missing > 0), 2), (net >= 400000 * count, 1)], 0),
            "food": yes(j.food_clothing),
            "school": pick([(number("n_out") > 0, 0), (number("n_school_unknown") > 0, 2)], 1),
            "insured": pick([(number("n_uninsured") > 0, 0), (number("n_insured_unknown") > 0, 2)], 1),
            "house": pick([(j.dwelling_grade.isna(), 2), (j.dwelling_grade.isin(["A", "B"]), 1)], 0),
            "water": yes(j.safe_water),
            "power": yes(j.electricity),
            "broadcast": yes(j.broadcast),
            "assisted": pick([(j.measures.isna(), 2), (j.measures >= 1, 1)], 0),
        }
        matrix = np.stack([verdicts[name] for name in CODES])
        overall = np.where((matrix == 0).any(0), 0, np.where((matrix == 2).any(0), 2, 1)).astype("int8")
        subsidy = (np.minimum(number("farm_fen").fillna(0) * 3, 3_000_000) + number("wage_fen").fillna(0) + 5) // 10
        x = j.reset_index(names="hid").assign(
            **verdicts, overall=overall, region=j.area_code.array, net_fen=net.mask(missing != 0).array, line_fen=(count.fillna(0) * 400000).array,
            n_out=number("n_out").mask(number("n_school_unknown") > 0).array,
            n_uninsured=number("n_uninsured").mask(number("n_insured_unknown") > 0).array,
            house_grade=j.dwelling_grade.array, subsidy_fen=subsidy.mask(number("n_subsidy_missing").fillna(0) > 0).array,
        )[list(COLUMNS)]  # fmt: skip
        x.to_parquet(out / "00000.parquet", compression="snappy", index=False)
        y = pd.DataFrame({f"{c}_{n}": (x[c].to_numpy() == v).astype("int64") for c in (*CODES, "overall")
                          for v, n in ((1, "pass"), (0, "fail"), (2, "missing"))})  # fmt: skip
        y["subsidy"], y["area"] = x.subsidy_fen.fillna(0).to_numpy("int64"), x.region.to_numpy()
        village = y.groupby("area", as_index=False).sum()
        township = village.assign(area=village.area.str[:9]).groupby("area", as_index=False).sum()
        county = township.assign(area=township.area.str[:6]).groupby("area", as_index=False).sum()
        levels = (village, "village"), (township, "township"), (county, "county")
        pd.concat([frame.assign(level=level) for frame, level in levels]).to_parquet(
            out / "rollup.parquet", index=False
        )

    serve(run)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
