"""Where runs are done: on this machine, on a scheduler that is running somewhere, or by a queue of jobs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from sim.experiment.identity import model_version
from sim.results import ResultsError

if TYPE_CHECKING:
    from distributed import Client

Workers: TypeAlias = "int | str | Client"
"""How many processes of this machine, a Dask client that is there already, or the address of a Dask scheduler."""
SECONDS_TO_CONNECT = 15
SECONDS_FOR_A_WORKER = 60
"""Of a scheduler that is running; a queue takes as long as it takes."""
CLUSTERS = {"slurm": "SLURMCluster", "pbs": "PBSCluster"}
"""Kinds of queues that a file may name, and the classes of dask-jobqueue that drive them."""

_OWN = {
    "distributed.scheduler.allowed-failures": 0,  # the session itself tries again, alone
    "distributed.worker.profile.enabled": False,  # a look at every run's stack each 10 ms: a tenth of a short run
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "2s",
}
"""Settings of a cluster that is put up here, on processors that the runs themselves need."""


@contextmanager
def connected(
    workers: int, scheduler: "str | Client | None" = None, queue: dict[str, Any] | None = None
) -> Iterator[Any]:
    """Give a client of Dask's distributed scheduler, and take down afterwards what was put up.

    Args:
        workers: processes (or jobs of the queue), one thread each.
        scheduler: address of a running one, such as tcp://10.0.0.1:8786, or a client of it; it is left running.
        queue: what `jobs_of_queue` returns.

    Raises:
        ResultsError: nobody answers at the address, or a worker there runs another version of the model.
    """
    from distributed import Client

    for name in ["asyncio", *logging.root.manager.loggerDict]:  # their tracebacks tell a user nothing: we do
        if name.partition(".")[0] in {"asyncio", "distributed", "tornado"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    if scheduler is not None:
        with _client_of(scheduler) as client:
            _wait_for_worker(client, client.scheduler.address)
            check_versions(client)
            yield client
        return
    with _own_cluster(workers, queue) as cluster, Client(cluster) as client:
        yield client


def _client_of(scheduler: "str | Client") -> Any:
    """Return a context that gives a client; one that is somebody's own stays open."""
    from distributed import Client

    if isinstance(scheduler, Client):
        return nullcontext(scheduler)
    try:
        return Client(scheduler, timeout=SECONDS_TO_CONNECT)
    except (OSError, ValueError) as error:
        raise ResultsError("study.no_scheduler", address=scheduler, reason=str(error)[:120]) from None


def _own_cluster(workers: int, queue: dict[str, Any] | None) -> Any:
    if queue is not None:
        cluster = jobs_of_queue(queue)
        cluster.scale(jobs=workers)
        return cluster
    import dask
    from distributed import LocalCluster

    with dask.config.set(_OWN):
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            memory_limit=None,
            silence_logs="CRITICAL",
        )


def jobs_of_queue(settings: dict[str, Any]) -> Any:
    """Return a cluster of dask-jobqueue.

    Args:
        settings: `kind` (slurm or pbs), everything else as that class takes it: queue, account, cores, memory,
            walltime, job_script_prologue, ...

    Raises:
        ResultsError: dask-jobqueue is not installed, or does not take the settings.
    """
    settings = dict(settings)
    kind = str(settings.pop("kind", ""))
    if kind not in CLUSTERS:
        raise ResultsError("study.unknown_queue", kind=kind, kinds=", ".join(CLUSTERS))
    try:
        import dask_jobqueue
    except ImportError:
        raise ResultsError("study.no_jobqueue") from None
    settings = {"cores": 1, "processes": 1, "memory": "4GB", **settings}
    try:
        return getattr(dask_jobqueue, CLUSTERS[kind])(**settings)
    except (TypeError, ValueError, RuntimeError) as error:
        raise ResultsError("study.queue_refuses", kind=kind, reason=str(error)[:200]) from None


def read_queue(path: Path) -> dict[str, Any]:
    """Return the settings that a file holds, as plain data.

    Raises:
        ScenarioError: there is no such file, or it is no YAML.
    """
    from sim.scenario.reading import read_document

    return dict(read_document(path, str(path)).data)


def _wait_for_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS_FOR_A_WORKER)
    except TimeoutError:
        raise ResultsError("study.no_workers", address=address, seconds=SECONDS_FOR_A_WORKER) from None


def check_versions(client: Any) -> None:
    """Refuse workers that would give other numbers."""
    versions = client.run(model_version)
    others = sorted(address for address, version in versions.items() if version != model_version())
    if others:
        raise ResultsError("study.other_version", workers=", ".join(others[:3]), count=len(others))
