"""Street offices: pools of staff by function, authority by field, whistle calls."""

import math
from enum import IntEnum

import numpy as np

from sim.agents.alliance import days_between
from sim.agents.department import FIELDS, Field
from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule


class Pool(IntEnum):
    """Pools of a street office's staff."""

    MANAGEMENT = 0
    SERVICE = 1
    SAFETY = 2
    ENFORCEMENT = 3


POOLS = len(Pool)

STREET = np.dtype(
    [
        ("key", "u8"),
        ("district", "i4"),
        ("resident_n", "i4"),
        ("desk", "i4", (POOLS,)),
        ("staff", "f8"),  # persons who handle tickets
        ("pool_share", "f8", (POOLS,)),  # of the staff, by pool
        ("posted", "f8"),  # persons sent down from above
        ("posted_before", "f8"),  # the same a day ago
        ("experience", "f8"),  # how far those sent have learnt the work here, 0-1
        ("ties", "f8"),  # of those sent, persons with acquaintance in the bureaus above
        ("gate", "f8"),  # share of tasks from above that the street may turn away
        ("listed", "f8"),  # share of matters of which a list says whose they are
        ("integrated", "f8"),  # share of matters of several enforcement agencies that one team handles
        ("authority", "f8", (FIELDS,)),  # share of the district's cases in a field that the street may finish
        ("whistle", "f8"),  # share of cases without authority for which it calls those in who have it
        ("pooled", "f8"),  # share of cases that whichever of its offices is free takes
        ("window", "f8"),  # share of errands that one window does at once
        ("one_net", "f8"),  # share of dispatching that one centre with a view of all queues does
        ("command", "f8"),  # share of field stations that it commands
        ("alliance", "f8"),  # share of its resident units in the street's alliance
        ("conference", "f8"),  # share of joint matters that are settled in conferences
        ("meeting_days", "f8"),  # days from one conference, and one meeting of the alliance, to the next
        ("unit_n", "i4"),  # work units in its communities
        ("gifts", "f8"),  # cases that its alliance can help at its next meeting
        ("policy_hours", "f8"),  # working hours a day that policies ask of it
        ("ranked", "f8"),  # how much its place in the league of streets counts, 0-1
        # this month, official tickets about its area
        ("month_closed", "f8"),
        ("month_in_time", "f8"),
        ("month_solved", "f8"),  # as reported
        ("month_rated", "f8"),
        ("month_content", "f8"),  # of these
        # of the league that was published last
        ("score", "f8"),  # 0-1, -1 without a closing
        ("place", "f8"),  # 1 best, 0 not ranked; equals share the middle of theirs
        ("behind", "f8"),  # how hard that presses it, 0-1
    ],
    align=True,
)


POOL_OF_FIELD = np.array(
    [
        {
            Field.HOUSING: Pool.MANAGEMENT,
            Field.URBAN_MANAGEMENT: Pool.ENFORCEMENT,
            Field.POLICE: Pool.SAFETY,
            Field.MARKET: Pool.ENFORCEMENT,
            Field.HEALTH: Pool.SERVICE,
            Field.CIVIL_AFFAIRS: Pool.SERVICE,
            Field.LABOUR: Pool.SERVICE,
            Field.EDUCATION: Pool.SERVICE,
            Field.ENVIRONMENT: Pool.MANAGEMENT,
            Field.UTILITIES: Pool.MANAGEMENT,
        }[field]
        for field in Field
    ],
    dtype=np.int64,
)
"""Which pool of the street office works on a field."""
_ENFORCES = np.array(
    [field in {Field.URBAN_MANAGEMENT, Field.MARKET, Field.ENVIRONMENT, Field.HOUSING} for field in Field]
)
"""Fields whose several agencies an integrated enforcement team may stand for; the police stay apart."""


@rule
def settles_in(street, rules):  # type: ignore[no-untyped-def]
    """Let a day pass for those who were sent: they learn the work; the more newcomers, the less is known.

    Experience nears 1 exponentially (learning curve; months assumed).
    """
    if street.posted > street.posted_before:
        street.experience *= max(0.0, street.posted_before) / street.posted
    street.posted_before = street.posted
    street.experience += (1.0 - street.experience) * (1.0 - math.exp(-1.0 / rules.learning_days))


@rule
def skill_of_staff(street, rules):  # type: ignore[no-untyped-def]
    """Return the mean skill of a street's staff, 0-1: those who were sent are slower until they have settled in.

    Who does everything does each thing a little worse (the price of pooling; van Dijk and van der Sluis 2008).
    """
    newcomers = max(0.0, street.posted) / max(1.0e-9, street.staff + max(0.0, street.posted))
    skill = rules.street_skill * (1.0 - rules.newcomer_gap * newcomers * (1.0 - street.experience))
    return skill * (1.0 - rules.generalist_gap * street.pooled)


