"""A record of arrivals: reading it, what may be wrong with it, and what it lets arrive in a run."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sim.agents.responses import Response
from sim.grievance.block import CANDIDATES_A_DAY
from sim.grievance.category import load_categories
from sim.grievance.channel import load_channels
from sim.grievance.trace import TRACED
from sim.scenario.error import ScenarioError
from sim.text.problem import Mark, Phrase, Problem, nearest, phrase

COLUMNS = ("reported", "community_code", "category", "channel")
SHOWN = 5
"""How many of the names that are not known a message gives."""
_HOUR = np.timedelta64(1, "h") / np.timedelta64(1, "us")
_DAY = np.timedelta64(1, "D")
Arrivals = tuple[np.recarray, NDArray[np.int64]]
"""Rows (`sim.grievance.trace.TRACED`) by day, community and hour; the first of each day and community, and the end."""
Mistake = tuple[Phrase, Phrase | None, tuple[str, ...]]
"""What is wrong, what is allowed, the nearest valid names."""


class Trace(NamedTuple):
    """The rows of a record that came through an official channel, in the order of the file.

    Attributes:
        reported: `datetime64[us]`, local time.
        community: of each, its position in `codes`.
        category, channel: rows of their tables.
    """

    reported: NDArray[np.datetime64]
    community: NDArray[np.int32]
    codes: tuple[str, ...]
    category: NDArray[np.int32]
    channel: NDArray[np.int32]


def read_trace(path: Path) -> Trace:
    """Read a record.

    Raises:
        ScenarioError: everything that is wrong with the file by itself.
    """
    trace, mistakes = _read_as_it_is(path)
    if trace is None:
        raise ScenarioError([Problem(Mark(path.name), ("trace",), *mistake) for mistake in mistakes])
    return trace


def mistakes_of_trace(
    path: Path, known: Collection[str], inside: Collection[str] | None, span: tuple[date, date] | None
) -> list[Mistake]:
    """Return what is wrong with a record, by itself and for a run.

    Args:
        known: codes of all communities of the city.
        inside: of those in the run's area; None if that is not known.
        span: first measured day, and the one after the last; None if that is not known.
    """
    trace, mistakes = _read_as_it_is(path)
    if trace is None:
        return list(mistakes)
    found: list[Mistake] = []
    strange = sorted(set(trace.codes) - set(known))
    if strange:
        found.append(_told("trace.unknown_communities", count=len(strange), which=_some(strange)))
    if inside is not None:
        of_area = np.isin(np.array(trace.codes), list(inside))[trace.community]
        days = trace.reported.astype("datetime64[D]")
        if not of_area.any():
            found.append(_told("trace.none_inside"))
        elif span is not None and not ((days[of_area] >= np.datetime64(span[0])) & (days[of_area] < span[1])).any():
            ends = {"first": span[0], "last": span[1] - timedelta(days=1), "low": days.min(), "high": days.max()}
            found.append(_told("trace.none_in_time", **ends))
        found += _too_many(trace, days)
    return found


def arrivals(trace: Trace, communities: Sequence[str], start: date, warmup: int, days: int) -> Arrivals:
    """Return what a record lets arrive in a run.

    Days of the warm-up before the record's first day get its days in turn from its start, so that offices come to the
    measured time with a like load; what lies before it in the measured time, and after its last day, stays empty.

    Args:
        communities: codes, in the order of the run's rows.
    """
    first_day, last_day, n = np.datetime64(start) - warmup * _DAY, warmup + days, len(communities)
    dates = trace.reported.astype("datetime64[D]")
    row_of = {code: row for row, code in enumerate(communities)}
    rows = np.array([row_of.get(code, -1) for code in trace.codes], dtype=np.int64)[trace.community]
    nth = ((dates - dates.min()) // _DAY).astype(np.int64)  # day of the record
    ahead, length = int((dates.min() - first_day) // _DAY), int(nth.max()) + 1
    mine = np.flatnonzero((rows >= 0) & (nth + ahead >= 0) & (nth + ahead < last_day))
    which, when = [mine], [nth[mine] + ahead]
    in_turn = np.argsort(np.where(rows >= 0, nth, length), kind="stable")
    begins = np.searchsorted(np.where(rows >= 0, nth, length)[in_turn], np.arange(length + 1))
    for day in range(min(max(ahead, 0), warmup)):
        again = in_turn[begins[day % length] : begins[day % length + 1]]
        which.append(again)
        when.append(np.full(len(again), day))
    taken, day_of = np.concatenate(which), np.concatenate(when)
    hour_of = ((trace.reported - dates) / np.timedelta64(1, "us"))[taken] / _HOUR
    order = np.lexsort((taken, hour_of, rows[taken], day_of))
    taken, day_of, hour_of = taken[order], day_of[order], hour_of[order]
    table = np.zeros(len(taken), TRACED).view(np.recarray)
    table.hour = 24.0 * day_of + hour_of
    table.category, table.channel = trace.category[taken], trace.channel[taken]
    counts = np.bincount(day_of * n + rows[taken], minlength=last_day * n)
    return table, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _read_as_it_is(path: Path) -> tuple[Trace | None, tuple[Mistake, ...]]:
    """Read a file, or remember it if it has not changed."""
    try:
        state = path.stat()
    except OSError as error:
        return None, (_told("problem.unreadable", reason=error.strerror or ""),)
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, _size: int) -> tuple[Trace | None, tuple[Mistake, ...]]:
    """Return the record, or all that is wrong with it by itself."""
    try:
        schema = pq.read_schema(path)
        missing = [name for name in COLUMNS if name not in schema.names]
        if missing:
            return None, (_told("trace.columns_missing", names=", ".join(missing)),)
        table = pq.ParquetFile(path, read_dictionary=list(COLUMNS[1:])).read(list(COLUMNS))
    except (OSError, pa.ArrowException) as error:
        return None, (_told("trace.not_parquet", reason=str(error).splitlines()[0].partition(". ")[0]),)
    mistakes = _empty(table) if len(table) == 0 else _wrong_types(schema) or _empty(table)
    if mistakes:
        return None, tuple(mistakes)
    codes, community = _coded(table["community_code"])
    categories, category = _coded(table["category"])
    channels, channel = _coded(table["channel"])
    ids, official = load_categories().ids, load_channels()
    ways = official.ids[Response.FIRM_DESK :]
    mistakes = [*_unknown("category", categories, ids), *_unknown("channel", channels, ways)]
    if mistakes:
        return None, tuple(mistakes)
    of_category = np.array([ids.index(name) for name in categories], dtype=np.int32)[category]
    of_channel = np.array([official.ids.index(name) for name in channels], dtype=np.int32)[channel]
    counted = official.table.official[of_channel] != 0
    if not counted.any():
        return None, (_told("trace.none_official"),)
    reported = table["reported"].to_numpy().astype("datetime64[us]")
    return Trace(reported[counted], community[counted], codes, of_category[counted], of_channel[counted]), ()


def _wrong_types(schema: pa.Schema) -> list[Mistake]:
    found: list[Mistake] = []
    for name in COLUMNS:
        kind = schema.field(name).type
        if name == "reported":
            right = pa.types.is_timestamp(kind) and kind.tz is None
        else:
            values = kind.value_type if pa.types.is_dictionary(kind) else kind
            right = pa.types.is_string(values) or pa.types.is_large_string(values)
        if not right:
            allowed = phrase("trace.a_time" if name == "reported" else "trace.a_text")
            found.append((phrase("trace.column_type", name=name, kind=kind), allowed, ()))
    return found


def _empty(table: pa.Table) -> list[Mistake]:
    if len(table) == 0:
        return [_told("trace.no_rows")]
    counts = {name: table[name].null_count for name in COLUMNS}
    return [_told("trace.empty_cells", name=name, count=count) for name, count in counts.items() if count]


def _coded(column: pa.ChunkedArray) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Return the distinct texts of a column, and of each row the position of its own."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    coded = column.cast(pa.dictionary(pa.int32(), pa.string())).unify_dictionaries().combine_chunks()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.chunk(0)
    positions = np.asarray(coded.indices)
    used, positions = np.unique(positions, return_inverse=True)
    return tuple(coded.dictionary.take(pa.array(used)).to_pylist()), positions.astype(np.int32)


def _unknown(column: str, found: Sequence[str], known: Sequence[str]) -> list[Mistake]:
    strange = [name for name in found if name not in known]
    if not strange:
        return []
    allowed = phrase("allowed.one_of", names=", ".join(known)) if len(known) <= 10 else phrase("trace.a_category")
    wrong = phrase("trace.unknown_names", name=column, count=len(strange), which=_some(strange))
    return [(wrong, allowed, nearest(strange[0], known))]


def _too_many(trace: Trace, days: NDArray[np.datetime64]) -> list[Mistake]:
    """A trouble's number has twelve bits for its place in the day of its community."""
    n = len(trace.codes)
    keys, counts = np.unique(((days - days.min()) // _DAY).astype(np.int64) * n + trace.community, return_counts=True)
    worst = int(counts.argmax())
    if counts[worst] <= CANDIDATES_A_DAY:
        return []
    day, code = days.min() + int(keys[worst] // n) * _DAY, trace.codes[keys[worst] % n]
    return [_told("trace.too_many", code=code, day=day, count=int(counts[worst]), most=CANDIDATES_A_DAY)]


def _some(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names[:SHOWN])) + (", …" if len(names) > SHOWN else "")


def _told(key: str, **values: Any) -> Mistake:
    return phrase(key, **values), None, ()
