"""A study's folder: finished runs as they come, and at the end tables, figures, the page and how all of it was made."""

import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from sim.experiment.file import StudyFile, put
from sim.experiment.identity import model_version
from sim.experiment.page import render
from sim.experiment.result import Result
from sim.experiment.session import Progress, Session
from sim.experiment.store import Runs, make_folder
from sim.experiment.tidy import tidy
from sim.report.style import language_of_figures, save, settings
from sim.results import ResultsError
from sim.results.folder import read_manifest, refusals, whole_file
from sim.results.manifest import PACKAGES, commit, now, sha256, version
from sim.results.summary import write_json
from sim.scenario.own_files import own_files
from sim.scenario.places import SUFFIXES
from sim.text import Language
from sim.text.problem import Key

RUNS, TABLE, FINDINGS, MANIFEST, PAGE = "runs.jsonl", "runs.parquet", "study.json", "manifest.json", "report.html"
FAILED = "failed.csv"
STUDY_PACKAGES = (*PACKAGES, "SALib", "ema_workbench", "distributed", "optuna")


def default_folder(file: StudyFile) -> Path:
    """Return where a study's results go if nobody says: `results/<name>`."""
    return Path("results") / file.name


def write_study(folder: Path, file: StudyFile, run: Session, result: Result, began: str, lang: Language) -> Path:
    """Write everything that a study found into its folder, each file complete or as it was.

    Returns:
        The page.

    Raises:
        ResultsError: the disk refuses.
    """
    make_folder(folder / "figures")
    figures_in = language_of_figures(lang)
    with refusals(folder):
        made = [_whole(folder / TABLE, tidy(run.finished()).to_parquet)]
        for name, content in inputs_of(file).items():  # the folder alone is enough to do it again, in itself too
            make_folder((folder / name).parent)
            made.append(_whole(folder / name, lambda path, one=content: path.write_bytes(one)))  # type: ignore[misc]
        for name, table in result.tables().items():
            made.append(_whole(folder / f"{name}.csv", lambda path, table=table: _write_csv(table, path)))  # type: ignore[misc]
        with mpl.rc_context(settings()):  # type: ignore[arg-type]
            drawn: dict[str, Figure] = dict(result.figures(figures_in))
            for name, figure in drawn.items():
                made.append(_whole(folder / "figures" / f"{name}.svg", lambda path, one=figure: save(one, path)))  # type: ignore[misc]
        for name, content in getattr(result, "files", dict)().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            made.append(_whole(path, lambda aside, content=content: aside.write_text(content, encoding="utf-8")))  # type: ignore[misc]
        findings = {"kind": file.kind, "name": file.name, "question": file.question, "hypothesis": file.hypothesis,
                    "found": result.findings(), "words": result.words("en"),
                    "failed": [asdict(one) for one in run.failures()]}  # fmt: skip
        made += write_failures(folder, run)
        made.append(_whole(folder / FINDINGS, lambda path: write_json(_plain(findings), path)))
        manifest = manifest_of(file, run.progress, folder, made, began)
        _remove_earlier(folder, manifest["outputs"])
        _whole(folder / MANIFEST, lambda path: write_json(manifest, path))
        images = {name: folder / "figures" / f"{name}.svg" for name in drawn}
        page = render(file, result, run, manifest, images, lang)
        return _whole(folder / PAGE, lambda path: path.write_text(page, encoding="utf-8"))


def write_failures(folder: Path, run: Session) -> list[Path]:
    """Write which runs failed, with seed and factors, and why; if none did, remove what an earlier start wrote.

    Returns:
        What was written.
    """
    failures = run.failures()
    rows = [{"run": one.key, "seed": one.seed, **one.factors, "why": one.why} for one in failures]
    with refusals(folder):
        if not rows:
            (folder / FAILED).unlink(missing_ok=True)
            return []
        return [_whole(folder / FAILED, lambda path: _write_csv(pd.DataFrame(rows), path))]


def input_name(key: Key, name: str) -> str:
    """Return where a file that a study reads stands in its folder; two of one name stay apart.

    Example:
        >>> input_name(("scenarios", 1), "plan.yaml")
        'inputs/scenarios-1/plan.yaml'
    """
    return f"inputs/{'-'.join(map(str, key))}/{name}"


def inputs_of(file: StudyFile) -> dict[str, bytes]:
    """Return all files that a study reads, of a scenario also what that reads, by their places in its folder."""
    found: dict[str, bytes] = {}
    for key, path in file.files().items():
        read = own_files(path) if path.suffix in SUFFIXES else {path.name: path}
        found |= {input_name(key, name): one.read_bytes() for name, one in read.items()}
    return found


def manifest_of(file: StudyFile, progress: Progress, folder: Path, made: list[Path], began: str) -> dict[str, Any]:
    """Return how a study was made: `huying study manifest.json` does it again."""
    said = file.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    said |= {"kind": file.kind, "name": file.name, "scenario": file.scenario}
    for key, path in file.files().items():
        put(said, key, input_name(key, path.name))
    return {
        "huying": version(),
        "commit": commit(),
        "study": said,
        "model": model_version(),
        "runs": {"done": progress.done, "known": progress.known, "failed": len(progress.failed)},
        "outputs": {path.relative_to(folder).as_posix(): sha256(path) for path in made},
        "machine": {
            "python": platform.python_version(),
            "packages": {name: metadata.version(name) for name in STUDY_PACKAGES if _is_installed(name)},
            "platform": platform.platform(),
            "cpus": os.cpu_count(),
        },
        "time": {"started": began, "finished": now()},
    }


def open_runs(folder: Path, resume: bool) -> Any:
    """Return the store of a study's finished runs (a context manager).

    Raises:
        ResultsError: the folder holds something else, of which a study would replace parts.
    """
    ours = "study" in (read_manifest(folder / MANIFEST) or {})
    theirs = (folder / MANIFEST).exists() or ((folder / PAGE).exists() and not (folder / RUNS).exists())
    if theirs and not ours:
        raise ResultsError("study.not_a_study", path=folder)
    return Runs.opened(folder / RUNS, resume)


def _remove_earlier(folder: Path, outputs: Mapping[str, str]) -> None:
    """Remove what an earlier study left here and this one does not make: the page and the folder tell the same."""
    earlier = (read_manifest(folder / MANIFEST) or {}).get("outputs")
    for name in earlier if isinstance(earlier, dict) else ():
        path = folder / name
        if name not in outputs and path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            path.unlink()


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n")


def _whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Write a file, complete or as it was; returns its path."""
    with whole_file(path) as aside:
        write(aside)
    return path


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and value - value != 0.0:
        return None
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
