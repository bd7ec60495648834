"""A study's file: what every kind of study may say, and reading it with all mistakes told at once."""

import copy
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from sim.experiment.ensemble import read_ensemble
from sim.experiment.world import World, replicated, seeds_from
from sim.measure.definitions import definitions
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.allowed import allowed_at, choices_at, node_at
from sim.scenario.document import Document
from sim.scenario.places import is_file
from sim.scenario.reading import read_document
from sim.text.problem import Key, Mark, Problem, nearest, phrase, shown

STRICT = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
MAIN = (
    "burden_per_resident", "silent_share", "resolution_rate_true", "resolution_rate_reported",
    "satisfaction_true", "mean_trust", "worker_burnout_share", "cost_yuan_per_resident",
)  # fmt: skip
"""Indicators that a study shows unless it names others; all are kept."""
NAME = r"^\w[\w .-]{0,63}$"
"""What a study may be called: its results go to a folder of this name."""
KEPT = "reference"
"""The folder among the results that no study may take."""
NAMING_FILES = (
    ("scenario",), ("scenarios", "*"), ("against",), ("beside", "*"), ("factors", "scenario", "values", "*"),
    ("points", "*", "scenario"), ("ensemble",), ("targets_file",),
)  # fmt: skip
"""Keys, of any kind of study, under which files beside it may be named; an asterisk stands for any place in a list."""
SET_TO_FILES = (("trace",), ("city", "divisions"), ("city", "margins"), ("city.divisions",), ("city.margins",))
"""The same within `set`."""
OURS = frozenset({"folder", "called", "sets"})
"""What is known of a study that no file says."""
MOST_RUNS = 1_000_000
Indicator = Annotated[str, Field(min_length=1, description="指标 / an indicator (measure/definitions.csv)")]
K = TypeVar("K", bound="StudyFile")


class StudyFile(BaseModel):
    """What a study of any kind says."""

    model_config = STRICT

    kind: str = Field(description="研究种类 / kind of study")
    name: str = Field(
        "study", max_length=64, pattern=NAME, description="名称；不写则用文件名 / name; the file's if left out"
    )
    title: str | None = Field(None, max_length=200, description="一句话说明 / what it is, in a line")
    question: str | None = Field(None, max_length=1000, description="要回答的问题 / the question")
    hypothesis: str | None = Field(None, max_length=1000, description="事先的猜想 / what is expected beforehand")
    minutes: float | None = Field(None, ge=0, le=1e6, description="两核上约需分钟 / minutes to expect on two cores")
    scenario: str = Field("baseline", description="基础情景 / the scenario that it starts from")
    settings: dict[str, Any] = Field(
        {},
        alias="set",
        description="所有世界共同的改动 / what is changed in every world: days, area, parameters, levers",
    )
    replications: int = Field(5, ge=1, le=10_000, description="每个世界的重复次数 / runs of each world")
    ensemble: str | None = Field(None, description="参数集合文件 / file of parameter sets that fit (of a calibration)")
    indicators: list[Indicator] = Field(list(MAIN), min_length=1, description="展示的指标 / indicators that are shown")
    folder: Path = Field(Path(), exclude=True)
    called: str = Field("study", exclude=True)
    sets: list[dict[str, float]] = Field([], exclude=True)

    @field_validator("name")
    @classmethod
    def _is_free(cls, name: str) -> str:
        if name == KEPT:
            raise ValueError(f"'{KEPT}'")
        return name

    def base(self) -> Scenario:
        """Return the scenario that all worlds start from; no table of it is written.

        Raises:
            ScenarioError: everything that is wrong with it.
        """
        quiet = {"outputs.tickets": False, "outputs.handovers": False, "outputs.report": False}
        return load_scenario(self.source(self.scenario), {**self.changes, **quiet}, label=f"{self.called}: set")

    @property
    def changes(self) -> dict[str, Any]:
        """What is changed in every world; files that it names are sought beside the study's first."""
        changes = copy.deepcopy(self.settings)
        for pattern in SET_TO_FILES:
            for key, name in matching(changes, pattern):
                put(changes, key, str(self.source(name)))
        return changes

    def files(self) -> dict[Key, Path]:
        """Return the files beside it that it reads, by the keys that name them (`("scenarios", 1)`: in a list)."""
        said = self.model_dump(mode="json", by_alias=True)
        patterns = (*NAMING_FILES, *(("set", *pattern) for pattern in SET_TO_FILES))
        named = [one for pattern in patterns for one in matching(said, pattern)]
        found = {key: self.source(name) for key, name in named}
        return {key: path for key, path in found.items() if isinstance(path, Path)}

    def source(self, name: str) -> Path | str:
        """Return the file of a name beside the study's own; the name itself if there is none."""
        beside = self.folder / name
        return beside if beside.suffix and is_file(beside) else name

    def runs_ahead(self) -> int | None:
        """Return about how many runs the study takes; None where its kind does not say."""
        return None

    def replicate(self, worlds: list[World], count: int | None = None, skip: int = 0) -> list[World]:
        """Return every world with so many seeds, and with the sets of parameters of the ensemble in turn.

        Args:
            count: of replications; the file's if left out.
            skip: leave out so many seeds from the first.
        """
        first = worlds[0].scenario.seed if worlds else 0
        seeds = seeds_from(first, skip + (self.replications if count is None else count))[skip:]
        sets = self.sets if self.ensemble is None else read_ensemble(self.folder / self.ensemble)
        return replicated(worlds, seeds, [*sets[skip % len(sets) :], *sets[: skip % len(sets)]] if sets else ())


