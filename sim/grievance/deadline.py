"""Deadlines: how long the rules give for an answer, by class of trouble and of channel."""

from enum import IntEnum

import numpy as np

from sim.engine.compiling import rule


class Deadline(IntEnum):
    """Class of deadline, the shortest first."""

    URGENT = 0
    UTILITIES = 1
    """Water, power, gas, heating: what a household cannot do without."""
    GENERAL = 2
    COMPLEX = 3
    PETITION = 4


DEADLINE_HOURS = np.array([2.0, 24.0, 7 * 24.0, 15 * 24.0, 60 * 24.0])
"""Hours from dispatch to feedback by `Deadline`.

Source: Beijing's local standard for the 12345 service (DB11, in force 2023-01-01; 北京日报 2022-11-16), published.
Wuhan's hotline set 2 hours for emergencies and 24 hours for other water bursts in 2009 (新华社 2009-11-20).
Petitions: 60 days from acceptance (信访条例, 国务院令第431号, 2005, Art. 33), published.
"""


@rule
def deadline_of(category, channel):  # type: ignore[no-untyped-def]
    """Return the class of deadline of what is said through a channel: the channel's own, or that of the trouble.

    A petition has its own procedure and clock, whatever it is about. What comes first at a desk goes by the trouble.
    """
    return category.deadline if channel.deadline < 0 else channel.deadline
