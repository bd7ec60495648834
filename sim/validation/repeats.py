"""Who reports again: SF05, a second report after a first that was solved, or was not."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.validation.log import was_closed
from sim.validation.observed import Observed

WINDOW = 24.0 * 182
"""Hours after the first closing in which a second report counts: half a year, the same for all."""
FEWEST = 100
"""First reports, solved or not, below which a share says nothing."""

FIRST_REPORT = np.dtype([("category", "i2"), ("solved", "?"), ("other", "?"), ("any", "?")])
"""A resident's first report: truly solved or not; followed by one about another trouble, or about any."""


def first_reports(seen: Observed) -> NDArray[np.void]:
    """Return the first report of each resident that was closed a whole window before the end (`FIRST_REPORT`).

    What a resident reports between the first report and its closing does not hang on how that ended, and is left out.
    """
    reports = seen.reports[np.lexsort((seen.reports["reported"], seen.reports["resident"]))]
    _, where, whose = np.unique(reports["resident"], return_index=True, return_inverse=True)
    first = reports[where]
    closed = first["closed"][whose]
    later = (reports["reported"] > closed) & (reports["reported"] <= closed + WINDOW)
    later[where] = False
    found = np.empty(len(first), dtype=FIRST_REPORT)
    found["category"], found["solved"] = first["category"], first["solved_true"] != 0
    found["any"] = np.bincount(whose, weights=later, minlength=len(first)) > 0
    later &= reports["trouble"] != first["trouble"][whose]
    found["other"] = np.bincount(whose, weights=later, minlength=len(first)) > 0
    return found[was_closed(first, seen.first_hour + 24.0 * seen.days - WINDOW)]


def second_reports_follow(seen: Observed) -> Mapping[str, float]:
    """SF05: whose first trouble was solved reports others more often."""
    first = first_reports(seen)
    solved, unsolved = first[first["solved"]], first[~first["solved"]]
    if min(len(solved), len(unsolved)) < FEWEST:
        return {}
    return {
        "repeat_gain": _gain(solved["other"].mean(), unsolved["other"].mean()),
        "again_solved": 100.0 * float(solved["other"].mean()),
        "again_unsolved": 100.0 * float(unsolved["other"].mean()),
        "repeat_gain_within": within_categories(first),
        "repeat_gain_any": _gain(solved["any"].mean(), unsolved["any"].mean()),
    }


def within_categories(first: NDArray[np.void]) -> float:
    """Return by how much (per cent) a solved first report raises the chance of another within its category.

    The ratio of risks pooled over categories (Mantel and Haenszel 1959); NaN where nobody reports again.
    """
    n = int(first["category"].max(initial=0)) + 1
    solved, again = first["solved"], first["other"]
    of = np.bincount(first["category"], minlength=n)
    n_solved = np.bincount(first["category"], weights=solved, minlength=n)
    again_solved = np.bincount(first["category"], weights=solved & again, minlength=n)
    again_unsolved = np.bincount(first["category"], weights=~solved & again, minlength=n)
    each = np.maximum(1, of)
    return _gain(float((again_solved * (of - n_solved) / each).sum()), float((again_unsolved * n_solved / each).sum()))


def _gain(with_it: float, without: float) -> float:
    return 100.0 * (float(with_it) / float(without) - 1.0) if without > 0.0 else float("nan")
