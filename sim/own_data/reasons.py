"""Why a row is refused or a cell is left blank; every row has one reason at most, the first that holds."""

from enum import IntEnum


class Reason(IntEnum):
    """Why a row is not in the trace, in the order in which it is looked at."""

    KEPT = 0
    CELLS = 1
    """Not as many cells as headings."""
    OPEN_QUOTE = 2
    """As above, over several lines: a quotation mark that is never closed swallows what follows."""
    NO_TIME = 3
    BROKEN_TIME = 4
    LATER_THAN_EXPORT = 5
    NO_PLACE = 6
    UNKNOWN_PLACE = 7
    AMBIGUOUS_PLACE = 8
    CONTRADICTING_PLACE = 9
    COARSE_PLACE = 10
    OUTSIDE = 11
    PLACE_LEFT_OUT = 12
    NO_CATEGORY = 13
    UNKNOWN_CATEGORY = 14
    CATEGORY_LEFT_OUT = 15
    NO_CHANNEL = 16
    UNKNOWN_CHANNEL = 17
    CHANNEL_LEFT_OUT = 18
    BROKEN_CLOSED = 19
    NEGATIVE_DURATION = 20
    CLOSED_AFTER_EXPORT = 21
    DUPLICATE_TICKET = 22
    DUPLICATE_ROW = 23


class Blank(IntEnum):
    """Why a cell of a row that is kept is left blank."""

    RATING_OUT_OF_RANGE = 1
    RATING_UNKNOWN = 2
    BROKEN_DEADLINE = 3


COLUMN_OF = {
    Reason.NO_TIME: "reported",
    Reason.BROKEN_TIME: "reported",
    Reason.LATER_THAN_EXPORT: "reported",
    Reason.NO_PLACE: "place",
    Reason.UNKNOWN_PLACE: "place",
    Reason.AMBIGUOUS_PLACE: "place",
    Reason.CONTRADICTING_PLACE: "place",
    Reason.COARSE_PLACE: "place",
    Reason.OUTSIDE: "place",
    Reason.PLACE_LEFT_OUT: "place",
    Reason.NO_CATEGORY: "category",
    Reason.UNKNOWN_CATEGORY: "category",
    Reason.CATEGORY_LEFT_OUT: "category",
    Reason.NO_CHANNEL: "channel",
    Reason.UNKNOWN_CHANNEL: "channel",
    Reason.CHANNEL_LEFT_OUT: "channel",
    Reason.BROKEN_CLOSED: "closed",
    Reason.NEGATIVE_DURATION: "closed",
    Reason.CLOSED_AFTER_EXPORT: "closed",
    Reason.DUPLICATE_TICKET: "ticket",
}
"""The part of the map whose column is at fault; a row as a whole has none."""
BLANKED = {Blank.RATING_OUT_OF_RANGE: "rating", Blank.RATING_UNKNOWN: "rating", Blank.BROKEN_DEADLINE: "deadline"}
"""The part of the map whose cell is left blank."""
