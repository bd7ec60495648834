"""Reading YAML as plain data; nothing in it is ever executed, and size is bounded."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sim.scenario.document import Document
from sim.scenario.error import ScenarioError
from sim.scenario.places import is_file
from sim.text.problem import Key, Mark, Problem, phrase, shown

MOST_BYTES, MOST_DEPTH, MOST_ALIASES, MOST_VALUES = 1_000_000, 12, 50, 20_000
AS_WRITTEN = frozenset({"name", "title", "area", "areas", "extends", "divisions", "margins", "trace"})
"""Keys whose plain values are text even where they look like numbers: a code keeps its leading zero."""
_CORE = "tag:yaml.org,2002:"
_SCALARS = frozenset({"str", "int", "float", "bool", "null", "timestamp"})


def read_document(path: Path, called: str, as_written: frozenset[str] | None = AS_WRITTEN) -> Document:
    """Read a file.

    Args:
        as_written: keys whose plain values stay text, in place of a scenario's; None for all of them.

    Raises:
        ScenarioError: there is no such file, or it cannot be read as YAML at all.
    """
    top = Mark(called, 1, 1)
    try:
        if not is_file(path):
            raise ScenarioError([Problem(Mark(called, 0, 0), (), phrase("problem.no_file"))])
        if path.stat().st_size > MOST_BYTES:
            raise ScenarioError([Problem(top, (), phrase("problem.too_large", most=MOST_BYTES))])
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ScenarioError([Problem(Mark(called, 0, 0), (), phrase("problem.unreadable", reason=reason))]) from None
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        raise ScenarioError([Problem(Mark(called, line, column), (), phrase("problem.not_utf8"))]) from None
    return parse(written, called, path.parent, as_written)


def parse(written: str, called: str, folder: Path, as_written: frozenset[str] | None = AS_WRITTEN) -> Document:
    """Read a text; see `read_document`."""
    try:
        _check_size(written, called)
        root = YAML(typ="safe", pure=True).compose(written)
    except MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = Mark(called, at.line + 1, at.column + 1) if at else Mark(called, 1, 1)
        problem = phrase("problem.not_yaml", reason=error.problem or error.context or "")
        raise ScenarioError([Problem(mark, (), problem)]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ScenarioError([Problem(Mark(called, 1, 1), (), phrase("problem.not_yaml", reason=reason))]) from None
    document = Document(called, folder, {})
    if root is None:
        return document
    if not isinstance(root, MappingNode):
        raise ScenarioError([Problem(_mark(root, called), (), phrase("problem.not_mapping"))])
    document.data = _Builder(document, as_written).mapping(root, ())
    return document


def parse_value(written: str) -> object:
    """Return the value that a word on the command line means: as in YAML, else the text itself."""
    try:
        node = YAML(typ="safe", pure=True).compose(written)
        if not isinstance(node, ScalarNode) or str(node.tag).removeprefix(_CORE) not in _SCALARS:
            return written
        value: object = YAML(typ="safe", pure=True).constructor.construct_object(node)
    except (YAMLError, ValueError, RecursionError):
        return written
    return value


def _mark(node: Node, called: str) -> Mark:
    return Mark(called, node.start_mark.line + 1, node.start_mark.column + 1)


def _check_size(written: str, called: str) -> None:
    """Refuse what would grow: read as a stream of events, before anything is built."""
    depth = aliases = 0
    for event in YAML(typ="safe", pure=True).parse(written):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        aliases += isinstance(event, AliasEvent)
        if depth > MOST_DEPTH or aliases > MOST_ALIASES:
            mark = Mark(called, event.start_mark.line + 1, event.start_mark.column + 1)
            many = phrase("problem.too_many_aliases", most=MOST_ALIASES)
            deep = phrase("problem.too_deep", most=MOST_DEPTH)
            raise ScenarioError([Problem(mark, (), deep if depth > MOST_DEPTH else many)])


class _Builder:
    """Turns nodes into plain data; aliases are followed, and what they add is counted."""

    def __init__(self, document: Document, as_written: frozenset[str] | None) -> None:
        self.document = document
        self.as_written = as_written
        self.scalars = YAML(typ="safe", pure=True).constructor
        self.values = 0

    def value(self, node: Node, key: Key) -> Any:
        self.document.marks.setdefault(key, _mark(node, self.document.called))
        self.values += 1
        if self.values > MOST_VALUES or len(key) > MOST_DEPTH:
            wrong = phrase("problem.too_many_aliases", most=MOST_ALIASES)
            raise ScenarioError([Problem(_mark(node, self.document.called), (), wrong)])
        if isinstance(node, MappingNode):
            return self.mapping(node, key)
        if isinstance(node, SequenceNode):
            return [self.value(entry, (*key, number)) for number, entry in enumerate(node.value)]
        return self.scalar(node, key) if isinstance(node, ScalarNode) else None

    def mapping(self, node: MappingNode, key: Key) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, entry in node.value:
            mark = _mark(name, self.document.called)
            if not isinstance(name, ScalarNode):
                self.document.problems.append(Problem(mark, key, phrase("problem.key_not_text")))
                continue
            word = str(name.value)
            inner = (*key, word)
            if word in made:
                first = self.document.marks[inner].line
                self.document.problems.append(Problem(mark, inner, phrase("problem.duplicate", line=first)))
                continue
            self.document.marks[inner] = mark
            made[word] = self.value(entry, inner)
        return made

    def scalar(self, node: ScalarNode, key: Key) -> Any:
        kind = str(node.tag).removeprefix(_CORE)
        if kind not in _SCALARS:
            self.document.note(key, "problem.tag", tag=node.tag)
            return None
        if any("\ud800" <= letter <= "\udfff" for letter in node.value):
            self.document.note(key, "problem.bad_scalar", value=shown(node.value))
            return None
        if kind != "null" and (self.as_written is None or any(part in self.as_written for part in key[-2:])):
            return node.value
        try:
            return self.scalars.construct_object(node)
        except (YAMLError, ValueError, OverflowError):
            self.document.note(key, "problem.bad_scalar", value=shown(node.value))
            return None
