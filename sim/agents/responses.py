"""What a resident may do about a trouble."""

from enum import IntEnum


class Response(IntEnum):
    """What a resident may do about a trouble. From `FIRM_DESK` on they are channels."""

    BEAR = 0
    TOGETHER = 1
    """Put it right together with neighbours."""
    NEIGHBOUR = 2
    """Only tell a neighbour."""
    FIRM_DESK = 3
    GRID = 4
    """Tell the grid worker, in person or in the WeChat group."""
    WALK_IN = 5
    BOARD = 6
    """The public city message board."""
    HOTLINE = 7
    """12345."""
    PETITION = 8
