"""The `rule` decorator: one function, run compiled over a whole city or line by line in a debugger.

The compiled code is cached on disk, in a folder named for a hash of the package's source: Numba itself notices
a change only in the file of the function that it caches, not in the files of the functions which that one calls.
`NUMBA_DISABLE_JIT=1` runs the same functions interpreted.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numba
import platformdirs
from numba.core import types

PACKAGE = Path(__file__).resolve().parent.parent
ALL_RULES = ("engine", "agents", "grievance")
"""Folders of which every file may change what rules do; elsewhere only files that hold a rule."""
COMPLETE = "complete"
"""Name of the file beside the machine code that says that none of it is missing, of which sources."""


def cache_folder() -> Path:
    """Return the folder for everything that may be rebuilt: `HUYING_CACHE_DIR`, or the user's cache folder."""
    chosen = os.environ.get("HUYING_CACHE_DIR")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("huying", appauthor=False))


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(paths):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def source_hash() -> str:
    """Return a short hash of every source and table of the package: the version of the model that is running."""
    return _digest(path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".csv"})


@cache
def _rule_files() -> tuple[Path, ...]:
    sources = sorted(PACKAGE.rglob("*.py"))
    return tuple(p for p in sources if p.parent.name in ALL_RULES or "\n@rule" in p.read_text(encoding="utf-8"))


@cache
def compiled_folder() -> Path:
    """Return the folder of the compiled rules of this very source."""
    return cache_folder() / "compiled" / _digest(_rule_files())


def _stamp() -> str:
    """Say where the rules stand and of when they are: Numba takes what is the same elsewhere, or newer, for another."""
    return "\n".join(f"{path} {path.stat().st_mtime_ns}" for path in _rule_files())


def is_compiled() -> bool:
    """Say whether all rules of this source have been compiled on this machine before."""
    if numba.config.DISABLE_JIT:
        return True
    try:
        return (compiled_folder() / COMPLETE).read_text(encoding="utf-8") == _stamp()
    except (OSError, UnicodeDecodeError):
        return False


def note_compiled() -> None:
    """Note that all rules have been compiled; where nothing can be written, the next start asks again."""
    with suppress(OSError):
        compiled_folder().mkdir(parents=True, exist_ok=True)
        (compiled_folder() / COMPLETE).write_text(_stamp(), encoding="utf-8")


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(compiled_folder())


def rule(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a plain function over records, without the interpreter's lock, and keep the machine code.

    A rule makes no arrays: nothing is counted in and out of use, which makes the flow twice as fast. What must
    make some is a `rule_with_arrays`.
    """
    return _compiled(function, counts_references=False)


def rule_apart(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile as `rule` does, but leave it a function of its own: for what is large, or called in very many places.

    Where it became part of each that calls it, the same code would be compiled a dozen times over.
    """
    return _compiled(function, counts_references=False, inlined=False)


def rule_with_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile as `rule` does, for a function that makes arrays of its own."""
    return _compiled(function, counts_references=True)


def _compiled(function: Callable[..., Any], counts_references: bool, inlined: bool = True) -> Callable[..., Any]:
    """Compile a function once for all rules that call it.

    Whole numbers count as 64 bits wide when one rule calls another. Numba would compile a rule anew for each
    constant and each width of integer that it is called with, which makes the first start twice as long.

    A rule becomes part of each that calls it: the world is some three hundred addresses and lengths, and to hand them
    over at every call took a quarter of a city's time.
    """
    compiled = numba.njit(cache=True, nogil=True, forceinline=inlined, _nrt=counts_references)(function)
    if not numba.config.DISABLE_JIT:
        template_for = compiled.get_call_template
        compiled.get_call_template = lambda args, kws: template_for([_widened(a) for a in args], kws)
    return compiled  # type: ignore[no-any-return]


def _widened(kind: Any) -> Any:
    kind = types.unliteral(kind)  # type: ignore[attr-defined]
    if isinstance(kind, types.Integer) and kind.bitwidth < 64:  # type: ignore[attr-defined]
        return types.int64
    return kind
