"""Living a run whose numbers are held against facts: the indicators, and the measures by which facts are known."""

from collections.abc import Callable

from sim.experiment.living import lived
from sim.experiment.world import Values, World
from sim.validation.log import TicketLog
from sim.validation.observed import observed
from sim.validation.run import COMPUTED

READS = ("validation",)
"""Parts of the package that the measures come from: where they change, finished runs are none."""


def facts(world: World, after_day: Callable[[], None] = lambda: None) -> Values:
    """Live a run and return its indicators, and the measures of facts as `SF06.one_case`.

    Measures that the run is too small to tell, or that take years of history, are missing.
    """
    log = TicketLog()
    model = lived(world.scenario, after_day, log)
    seen = observed(model, log)
    found = model.indicators()
    for fact, compute in COMPUTED.items():
        found |= {f"{fact}.{name}": float(value) for name, value in compute(seen).items()}
    return found