def matching(data: Any, pattern: tuple[str, ...], key: Key = ()) -> Iterator[tuple[Key, str]]:
    """Give the texts under the keys of a pattern.

    Example:
        >>> list(matching({"a": [{"b": "x"}, {"b": 1}, {"b": "y"}]}, ("a", "*", "b")))
        [(('a', 0, 'b'), 'x'), (('a', 2, 'b'), 'y')]
    """
    if not pattern:
        if isinstance(data, str):
            yield key, data
    elif pattern[0] == "*" and isinstance(data, list):
        for number, one in enumerate(data):
            yield from matching(one, pattern[1:], (*key, number))
    elif isinstance(data, dict) and pattern[0] in data:
        yield from matching(data[pattern[0]], pattern[1:], (*key, pattern[0]))


def put(data: Any, key: Key, value: str) -> None:
    """Put a text under a key."""
    for step in key[:-1]:
        data = data[step]
    data[key[-1]] = value


def read_study(path: Path, kinds: Collection[str], file_of: Callable[[str], type[K]]) -> K:
    """Return a study.

    Args:
        path: of a file, or of the manifest of a study that is done again.
        kinds: names of all kinds.
        file_of: returns the type of a kind's file.

    Raises:
        ScenarioError: everything that is wrong with the file.
    """
    document = read_document(path, str(path))
    if "huying" in document.data and "study" in document.data:  # a manifest
        document.take_part("study")
    return parse_study(document, kinds, file_of, path.stem)


def parse_study(
    document: Document, kinds: Collection[str], file_of: Callable[[str], type[K]], name: str = "study"
) -> K:
    """Return the study that a document holds; see `read_study`."""
    data = dict(document.data)
    kind = str(data.get("kind"))
    if kind not in kinds:
        near = nearest(kind, kinds)
        wrong = (
            phrase("problem.missing") if data.get("kind") is None else phrase("problem.bad_value", value=shown(kind))
        )
        allowed = phrase("allowed.one_of", names=", ".join(kinds))
        raise ScenarioError([*document.problems, Problem(document.mark(("kind",)), ("kind",), wrong, allowed, near)])
    for key in OURS & data.keys():
        document.problems.append(Problem(document.mark((key,)), (key,), phrase("problem.unknown_key")))
        del data[key]
    data.setdefault("name", _fitting(name))
    file = None
    try:
        file = file_of(kind).model_validate(data)
    except ValidationError as error:
        document.problems += [_problem(document, file_of(kind), one) for one in error.errors(include_url=False)]
    document.problems += _unknown_indicators(document, data.get("indicators"))
    if document.problems or file is None:
        raise ScenarioError(document.problems)
    return file.model_copy(update={"folder": document.folder, "called": document.called})


def _fitting(stem: str) -> str:
    """Return a name that a study may bear, as like its file's as can be.

    Example:
        >>> _fitting("-a+b"), _fitting("reference")
        ('_a_b', 'reference_')
    """
    name = re.sub(r"[^\w .-]", "_", stem)[:63] or "study"
    name = name if re.match(r"\w", name) else "_" + name[1:]
    return f"{name}_" if name == KEPT else name


def _unknown_indicators(document: Document, written: Any) -> list[Problem]:
    names = written if isinstance(written, list) else []
    return [
        unknown_indicator(document.mark(("indicators", number)), ("indicators", number), name)
        for number, name in enumerate(names)
        if isinstance(name, str) and name not in definitions()
    ]


def unknown_indicator(mark: Mark, key: Key, name: str) -> Problem:
    """Return the problem of an indicator that nobody knows."""
    wrong = phrase("study.unknown_indicator", name=shown(name))
    return Problem(mark, key, wrong, None, nearest(name, definitions(), 3))


def _written(data: Any, loc: Key) -> Any:
    """Return what stands at a key; `values` may have been left out."""
    for step in loc:
        if step != "values" or isinstance(data, dict):
            data = data[step]
    return data


def _problem(document: Document, model: type[BaseModel], mistake: Any) -> Problem:
    schema = model.model_json_schema(by_alias=True)
    loc: Key = tuple(mistake["loc"])
    depth = next((n for n in range(1, len(loc)) if len(choices_at(schema, loc[:n])) > 1), None)
    if depth is not None:  # what follows is pydantic's name of one of the choices
        loc = loc[:depth]
        wrong = phrase("problem.bad_value", value=shown(_written(document.data, loc)))
        return Problem(document.mark(loc), loc, wrong, allowed_at(schema, loc))
    mark = document.mark(loc)
    if mistake["type"] == "extra_forbidden":
        keys = [key for key in node_at(schema, loc[:-1]).get("properties", {}) if key not in OURS]
        allowed = phrase("allowed.keys", names=", ".join(keys))
        return Problem(mark, loc, phrase("problem.unknown_key"), allowed, nearest(str(loc[-1]), keys))
    if mistake["type"] == "missing":
        return Problem(mark, loc, phrase("problem.missing"), None)
    if mistake["type"] in {"value_error", "assertion_error"}:
        return Problem(mark, loc, phrase("problem.verbatim", message=str(mistake["ctx"]["error"])))
    value, choices = mistake["input"], node_at(schema, loc).get("enum", [])
    near = nearest(value, choices) if isinstance(value, str) else ()
    return Problem(mark, loc, phrase("problem.bad_value", value=shown(value)), allowed_at(schema, loc), near)
