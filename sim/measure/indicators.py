"""Indicators of a run, for an area and for each community, as `definitions.csv` defines them."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.agents.community import admin_share
from sim.agents.upkeep import trust_of_community
from sim.grievance.tally import TALLY
from sim.measure.inequality import gini
from sim.measure.record import Record
from sim.measure.survival import quantiles

Counts = dict[str, float]


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class Stock:
    """What is read off the tables at the last midnight, for one area."""

    residents: int
    years: float
    trust: float
    workers: int
    burnt_out: int
    admin_hours: float
    post_hours: float
    registered_volunteers: int
    active_volunteers: int
    billed: float
    paid: float


def _from_counts(n: Counts, stock: Stock) -> dict[str, float]:
    """Every indicator that is a ratio of counts."""
    return {
        "troubles": n["troubles"],
        "voiced_share": _share(n["voiced"], n["troubles"]),
        "informal_share": _share(n["informal"], n["troubles"]),
        "silent_share": _share(n["silent"], n["troubles"]),
        "contacts": n["contacts"],
        "enquiry_share": _share(n["enquiries"], n["contacts"]),
        "tickets": n["tickets"],
        "merged_share": _share(n["merged"], n["tickets"] + n["merged"]),
        "response_rate": _share(n["responded"], n["tickets"]),
        "on_time_rate": _share(n["on_time"], n["due"]),
        "closure_rate": _share(n["closed"], n["tickets"]),
        "resolution_rate_reported": _share(n["solved_reported"], n["closed"]),
        "resolution_rate_true": _share(n["solved_true"], n["closed"]),
        "pseudo_closure_share": _share(n["pseudo"], n["closed"]),
        "satisfaction": (_share(n["rating_sum"], n["ratings"]) - 1.0) / 4.0,
        "satisfaction_true": _share(n["satisfaction_sum"], n["judged"]),
        "rating_response_rate": _share(n["ratings"], n["asked"]),
        "local_share": _share(n["local"], n["closed"]),
        "escalation_rate": _share(n["escalated"], n["tickets"]),
        "misroute_rate": _share(n["misrouted"], n["tickets"]),
        "reopen_rate": _share(n["reopened"], n["tickets"]),
        "repeat_rate": _share(n["repeats"], n["tickets"]),
        "petitions_per_10k": 10_000.0 * _share(n["petitions"], stock.residents * stock.years),
        "mean_trust": stock.trust,
        "burden_per_resident": _share(n["burden"], stock.residents * stock.years),
        "worker_burnout_share": _share(stock.burnt_out, stock.workers),
        "admin_hours_share": _share(stock.admin_hours, stock.post_hours),
        "registered_volunteers": float(stock.registered_volunteers),
        "active_volunteers": float(stock.active_volunteers),
        "volunteer_hours": n["volunteer_hours"],
        "worker_quit_rate": _share(n["quits"], n["post_months"] / 12.0),
        "fee_collection_rate": _share(stock.paid, stock.billed),
        "firms_exited": n["firms_left"],
        "firms_dismissed": n["firms_dismissed"],
        "backlog_end": n["tickets"] - n["closed"],
    }


def _stocks(record: Record) -> pd.DataFrame:
    """One row a community of what `Stock` needs."""
    world = record.world
    rules = world.rules[0]
    n = len(world.communities)
    present = world.workers.present != 0
    in_post = np.bincount(world.workers.community[present], minlength=n)
    burnt = np.bincount(world.workers.community[present & (world.workers.burnout >= rules.burnout_cut)], minlength=n)
    compounds, volunteers = world.compounds, world.volunteers
    return pd.DataFrame(
        {
            "residents": world.communities.resident_n.astype(int),
            "trust_sum": [sum(trust_of_community(world, row, record.last_day)) / 3.0 for row in range(n)],
            "workers": in_post,
            "burnt_out": burnt,
            "admin_hours": [
                admin_share(community, posts, rules) * posts
                for community, posts in zip(world.communities, in_post.tolist(), strict=True)
            ],
            "registered_volunteers": np.bincount(volunteers.community, weights=volunteers.registered, minlength=n),
            "active_volunteers": np.bincount(volunteers.community, weights=volunteers.active, minlength=n),
            "billed": np.bincount(compounds.community, weights=compounds.billed, minlength=n),
            "paid": np.bincount(compounds.community, weights=compounds.paid, minlength=n),
        }
    )


def _stock(rows: pd.DataFrame, years: float) -> Stock:
    total = rows.sum()
    return Stock(
        residents=int(total.residents),
        years=years,
        trust=total.trust_sum / max(1, total.residents),
        workers=int(total.workers),
        burnt_out=int(total.burnt_out),
        admin_hours=float(total.admin_hours),
        post_hours=float(total.workers),
        registered_volunteers=int(total.registered_volunteers),
        active_volunteers=int(total.active_volunteers),
        billed=float(total.billed),
        paid=float(total.paid),
    )


def run_indicators(record: Record, days: int, cost_yuan: float) -> dict[str, float]:
    """Return every indicator of the whole area, in the order of the definitions.

    Args:
        days: of the measured time.
        cost_yuan: spent on levers in the measured time.
    """
    from sim.measure.definitions import definitions

    years = days / 365.0
    tallies = record.world.tallies
    counts = {name: float(tallies[name].sum()) for name in TALLY.names or ()}
    stock = _stock(_stocks(record), years)
    closed_in = tallies.closed > 0
    values = _from_counts(counts, stock) | _hours_to_close(record.waiting.table())
    values |= {
        "cost_yuan_per_resident": _share(cost_yuan, stock.residents * years),
        "gini_tickets_community": gini(tallies.tickets),
        "gini_resolution_community": gini(tallies.solved_true[closed_in] / tallies.closed[closed_in]),
    }
    return {name: values[name] for name in definitions()}


def community_indicators(record: Record, days: int) -> pd.DataFrame:
    """Return one row a community with every indicator that can be had there: all but inequality and cost."""
    years = days / 365.0
    tallies = record.world.tallies
    stocks = _stocks(record)
    waiting = record.waiting.table()
    waiting = waiting[np.argsort(waiting["community"], kind="stable")]
    ends = np.searchsorted(waiting["community"], np.arange(len(tallies) + 1))
    rows = []
    for row, (first, last) in enumerate(pairwise(ends.tolist())):
        counts = {name: float(tallies[row][name]) for name in TALLY.names or ()}
        rows.append(_from_counts(counts, _stock(stocks.iloc[[row]], years)) | _hours_to_close(waiting[first:last]))
    return pd.DataFrame(rows)


def _hours_to_close(waiting: NDArray[np.void]) -> dict[str, float]:
    median, late = quantiles(waiting["hours"], waiting["closed"], (0.5, 0.9))
    return {"hours_to_close_median": median, "hours_to_close_p90": late}
