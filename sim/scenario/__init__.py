"""Scenarios: YAML that people write, parsed at the edge into types. Inside, nobody asks what kind of thing it got."""

from sim.scenario.error import ScenarioError
from sim.scenario.load import load_scenario
from sim.scenario.overrides import parse_settings
from sim.scenario.places import shipped_names
from sim.scenario.schema import json_schema
from sim.scenario.types import CityFiles, Outputs, Scenario
from sim.scenario.unchanged import unchanged
from sim.text.problem import Problem

__all__ = [
    "CityFiles",
    "Outputs",
    "Problem",
    "Scenario",
    "ScenarioError",
    "json_schema",
    "load_scenario",
    "parse_settings",
    "shipped_names",
    "unchanged",
]
