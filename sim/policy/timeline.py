"""A policy in time: on the days when something changes, write anew what all items in force come to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    column compose in the same way whenever they start, and an ended lever leaves no trace. A later dose of the same
    lever in the same place takes over from the earlier one.

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
        levers = dict.fromkeys(placed.lever.id for placed in self._placed)
        numbered = list(enumerate(self._placed))
        self._groups = [[one for one in numbered if one[1].lever.id == lever] for lever in levers]

    def on(self, day: int) -> bool:
        """Bring the institutions to the state of a day; says whether anything was written."""
        shares = self._shares_on(day)
        if shares == self._shares:
            return False
        self._shares = shares
        for column, base in self._base.items():
            _live(self._institutions, column)[...] = base
        in_force = [self._in_force(group, shares) for group in self._groups]
        for group in in_force:
            self._apply_in_turn(group)
        write_burdens(
            self._institutions,
            [(p.lever, p.rows, p.units * share) for group in in_force for p, share in _charged(group)],
        )
        return True

    def costs(self, first: int, end: int) -> dict[str, Cost]:
        """Return what each lever costs from day `first` until before day `end`.

        What is paid once falls due as a lever comes to cover more than it ever did; levers in force before the run were
        paid for earlier.
        """
        before = self._shares_on(first - 1) if first > 0 else self._opening_shares()
        days = [self._shares_on(day) for day in range(first, end)]
        total = {}
        for group in self._groups:
            lever = group[0][1].lever
            paid = units = _units(self._in_force(group, before))
            yuan, hours, last = 0.0, 0.0, before
            for shares in days:
                if shares != last:
                    units, last = _units(self._in_force(group, shares)), shares
                yuan += max(0.0, units - paid) * lever.cost.once + units * lever.cost.a_year / DAYS_A_YEAR
                hours += units * lever.cost.hours_a_year / DAYS_A_YEAR
                paid = max(paid, units)
            total[lever.id] = Cost(yuan, hours)
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

    def _in_force(self, group: "_Group", shares: tuple[float, ...]) -> "_InForce":
        return [(placed, shares[number]) for number, placed in group if shares[number] > 0.0]

    def _apply_in_turn(self, group: "_InForce") -> None:
        """Apply the doses of one lever; where a later one covers what an earlier one does, it goes over to it."""
        columns = _columns(group[0][0].lever) if group else []
        start = [_live(self._institutions, column).copy() for column in columns] if len(group) > 1 else []
        for number, (placed, share) in enumerate(group):
            if any(_overlap(placed, earlier) for earlier, _ in group[:number]):
                self._go_over(placed, share, group[:number], start)
            else:
                self._apply(placed, share)

    def _go_over(self, placed: _Placed, share: float, earlier: "_InForce", start: list[NDArray[np.float64]]) -> None:
        """Move the columns a share of the way from what earlier doses made of them to what holds afterwards.

        That is this dose in its rows, and the earlier ones in the rows that it does not cover.
        """
        lever, columns = placed.lever, _columns(placed.lever)
        if lever.covers:
            self._apply(placed, share)
            return
        now = [_live(self._institutions, column).copy() for column in columns]
        for column, old in zip(columns, start, strict=True):
            _live(self._institutions, column)[...] = old
        rest = [(replace(one, rows=np.setdiff1d(one.rows, placed.rows)), its) for one, its in earlier]
        self._apply_in_turn([(one, its) for one, its in rest if len(one.rows)])
        lever.apply(self._institutions, placed.rows, placed.item.intensity)
        for column, was in zip(columns, now, strict=True):
            live = _live(self._institutions, column)
            live[...] = was + share * (live - was)

    def _apply(self, placed: _Placed, share: float) -> None:
        """Apply one dose, a share of the way from what stands there."""
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


_Group = list[tuple[int, _Placed]]
"""The items of one lever, with their numbers in the policy, in order of start."""
_InForce = list[tuple[_Placed, float]]
"""Items of one lever that are in force, each with the share to which it is."""


def _overlap(one: _Placed, other: _Placed) -> bool:
    return bool(np.isin(one.rows, other.rows).any())


def _charged(group: _InForce) -> _InForce:
    """Return the items of a lever that are paid for: each place once, where one goes over to another the dearer."""
    if any(_overlap(one, other) for number, (one, _) in enumerate(group) for other, _ in group[:number]):
        return [max(group, key=lambda one: one[0].units * one[1])]
    return group


def _units(group: _InForce) -> float:
    return sum(placed.units * share for placed, share in _charged(group))


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
