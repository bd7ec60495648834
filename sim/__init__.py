"""Huying: how a city hears and answers its residents, simulated.

The public interface: `GovernanceModel` (a Mesa model), `load_scenario`, `build_city`, `run_scenario`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.city import build_city
    from sim.model import GovernanceModel
    from sim.results import run_scenario
    from sim.scenario import load_scenario

__all__ = ["GovernanceModel", "build_city", "load_scenario", "run_scenario"]

_HOMES = {"GovernanceModel": "model", "build_city": "city", "load_scenario": "scenario", "run_scenario": "results"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that the command line starts at once."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"sim.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
