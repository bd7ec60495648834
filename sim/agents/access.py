"""Access: what a place makes of a channel's cost to those who live there."""

from sim.agents.ages import ELDER_FROM, GROWN_UP
from sim.agents.responses import Response
from sim.engine.compiling import rule

_FIRM_DESK, _GRID, _WALK_IN = int(Response.FIRM_DESK), int(Response.GRID), int(Response.WALK_IN)
_BOARD, _HOTLINE = int(Response.BOARD), int(Response.HOTLINE)


@rule
def ease(option, enquiry, age, street, community, compound, rules):  # type: ignore[no-untyped-def]
    """Return what is added to the utility of a channel here; 0 where policy has done nothing about it.

    A station in the own compound is next door, one in another compound of the community a walk away. Those of working
    age need not take leave where doors stay open in the evening; the retired could come before. A new owners' committee
    encourages its owners to complain to the firm.
    """
    if option == _WALK_IN:
        near = max(compound.station, rules.station_reach * community.stations)
        eased = rules.station_ease * near
        if GROWN_UP <= age < ELDER_FROM:
            eased += rules.evening_ease * community.evenings
        return eased + rules.window_ease * street.window if enquiry != 0 else eased
    if option == _HOTLINE:
        return rules.channel_ease * community.hotline_reach
    if option == _BOARD:
        return rules.channel_ease * community.board_reach
    if option == _GRID:
        return rules.functions_ease * community.functions if enquiry != 0 else 0.0
    if option == _FIRM_DESK:
        return rules.founding_voice * compound.founded
    return 0.0


@rule
def closes_at(option, channel, community):  # type: ignore[no-untyped-def]
    """Return the hour of day at which a channel stops hearing; the community's doors may stay open in the evening."""
    return channel.closes + community.evenings if option == _WALK_IN else channel.closes


@rule
def lends_hand(community, compound, rules):  # type: ignore[no-untyped-def]
    """Return what is added to the utility of putting a trouble right together with neighbours."""
    return (
        rules.social_together * compound.social
        + rules.functions_together * community.functions
        + rules.practice_together * community.practice
    )


@rule
def fixes_more(compound, rules):  # type: ignore[no-untyped-def]
    """Return by what factor neighbours who know each other succeed more often in putting a trouble right."""
    return 1.0 + rules.social_fixes * compound.social
