"""Places of a run with what was reported there and what was true."""

import numpy as np
import pandas as pd

from sim.report.folder import Run

MOST = 150
"""Places in one picture: communities, or their streets where there are more."""
WEIGHTS = {
    "resolution_rate_reported": "closed_count",
    "resolution_rate_true": "closed_count",
    "on_time_rate": "tickets",
    "burden_per_resident": "residents",
    "silent_share": "troubles",
}
"""Indicators that are shown by place, and what they are averaged over several communities by."""


def _communities(run: Run) -> pd.DataFrame:
    rows = run.communities.copy()
    for name in ("code", "name", "street", "street_code", "district", "district_code"):
        rows[name] = rows.get(name, pd.Series("", index=rows.index)).astype(str)
    for name in ("residents", "tickets", "troubles", "closure_rate", *WEIGHTS):
        rows[name] = pd.to_numeric(rows.get(name, pd.Series(np.nan, index=rows.index)), errors="coerce")
    rows["closed_count"] = rows.closure_rate.fillna(0.0) * rows.tickets.fillna(0.0)
    return rows


def _together(rows: pd.DataFrame, name: str) -> pd.Series:
    """Return one row for several communities."""
    made: dict[str, object] = {"name": name}
    for count in ("residents", "tickets", "troubles"):
        made[count] = float(rows[count].sum())
    for indicator, by in WEIGHTS.items():
        known = rows[rows[indicator].notna() & (rows[by] > 0)]
        made[indicator] = float(np.average(known[indicator], weights=known[by])) if len(known) else float("nan")
    return pd.Series(made)


def _grouped(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    parts = {code: _together(part, str(part[by].iloc[0])) for code, part in rows.groupby(f"{by}_code")}
    return pd.DataFrame(parts).T.rename_axis("code").reset_index().infer_objects()


def places_by_district(run: Run) -> pd.DataFrame:
    """Return one row a district: code, name, counts, indicators."""
    return _grouped(_communities(run), "district")


def places_to_show(run: Run) -> pd.DataFrame:
    """Return one row a community, or a street where there are too many: code, name, counts, indicators."""
    rows = _communities(run)
    if rows.empty or len(rows) <= MOST:
        return rows
    return _grouped(rows, "street")
