"""Buildings: where neighbours meet and talk."""

import math

import numpy as np

from sim.engine.compiling import rule

BUILDING = np.dtype(
    [
        ("compound", "i4"),
        ("household_lo", "i4"),
        ("household_n", "i4"),
        ("resident_lo", "i4"),
        ("resident_n", "i4"),
        ("floors", "i2"),
        ("lifts", "i2"),
        ("hearsay", "f8"),  # what is told of recent outcomes, -1 all bad .. 1 all good
        ("hearsay_day", "f8"),  # day of the last talk; hearsay fades from then on
    ],
    align=True,
)


@rule
def hearsay(building, rules, day):  # type: ignore[no-untyped-def]
    """What neighbours still say of recent outcomes here, -1..1; talk fades."""
    if building.hearsay == 0.0:
        return 0.0
    return building.hearsay * math.exp(-(day - building.hearsay_day) / rules.hearsay_days)


@rule
def tells(building, told, rules, day):  # type: ignore[no-untyped-def]
    """Add one story to the talk of the building; bad news weighs more (Baumeister et al. 2001)."""
    weight = rules.talk_weight * (rules.bad_news if told < 0.0 else 1.0)
    said = hearsay(building, rules, day)
    building.hearsay = max(-1.0, min(1.0, said + weight * (told - said)))
    building.hearsay_day = day
