"""Recovery from a shock: how high open tickets rose, and how long until they were back where they had been."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

BEFORE_DAYS, MEAN_DAYS, NEAR = 28, 7, 1.1
"""The level before is the mean of four weeks; recovered is a week's mean within a tenth of it."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a shock did to the stock of open tickets.

    Attributes:
        before: open tickets on the mean of the four weeks before it.
        most: highest weekly mean from its start on.
        days: from its last day until a week's mean is within a tenth of the level before; None if that did not come.
    """

    start: date
    end: date
    before: float
    most: float
    days: int | None


def recovery_from(open_tickets: ArrayLike, first_day: date, start: date, end: date) -> Recovery | None:
    """Return what a shock did, or None where the days before it were not lived.

    Args:
        open_tickets: at each midnight of the run, warm-up included.
        first_day: of the run.
        start, end: of the shock, both in it.

    Example:
        >>> first, start, end = date(2016, 1, 1), date(2016, 1, 29), date(2016, 2, 4)
        >>> stock = [10.0] * 28 + [30.0] * 7 + [10.0] * 14
        >>> recovery_from(stock, first, start, end).days
        7
    """
    stock: NDArray[np.float64] = np.asarray(open_tickets, dtype=np.float64)
    first, last = (start - first_day).days, (end - first_day).days
    if first < BEFORE_DAYS or last >= len(stock):
        return None
    before = float(stock[first - BEFORE_DAYS : first].mean())
    weekly = np.convolve(stock, np.ones(MEAN_DAYS) / MEAN_DAYS, "valid")  # weekly[d] ends on day d + MEAN_DAYS - 1
    since = weekly[max(0, first - MEAN_DAYS + 1) :]
    after = weekly[last - MEAN_DAYS + 2 :] if last + 1 < len(stock) else weekly[:0]
    peak = int(np.argmax(after)) if len(after) else 0  # a backlog may go on rising after the last day
    back = np.flatnonzero(after[peak:] <= NEAR * before)
    return Recovery(start, end, before, float(since.max()), peak + int(back[0]) + 1 if len(back) else None)


def recoveries(open_tickets: ArrayLike, first_day: date, spans: Sequence[tuple[date, date]]) -> list[Recovery]:
    """Return what each shock did up to the next one, of those before which enough days were lived."""
    stock: NDArray[np.float64] = np.asarray(open_tickets, dtype=np.float64)
    starts = [(start - first_day).days for start, _ in spans]
    found = []
    for start, end in spans:
        later = [other for other in starts if other > (end - first_day).days]
        found.append(recovery_from(stock[: min(later, default=len(stock))], first_day, start, end))
    return [one for one in found if one is not None]
