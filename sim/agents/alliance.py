"""Alliances of the work units in a street or a community: they meet every so often and give what is waited for.

A street and a community are alliances by the same columns: `alliance`, `meeting_days`, `unit_n` and `gifts`.
"""

import math

from sim.engine.compiling import rule


@rule
def days_between(alliance):  # type: ignore[no-untyped-def]
    """Return the whole days from one meeting to the next, at least one."""
    return int(max(1.0, math.floor(alliance.meeting_days)))


@rule
def next_session(alliance, day):  # type: ignore[no-untyped-def]
    """Return the day of the first meeting after `day`; all meet on the same days, as conferences do."""
    every = days_between(alliance)
    return (day // every + 1) * every


@rule
def saves_up(alliance, rules):  # type: ignore[no-untyped-def]
    """Let a day add to what the next meeting can give: so much a year of each unit that takes part (M84, M85).

    What one meeting has not used the next one still has, and none after that.
    """
    yearly = rules.alliance_gifts * alliance.alliance * alliance.unit_n
    of_two_meetings = 2.0 * yearly * days_between(alliance) / 365.0
    most = max(1.0, of_two_meetings) if yearly > 0.0 else 0.0
    alliance.gifts = min(most, alliance.gifts + yearly / 365.0)


@rule
def gives(alliance, day):  # type: ignore[no-untyped-def]
    """Give what one case waits for, if the alliance meets today and has something left; says whether it does."""
    if alliance.alliance <= 0.0 or alliance.gifts < 1.0 or day % days_between(alliance) != 0:
        return False
    alliance.gifts -= 1.0
    return True
