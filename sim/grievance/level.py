"""Levels of the hierarchy at which a case can be handled."""

from enum import IntEnum


class Level(IntEnum):
    """Who handles, from the nearest upward."""

    COMPOUND = 0
    """The property firm's desk in the compound (小区)."""
    COMMUNITY = 1
    STREET = 2
    DISTRICT = 3
    """A district bureau."""
    CITY = 4


COMPOUND, COMMUNITY, STREET, DISTRICT, CITY = map(int, Level)
"""The levels as plain numbers, for compiled rules."""
