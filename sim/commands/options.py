"""Options that several commands share, and the language in which help is shown."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from sim.text import Language, language, text

LOCALE: Language = language()


def told(key: str) -> str:
    """Return a text of the help, in the language of the locale."""
    return text(key, LOCALE)


Lang = Annotated[Literal["zh", "en"] | None, typer.Option("--lang", help=told("option.lang"))]
Json = Annotated[bool, typer.Option("--json", help=told("option.json"))]


Quiet = Annotated[bool, typer.Option("--quiet", help=told("option.quiet"))]

# of studies
Precision = Annotated[
    list[str] | None, typer.Option(metavar="A=B", help=told("study.option_precision"), show_default=False)
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=told("study.option_set"), show_default=False)
]
Workers = Annotated[int | None, typer.Option(min=0, max=1024, help=told("study.option_workers"), show_default=False)]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help=told("study.option_scheduler"), show_default=False)
]
Cluster = Annotated[Path | None, typer.Option(metavar="FILE", help=told("study.option_cluster"), show_default=False)]
Resume = Annotated[bool, typer.Option("--resume/--no-resume", help=told("study.option_resume"))]
StudyFolder = Annotated[Path | None, typer.Option(metavar="DIR", help=told("study.option_out"), show_default=False)]


def asked_for(arguments: Sequence[str]) -> Language:
    """Return the language that the words of a command ask for, else that of the locale.

    Example:
        >>> asked_for(["run", "baseline", "--lang", "zh"]), asked_for(["run", "--lang=en"])
        ('zh', 'en')
    """
    words = " ".join(arguments).replace("--lang=", "--lang ").split()
    said = [after for before, after in pairwise(words) if before == "--lang"]
    return next((lang for lang in get_args(Language) if lang in said[-1:]), LOCALE)


def chosen(lang: Language | None) -> Language:
    """Return the language that was asked for, else that of the locale."""
    return lang or LOCALE
