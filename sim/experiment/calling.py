"""Studies from Python: the same as from a file, in this process or with workers, kept in a folder or in memory."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from sim.experiment.cluster import Workers
from sim.experiment.ensemble import checked_sets
from sim.experiment.file import StudyFile, parse_study
from sim.experiment.session import Session, carried_out, session
from sim.experiment.store import Runs
from sim.scenario.document import Document

Ensemble = str | Path | Sequence[Mapping[str, float]] | None
F = TypeVar("F", bound=StudyFile)
R = TypeVar("R")


def called(
    file: type[F],
    carry_out: Callable[[F, Session], R],
    said: Mapping[str, Any],
    workers: Workers,
    out: str | Path | None,
    ensemble: Ensemble = None,
) -> R:
    """Carry out a study that was put together in Python.

    Args:
        file, carry_out: of the kind.
        said: what a file would say, `kind` left out; what is None is left out too.
        workers: processes (0: none but this one), a Dask client, or the address of a Dask scheduler.
        out: folder that finished runs are kept in: the same call goes on from there.
        ensemble: sets of parameters, or the file of them.

    Raises:
        ScenarioError: everything that is wrong with it.
        ResultsError: the disk refuses, or not one run could be finished.
    """
    if isinstance(ensemble, str | Path):
        said = {**said, "ensemble": ensemble}
    kind = str(file.model_fields["kind"].default)
    plain = {name: _as_in_a_file(value) for name, value in said.items() if value is not None} | {"kind": kind}
    parsed = parse_study(Document(kind, Path(), plain), (kind,), lambda name: file, kind)
    if ensemble is not None and not isinstance(ensemble, str | Path):
        parsed = parsed.model_copy(update={"sets": checked_sets(ensemble)})
    where: dict[str, Any] = {"workers": workers} if isinstance(workers, int) else {"scheduler": workers}
    with ExitStack() as stack:
        runs = Runs() if out is None else stack.enter_context(Runs.opened(Path(out) / "runs.jsonl"))
        run = stack.enter_context(session(runs, **where))
        return carried_out(carry_out, parsed, run)


def _as_in_a_file(value: Any) -> Any:
    """Return a value as a file would hold it: paths as text, any mapping or sequence as a plain one."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {name: _as_in_a_file(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_as_in_a_file(one) for one in value]
    return value
