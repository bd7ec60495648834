"""What a worker does: live one run in a city that it keeps, and read it off."""

import gc
from collections import OrderedDict
from collections.abc import Callable

from sim.city import City, CitySource, build_city
from sim.experiment.world import Values, World
from sim.measure.record import Sink
from sim.model import GovernanceModel
from sim.scenario import Scenario

Work = Callable[[World, Callable[[], None]], Values]
"""Lives a run and returns what is read off it; calls the function between days, where it may be interrupted."""
MOST_RESIDENTS = 2_000_000
"""Kept in the cities of one process; a larger one is kept alone."""
_kept: "OrderedDict[tuple[str | None, CitySource | None], City]" = OrderedDict()


def city_of(scenario: Scenario) -> City:
    """Return the city of a scenario, built once in each process."""
    place = (scenario.area, scenario.city_source())
    if place not in _kept:
        city = build_city(*place)
        while _kept and sum(len(one.residents) for one in _kept.values()) + len(city.residents) > MOST_RESIDENTS:
            _kept.popitem(last=False)
        _kept[place] = city
    _kept.move_to_end(place)
    return _kept[place]


def lived(
    scenario: Scenario, after_day: Callable[[], None] = lambda: None, sink: Sink | None = None
) -> GovernanceModel:
    """Return the model of a run that has gone by.

    Args:
        after_day: is called between days.
        sink: takes the run's logs.
    """
    gc.collect(1)  # a model is a ring of references: those of earlier runs would pile up
    model = GovernanceModel(scenario, city=city_of(scenario))
    model.record.sink = sink
    while model.running:
        model.step()
        after_day()
    return model


def indicators(world: World, after_day: Callable[[], None] = lambda: None) -> Values:
    """Live a run and return its indicators."""
    return lived(world.scenario, after_day).indicators()
