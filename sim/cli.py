"""The command `huying`: its start, and what an error becomes for the person who typed it."""

import gc
import sys
from collections.abc import Sequence

from sim.commands.errors import USER_ERRORS, lines_of
from sim.commands.options import asked_for
from sim.text import text

OK, OURS, USERS, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done, our mistake, the user's, interrupted."""
OBJECTS_PER_COLLECTION = 10_000
"""Python's own 700 has the collector look through what was imported, all of it there to stay, again and again: a tenth
of the time to start."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code: a known mistake in plain words, ours with an apology."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in arguments
    gc.set_threshold(OBJECTS_PER_COLLECTION)
    try:
        from sim.commands.app import app  # in here, as reading the model's own tables may find a mistake in one

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
