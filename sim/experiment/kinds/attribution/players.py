"""Players of an attribution: the parts that a policy is taken to consist of, each a set of levers."""

from collections.abc import Mapping
from typing import Literal

from sim.experiment.policies import Policy
from sim.policy import BUNDLES, LEVERS
from sim.scenario import ScenarioError
from sim.scenario.names import lever_id
from sim.text import Language, catalogue, half, text
from sim.text.problem import Mark, Problem, nearest, phrase

Said = Literal["sections", "levers"] | Mapping[str, list[str]]
Players = dict[str, tuple[str, ...]]
"""Levers of each player."""
REST = "rest"
"""The player that holds the levers which no other player does."""
_TAKEN = {"run", "seed", "indicator", "value", REST, ""}
"""Names of other columns of the tables."""


def players_of(said: Said, whole: Policy, against: Policy, mark: Mark) -> Players:
    """Return the players.

    Args:
        said: `sections` (of the levers), `levers` (each its own player), or levers and bundles by a name of one's own;
            levers that are then named nowhere are together the player `rest`.
        whole, against: the two policies; only levers in which they differ play.

    Raises:
        ScenarioError: everything that is wrong.
    """
    differing = [lever for lever in LEVERS if whole.get(lever) != against.get(lever)]
    if not differing:
        raise ScenarioError([Problem(mark, ("against",), phrase("attribution.same_policy"))])
    if said == "levers":
        return {lever: (lever,) for lever in differing}
    if said == "sections":
        sections = dict.fromkeys(LEVERS[lever].section for lever in differing)
        return {one: tuple(lever for lever in differing if LEVERS[lever].section == one) for one in sections}
    assert not isinstance(said, str)
    return _named(said, differing, mark)


def _named(said: Mapping[str, list[str]], differing: list[str], mark: Mark) -> Players:
    problems: list[Problem] = []
    players: Players = {}
    held: dict[str, str] = {}
    for name, written in said.items():
        key = ("players", name)
        if name in _TAKEN:
            problems.append(Problem(mark, key, phrase("attribution.name_taken", name=repr(name))))
        levers: list[str] = []
        for word in written:
            one = lever_id(word)
            if one not in LEVERS and one not in BUNDLES:
                near = nearest(word, [n for k in LEVERS.values() for n in (k.id, k.zh, k.en)], 3)
                problems.append(Problem(mark, (*key, word), phrase("problem.unknown_key"), None, near))
            elif one in LEVERS and one not in differing:
                problems.append(Problem(mark, (*key, word), phrase("attribution.not_in_policy")))
            levers += [lever for lever in BUNDLES[one].doses if lever in differing] if one in BUNDLES else [one]
        for lever in dict.fromkeys(levers):
            if lever in held:
                wrong = phrase("attribution.two_players", lever=lever, one=held[lever], other=name)
                problems.append(Problem(mark, key, wrong))
            held[lever] = name
        if not levers:
            problems.append(Problem(mark, key, phrase("attribution.no_levers")))
        players[name] = tuple(dict.fromkeys(levers))
    if problems:
        raise ScenarioError(problems)
    rest = tuple(lever for lever in differing if lever not in held)
    return players | ({REST: rest} if rest else {})


def player_name(name: str, lang: Language) -> str:
    """Return how a player is called; a name written as `中文 / English` is cut at the stroke.

    Example:
        >>> player_name("street", "zh"), player_name("whistle_calls", "zh"), player_name("甲 / A", "en")
        ('街道体制改革', '吹哨报到', 'A')
    """
    if name == REST:
        return text("attribution.rest", lang)
    if f"section.{name}" in catalogue():
        return text(f"section.{name}", lang)
    if name in LEVERS:
        return LEVERS[name].zh if lang == "zh" else LEVERS[name].en
    return half(name, lang)
