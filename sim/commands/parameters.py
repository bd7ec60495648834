"""`huying parameters`: every number of the model."""

from dataclasses import asdict
from typing import Annotated

import typer

from sim.commands.errors import UserError
from sim.commands.options import Json, Lang, chosen, told
from sim.commands.printing import print_json, print_rows
from sim.parameters import PARAMETERS, Parameter
from sim.scenario.names import names_of_parameters, parameter_name
from sim.scenario.problem import nearest
from sim.text import Language, text


def parameters(
    wanted: Annotated[
        str | None, typer.Argument(metavar="NAME", help=told("argument.parameter"), show_default=False)
    ] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """List the numbers with unit, range and confidence, or tell all about one."""
    spoken = chosen(lang)
    if wanted is None:
        if as_json:
            print_json([asdict(one) for one in PARAMETERS.values()])
        else:
            print_rows((one.name, _value(one), one.zh if spoken == "zh" else one.en) for one in PARAMETERS.values())
        return
    one = PARAMETERS.get(parameter_name(wanted))
    if one is None:
        near = ", ".join(nearest(wanted, names_of_parameters(), 3)) or "–"
        raise UserError(text("parameters.unknown", spoken, name=repr(wanted), near=near))
    if as_json:
        print_json(asdict(one))
    else:
        print_rows(_story(one, spoken))


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