@rule
def hours_for_cases(street, rules):  # type: ignore[no-untyped-def]
    """Return the share of office hours that goes to residents' cases: what is turned away above leaves more.

    Only a part of the other duties are tasks handed down, and tasks that are refused are asked for again. Authority
    that is handed down brings reports and inspections of its own, but for those that the gate turns away (M18). What
    policies ask of the street in hours is taken from it. Who stands behind in a league puts other duties off: effort
    goes to what is scored (Holmstrom and Milgrom 1991).
    """
    share = rules.office_share + (1.0 - rules.office_share) * rules.handed_down * street.gate
    share += (1.0 - share) * rules.league_effort * street.behind
    taken_over = 0.0
    for field in range(FIELDS):
        taken_over += max(0.0, street.authority[field] - rules.authority_start) / FIELDS
    share -= rules.authority_reports * taken_over * (1.0 - street.gate)
    persons = max(1.0, street.staff + street.posted)
    return max(rules.case_share_least, share - street.policy_hours / (persons * rules.working_hours))


@rule
def knows_whose(street, rules):  # type: ignore[no-untyped-def]
    """Return what is left of wrong dispatches where a list, or a centre that sees all desks, says whose a matter is."""
    return (1.0 - rules.list_clears * street.listed) * (1.0 - rules.net_clears * street.one_net)


@rule
def one_team_handles(street, field, mark):  # type: ignore[no-untyped-def]
    """Say whether the street's own team does what else takes several enforcement agencies; `mark` is the trouble's."""
    return _ENFORCES[field] and mark < street.integrated


@rule
def commands(street, mark):  # type: ignore[no-untyped-def]
    """Say whether the station that a joint matter needs is under the street's own command; `mark` is the trouble's."""
    return mark < street.command


@rule
def meets(street, mark):  # type: ignore[no-untyped-def]
    """Say whether a joint matter is kept for the next conference; `mark` is the trouble's."""
    return mark < street.conference


@rule
def next_meeting(street, hour):  # type: ignore[no-untyped-def]
    """Return the hour of the next conference: at ten in the morning, every `meeting_days` days."""
    every = 24.0 * days_between(street)
    return (math.floor((hour - 10.0) / every) + 1.0) * every + 10.0


@rule
def may_finish(street, field, mark):  # type: ignore[no-untyped-def]
    """Say whether the street itself may finish a case that is the district's by law; `mark` is the case's own."""
    return mark < street.authority[field]


@rule
def whistles(caller, community, rules, mark):  # type: ignore[no-untyped-def]
    """Say whether a street, or a community, calls in whoever has the authority instead of passing the case on.

    A secretary in a tenured post has less to lose by asking for it, and more of the community's cases are called for
    (M83; size assumed).
    """
    return mark < caller.whistle * (1.0 + rules.tenured_calls * community.led)


class StreetOffice(RecordAgent):
    """A street office as a Mesa agent."""

    table_name = "streets"

    def settles_in(self) -> None:
        """Let a day pass for those who were sent down to it."""
        settles_in(self.record, self.model.rules[0])

    def skill_of_staff(self) -> float:
        """Mean skill of its staff, 0-1."""
        return float(skill_of_staff(self.record, self.model.rules[0]))

    def hours_for_cases(self) -> float:
        """Share of office hours that goes to residents' cases, 0-1."""
        return float(hours_for_cases(self.record, self.model.rules[0]))

    def knows_whose(self) -> float:
        """What is left of wrong dispatches here, 0-1."""
        return float(knows_whose(self.record, self.model.rules[0]))

    def may_finish(self, field: Field, mark: float) -> bool:
        """Whether it may itself finish a case of the district's. `mark`: of the case, uniform, 0-1."""
        return bool(may_finish(self.record, field, mark))

    def one_team_handles(self, field: Field, mark: float) -> bool:
        """Whether its own team does what else takes several agencies."""
        return bool(one_team_handles(self.record, field, mark))

    def whistles(self, community: int, mark: float) -> bool:
        """Whether it calls others in instead of passing on a case of a community, by row. `mark`: of the case, 0-1."""
        return bool(whistles(self.record, self.model.world.communities[community], self.model.rules[0], mark))

    def commands(self, mark: float) -> bool:
        """Whether the field station that a joint matter needs is under its command."""
        return bool(commands(self.record, mark))

    def meets(self, mark: float) -> bool:
        """Whether a joint matter is kept for its next conference."""
        return bool(meets(self.record, mark))

    def next_meeting(self, hour: float) -> float:
        """Hour of the run at which it next holds a conference."""
        return float(next_meeting(self.record, hour))
