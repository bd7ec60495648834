"""Options that several commands share, and the language in which help is shown."""

from typing import Annotated, Literal

import typer

from sim.text import Language, language, text

LOCALE: Language = language()


def told(key: str) -> str:
    """Return a text of the help, in the language of the locale."""
    return text(key, LOCALE)


Lang = Annotated[Literal["zh", "en"] | None, typer.Option("--lang", help=told("option.lang"))]
Json = Annotated[bool, typer.Option("--json", help=told("option.json"))]


def chosen(lang: Language | None) -> Language:
    """Return the language that was asked for, else that of the locale."""
    return lang or LOCALE
