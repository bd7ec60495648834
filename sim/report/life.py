"""The life of one ticket, in words."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.report.folder import Run
from sim.report.names import category_names, channel_names, level_name, outcome_name, reason_name
from sim.report.quantities import duration
from sim.text import Language, text

MOST_EVENTS = 40


@dataclass(frozen=True, slots=True)
class Event:
    """A step in the life of a ticket: hours since it was reported, at which level it is then, and the words."""

    hours: float
    level: str
    words: str

    def when(self, lang: Language) -> str:
        """Return how long after the report it was."""
        return text("report.after", lang, time=duration(self.hours, lang)) if self.hours > 0.0 else ""


@dataclass(frozen=True, slots=True)
class Life:
    """A ticket and its steps: the first is its report, the last its closing.

    Attributes:
        unshown: how many steps of a long life are left out before the last.
    """

    ticket: int
    title: str
    events: tuple[Event, ...]
    unshown: int
    solved: bool

    @property
    def hours(self) -> float:
        """Return how long it took."""
        return self.events[-1].hours


def typical_and_longest(run: Run) -> list[tuple[str, int]]:
    """Return ("typical", ticket) and ("longest", ticket): of the closed tickets, nearest the median and slowest.

    The typical one has changed hands, if any has; where they are the same ticket, only the typical one is returned.
    """
    closed = run.official
    closed = closed[closed.is_closed]
    if closed.empty:
        return []
    middle = closed.hours.median()
    most = min(2, int(closed.handovers.max()))
    moved = closed[(closed.handovers >= most) & (closed.outcome == "solved")]
    moved = moved if len(moved) else closed[closed.handovers >= most]
    typical = int(moved.ticket.iloc[int((moved.hours - middle).abs().to_numpy().argmin())])
    longest = int(closed.ticket.iloc[int(closed.hours.to_numpy().argmax())])
    return [("typical", typical)] + ([("longest", longest)] if longest != typical else [])


def life_of(run: Run, ticket: int, nodes: dict[str, str], lang: Language) -> Life:
    """Tell the life of a closed ticket.

    Args:
        nodes: names of the graph's nodes.
    """
    facts = run.tickets[run.tickets.ticket == ticket].iloc[0]
    moves = list(run.handovers_of([ticket]).itertuples())
    category = category_names(lang).get(str(facts.category), str(facts.category))
    channel = channel_names(lang).get(str(facts.channel), str(facts.channel))
    events = [Event(0.0, "resident", text("report.step_told", lang, channel=channel))]
    events += [
        Event(_hours(move.time, facts), str(move.to_level), _moved(move, nodes, lang)) for move in moves[:MOST_EVENTS]
    ]
    ended = text(
        "report.step_closed", lang, level=level_name(str(facts.level), lang), outcome=outcome_name(facts.outcome, lang)
    )
    if facts.rating == facts.rating and facts.rating > 0:
        ended += text("report.step_rated", lang, rating=int(facts.rating))
    hours = _hours(facts.closed, facts)
    events.append(Event(hours, str(facts.level), ended))
    title = text("report.life_title", lang, category=category, ticket=ticket, time=duration(hours, lang))
    return Life(ticket, title, tuple(events), max(0, len(moves) - MOST_EVENTS), bool(facts.solved_true))


def _hours(time: Any, facts: Any) -> float:
    passed: pd.Timedelta = time - facts.reported
    return max(0.0, passed.total_seconds() / 3600.0)


def _moved(move: Any, nodes: dict[str, str], lang: Language) -> str:
    """Say who handed it to whom, and why."""
    target = _who(move.to_level, move.to_node, move.to_desk, nodes, lang)
    if move.reason == "dispatched":
        return text("report.step_dispatched", lang, target=target)
    source = _who(move.from_level, move.from_node, move.from_desk, nodes, lang)
    reason = reason_name(str(move.reason), lang)
    if source == target:
        return text("report.step_resumed", lang, source=source, reason=reason)
    return text("report.step_moved", lang, source=source, target=target, reason=reason)


def _who(level: Any, node: Any, desk: Any, nodes: dict[str, str], lang: Language) -> str:
    where = text("report.volunteers", lang) if desk == "volunteers" else level_name(str(level), lang)
    name = nodes.get(str(node))
    return text("report.who", lang, level=where, name=name) if name else where
