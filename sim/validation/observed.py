"""What one run shows of itself to whoever compares it with a city."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.agents.community import CommunityKind
from sim.agents.compound import CompoundKind
from sim.grievance.deadline import DEADLINE_HOURS
from sim.grievance.tally import TALLY
from sim.model import GovernanceModel
from sim.validation.log import TicketLog


@dataclass(frozen=True, eq=False)
class Observed:
    """The measured time of one run.

    Attributes:
        first_hour: of the measured time, in hours of the run.
        tickets: the official ones (`Waiting.table`).
        ripe: which of them were past any deadline at the end, so that "on time" is known of all alike; petitions have
            two months, and only those that are still open are left out.
        counts: sums over communities of `sim.grievance.tally.TALLY`.
        daily: one row a day (index: date) of `DAY`; `backlog` is what was open at the midnight before, `usual` tells
            weekdays that are worked and weekends that are not from holidays and the days that make up for them.
        tickets_by_community: official tickets, by urban community: the fact is of a town, where no place is a village.
        first_words: table of `FIRST_WORD`.
        reports: table of `REPORT`.
        contacts: official ones by resident; contacts_by_building: the same, summed.
        burnout: of each worker in post at the end, 0-1, in urban communities as in the sources; from `burnout_cut` on a
            worker is burnt out.
        old_share: by worker, of the community's residents who live in old compounds.
        items_each: by worker, administrative items of the community for each of its workers in post.
    """

    days: int
    first_hour: float
    categories: int
    tickets: NDArray[np.void]
    ripe: NDArray[np.bool_]
    counts: dict[str, float]
    daily: pd.DataFrame
    tickets_by_community: NDArray[np.float64]
    first_words: NDArray[np.void]
    reports: NDArray[np.void]
    contacts: NDArray[np.int64]
    contacts_by_building: NDArray[np.float64]
    burnout: NDArray[np.float64]
    burnout_cut: float
    old_share: NDArray[np.float64]
    items_each: NDArray[np.float64]


def observed(model: GovernanceModel, log: TicketLog) -> Observed:
    """Return what a run that is over has shown.

    Args:
        log: was the sink of its record.
    """
    world, record = model.world, model.record
    tickets = record.waiting.table()
    people = world.residents
    contacts = people.contacts.astype(np.int64)
    urban = world.communities.kind == CommunityKind.URBAN
    present = world.workers[(world.workers.present != 0) & urban[world.workers.community]]
    hands = np.bincount(present.community, minlength=len(urban))
    return Observed(
        days=model.scenario.days,
        first_hour=float(world.span[0]),
        categories=len(world.categories),
        tickets=tickets,
        ripe=(tickets["reported"] + DEADLINE_HOURS[world.categories.deadline].max() <= world.span[1]) & tickets["due"],
        counts={name: float(world.tallies[name].sum()) for name in TALLY.names or ()},
        daily=_daily(model),
        tickets_by_community=world.tallies.tickets[urban].astype(np.float64),
        first_words=log.first_words(),
        reports=log.reports(),
        contacts=contacts,
        contacts_by_building=_sums(people.building, contacts, len(world.buildings)),
        burnout=present.burnout.astype(np.float64),
        burnout_cut=float(world.rules[0].burnout_cut),
        old_share=_old_share(model)[present.community],
        items_each=(world.communities.work_items / np.maximum(1, hands))[present.community],
    )


def _daily(model: GovernanceModel) -> pd.DataFrame:
    """Return the days of the measured time, each with the backlog that it began with."""
    warmup = model.scenario.warmup
    daily = model.record.daily()
    daily["backlog"] = daily.open_tickets.shift(1, fill_value=0.0)
    dates = pd.DatetimeIndex([model.first_day + timedelta(days=day) for day in range(len(daily))])
    daily["usual"] = (dates.dayofweek < 5) == model.world.working[: len(daily)]
    return daily.set_index(dates).iloc[warmup:]


def _old_share(model: GovernanceModel) -> NDArray[np.float64]:
    """Return by community the share of residents in old compounds."""
    compounds, n = model.world.compounds, len(model.world.communities)
    old = np.where(compounds.kind == CompoundKind.OLD, compounds.resident_n, 0)
    lived = _sums(compounds.community, compounds.resident_n, n)
    return _sums(compounds.community, old, n) / np.maximum(lived, 1.0)


def _sums(of: NDArray[Any], values: NDArray[Any], n: int) -> NDArray[np.float64]:
    """Return the sum of values over each of n groups."""
    return np.bincount(of, weights=values, minlength=n).astype(np.float64)
