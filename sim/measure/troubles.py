"""The log of troubles in memory: one row for each that arose in the measured time, for comparing two worlds."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.grievance.trouble import TROUBLE


class TroubleLog:
    """Takes the logs of a run (`sim.measure.record.Sink`) and keeps the troubles.

    The run must ask for them: `outputs.troubles`.

    Example:
        >>> from sim.model import GovernanceModel
        >>> model = GovernanceModel("tiny", days=20, warmup=0, **{"outputs.troubles": True})
        >>> model.record.sink = log = TroubleLog()
        >>> model.run_model()
        >>> rows = log.table()
        >>> len(rows) == int(model.world.tallies.troubles.sum())
        True
    """

    def __init__(self) -> None:
        self._parts: list[NDArray[np.void]] = []

    def take(self, tickets: NDArray[Any], handovers: NDArray[Any]) -> None:
        """Let tickets and hand-overs go."""

    def take_troubles(self, troubles: NDArray[Any]) -> None:
        """Keep a day's rows."""
        self._parts.append(np.asarray(troubles))

    def table(self) -> NDArray[np.void]:
        """Return all rows (`sim.grievance.trouble.TROUBLE`), in the order of the troubles' numbers."""
        rows = np.concatenate([np.empty(0, dtype=TROUBLE), *self._parts])
        return rows[np.argsort(rows["trouble"], kind="stable")]


def burden_of(troubles: NDArray[Any]) -> NDArray[np.float64]:
    """Return the burden of each trouble: severity-weighted person-days lived with it in the measured time."""
    weight = troubles["severity"].astype(np.float64) * troubles["affected"]
    return np.asarray(weight * (troubles["ended"] - troubles["onset"]) / 24.0)
