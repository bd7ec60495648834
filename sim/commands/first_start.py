"""The first start on a machine, said before it makes somebody wait."""

import sys

from sim.engine.compiling import is_compiled
from sim.first_start import compile_rules
from sim.text import Language, text


def compile_once(lang: Language, quiet: bool = False) -> None:
    """Compile the rules where that has not been done, and say so."""
    if is_compiled():
        return
    if not quiet:
        print(text("run.compiling", lang), file=sys.stderr, flush=True)
    compile_rules()
