"""All commands under one name."""

import os
from collections.abc import Callable
from typing import Annotated, Any

import typer

from sim.commands.areas import areas
from sim.commands.bench import bench
from sim.commands.compare import compare
from sim.commands.effects import effects
from sim.commands.imports import imports
from sim.commands.levers import levers
from sim.commands.options import told
from sim.commands.parameters import parameters
from sim.commands.run import run
from sim.commands.scenarios import check, new, schema
from sim.commands.study import study
from sim.commands.trace import trace
from sim.commands.validate import validate
from sim.engine.compiling import cache_folder

COMMANDS: tuple[Callable[..., Any], ...] = (
    run, check, new, areas, levers, parameters, schema, trace, validate, compare, study, effects, bench,
)  # fmt: skip

app = typer.Typer(help=told("help.huying"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for command in COMMANDS:
    app.command(command.__name__, help=told(f"help.{command.__name__}"))(command)
app.add_typer(imports, name="import", help=told("help.import"))


@app.callback()
def huying(debug: Annotated[bool, typer.Option("--debug", help=told("option.debug"))] = False) -> None:
    """Take the options that stand before a command, and give Matplotlib a place for its list of fonts.

    Without one it would write into the home folder, and take the style of figures from what it finds there.
    """
    os.environ.setdefault("MPLCONFIGDIR", str(cache_folder() / "matplotlib"))
