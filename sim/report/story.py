"""A ticket's life, step by step: when, and what."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.report.names import channel_names, level_name, reason_name
from sim.results.life import File
from sim.text import Language, text

Step = tuple[pd.Timestamp, str]


def steps_of(file: File, end: pd.Timestamp, lang: Language) -> Iterator[Step]:
    """Yield what happened to a ticket; steps of the same second in the order in which they are told.

    Args:
        end: of the run.
    """
    ticket = file.ticket
    began = "trace.onset_many" if ticket.collective else "trace.onset"
    yield ticket.onset, text(began, lang, severity=f"{ticket.severity:.2f}")
    channel = channel_names(lang)[ticket.channel]
    if ticket.outcome == "merged":  # has no clock, no desk and no end of its own
        joined = text("trace.merged", lang, ticket=ticket.merged_into)
        yield ticket.reported, text("trace.stays", lang, source=channel, reason=joined)
        return
    if ticket.official:
        yield ticket.reported, text("trace.told", lang, channel=channel, deadline=shown_time(ticket.deadline))
    else:
        yield ticket.reported, text("trace.told_informal", lang, channel=channel)
    for move in file.moves.itertuples():
        yield max(move.time, ticket.reported), _moved(move, file.names, lang)
    if pd.notna(ticket.first_response):
        yield ticket.first_response, text("trace.taken_up", lang)
    last = end if pd.isna(ticket.closed) else ticket.closed
    if pd.notna(ticket.deadline) and ticket.deadline < last:
        yield ticket.deadline, text("trace.overdue", lang)
    if ticket.reopened and file.moves.empty:
        yield last, text("trace.reopened", lang, times=ticket.reopened)
    yield from _ending(ticket, end, lang)


def _ending(ticket: Any, end: pd.Timestamp, lang: Language) -> Iterator[Step]:
    level = level_name(str(ticket.level), lang)
    if pd.isna(ticket.closed):
        yield end, text("trace.open", lang, level=level)
    else:
        reported, true = (_solved(flag, lang) for flag in (ticket.solved_reported, ticket.solved_true))
        if ticket.outcome == "lapsed":
            true = text("trace.lapsed", lang)
        yield ticket.closed, text("trace.closed", lang, level=level, reported=reported, true=true)
        rated = pd.notna(ticket.rating)
        yield (
            ticket.closed,
            text("trace.rated", lang, rating=f"{ticket.rating:.0f}") if rated else text("trace.not_rated", lang),
        )


def _moved(move: Any, names: dict[str, str], lang: Language) -> str:
    target = _who(move.to_level, move.to_node, move.to_desk, names, lang)
    if pd.isna(move.from_node):
        return text("trace.sent", lang, target=target)
    source, reason = _who(move.from_level, move.from_node, move.from_desk, names, lang), reason_name(move.reason, lang)
    if source == target:
        return text("trace.stays", lang, source=source, reason=reason)
    return text("trace.moved", lang, source=source, target=target, reason=reason)


def _who(level: str, node: str, desk: str, names: dict[str, str], lang: Language) -> str:
    where = text("report.volunteers", lang) if desk == "volunteers" else level_name(level, lang)
    return text("report.who", lang, level=where, name=names.get(node, node))


def _solved(flag: bool, lang: Language) -> str:
    return text("trace.solved" if flag else "trace.not_solved", lang)


def shown_time(time: Any) -> str:
    """Return a time as people read it, to the minute."""
    return pd.Timestamp(time).strftime("%Y-%m-%d %H:%M")
