"""JSON Schema of scenario files, for editors that complete and check while one types."""

from typing import Any

from sim.policy import BUNDLES, LEVERS
from sim.policy.lever import Lever
from sim.scenario.types import scenario_file
from sim.text import Language


def json_schema(lang: Language = "en") -> dict[str, Any]:
    """Return the schema: every key, lever and parameter with range and description.

    Args:
        lang: language of what levers are expected to do and may do besides.
    """
    schema = scenario_file().model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Huying scenario"
    schema["properties"]["extends"] = {
        "type": "string",
        "description": "继承的情景 / scenario to start from: a shipped name or a file in this folder",
    }
    policy = schema["$defs"]["policy"]["properties"]
    for lever in LEVERS.values():
        dose = {"$ref": f"#/$defs/{lever.id}_dose"}
        policy[lever.id] = _key_of(lever, dose, lang)
        policy[lever.zh] = {"$ref": f"#/$defs/policy/properties/{lever.id}"}
    timing = {"$ref": "#/$defs/Bundle"}
    for bundle in BUNDLES.values():
        policy[bundle.id] = {"anyOf": [timing, {"type": "null"}], "title": bundle.zh, "description": bundle.en}
    schema["$defs"]["Bundle"] = _bundle(schema)
    _allow_one(schema)
    return schema


def _key_of(lever: Lever, dose: dict[str, Any], lang: Language) -> dict[str, Any]:
    expected = lever.expected_zh if lang == "zh" else lever.expected_en
    side_effect = lever.side_effect_zh if lang == "zh" else lever.side_effect_en
    return {
        "title": f"{lever.zh} / {lever.en}",
        "description": f"{expected} {side_effect}",
        "anyOf": [
            dose,
            {"type": "number", "minimum": lever.low, "maximum": lever.high},
            {"type": "array", "items": dose},
            {"type": "null"},
        ],
    }


def _bundle(schema: dict[str, Any]) -> dict[str, Any]:
    dose = schema["$defs"][f"{next(iter(LEVERS))}_dose"]
    timing = {key: value for key, value in dose["properties"].items() if key != "intensity"}
    return {"type": "object", "additionalProperties": False, "properties": timing}


def _allow_one(schema: dict[str, Any]) -> None:
    """Allow one area, type or firm without the brackets of a list."""
    where = schema["$defs"]["Where"]["properties"]
    for part in ("kinds", "firms"):
        where[part] = {"anyOf": [where[part], where[part]["items"]], "description": where[part]["description"]}
    where["areas"] = {"anyOf": [where["areas"], {"type": ["string", "integer"]}]}
    schema["properties"]["area"]["anyOf"].append({"type": "integer"})
