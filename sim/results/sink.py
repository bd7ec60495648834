"""The logs of a run on their way to disk while the days go by, so that a city's never stand in memory."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.city import City
from sim.results.columns import schema_of
from sim.results.logs import Names, handovers_table, tickets_table
from sim.results.troubles import troubles_table

ROW_GROUP = 200_000
"""Rows that are gathered before they are written."""
COMPRESSION = "zstd"


class _Stream:
    """One Parquet file that grows by row groups, written by a thread beside the one that simulates."""

    def __init__(self, path: Path, table: str, convert: Callable[[np.recarray], pa.Table], clerk: Executor) -> None:
        schema = schema_of(table)
        names = [field.name for field in schema if pa.types.is_dictionary(field.type)]
        packed = {
            field.name: "DELTA_BINARY_PACKED" for field in schema if field.type in (pa.int64(), pa.timestamp("ms"))
        }
        self._writer = pq.ParquetWriter(
            path, schema, compression=COMPRESSION, use_dictionary=names, column_encoding=packed
        )
        self._convert = convert
        self._clerk = clerk
        self._being_written: Future[None] | None = None
        self._parts: list[np.recarray] = []
        self._rows = 0

    def add(self, rows: np.recarray) -> None:
        """Take over some rows."""
        if len(rows):
            self._parts.append(rows)
            self._rows += len(rows)
            if self._rows >= ROW_GROUP:
                self._write()

    def close(self) -> None:
        """Write what is left, and the file's end."""
        try:
            if self._rows:
                self._write()
            self._wait()
        finally:
            self._writer.close()

    def _write(self) -> None:
        """Hand over what is gathered, once the group before is written; what failed there is raised here."""
        self._wait()
        self._being_written = self._clerk.submit(self._write_group, self._parts)
        self._parts, self._rows = [], 0

    def _wait(self) -> None:
        if self._being_written is not None:
            self._being_written.result()

    def _write_group(self, parts: list[np.recarray]) -> None:
        rows = np.concatenate(parts).view(np.recarray)
        self._writer.write_table(self._convert(rows), row_group_size=len(rows))


class ParquetSink:
    """Where a run's record sends its logs (`sim.measure.record.Sink`).

    Args:
        folder: to write `tickets.parquet`, `handovers.parquet` and `troubles.parquet` into.
        tickets, handovers: whether each is wanted.
        troubles: the city of the run, if troubles are wanted.
    """

    def __init__(
        self, folder: Path, names: Names, tickets: bool = True, handovers: bool = True, troubles: City | None = None
    ) -> None:
        self._tickets = self._handovers = self._troubles = None
        self._clerk = ThreadPoolExecutor(1)
        if tickets:
            path = folder / "tickets.parquet"
            self._tickets = _Stream(path, "tickets", lambda rows: tickets_table(rows, names), self._clerk)
        if handovers:
            path = folder / "handovers.parquet"
            self._handovers = _Stream(path, "handovers", lambda rows: handovers_table(rows, names), self._clerk)
        if troubles is not None:
            path = folder / "troubles.parquet"
            self._troubles = _Stream(path, "troubles", lambda rows: troubles_table(rows, names, troubles), self._clerk)

    def take(self, tickets: np.recarray, handovers: np.recarray) -> None:
        """Take over copies of the day's rows."""
        if self._tickets is not None:
            self._tickets.add(tickets)
        if self._handovers is not None:
            self._handovers.add(handovers)

    def take_troubles(self, troubles: np.recarray) -> None:
        """Take over copies of the day's rows."""
        if self._troubles is not None:
            self._troubles.add(troubles)

    def __enter__(self) -> "ParquetSink":
        return self

    def __exit__(self, *_: object) -> None:
        with self._clerk:
            for stream in (self._tickets, self._handovers, self._troubles):
                if stream is not None:
                    stream.close()
