"""Attribution: which part of a policy did it, told from worlds in which only some of its parts are in force."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from sim.experiment.calling import Ensemble, called
from sim.experiment.cluster import Workers
from sim.experiment.file import MOST_RUNS, StudyFile
from sim.experiment.kinds.attribution.coalitions import Game, asked_in, game_of
from sim.experiment.kinds.attribution.players import players_of
from sim.experiment.kinds.attribution.result import AttributionResult
from sim.experiment.kinds.attribution.shares import Shares, shares_in
from sim.experiment.policies import policy_named, policy_of
from sim.experiment.session import Session
from sim.experiment.tidy import tidy
from sim.scenario import ScenarioError
from sim.text.problem import Mark, Problem, phrase


class AttributionFile(StudyFile):
    """An attribution."""

    kind: Literal["attribution"] = "attribution"
    scenario: str = Field("wuhan_2021", description="要拆开的政策所在的情景 / the scenario whose policy is taken apart")
    against: str = Field(
        "baseline", description="对照政策所在的情景 / the scenario whose policy (only) it is compared with"
    )
    players: Literal["sections", "levers"] | dict[str, list[str]] = Field(
        "sections", description="各部分：章节、杠杆，或名称与杠杆 / parts: sections, levers, or names with their levers"
    )
    method: Literal["shapley", "alone"] = Field(
        "shapley", description="按各种加入次序，或只看单独与拿掉 / over orders of joining, or only alone and left out"
    )
    permutations: int = Field(
        10, ge=2, le=100_000, description="部分多于十个时，每次重复抽的次序 / orders drawn, of more than ten parts"
    )
    pairs: bool = Field(
        False,
        description="部分多于十个时也算两两交互，运行次数约加倍 / interactions of pairs of more than ten parts",
    )


def carry_out(file: AttributionFile, run: Session) -> AttributionResult:
    """Do an attribution.

    Raises:
        ScenarioError: everything that is wrong with the file, before anything is run.
    """
    game = _game(file)
    asked = [asked_in(game, number) for number in range(file.replications)]
    count = sum(len(one.masks) for one in asked)
    if count > MOST_RUNS:
        wrong, allowed = phrase("study.too_many", count=count), phrase("allowed.whole", low=1, high=MOST_RUNS)
        raise ScenarioError([Problem(Mark(file.called), ("permutations",), wrong, allowed)])
    worlds = [
        world
        for number, one in enumerate(asked)
        for world in file.replicate([game.world(mask) for mask in one.masks], count=1, skip=number)
    ]
    found = iter(run(worlds))
    shares: list[Shares] = []
    for one in asked:
        worth = {mask: next(found) for mask in one.masks}
        shares.append(shares_in(game, one, worth))
    return AttributionResult(
        tidy(run.finished()), tuple(game.players), game.method, tuple(file.indicators), tuple(shares)
    )


def _game(file: AttributionFile) -> Game:
    problems: list[Problem] = []
    try:
        base = file.base()
    except ScenarioError as error:
        problems += error.problems
    try:
        against = policy_named(file.against, file)
    except ScenarioError as error:
        problems += error.problems
    if problems:
        raise ScenarioError(problems)
    whole = policy_of(base)
    players = players_of(file.players, whole, against, Mark(file.called))
    return game_of(base, whole, against, players, file.method, file.permutations, file.pairs)


def attribution(
    scenario: str | Path = "wuhan_2021",
    against: str | Path = "baseline",
    players: Literal["sections", "levers"] | Mapping[str, Sequence[str]] = "sections",
    *,
    method: Literal["shapley", "alone"] = "shapley",
    permutations: int = 10,
    pairs: bool = False,
    replications: int = 5,
    indicators: Sequence[str] | None = None,
    ensemble: Ensemble = None,
    workers: Workers = 0,
    out: str | Path | None = None,
    **settings: Any,
) -> AttributionResult:
    """Tell which part of a policy does what, in worlds in which only some of its parts are in force.

    Args:
        scenario: whose policy is taken apart.
        against: whose policy it is compared with.
        players: the parts: sections of the levers, single levers, or levers and bundles by names of one's own.
        method: `shapley`, or `alone` for what each does alone and what is lost without it.
        permutations: orders of joining drawn in each replication, where there are too many parts for all of them.
        pairs: of more than ten parts, whether interactions of pairs are sampled too: about twice as many runs.
        indicators: that are shown; all are kept.
        ensemble: sets of parameters that fit, as a calibration returns them, or their file: in turn, one a seed.
        workers: processes (0: none but this one), a Dask client, or the address of a Dask scheduler.
        out: folder that finished runs are kept in.
        settings: what is changed in every world: `area`, `days`, a parameter.

    Raises:
        ScenarioError: everything that is wrong with it.

    Example:
        >>> found = attribution("baseline", players="levers", task_gate=0.6, case_rating=1.0, area="420106001001",
        ...                     days=3, warmup=0, replications=2)
        >>> found.effects.query("part == 'shapley' and indicator == 'troubles'")["mean"].tolist()
        [0.0, 0.0]
    """
    said = {
        "scenario": scenario, "against": against, "set": settings, "method": method, "players": players,
        "permutations": permutations, "pairs": pairs, "replications": replications, "indicators": indicators,
    }  # fmt: skip
    return called(AttributionFile, carry_out, said, workers, out, ensemble)
