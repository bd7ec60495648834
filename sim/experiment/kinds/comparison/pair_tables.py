"""From what is read off pairs of worlds, seed by seed, to tables: transitions, who gains and loses, equity."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from sim.experiment.intervals import interval
from sim.experiment.kinds.comparison.differences import p_value
from sim.experiment.kinds.comparison.pair import CELLS
from sim.experiment.world import Values
from sim.results.summary import CONFIDENCE

COUNTS = (
    *CELLS.values(), "hours_gained", "prevented_returns", "caused_returns", "claimed_a", "claimed_b",
    "claimed_falsely_a", "claimed_falsely_b",
)  # fmt: skip
"""Measures of troubles."""
PEOPLE = ("residents", "better", "worse", "burden_a", "burden_b", "gained", "lost")
"""Measures of residents; of a category of troubles, only burdens."""
NOT_PEOPLE = ("end", "equity", "most", "category")


def summed(pairs: Sequence[Values]) -> pd.DataFrame:
    """Return a row for each division, group and measure.

    Args:
        pairs: of `pair.pair`, one a seed.

    Returns:
        Columns `division`, `group`, `measure`, `total` (over all seeds), `runs`. What a pair leaves out is zero.
    """
    totals: dict[str, float] = {}
    for values in pairs:
        for key, value in values.items():
            totals[key] = totals.get(key, 0.0) + value
    rows = [(*_parts(key), total, len(pairs)) for key, total in totals.items() if not key.startswith("pair|most|")]
    return pd.DataFrame(rows, columns=["division", "group", "measure", "total", "runs"])


def _parts(key: str) -> tuple[str, str, str]:
    _, division, rest = key.split("|", 2)
    group, _, measure = rest.rpartition("|")
    return division, group, measure


def transitions(sums: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each division and group of troubles: `division`, `group`, mean `COUNTS` of a run, `hours_each`.

    `hours_each`: by how many hours sooner a trouble that is solved in both is solved in the second world, on average.
    """
    mine = sums[sums.measure.isin(COUNTS)]
    table = _wide(mine, COUNTS)
    if table.empty:
        return table
    solved = table["solved>solved"].where(table["solved>solved"] > 0.0)
    return table.assign(hours_each=table.hours_gained / solved)


def ends(sums: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Return the mean number of troubles of a run by how they ended in either world."""
    mine = sums[sums.division == "end"]
    cells = (group.partition(">") for group in mine.group)
    means = (mine.total / mine.runs).tolist()
    return {(a, b): mean for (a, _, b), mean in zip(cells, means, strict=True)}


def gains(pairs: Sequence[Values], years: float) -> pd.DataFrame:
    """Return who gains and who loses: a row for each division and group.

    Args:
        years: of the measured time.

    Returns:
        Columns `division`, `group`; `residents`; severity-days per resident and year `burden_a`, `burden_b`, `gained`
        (by those who gained), `lost`; their `difference` (b less a) with `low`, `high` (95 %, Student's t over seeds),
        `p`, `p_holm` (over all groups of all divisions) and `beyond_chance`; shares of residents `better`, `worse`. Of
        a category of troubles all is per resident of the area, and gained and lost are counted over troubles.
    """
    sums = summed(pairs)
    mine = sums[sums.measure.isin(PEOPLE) & ~sums.division.isin({"end", "equity"})]
    table = _wide(mine, PEOPLE)
    if table.empty:
        return table
    whole = float(table.residents[table.division == "all"].iloc[0])
    people = table.residents.where(table.division != "category", whole)
    per_year = people.where(people > 0.0) * years
    found = table[["division", "group"]].assign(residents=people)
    for name in ("burden_a", "burden_b", "gained", "lost"):
        found[name] = table[name] / per_year
    apart = [
        [(_of(one, d, g, "burden_b") - _of(one, d, g, "burden_a")) / n for one in pairs]
        for d, g, n in zip(table.division, table.group, per_year.tolist(), strict=True)
    ]
    found[["difference", "low", "high"]] = [interval(one)[:3] for one in apart]
    found["p"] = [p_value(one) for one in apart]
    for name in ("better", "worse"):
        found[name] = (table[name] / people.where(people > 0.0)).where(table.division != "category")
    found["p_holm"] = math.nan
    tested = found.index[found.p.notna()]
    if len(tested):
        found.loc[tested, "p_holm"] = multipletests(found.p[tested], method="holm")[1]
    return found.assign(beyond_chance=found.p_holm <= 1.0 - CONFIDENCE)


def equity(pairs: Sequence[Values]) -> pd.DataFrame:
    """Return how unevenly the burden is borne: a row for each unit (residents, compounds, communities) and measure.

    Returns:
        Columns `unit`, `measure` (`gini`; `worst`: the share that the worst tenth bear), `a`, `b`, `difference`, `low`,
        `high` (95 %, Student's t over seeds), `runs`.
    """
    keys = dict.fromkeys(key.removesuffix("_a") for one in pairs for key in one if key.startswith("pair|equity|"))
    keys = dict.fromkeys(key.removesuffix("_b") for key in keys)
    rows = []
    for key in keys:
        _, unit, measure = _parts(key)
        a, b = ([one.get(f"{key}_{world}", math.nan) for one in pairs] for world in "ab")
        apart = interval([y - x for x, y in zip(a, b, strict=True)])
        rows.append((unit, measure, interval(a).mean, interval(b).mean, *apart))
    return pd.DataFrame(rows, columns=["unit", "measure", "a", "b", "difference", "low", "high", "runs"])


def _of(values: Mapping[str, float], division: str, group: str, measure: str) -> float:
    return values.get(f"pair|{division}|{group}|{measure}", 0.0)


def _wide(sums: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    """Return a row a division and group, the mean of a run of each measure in a column."""
    if sums.empty:
        return pd.DataFrame(columns=["division", "group", *measures])
    means = sums.assign(mean=sums.total / sums.runs)
    order = pd.MultiIndex.from_frame(sums[["division", "group"]].drop_duplicates())
    wide = means.pivot(index=["division", "group"], columns="measure", values="mean")
    wide = wide.reindex(index=order, columns=list(measures)).fillna(0.0).astype(np.float64)
    return wide.rename_axis(columns=None).reset_index()
