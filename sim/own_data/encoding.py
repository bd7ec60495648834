"""How the bytes of an export are read as text: UTF-8, with or without a byte-order mark, or GB18030."""

import codecs
from pathlib import Path

from sim.own_data.errors import OwnDataError
from sim.text.problem import Mark, Phrase, Problem, phrase, unreadable

_CHUNK = 1 << 22
_OTHER_MARKS = ((codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF32_BE, "UTF-32"), (codecs.BOM_UTF16_LE, "UTF-16"),
                (codecs.BOM_UTF16_BE, "UTF-16"))  # fmt: skip
ENCODINGS = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
"""What a map may ask for, and the codec that reads it."""


def encoding_of(path: Path, wanted: str) -> str:
    """Return the codec that reads all of a file: the wanted one, or with `auto` UTF-8 if it is that, else GB18030.

    Raises:
        OwnDataError: the file cannot be read, or is in neither.
    """
    try:
        with path.open("rb") as file:
            top = file.read(4)
        if not top:
            raise _error(path, 0, phrase("problem.empty"))
        for mark, name in _OTHER_MARKS:
            if top.startswith(mark):
                raise _error(path, 1, phrase("own_data.other_encoding", name=name))
        tried = list(ENCODINGS) if wanted == "auto" else [wanted]
        lines = {}
        for name in tried:
            line = _first_bad_line(path, ENCODINGS[name])
            if line == 0:
                return ENCODINGS[name]
            lines[name] = line
    except OSError as error:
        raise OwnDataError([unreadable(path, error)]) from None
    if wanted != "auto":
        raise _error(path, lines[wanted], phrase("own_data.not_in_encoding", name=wanted))
    places = {"utf8": lines["utf-8"], "gb": lines["gb18030"]}
    raise _error(path, max(lines.values()), phrase("own_data.no_encoding", **places))


def _error(path: Path, line: int, wrong: Phrase) -> OwnDataError:
    return OwnDataError([Problem(Mark(path.name, line), (), wrong, phrase("own_data.encodings"))])


def _first_bad_line(path: Path, codec: str) -> int:
    """Return the line of the first bytes that are not in an encoding, or that no text holds; 0 if there are none."""
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            if b"\0" in chunk:
                return line + chunk[: chunk.index(b"\0")].count(b"\n")
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            line += chunk.count(b"\n")
            if not chunk:
                return 0
