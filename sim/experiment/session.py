"""A session of a study: worlds go in, what is read off them comes out, and what is finished is kept at once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from sim.experiment.cluster import connected
from sim.experiment.dispatch import Outcome, attempted, on_workers
from sim.experiment.identity import run_key, work_version
from sim.experiment.living import Work, indicators
from sim.experiment.store import Finished, Runs
from sim.experiment.world import Level, Values, World
from sim.results import ResultsError
from sim.results.interruption import between_days

if TYPE_CHECKING:
    from distributed import Client


@dataclass(slots=True)
class Progress:
    """How far a session has come.

    Attributes:
        asked: runs asked for so far that were not known; done: those of them that are finished.
        ahead: runs that the study takes at most; 0 where that is not known.
        known: runs of an earlier session, not done again.
        failed: why, by key.
        dashboard: address of Dask's own page; empty without one.
    """

    asked: int = 0
    done: int = 0
    known: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    dashboard: str = ""
    ahead: int = 0

    @property
    def over(self) -> int:
        """Runs of this session that are finished or have failed."""
        return self.done + len(self.failed)

    @property
    def whole(self) -> int:
        """Runs of this session, as far as can be seen."""
        return max(self.asked, self.ahead - self.known)


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

    def _finish(self, missing: dict[str, World], work: Work) -> Iterator[Outcome]:
        if self._connect is None or not missing:
            return _here(missing, work)
        if self._client is None:  # not before there is something to do: what is wrong with a file is told at once
            self._client = self._connect()
            self.progress.dashboard = str(self._client.dashboard_link or "")
            self._told(self.progress)
        return on_workers(self._client, missing, work)

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
    scheduler: "str | Client | None" = None,
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


def _here(missing: dict[str, World], work: Work) -> Iterator[Outcome]:
    with between_days() as stop_if_asked:
        for key, world in missing.items():
            yield key, *attempted(work, world, stop_if_asked)
