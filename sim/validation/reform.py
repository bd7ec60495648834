"""What years after a reform show: SF03 closing and solving part, SF04 gains that saturate, SF05 more contacts."""

import math
from collections.abc import Mapping

import pandas as pd

from sim.validation.history import CLOSURE, OUTCOMES, UNREFORMED, History, Years

FEWEST = 100
"""Closings of a year, and ratings, below which a share says nothing."""
EARLY, LATE = 3, 5
"""Years after the reform: the third is reached fast, the fifth slowly."""


def rates(years: Years) -> pd.DataFrame:
    """Return in per cent, by year: formal closure, resolution as reported and true, satisfied; NaN where few."""
    closed = years.closed.where(years.closed >= FEWEST)
    rated = years.rated.where(years.rated >= FEWEST)
    return 100.0 * pd.DataFrame(
        {
            "formal_closure": closed / years.due,
            "reported": years.solved_reported / closed,
            "true": years.solved_true / closed,
            "satisfied": years.satisfied / rated,
        }
    )


def they_part_further(history: History) -> Mapping[str, float]:
    """SF03: where only closing on time is scored, closing and solving part further than without."""
    scored, as_it_was = rates(history[CLOSURE]), rates(history[UNREFORMED])
    if len(scored) < 2 or len(as_it_was) < 2:
        return {}
    gap, before = ((one.formal_closure - one.true).loc[1] for one in (scored, as_it_was))
    return {
        "gap_widened": float(gap - before),
        "gap_scored": float(gap),
        "formal_closure_scored": float(scored.formal_closure[1]),
        "resolved_scored": float(scored.true[1]),
    }


def gains_saturate(history: History) -> Mapping[str, float]:
    """SF04: once outcomes are scored, resolution as reported rises fast, then slowly; satisfaction stays above it."""
    each = rates(history[OUTCOMES])
    found = {
        f"{name}_{year}": float(each[name][year])
        for name in ("reported", "true", "satisfied")
        for year in (0, EARLY, LATE)
        if year < len(each)
    }
    after = [history[world].burden[1 : LATE + 1].sum() for world in (OUTCOMES, UNREFORMED)]
    if len(each) > EARLY and after[1] > 0.0:
        found["burden_net"] = 100.0 * float(after[0] / after[1] - 1.0)
    if len(each) > EARLY:
        found["missing_gained"] = _share(each.reported[EARLY] - each.reported[0], 100.0 - each.reported[0])
        lead = (each.satisfied - each.reported)[: LATE + 1]
        found["least_lead"], found["most_lead"] = (float(lead.min(skipna=False)), float(lead.max(skipna=False)))
    if len(each) > LATE:
        early = (each.reported[EARLY] - each.reported[0]) / EARLY
        late = (each.reported[LATE] - each.reported[EARLY]) / (LATE - EARLY)
        found["late_to_early"] = float(late / early) if early > 0.0 else math.nan
    return found


def _share(part: float, whole: float) -> float:
    return 100.0 * float(part / whole) if whole > 0.0 else math.nan


def volume(history: History) -> pd.Series:
    """Return contacts by year of the world in which outcomes are scored, the year before the reform being 1."""
    contacts = history[OUTCOMES].contacts
    index: pd.Series = contacts / contacts[0]
    return index


def demand_grows(history: History) -> Mapping[str, float]:
    """SF05: after the reform contacts multiply."""
    contacts = history[OUTCOMES].contacts
    if len(contacts) <= LATE - 1 or contacts[0] < FEWEST:
        return {}
    due = history[OUTCOMES].due
    index, years = volume(history), [year for year in (LATE - 1, LATE) if year < len(contacts)]
    without = history[UNREFORMED].contacts
    return {
        "volume": float(index[years].mean()),
        "volume_first": float(index[1]),
        "volume_net": float(contacts[years].sum() / without[years].sum()),
        "recorded": float(due[years].mean() / due[0]) if due[0] else math.nan,
    }
