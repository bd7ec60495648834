"""A lever as plain data, for lists and documents that are made from it."""

from dataclasses import asdict
from typing import Any

from sim.policy.bundles import Bundle
from sim.policy.lever import Lever


def lever_facts(lever: Lever) -> dict[str, Any]:
    """Return all that a lever tells of itself, as JSON can hold it."""
    return {
        "id": lever.id,
        "name_zh": lever.zh,
        "name_en": lever.en,
        "section": lever.section,
        "mechanisms": list(lever.mechanisms),
        "partial": lever.partial,
        "works_on": lever.table,
        "benefits": list(lever.benefits),
        "unit": lever.unit,
        "range": [lever.low, lever.high],
        "neutral": lever.neutral,
        "default": lever.default,
        "seed_value": lever.seed_value,
        "date": lever.date,
        "cost": asdict(lever.cost),
        "expected": {"zh": lever.expected_zh, "en": lever.expected_en},
        "side_effect": {"zh": lever.side_effect_zh, "en": lever.side_effect_en},
        "needs": list(lever.needs),
        "needs_shock": lever.needs_shock,
        "same_as": list(lever.same_as),
        "writes": list(lever.writes),
        "read_by": list(lever.read_by),
        "source": lever.source,
        "confidence": lever.confidence,
    }


def bundle_facts(bundle: Bundle) -> dict[str, Any]:
    """Return all that a bundle tells of itself, as JSON can hold it."""
    return {
        "id": bundle.id,
        "name_zh": bundle.zh,
        "name_en": bundle.en,
        "section": "bundle",
        "mechanisms": list(bundle.mechanisms),
        "levers": {lever: dict(dose) for lever, dose in bundle.doses.items()},
    }
