"""What is listed by name: all of it, or all about one."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from sim.commands.errors import UserError
from sim.commands.printing import print_json, print_rows
from sim.text import Language, text
from sim.text.problem import nearest

T = TypeVar("T")


def show(
    things: Mapping[str, T],
    wanted: str | None,
    as_json: bool,
    lang: Language,
    *,
    find: Callable[[str], str],
    names: Callable[[], Iterable[str]],
    unknown: str,
    facts: Callable[[T], dict[str, Any]],
    print_all: Callable[[Language], None],
    story: Callable[[T, Language], Iterable[tuple[str, str]]],
) -> None:
    """Print all things, or the one that is wanted.

    Args:
        find: the id that a name stands for.
        names: every valid name, to look for the nearest.
        unknown: key of the text that says that there is no such thing.
        facts: a thing as JSON holds it.

    Raises:
        UserError: nothing goes by the wanted name.
    """
    if wanted is None:
        if as_json:
            print_json([facts(one) for one in things.values()])
        else:
            print_all(lang)
        return
    one = things.get(find(wanted))
    if one is None:
        near = ", ".join(nearest(wanted, names(), 3)) or "–"
        raise UserError(text(unknown, lang, name=repr(wanted), near=near))
    if as_json:
        print_json(facts(one))
    else:
        print_rows(story(one, lang))
