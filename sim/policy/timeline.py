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
    """An item with the rows that it covers and the units that it is paid for.

    Attributes:
        each: units of each row; known only where another item of the lever covers some of them too.
    """

    item: PolicyItem
    lever: Lever
    rows: Rows
    units: float
    each: NDArray[np.float64] | None = None

    def without(self, rows: Rows) -> "_Placed":
        """Return it in the rows that are left."""
        kept = ~np.isin(self.rows, rows)
        if kept.all() or self.each is None:
            return self
        each = self.each[kept]
        return replace(self, rows=self.rows[kept], units=float(each.sum()), each=each)


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
        self._placed = _priced_apart([_place(item, institutions, seed) for item in items], institutions)
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
            [(p.lever, self._bearing(p, share), p.units * share) for group in in_force for p, share in _charged(group)],
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

    def _bearing(self, placed: _Placed, share: float) -> Rows:
        """Return the rows that bear its hours: those in which it is at work, all where in a small place none is."""
        working = placed.lever.at_work(self._institutions, placed.rows, placed.item.intensity * share)
        return working if len(working) else placed.rows

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
        self._apply_in_turn(_elsewhere(earlier, placed.rows))
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


def _elsewhere(group: _InForce, rows: Rows) -> _InForce:
    """Return items in the rows that are left of them; those of which none are left out."""
    left = [(placed.without(rows), share) for placed, share in group]
    return [(placed, share) for placed, share in left if len(placed.rows)]


def _charged(group: _InForce) -> _InForce:
    """Return what a lever is paid for: just what is in force, each place once.

    While a dose goes over to a later one, a share of each is paid for, as the columns are moved a share of the way. A
    lever that covers units is paid for by the dose that reaches more of them there.
    """
    if len(group) < 2:
        return group
    if group[0][0].lever.covers:
        found: _InForce = []
        for placed, share in sorted(group, key=lambda one: -one[0].item.intensity * one[1]):
            taken = np.concatenate([one.rows for one, _ in found]) if found else np.empty(0, dtype=np.int64)
            found += _elsewhere([(placed, share)], taken)
        return found
    *earlier, (last, share) = group
    if not any(_overlap(last, one) for one, _ in earlier):
        return [*_charged(earlier), (last, share)]
    before = [(placed, its * (1.0 - share)) for placed, its in _charged(earlier)]
    after = [(placed, its * share) for placed, its in _charged(_elsewhere(earlier, last.rows))]
    return [(placed, its) for placed, its in (*before, *after, (last, share)) if its > 0.0]


def _units(group: _InForce) -> float:
    return sum(placed.units * share for placed, share in _charged(group))


def _place(item: PolicyItem, institutions: Institutions, seed: int) -> _Placed:
    lever = LEVERS[item.lever]
    rows = covered(item.where, lever.table, institutions, seed, item.lever)
    return _Placed(item, lever, rows, lever.units_priced(institutions, rows, item.intensity))


def _priced_apart(placed: list[_Placed], institutions: Institutions) -> list[_Placed]:
    """Return items with the units of each row, where several of one lever cover it: a part of them may be paid for."""
    return [
        replace(one, each=_units_of_each(one, institutions))
        if any(one.lever is other.lever and one is not other and _overlap(one, other) for other in placed)
        else one
        for one in placed
    ]


def _units_of_each(one: _Placed, institutions: Institutions) -> NDArray[np.float64]:
    units = [
        one.lever.units_priced(institutions, one.rows[n : n + 1], one.item.intensity) for n in range(len(one.rows))
    ]
    return np.array(units, dtype=np.float64)


def _columns(lever: Lever) -> list[Column]:
    return [(table, column) for table, _, column in (name.partition(".") for name in lever.writes)]


def _live(institutions: Institutions, column: Column) -> NDArray[np.float64]:
    """Return the column itself, not a copy of it."""
    table: NDArray[np.float64] = getattr(institutions, column[0])[column[1]]
    return table
