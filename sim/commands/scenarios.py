"""`huying check`, `schema`, `new`: scenario files."""

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.errors import UserError
from sim.commands.options import Lang, chosen, told
from sim.commands.printing import print_json
from sim.scenario import ScenarioError, json_schema, load_scenario
from sim.text import text


def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help=told("argument.scenario"))],
    lang: Lang = None,
) -> None:
    """Say everything that is wrong with a scenario, each mistake with its place."""
    spoken = chosen(lang)
    try:
        scenario = load_scenario(file)
    except ScenarioError as error:
        print("\n".join(error.lines(spoken)))
        raise typer.Exit(2) from None
    place = scenario.area or text("check.whole_city", spoken)
    levers = len({item.lever for item in scenario.policy})
    print(text("check.fine", spoken, file=file, area=place, start=scenario.start, days=scenario.days, levers=levers))


def schema(lang: Lang = None) -> None:
    """Print the JSON Schema of scenario files."""
    print_json(json_schema(chosen(lang)))


def template() -> str:
    """Return the scenario that a new one starts from."""
    return resources.files("sim.scenario").joinpath("template.yaml").read_text("utf-8")


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=told("argument.new"))],
    lang: Lang = None,
) -> None:
    """Write a scenario to start from, with comments."""
    spoken = chosen(lang)
    path = Path(name) if name.lower().endswith((".yaml", ".yml")) else Path(f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template())
    except FileExistsError:
        raise UserError(text("new.exists", spoken, path=path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(text("new.failed", spoken, path=path, reason=reason)) from None
    print(text("new.done", spoken, path=path))
