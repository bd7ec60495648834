"""What `huying study` and its like do: carry a study out, tell how it is going, write its folder."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from sim.commands.errors import UserError
from sim.commands.first_start import compile_once
from sim.commands.printing import print_sentences
from sim.experiment import kinds
from sim.experiment.cluster import read_queue
from sim.experiment.file import SET_TO_FILES, StudyFile, matching, put, unknown_indicator
from sim.experiment.folder import default_folder, open_runs, write_failures, write_study
from sim.experiment.session import Progress, Session, Told, carried_out, session
from sim.experiment.store import Runs
from sim.measure.definitions import definitions
from sim.report.quantities import duration
from sim.results import ResultsError
from sim.results.manifest import now
from sim.scenario import ScenarioError, parse_settings
from sim.text import Language, half, text
from sim.text.problem import Mark

MOST_WORKERS = 8
"""Used unless somebody asks for more."""
SECONDS_BETWEEN_LINES = 30.0
FAILURES_TOLD = 10
SOME_FAILED = 1
"""Exit code when runs failed and all others are there."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a study's runs are done, and where its results go; None for the usual."""

    workers: int | None = None
    scheduler: str | None = None
    cluster: Path | None = None
    resume: bool = True
    out: Path | None = None


def open_study(
    path: Path, settings: Sequence[str], replications: int | None, precision: Sequence[str], lang: Language
) -> StudyFile:
    """Return the study of a file, with what the command line puts in its place.

    Raises:
        ScenarioError: everything that is wrong with it.
    """
    try:
        found = kinds.open_study(path)
    except ModuleNotFoundError as error:
        raise UserError(text("study.no_extra", lang, name=error.name)) from None
    changes: dict[str, object] = {}
    if settings:
        changes["settings"] = {**found.settings, **_from_here(parse_settings(settings))}
    if replications is not None:
        changes["replications"] = replications
    if precision:
        if "precision" not in type(found).model_fields:
            raise UserError(text("study.no_precision", lang, kind=found.kind))
        changes["precision"] = wished(precision, lang)
    return found.model_copy(update=changes)


def _from_here(settings: dict[str, object]) -> dict[str, object]:
    """Return settings with files sought where the command is typed, not beside the study's."""
    for pattern in SET_TO_FILES:
        for key, name in matching(settings, pattern):
            put(settings, key, str(Path(name).absolute()))
    return settings


def wished(written: Sequence[str], lang: Language) -> dict[str, float]:
    """Return the half-widths that INDICATOR=HALF-WIDTH words ask for.

    Raises:
        UserError: they are not of this form.
        ScenarioError: there is no such indicator.
    """
    made = {}
    for one in written:
        name, _, value = one.partition("=")
        try:
            made[name.strip()] = float(value)
        except ValueError:
            raise UserError(text("study.precision_form", lang, value=one)) from None
        if not made[name.strip()] > 0.0:
            raise UserError(text("study.precision_form", lang, value=one))
    unknown = [unknown_indicator(Mark("--precision"), (), name) for name in made if name not in definitions()]
    if unknown:
        raise ScenarioError(unknown)
    return made


def carry_out(file: StudyFile, where: Where, lang: Language, quiet: bool) -> None:
    """Carry a study out and write its folder; says what was found, and what failed."""
    folder = where.out or default_folder(file)
    kind, began = kinds.kind_of(file.kind), now()
    try:
        queue = None if where.cluster is None else read_queue(where.cluster)
        if not quiet:
            _say(file, folder, lang)
        with open_runs(folder, where.resume) as runs, at_work(runs, where, queue, lang, quiet) as run:
            run.progress.ahead = file.runs_ahead() or 0
            try:
                result = carried_out(kind.carry_out, file, run)
            except Exception:
                _list_failures(run, lang)  # with too few runs, their failures are what there is to be told
                write_failures(folder, run)
                raise
            page = write_study(folder, file, run, result, began, lang)
    except ResultsError as error:
        raise UserError(*error.lines(lang)) from None
    except ModuleNotFoundError as error:
        raise UserError(text("study.no_extra", lang, name=error.name)) from None
    print_sentences(result.words(lang))
    print(text("study.written", lang, path=page))
    _tell_failures(run, lang)


