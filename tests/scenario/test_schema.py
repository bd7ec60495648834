"""The JSON Schema knows every lever and parameter, with range and words in both languages."""

import json

from sim.parameters import PARAMETERS
from sim.policy import BUNDLES, LEVERS
from sim.scenario import json_schema


def _resolve(schema, node):
    for step in node["$ref"].removeprefix("#/").split("/"):
        schema = schema[step]
    return schema


def test_levers_with_range_and_all_ways_to_write_them():
    schema = json_schema()
    policy = schema["$defs"]["policy"]["properties"]
    for lever in LEVERS.values():
        dose, number, several, nothing = policy[lever.id]["anyOf"]
        assert (number["minimum"], number["maximum"]) == (lever.low, lever.high)
        intensity = _resolve(schema, dose)["properties"]["intensity"]
        assert (intensity["minimum"], intensity["maximum"], intensity["default"]) == (
            lever.low,
            lever.high,
            lever.default,
        )
        assert several["items"] == dose
        assert nothing == {"type": "null"}
        assert lever.zh in policy
    assert set(BUNDLES) <= set(policy)


def test_parameters_with_range():
    numbers = json_schema()["$defs"]["parameters"]["properties"]
    for one in PARAMETERS.values():
        choice = numbers[one.name]["anyOf"][0]
        assert (choice["minimum"], choice["maximum"]) == (one.low, one.high)
        assert one.zh in numbers[one.name]["description"]


def test_it_is_plain_json_in_either_language():
    for lang in ("zh", "en"):
        assert json.loads(json.dumps(json_schema(lang)))["additionalProperties"] is False
    assert json_schema("zh") != json_schema("en")


def test_every_reference_leads_somewhere():
    schema = json_schema()

    def walk(node):
        if isinstance(node, dict):
            if "$ref" in node:
                assert _resolve(schema, node)
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(schema)
