"""A policy in time: on the days when something changes, write anew what all items in force come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.policy.burdens import write_burdens
from sim.policy.coverage import covered
from sim.policy.institutions import Institutions
from sim.policy.item import PolicyItem
from sim.policy.lever import Cost, Lever, Rows
from sim.policy.levers import LEVERS

Column = tuple[str, str]
DAYS_A_YEAR = 365.0


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """An item with the rows that it covers and the units that it is paid for."""

    item: PolicyItem
    lever: Lever
    rows: Rows
    units: float


class Timeline:
    """A policy and the records that it writes.

    What stood in the written columns at the start is kept. When a date comes, they are set back to that and every item
    in force is applied in the order of `LEVERS`, then of start; a ramp moves them a share of the way. So levers on one
    column compose in the same way whenever they start, and an ended lever leaves no trace.

    Args:
        policy: items.
        institutions: tables of the run as it opens, nothing of the policy written yet.
        first_day: date of day 0 of the run, warm-up included.
        seed: of the run; marks who is covered.
    """

    def __init__(
        self,
        policy: Sequence[PolicyItem],
        institutions: Institutions,
        first_day: date,
        seed: int,
    ) -> None:
        order = {lever: number for number, lever in enumerate(LEVERS)}
        items = sorted(policy, key=lambda item: (order[item.lever], item.start or date.min))
        self._institutions = institutions
        self._first_day = first_day
        self._placed = [_place(item, institutions, seed) for item in items]
        written = {column for placed in self._placed for column in _columns(placed.lever)}
        self._base = {column: _live(institutions, column).copy() for column in sorted(written)}
        self._shares: tuple[float, ...] = (0.0,) * len(self._placed)

    def on(self, day: int) -> bool:
        """Bring the institutions to the state of a day; says whether anything was written."""
        shares = self._shares_on(day)
        if shares == self._shares:
            return False
        self._shares = shares
        for column, base in self._base.items():
            _live(self._institutions, column)[...] = base
        for placed, share in zip(self._placed, shares, strict=True):
            if share > 0.0:
                self._apply(placed, share)
        write_burdens(self._institutions, [(p.lever, p.rows, p.units * s) for p, s in self._in_force()])
        return True

    def _in_force(self) -> list[tuple["_Placed", float]]:
        return [(placed, share) for placed, share in zip(self._placed, self._shares, strict=True) if share > 0.0]

    def costs(self, first: int, end: int) -> dict[str, Cost]:
        """Return what each lever costs from day `first` until before day `end`.

        What is paid once falls due as the ramp proceeds; levers in force before the run were paid for earlier.
        """
        total = {placed.item.lever: Cost(0.0, 0.0) for placed in self._placed}
        before = self._shares_on(first - 1) if first > 0 else self._opening_shares()
        paid = list(before)
        for day in range(first, end):
            for number, share in enumerate(self._shares_on(day)):
                placed = self._placed[number]
                price, units = placed.lever.cost, placed.units
                news = max(0.0, share - paid[number])
                paid[number] = max(paid[number], share)
                yuan = units * (news * price.once + share * price.a_year / DAYS_A_YEAR)
                sofar = total[placed.item.lever]
                total[placed.item.lever] = Cost(
                    sofar.yuan + yuan, sofar.hours + units * share * price.hours_a_year / DAYS_A_YEAR
                )
        return total

    def cost(self, first: int, end: int) -> Cost:
        """Return what the whole policy costs from day `first` until before day `end`."""
        each = self.costs(first, end).values()
        return Cost(sum(cost.yuan for cost in each), sum(cost.hours for cost in each))

    def bill(self, first: int, end: int) -> dict[str, dict[str, float]]:
        """Return what the policy costs on these days: yuan by payer, hours by bearer; each adds up to `cost`.

        Keys: `yuan` (`public`, `firms`) and `hours` (`community`, `street`, `bureaus`).
        """
        yuan = dict.fromkeys(("public", "firms"), 0.0)
        hours = dict.fromkeys(("community", "street", "bureaus"), 0.0)
        for name, cost in self.costs(first, end).items():
            yuan[LEVERS[name].cost.paid_by] += cost.yuan
            hours[LEVERS[name].borne_by] += cost.hours
        return {"yuan": yuan, "hours": hours}

    def _shares_on(self, day: int) -> tuple[float, ...]:
        date_of_day = self._first_day + timedelta(days=day)
        return tuple(placed.item.share(date_of_day) for placed in self._placed)

    def _opening_shares(self) -> tuple[float, ...]:
        return tuple(1.0 if placed.item.start is None else 0.0 for placed in self._placed)

    def _apply(self, placed: _Placed, share: float) -> None:
        lever, amount = placed.lever, placed.item.intensity
        if lever.covers:
            lever.apply(self._institutions, placed.rows, lever.neutral + share * (amount - lever.neutral))
            return
        columns = _columns(lever)
        before = [_live(self._institutions, column).copy() for column in columns] if share < 1.0 else []
        lever.apply(self._institutions, placed.rows, amount)
        for column, old in zip(columns, before, strict=False):
            live = _live(self._institutions, column)
            live[...] = old + share * (live - old)


def _place(item: PolicyItem, institutions: Institutions, seed: int) -> _Placed:
    lever = LEVERS[item.lever]
    rows = covered(item.where, lever.table, institutions, seed, item.lever)
    return _Placed(item, lever, rows, lever.units_priced(institutions, rows, item.intensity))


def _columns(lever: Lever) -> list[Column]:
    return [(table, column) for table, _, column in (name.partition(".") for name in lever.writes)]


def _live(institutions: Institutions, column: Column) -> NDArray[np.float64]:
    """Return the column itself, not a copy of it."""
    table: NDArray[np.float64] = getattr(institutions, column[0])[column[1]]
    return table
