"""The command `huying`: its commands, and what an error becomes for the person who typed it."""

import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from sim.commands.areas import areas
from sim.commands.bench import bench
from sim.commands.compare import compare
from sim.commands.effects import effects
from sim.commands.errors import USER_ERRORS, lines_of
from sim.commands.imports import imports
from sim.commands.levers import levers
from sim.commands.options import asked_for, told
from sim.commands.parameters import parameters
from sim.commands.run import run
from sim.commands.scenarios import check, new, schema
from sim.commands.study import study
from sim.commands.trace import trace
from sim.commands.validate import validate
from sim.text import text

OK, OURS, USERS, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done, our mistake, the user's, interrupted."""
COMMANDS: tuple[Callable[..., Any], ...] = (
    run, check, new, areas, levers, parameters, schema, trace, validate, compare, study, effects, bench,
)  # fmt: skip

app = typer.Typer(help=told("help.huying"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for command in COMMANDS:
    app.command(command.__name__, help=told(f"help.{command.__name__}"))(command)
app.add_typer(imports, name="import", help=told("help.import"))


@app.callback()
def huying(debug: Annotated[bool, typer.Option("--debug", help=told("option.debug"))] = False) -> None:
    """Take the options that stand before a command."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code: a known mistake in plain words, ours with an apology."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in arguments
    try:
        app([word for word in arguments if word != "--debug"], prog_name="huying")
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):  # whoever read has seen enough
            sys.exit(OK)
        raise
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except USER_ERRORS as error:
        print("\n".join(lines_of(error, asked_for(arguments))), file=sys.stderr)
        sys.exit(USERS)
    except Exception as error:
        if debug:
            raise
        said = " ".join(f"{type(error).__name__}: {error}".split())
        print(text("cli.our_fault", asked_for(arguments), error=said[:200]), file=sys.stderr)
        sys.exit(OURS)
