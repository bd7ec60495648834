"""What a schema allows at a key, in words."""

from typing import Any

from sim.text.problem import Key, Phrase, phrase


def node_at(schema: dict[str, Any], loc: Key) -> dict[str, Any]:
    """Return the part of a JSON schema that speaks of a key; empty where it says nothing."""
    node = _plain(schema, schema)
    for step in loc:
        inner = node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step)
        if inner is None:
            inner = node.get("additionalProperties", {})
        node = _plain(schema, inner if isinstance(inner, dict) else {})
    return node


def allowed_at(schema: dict[str, Any], loc: Key) -> Phrase:
    """Return what is allowed at a key."""
    node = node_at(schema, loc)
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
        return phrase("allowed.mapping", names=", ".join(names if len(names) < 15 else [*names[:3], "…"]))
    if node.get("format") == "date":
        return phrase("allowed.date")
    return phrase("allowed.pattern" if "pattern" in node or "maxLength" in node else "allowed.text")


def _plain(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and see through "or null"."""
    while "$ref" in node or "anyOf" in node:
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        else:
            node = next(choice for choice in node["anyOf"] if choice.get("type") != "null")
    return node
