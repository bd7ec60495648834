"""The record of a run: what is kept while the days go by, for indicators, series and tables."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.agents.world import World
from sim.grievance.block import Block
from sim.grievance.tally import DAY
from sim.grievance.ticket import HANDOVERS, TICKETS, TROUBLES
from sim.measure.stocks import take_stock
from sim.measure.tickets import WAITING, count_tickets, keep_waiting


class Sink(Protocol):
    """Where the logs go, a day at a time, in a fixed order."""

    def take(self, tickets: Any, handovers: Any) -> None:
        """Take over copies of the day's rows."""

    def take_troubles(self, troubles: Any) -> None:
        """Take over copies of the day's rows; not called where the run asks for none."""


class Waiting:
    """Waiting times of official tickets, open ones among them."""

    def __init__(self) -> None:
        self._parts: list[NDArray[np.void]] = []

    def keep(self, waits: NDArray[np.void]) -> None:
        """Keep what `waits_of` gives."""
        if len(waits):
            self._parts.append(waits)

    def table(self) -> NDArray[np.void]:
        """Return all rows: hours, closed, on_time, due, category, community, reported, resident, building."""
        return np.concatenate(self._parts) if self._parts else np.empty(0, dtype=WAITING)


def waits_of(tickets: Any, horizon: float) -> NDArray[np.void]:
    """Return what waiting times need of some rows of the log."""
    rows = np.empty(len(tickets), dtype=WAITING).view(np.recarray)
    count = keep_waiting(tickets, horizon, rows)
    return rows[:count].copy()


class Record:
    """Keeps what a run leaves behind.

    Attributes:
        sink: takes the logs of tickets, hand-overs and troubles; they are dropped where it is None.
        waiting: of official tickets.
        trust: (day, mean trust in firm, community, platform) at each month's end.
        last_day: of the run, warm-up included.
        workers: (quits, mean in post) by month of the measured time.
        leagues: (month's last day, score and place of each street) as published, warm-up included.
        grades: (day, yuan paid for grades of the ladder) at each month's end.
    """

    def __init__(self, world: World, days: int, warmup: int) -> None:
        self.world = world
        self.sink: Sink | None = None
        self.waiting = Waiting()
        self.trust: list[tuple[int, float, float, float]] = []
        self.workers: list[tuple[int, int]] = []
        self.leagues: list[tuple[date, NDArray[np.float64], NDArray[np.float64]]] = []
        self.grades: list[tuple[int, float]] = []
        self._warmup = warmup
        self.last_day = warmup + days
        self._horizon = 24.0 * self.last_day
        self._blocks: Sequence[Block] = ()

    def counted(self, block: Block, day: int) -> NDArray[np.void]:
        """Take stock of a block and count its tickets; blocks may do so side by side. Returns: its waiting times."""
        take_stock(self.world, block, day)
        return self._counted(block)

    def end_of_day(self, blocks: Sequence[Block], waits: Sequence[NDArray[np.void]]) -> None:
        """Keep the waiting times that the blocks have `counted`, and empty their logs."""
        self._blocks = blocks
        for block, times in zip(blocks, waits, strict=True):
            self._empty(block, times)

    def end_of_month(self, quits: int, in_post: int, paid_for_grades: float, day: int) -> None:
        """Note how many workers quit, of how many, and what grades cost (yuan)."""
        self.grades.append((day, paid_for_grades))
        if day >= self._warmup:
            self.workers.append((quits, in_post))

    def league_of(self, last: date) -> None:
        """Keep the league of the month that ends."""
        self.leagues.append((last, self.world.streets.score.copy(), self.world.streets.place.copy()))

    def league_table(self) -> pd.DataFrame:
        """Return the leagues as published: one row a month and ranked street, with its row, score (0-1) and place."""
        rows = [
            (last, street, score[street], place[street])
            for last, score, place in self.leagues
            for street in np.flatnonzero(place > 0.0).tolist()
        ]
        return pd.DataFrame(rows, columns=["month_end", "street", "score", "place"])

    def paid_for_grades(self, first: int, end: int) -> float:
        """Return the yuan paid for grades from day `first` until before day `end`, at the ends of months."""
        return sum(yuan for day, yuan in self.grades if first <= day < end)

    def trust_stands(self, sums: Sequence[tuple[float, float, float]], day: int) -> None:
        """Note mean trust on a day, given each district's sums over its residents."""
        means = np.sum(sums, axis=0) / len(self.world.residents)
        self.trust.append((day, *means.tolist()))

    def end_of_run(self, blocks: Sequence[Block]) -> None:
        """Take over what was still open."""
        for block in blocks:
            self._empty(block, self._counted(block))

    def daily(self) -> pd.DataFrame:
        """Return one row a day, warm-up included: sums over the blocks."""
        total = {name: np.sum([block.days[name] for block in self._blocks], axis=0)[:-1] for name in DAY.names or ()}
        return pd.DataFrame(total)

    def model_reporters(self) -> dict[str, Callable[..., float]]:
        """Return reporters of the day for a `mesa.DataCollector`; a day is summed up once for all of them."""
        of_day: dict[int, tuple[float, ...]] = {}

        def reporter(place: int) -> Callable[..., float]:
            def report(model: Any) -> float:
                if model.day not in of_day:
                    of_day.clear()
                    rows = [block.days[model.day].tolist() for block in self._blocks]
                    of_day[model.day] = tuple(float(sum(column)) for column in zip(*rows, strict=True))
                return of_day[model.day][place]

            return report

        return {name: reporter(place) for place, name in enumerate(DAY.names or ())}

    def _counted(self, block: Block) -> NDArray[np.void]:
        last = int(block.pointers[TICKETS])
        if last:
            count_tickets(self.world.tallies, block.tickets, 0, last, self._horizon)
        return waits_of(block.tickets[:last], self._horizon)

    def _empty(self, block: Block, waits: NDArray[np.void]) -> None:
        last = int(block.pointers[TICKETS])
        self.waiting.keep(waits)
        if self.sink is not None:
            self.sink.take(block.tickets[:last].copy(), block.handovers[: block.pointers[HANDOVERS]].copy())
            if block.pointers[TROUBLES]:
                self.sink.take_troubles(block.troubles[: block.pointers[TROUBLES]].copy())
        block.pointers[TICKETS] = 0
        block.pointers[HANDOVERS] = 0
        block.pointers[TROUBLES] = 0
