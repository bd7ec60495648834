"""A session of a study: worlds go in, what is read off them comes out, and what is finished is kept at once."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sim.experiment.cluster import connected
from sim.experiment.identity import model_version, run_key, work_version
from sim.experiment.living import Work, indicators
from sim.experiment.store import Finished, Runs
from sim.experiment.world import Level, Values, World
from sim.results import ResultsError
from sim.results.interruption import between_days

_KILLED = "KilledWorker: its process died, alone as among others"
SECONDS_BETWEEN_COUNTS = 2.0
"""Of workers: on a queue they join one by one."""
AHEAD = 4
"""Runs under way and waiting for each worker: enough that none is ever idle, few enough that memory stays flat."""


@dataclass(slots=True)
class Progress:
    """How far a session has come.

    Attributes:
        asked: runs asked for so far that were not known; done: those of them that are finished.
        known: runs of an earlier session, not done again.
        failed: why, by key.
        dashboard: address of Dask's own page; empty without one.
    """

    asked: int = 0
    done: int = 0
    known: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    dashboard: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that failed.

    Attributes:
        seed, factors: what set it apart.
        why: in a line.
    """

    key: str
    seed: int
    factors: dict[str, Level]
    why: str

    @property
    def where(self) -> str:
        """What set it apart, in a line."""
        return ", ".join([f"seed={self.seed}", *(f"{name}={level}" for name, level in self.factors.items())])


Told = Callable[[Progress], None]
F = TypeVar("F")
R = TypeVar("R")


class Session:
    """Does runs; call it with worlds.

    Attributes:
        progress: how far it has come.
        worlds: every world asked for, by the key of its run and what sets it apart: worlds that come to the same share
            a run, and each is told.
    """

    def __init__(
        self, runs: Runs, told: Told = lambda progress: None, connect: Callable[[], Any] | None = None
    ) -> None:
        self._runs = runs
        self._told = told
        self._connect = connect
        self._client: Any = None
        self.progress = Progress()
        self.worlds: dict[tuple[str, str], World] = {}

    def __call__(self, worlds: Sequence[World], work: Work = indicators) -> list[Values | None]:
        """Return what is read off each world, None for a run that failed; finished ones are not done again.

        A run that raises, or takes its worker with it again and again, fails alone: all others are done.

        Args:
            work: a function of a module, so that workers find it.

        Raises:
            ResultsError: the disk refuses, or the scheduler cannot be had or is gone; what was finished before is kept.
        """
        name = work.__name__
        version = work_version(work)
        keys = [run_key(world, version) for world in worlds]
        asked = dict(zip(keys, worlds, strict=True))
        missing = {k: one for k, one in asked.items() if k not in self._runs.done and k not in self.progress.failed}
        self.progress.asked += len(missing)
        before = {key for key, _ in self.worlds}
        self.progress.known += sum(key in self._runs.done and key not in before for key in asked)
        for key, world in zip(keys, worlds, strict=True):
            self.worlds.setdefault((key, repr(dict(world.factors))), world)
        self._told(self.progress)
        for key, values, why in self._finish(missing, work):
            if values is None:
                self.progress.failed[key] = why
            else:
                self._runs.add(key, name, missing[key], values)
                self.progress.done += 1
            self._told(self.progress)
        return [self._runs.done[key].values if key in self._runs.done else None for key in keys]

    def _finish(self, missing: dict[str, World], work: Work) -> Iterator["_Outcome"]:
        if self._connect is None or not missing:
            return _here(missing, work)
        if self._client is None:  # not before there is something to do: what is wrong with a file is told at once
            self._client = self._connect()
            self.progress.dashboard = str(self._client.dashboard_link or "")
            self._told(self.progress)
        return _on_workers(self._client, missing, work)

    def finished(self) -> list[Finished]:
        """Return the finished run of each world asked for, in that order, with the factors of that world."""
        done = self._runs.done
        return [
            Finished(key, done[key].work, world.scenario.seed, dict(world.factors), done[key].values)
            for (key, _), world in self.worlds.items()
            if key in done
        ]

    def failures(self) -> list[Failure]:
        """Return the failed runs, in the order in which they were asked for."""
        first = {key: world for (key, _), world in reversed(self.worlds.items())}
        return [
            Failure(key, first[key].scenario.seed, dict(first[key].factors), why)
            for key, why in self.progress.failed.items()
        ]


