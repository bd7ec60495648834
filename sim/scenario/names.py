"""Names in Chinese, English or code: all of them lead to the id."""

from collections.abc import Mapping
from functools import cache

from sim.parameters import PARAMETERS
from sim.policy import BUNDLES, LEVERS, Bundle, Lever
from sim.scenario.types import CATEGORIES


def _levers() -> list[Lever | Bundle]:
    return [*LEVERS.values(), *BUNDLES.values()]


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


@cache
def lever_names() -> Mapping[str, str]:
    """Return the id of every lever and bundle by its plain names."""
    return {_plain(name): one.id for one in _levers() for name in (one.id, one.zh, one.en)}


@cache
def parameter_names() -> Mapping[str, str]:
    """Return the name of every parameter by its plain names; a Chinese one that two share leads nowhere."""
    chinese = [_plain(one.zh) for one in PARAMETERS.values()]
    by_name = {_plain(one.zh): one.name for one in PARAMETERS.values() if chinese.count(_plain(one.zh)) == 1}
    return by_name | {_plain(name): name for name in PARAMETERS}


def lever_id(name: str) -> str:
    """Return the id of a lever or bundle; the name itself if there is none.

    Example:
        >>> lever_id("吹哨报到"), lever_id("Whistle calls to departments"), lever_id("whistle_calls"), lever_id("x")
        ('whistle_calls', 'whistle_calls', 'whistle_calls', 'x')
    """
    return lever_names().get(_plain(name), name)


def parameter_name(name: str) -> str:
    """Return the registry's name of a parameter; the name itself if there is none."""
    return parameter_names().get(_plain(name), name)


@cache
def _category_names() -> Mapping[str, str]:
    """Return the id of every category of trouble by its plain names."""
    return {_plain(name): one[0] for one in _categories() for name in one}


def _categories() -> list[tuple[str, str, str]]:
    return list(zip(CATEGORIES.ids, CATEGORIES.zh, CATEGORIES.en, strict=True))


def category_id(name: str) -> str:
    """Return the id of a category of trouble; the name itself if there is none.

    Example:
        >>> category_id("小区渍水"), category_id("Flooded compound"), category_id("x")
        ('flooding', 'flooding', 'x')
    """
    return _category_names().get(_plain(name), name)


def names_of_levers() -> list[str]:
    """Return every name that a lever or bundle goes by."""
    return [name for one in _levers() for name in (one.id, one.zh, one.en)]


def names_of_parameters() -> list[str]:
    """Return every name that a parameter goes by."""
    return [name for one in PARAMETERS.values() for name in (one.name, one.zh)]


def names_of_categories() -> list[str]:
    """Return every name that a category of trouble goes by."""
    return [name for one in _categories() for name in one]
