"""One tidy table of a study's runs: a row a run and indicator, a column a factor."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from sim.experiment.store import Finished


def tidy(finished: Iterable[Finished]) -> pd.DataFrame:
    """Return the table of finished runs.

    Returns:
        Columns `run` (the run's hash), `seed`, one for each factor, `indicator`, `value`. A factor that some worlds
        leave as it is has no value there; one with names among its levels is a column of text.
    """
    runs = list(finished)
    sizes = [len(one.values) for one in runs]
    columns: dict[str, object] = {
        "run": np.repeat(np.array([one.key for one in runs], dtype=object), sizes),
        "seed": np.repeat(np.array([one.seed for one in runs], dtype=np.uint64), sizes),
    }
    for name in dict.fromkeys(name for one in runs for name in one.factors):
        levels = [one.factors.get(name) for one in runs]
        plain = all(level is None or isinstance(level, bool | int | float) for level in levels)
        column = (
            np.array([np.nan if level is None else float(level) for level in levels])
            if plain
            else np.array([None if level is None else str(level) for level in levels], dtype=object)
        )
        columns[name] = np.repeat(column, sizes)
    columns["indicator"] = [name for one in runs for name in one.values]
    columns["value"] = np.array([value for one in runs for value in one.values.values()], dtype=float)
    return pd.DataFrame(columns)
