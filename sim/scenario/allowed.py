"""What a schema allows at a key, in words."""

from typing import Any

from sim.policy.item import FIRM_CODE
from sim.text.problem import Key, Phrase, phrase


def node_at(schema: dict[str, Any], loc: Key) -> dict[str, Any]:
    """Return the part of a JSON schema that speaks of a key; empty where it says nothing."""
    return next(iter(choices_at(schema, loc)))


def choices_at(schema: dict[str, Any], loc: Key) -> list[dict[str, Any]]:
    """Return the parts of a JSON schema of which one must hold at a key, "or null" left out."""
    found = _choices(schema, schema)
    for step in loc:
        node = found[0]
        inner = node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step)
        if inner is None:
            inner = node.get("additionalProperties", {})
        found = _choices(schema, inner if isinstance(inner, dict) else {})
    return found


def allowed_at(schema: dict[str, Any], loc: Key) -> Phrase:
    """Return what is allowed at a key."""
    each = list(dict.fromkeys(_allowed(node) for node in choices_at(schema, loc)))
    found = each.pop()
    for one in reversed(each):
        found = phrase("allowed.either", one=one, other=found)
    return found


def _allowed(node: dict[str, Any]) -> Phrase:
    kind = node.get("type")
    if "enum" in node or "const" in node:
        return phrase("allowed.one_of", names=", ".join(node.get("enum", [node.get("const")])))
    if kind in {"integer", "number"} and "minimum" in node:
        whole = "whole" if kind == "integer" else "number"
        return phrase(f"allowed.{whole}", low=node["minimum"], high=node.get("maximum", float("inf")))
    if kind in {"integer", "number"}:
        return phrase("allowed.any_number")
    if kind == "boolean":
        return phrase("allowed.flag")
    if kind == "array":
        return phrase("allowed.list")
    if kind == "object":
        names = list(node.get("properties", {}))
        if not names:
            return phrase("allowed.any_mapping")
        return phrase("allowed.mapping", names=", ".join(names if len(names) < 15 else [*names[:3], "…"]))
    if node.get("format") == "date":
        return phrase("allowed.date")
    if node.get("pattern") == FIRM_CODE:
        return phrase("allowed.firms")
    return phrase("allowed.pattern" if "pattern" in node or "maxLength" in node else "allowed.text")


def _choices(schema: dict[str, Any], node: dict[str, Any]) -> list[dict[str, Any]]:
    """Follow references into each choice."""
    if "$ref" in node:
        return _choices(schema, schema["$defs"][node["$ref"].rpartition("/")[2]])
    if "anyOf" in node:
        return [one for part in node["anyOf"] if part.get("type") != "null" for one in _choices(schema, part)]
    return [node]