@contextmanager
def at_work(runs: Runs, where: Where, queue: dict[str, Any] | None, lang: Language, quiet: bool) -> Iterator[Session]:
    """Give a session that tells how far it is, and what is kept if somebody stops it."""
    workers = where.workers
    if workers is None and where.scheduler is None:
        workers = min(MOST_WORKERS, os.cpu_count() or 1)
    with told_of(lang, quiet) as told:
        try:
            compile_once(lang, quiet)  # rather than in each process at the same time
            with session(runs, workers=workers or 0, scheduler=where.scheduler, queue=queue, told=told) as run:
                yield run
        except KeyboardInterrupt:
            print(text("study.stopped", lang, done=len(runs.done)), file=sys.stderr)
            raise


def _list_failures(run: Session, lang: Language) -> None:
    """Say which runs failed, what set them apart, and why."""
    failures = run.failures()
    for one in failures[:FAILURES_TOLD]:
        print(text("study.failed_line", lang, run=one.key, where=one.where, why=one.why), file=sys.stderr)
    if len(failures) > FAILURES_TOLD:
        print(text("study.failed_more", lang, count=len(failures) - FAILURES_TOLD), file=sys.stderr)


def _tell_failures(run: Session, lang: Language) -> None:
    """Say what failed and why, and leave with a code of its own."""
    progress = run.progress
    if not progress.failed:
        return
    _list_failures(run, lang)
    done = progress.done + progress.known
    print(text("study.failed_end", lang, failed=len(progress.failed), done=done), file=sys.stderr)
    raise SystemExit(SOME_FAILED)


def _say(file: StudyFile, folder: Path, lang: Language) -> None:
    """Say what lies ahead."""
    kind = text(f"study.kind_{file.kind}", lang)
    print(text("study.begins", lang, name=half(file.title or file.name, lang), kind=kind, out=folder), file=sys.stderr)
    ahead = file.runs_ahead()
    if ahead is not None:
        print(text("study.runs_ahead", lang, count=ahead), file=sys.stderr)
    if file.minutes is not None:
        print(text("study.minutes", lang, minutes=file.minutes), file=sys.stderr)


@contextmanager
def told_of(lang: Language, quiet: bool) -> Iterator[Told]:
    """Give a function that is told how far a study is: a bar on a terminal, now and then a line in a log."""
    console = Console(stderr=True)
    once = _once(lang, console)
    if quiet:
        yield lambda progress: None
    elif not console.is_terminal:
        yield _lines(lang, once)
    else:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Bar(*columns, console=console, transient=True) as bar:
            task = bar.add_task(text("study.running", lang), total=None)

            def told(progress: Progress) -> None:
                once(progress)
                words = text("study.running", lang)
                if progress.failed:
                    words += " · " + text("study.failed_so_far", lang, count=len(progress.failed))
                bar.update(task, completed=progress.over, total=progress.whole, description=words)

            yield told


def _once(lang: Language, console: Console) -> Told:
    """Say once what is known from earlier, and where Dask's dashboard is."""
    said: set[str] = set()

    def told(progress: Progress) -> None:
        if progress.known and "known" not in said:
            said.add("known")
            console.print(text("study.known", lang, known=progress.known), highlight=False, soft_wrap=True)
        if progress.dashboard and "dashboard" not in said:
            said.add("dashboard")
            console.print(text("study.dashboard", lang, address=progress.dashboard), highlight=False, soft_wrap=True)

    return told


def _lines(lang: Language, once: Told) -> Told:
    began = last = time.monotonic()

    def told(progress: Progress) -> None:
        nonlocal last
        once(progress)
        now_at, over, whole = time.monotonic(), progress.over, progress.whole
        if over and (over == whole or now_at - last >= SECONDS_BETWEEN_LINES):
            last = now_at
            left = duration((now_at - began) * (whole - over) / over / 3600.0, lang)
            counts = {"done": over, "whole": whole, "failed": len(progress.failed)}
            print(text("study.progress", lang, **counts, left=left), file=sys.stderr, flush=True)

    return told