def carried_out(carry_out: Callable[[F, Session], R], file: F, run: Session) -> R:
    """Carry a study out.

    Raises:
        ResultsError: not one run could be finished: there is nothing to tell.
    """
    try:
        result = carry_out(file, run)
    except Exception as error:
        if run.progress.failed and not run.finished() and not isinstance(error, ResultsError):
            raise _nothing(run.progress) from error
        raise
    if run.progress.failed and not run.finished():
        raise _nothing(run.progress)
    return result


def _nothing(progress: Progress) -> ResultsError:
    return ResultsError("study.none_finished", count=len(progress.failed), why=next(iter(progress.failed.values())))


@contextmanager
def session(
    runs: Runs | None = None,
    *,
    workers: int = 0,
    scheduler: str | None = None,
    queue: dict[str, Any] | None = None,
    told: Told = lambda progress: None,
) -> Iterator[Session]:
    """Give a session.

    Args:
        runs: the store; in memory if left out.
        workers: processes of this machine, or jobs of the queue; 0: no other process than this one.
        scheduler, queue: as of `connected`.
        told: is told how far things are.

    """
    store = Runs() if runs is None else runs
    if workers == 0 and scheduler is None and queue is None:
        yield Session(store, told)
        return
    with ExitStack() as stack:
        yield Session(store, told, lambda: stack.enter_context(connected(workers, scheduler, queue)))


_Outcome = tuple[str, Values | None, str]


def _here(missing: dict[str, World], work: Work) -> Iterator[_Outcome]:
    with between_days() as stop_if_asked:
        for key, world in missing.items():
            try:
                outcome: _Outcome = (key, work(world, stop_if_asked), "")
            except Exception as error:
                outcome = (key, None, _reason(error))
            yield outcome


def versioned(work: Work, world: World) -> tuple[str, Values]:
    """Do a run where this is called, and say by which version of the model."""
    return model_version(), work(world, lambda: None)


def _on_workers(client: Any, missing: dict[str, World], work: Work) -> Iterator[_Outcome]:
    """Do runs on workers; those that were with a worker that died are tried again at the end, one at a time.

    Several runs wait with each worker, and whichever of them kills it, all are lost: alone, only the guilty one is.
    """
    bereft = []
    for key, values, why in _flow(client, missing, work, AHEAD, "run"):
        if why == _KILLED:
            bereft.append(key)
        else:
            yield key, values, why
    yield from _flow(client, {key: missing[key] for key in bereft}, work, 0, "alone")


def _flow(client: Any, missing: dict[str, World], work: Work, ahead: int, prefix: str) -> Iterator[_Outcome]:
    """Keep so many runs for each worker under way, one in all if it is 0; workers may join and leave meanwhile."""
    from distributed import as_completed

    waiting = iter(missing.items())
    under_way = as_completed([], with_results=True, raise_errors=False)
    wanted = flowing = 0
    counted = -math.inf

    def top_up() -> None:
        nonlocal wanted, flowing, counted
        if time.monotonic() - counted > SECONDS_BETWEEN_COUNTS:
            counted = time.monotonic()
            wanted = max(1, ahead * len(client.scheduler_info(n_workers=-1)["workers"]))
        while flowing < wanted and (following := next(waiting, None)) is not None:
            key, world = following
            under_way.add(client.submit(versioned, work, world, key=f"{prefix}-{key}"))
            flowing += 1

    top_up()
    for future, result in under_way:
        flowing -= 1
        key = str(future.key).rpartition("-")[2]
        if future.status == "finished":
            version, values = result
            if version != model_version():
                raise ResultsError("study.other_version", workers=client.scheduler.address, count=1)
            outcome: _Outcome = (key, values, "")
        elif future.status == "error":
            outcome = (key, None, _reason(future.exception()))
        else:
            raise ResultsError("study.scheduler_gone")
        future.release()
        top_up()
        yield outcome


def _reason(error: BaseException | None) -> str:
    """Return why a run failed, in a line."""
    if type(error).__name__ == "KilledWorker":
        return _KILLED
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
