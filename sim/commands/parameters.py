"""`huying parameters`: every number of the model."""

from dataclasses import asdict
from typing import Annotated

import typer

from sim.commands.listing import show
from sim.commands.options import Json, Lang, chosen, told
from sim.commands.printing import print_rows
from sim.parameters import PARAMETERS, Parameter
from sim.scenario.names import names_of_parameters, parameter_name
from sim.text import Language, text


def parameters(
    wanted: Annotated[
        str | None, typer.Argument(metavar="NAME", help=told("argument.parameter"), show_default=False)
    ] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """List the numbers with unit, range and confidence, or tell all about one."""
    show(
        PARAMETERS, wanted, as_json, chosen(lang), find=parameter_name, names=names_of_parameters,
        unknown="parameters.unknown", facts=asdict, print_all=_print_list, story=_story,
    )  # fmt: skip


def _print_list(lang: Language) -> None:
    print_rows((one.name, _value(one), one.zh if lang == "zh" else one.en) for one in PARAMETERS.values())


def _value(one: Parameter) -> str:
    return f"{one.value:g} [{one.low:g} … {one.high:g}]"


def _story(one: Parameter, lang: Language) -> list[tuple[str, str]]:
    return [
        ("id", one.name),
        (text("parameter.what", lang), f"{one.zh} / {one.en}"),
        (text("parameter.value", lang), f"{_value(one)} {one.unit}"),
        (text("parameter.confidence", lang), text(f"confidence.{one.confidence}", lang)),
        (text("lever.source", lang), one.source),
    ]
