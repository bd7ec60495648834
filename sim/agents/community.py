"""Communities (社区): the residents' committee as an institution, and what policy gives it to work with."""

import math
from enum import IntEnum

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule


class CommunityKind(IntEnum):
    """Whether a residents' or a villagers' committee governs it."""

    URBAN = 0
    VILLAGE = 1


COMMUNITY = np.dtype(
    [
        ("key", "u8"),  # from the statistical code: whom the draws of its people belong to (< 2**40)
        ("street", "i4"),
        ("unit", "i4"),  # census unit
        ("kind", "i4"),
        ("compound_lo", "i4"),
        ("compound_n", "i4"),
        ("building_lo", "i4"),
        ("building_n", "i4"),
        ("household_lo", "i4"),
        ("household_n", "i4"),
        ("resident_lo", "i4"),
        ("resident_n", "i4"),
        ("worker_lo", "i4"),  # first post of a community worker; the secretary's is the first
        ("worker_n", "i4"),  # rows kept for posts, filled or not
        ("volunteer_lo", "i4"),
        ("volunteer_n", "i4"),
        ("desk", "i4"),  # desk of the workers
        ("volunteer_desk", "i4"),
        ("civic", "f8"),  # habit of speaking up here (sd 1 about 0)
        ("posts", "f8"),  # established posts of community workers
        ("work_items", "f8"),  # administrative items that upper levels ask of it
        ("self_managed", "f8"),  # share of residents in compounds that no firm looks after
        ("enrolment", "f8"),  # share of residents in the WeChat grid group
        ("shared_store", "f8"),  # share 0-1 of contacts that all channels see in one store
        ("tiered", "f8"),  # share of tickets under the ladder of tiers
        ("rating_weight", "f8"),  # weight of residents' ratings in the appraisal
        ("closure_weight", "f8"),  # weight of closing on time in the appraisal
        ("audit", "f8"),  # share of closures that somebody checks
        ("visits", "f8"),  # chance that a silent trouble is noticed by a visiting volunteer
        ("tickets", "i8"),  # numbers given out so far
        ("board_mood", "f8"),  # what the public message board shows of outcomes here, -1 .. 1
        ("board_day", "f8"),
    ],
    align=True,
)


@rule
def shows(community, rules, day):  # type: ignore[no-untyped-def]
    """What the public message board still shows of recent outcomes here, -1..1."""
    if community.board_mood == 0.0:
        return 0.0
    return community.board_mood * math.exp(-(day - community.board_day) / rules.hearsay_days)


@rule
def publishes(community, told, rules, day):  # type: ignore[no-untyped-def]
    """Let an outcome on the message board be seen by everybody here."""
    shown = shows(community, rules, day)
    community.board_mood = shown + rules.board_weight * (told - shown)
    community.board_day = day


@rule
def admin_share(community, workers, rules):  # type: ignore[no-untyped-def]
    """Share of the workers' hours that administrative items take.

    Items are not hours: halving the items frees less than half of the time (elasticity below one, assumed).
    """
    left = (community.work_items / rules.items_2016) ** rules.items_elasticity
    hours = rules.hours_per_item * rules.items_2016 * left
    return min(rules.admin_share_max, hours / max(1.0, workers * rules.working_hours))


@rule
def duty_share(community, workers, rules):  # type: ignore[no-untyped-def]
    """Share of the workers' hours that visits, patrols and routine services ask for; above one is overload.

    Where no firm looks after a compound the community is its caretaker of last resort (社区兜底), so duties are more.
    """
    hours = rules.duty_hours * (1.0 + rules.duty_self_managed * community.self_managed)
    return hours * community.resident_n / 1_000.0 / max(1.0, workers * rules.working_hours)


@rule
def case_share(community, workers, rules):  # type: ignore[no-untyped-def]
    """Share of the workers' hours that administration and duties leave for residents' cases, at least a little."""
    left = 1.0 - admin_share(community, workers, rules) - duty_share(community, workers, rules)
    return max(rules.case_share_least, left)


class Community(RecordAgent):
    """A residents' or villagers' committee as a Mesa agent."""

    table_name = "communities"
