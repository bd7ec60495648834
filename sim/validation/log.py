"""What is kept of a run's log of tickets: first words about a trouble, and official reports."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.grievance.ticket import TICKET, Outcome

FIRST_WORD = np.dtype([("delay", "f4"), ("community", "i4"), ("compound", "i4"), ("category", "i2")])
"""A resident's first word about a trouble: hours since its onset, where, about what."""
_AS_LOGGED = (
    "trouble", "reported", "closed", "deadline", "resident", "category", "outcome", "solved_true", "solved_reported",
    "rating",
)  # fmt: skip
REPORT = np.dtype([(name, TICKET[name]) for name in _AS_LOGGED])
"""An official ticket, or a contact that was joined to one, as the log has it (`sim.grievance.ticket.TICKET`)."""


class TicketLog:
    """Takes the log of tickets (`sim.measure.record.Sink`) and keeps what facts need of it."""

    def __init__(self) -> None:
        self._words: list[NDArray[np.void]] = []
        self._reports: list[NDArray[np.void]] = []

    def take(self, tickets: NDArray[Any], handovers: NDArray[Any]) -> None:
        """Keep what is needed of a day's rows; what is said again of an old trouble is no first word."""
        first = tickets[(tickets["repeated"] == 0) & (tickets["reported"] >= tickets["onset"])]
        words = np.empty(len(first), dtype=FIRST_WORD)
        words["delay"] = first["reported"] - first["onset"]
        for name in ("community", "compound", "category"):
            words[name] = first[name]
        self._words.append(words)
        official = tickets[tickets["official"] != 0]
        reports = np.empty(len(official), dtype=REPORT)
        for name in _AS_LOGGED:
            reports[name] = official[name]
        self._reports.append(reports)

    def take_troubles(self, troubles: NDArray[Any]) -> None:
        """Facts need no row of a trouble."""

    def first_words(self) -> NDArray[np.void]:
        """Return all recorded first words, official or not (`FIRST_WORD`)."""
        return _joined(self._words, FIRST_WORD)

    def reports(self) -> NDArray[np.void]:
        """Return all official reports (`REPORT`), in the order in which they were logged."""
        return _joined(self._reports, REPORT)


def _joined(parts: list[NDArray[np.void]], kind: np.dtype[Any]) -> NDArray[np.void]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=kind)


def is_merged(reports: NDArray[np.void]) -> NDArray[np.bool_]:
    """Say of each report whether it was joined to another's ticket."""
    return np.asarray(reports["outcome"] == Outcome.MERGED)


def was_closed(reports: NDArray[np.void], by: float) -> NDArray[np.bool_]:
    """Say of each report whether it is a ticket of its own that was closed by an hour of the run."""
    ended = (reports["outcome"] != Outcome.OPEN) & ~is_merged(reports)
    return np.asarray(ended & (reports["closed"] >= 0.0) & (reports["closed"] <= by))
