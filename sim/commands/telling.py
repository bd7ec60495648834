"""A ticket's life as rows of a table: when, how long after the step before, what."""

import json
from pathlib import Path

import pandas as pd

from sim.report.names import category_names, channel_names, outcome_name
from sim.report.quantities import duration
from sim.report.story import shown_time, steps_of
from sim.results.life import File
from sim.text import Language, text

Row = tuple[str, str, str]


def title_of(run: Path, file: File, lang: Language) -> str:
    """Return a heading: which ticket, about what, where."""
    code = str(file.ticket.community_code)
    found = pd.read_parquet(run / "communities.parquet", columns=["name", "street"], filters=[("code", "==", code)])
    place = " ".join(found.iloc[0][["street", "name"]])
    category = category_names(lang)[file.ticket.category]
    return text("trace.title", lang, ticket=file.ticket.ticket, category=category, place=place)


def story_rows(run: Path, file: File, lang: Language) -> list[Row]:
    """Return the steps of a ticket in order of time, with the time that each was waited for."""
    rows, before = [], None
    for time, words in sorted(steps_of(file, _end_of(run), lang), key=lambda step: step[0]):
        waited = "" if before is None or time == before else _after(time - before, lang)
        rows.append((shown_time(time), waited, words))
        before = time
    return rows


def other_rows(file: File, lang: Language) -> list[tuple[str, ...]]:
    """Return a row for each other ticket about the same trouble."""
    channels = channel_names(lang)
    return [
        (shown_time(one.reported), str(one.ticket), channels[str(one.channel)], outcome_name(str(one.outcome), lang))
        for one in file.others.itertuples()
    ]


def _after(waited: pd.Timedelta, lang: Language) -> str:
    return text("trace.after", lang, time=duration(waited.total_seconds() / 3600.0, lang))


def _end_of(run: Path) -> pd.Timestamp:
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    return pd.Timestamp(summary["start"]) + pd.Timedelta(days=summary["days"])
