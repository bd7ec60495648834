"""Communities (社区): the residents' committee as an institution, and what policy gives it to work with."""

import math
from enum import IntEnum

import numpy as np

from sim.agents.exits import EXITS
from sim.agents.visits import CLASSES
from sim.engine.agent_view import RecordAgent
from sim.engine.clock import DAYS_A_MONTH, WORKING_DAYS_A_WEEK
from sim.engine.compiling import rule

RELIEFS = 5
"""Kinds of prevention (grievance.category.Relief)."""


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
        # what policy gives it; nothing, where no policy says otherwise
        ("policy_hours", "f8"),  # working hours a day that policies ask of it
        ("helpers", "f8"),  # persons from other bodies who work here
        ("logging", "f8"),  # share of what is only said that is entered all the same
        ("graded", "f8"),  # how far the grave goes before the light, 0-1
        ("confirmation", "f8"),  # share of closings that need the complainant's word
        ("modes", "f8"),  # share of disputes that go through norms, self-governance and law in turn
        ("codified", "f8"),  # how far written rules make work alike everywhere, 0-1
        ("terminals", "f8"),  # devices into which a case is entered, one after the other
        ("hotline_reach", "f8"),  # how far 12345 is made known and easy, 0-1
        ("board_reach", "f8"),  # the same of the public message board
        ("functions", "f8"),  # share of deliberation and errands that one platform offers, 0-1
        ("stations", "f8"),  # share of residents with a service station in their compound
        ("evenings", "f8"),  # hours that its doors stay open after office hours
        ("relieved", "f8", (RELIEFS,)),  # share of troubles spared by each Relief
        ("pilot", "f8"),  # 1 where an exemplary practice began
        ("copying", "f8"),  # monthly chance to take over a neighbour's practice
        ("mandated", "f8"),  # yearly chance to be told to
        ("register", "f8"),  # share of the Party members who are on the register
        ("pulses", "f8"),  # times a year that leaders come themselves
        ("claims", "f8"),  # share of tasks that volunteers choose for themselves
        ("must_visits", "f8"),  # visits a worker and week to those who must be visited
        ("surge", "f8"),  # persons of a team on call
        ("lawyers", "f8"),  # legal workers who take its disputes
        ("mediators", "f8"),  # share of disputes that reach a mediator, 0-1
        ("certified_goal", "f8"),  # share of workers with a certificate that is aimed at
        ("ledgers", "f8"),  # weight of ledgers and forms in the appraisal
        ("exit_rule", "f8"),  # share of the cases for leaving that are acted on
        ("seats", "f8"),  # training days a worker and year
        ("online", "f8"),  # share of them beside the work
        ("mentored", "f8"),  # chance that its secretary is a mentee in a round of the studios
        ("ladder", "f8"),  # how far grades promise a rise, 0-1
        ("pay_level", "f8"),  # pay against that of 2016
        ("tenured", "f8"),  # 1 where the secretary's is a tenured post
        ("alliance", "f8"),  # share of resident units in the community's alliance
        ("meeting_days", "f8"),  # days from one meeting of it to the next
        ("whistle", "f8"),  # share of cases beyond its authority for which it calls those in who have it
        ("lists", "f8"),  # share of needs and resources that are written down and matched
        ("couriers", "f8"),  # couriers who report what they see
        ("menu", "f8"),  # services that the station of its business district offers to firms
        ("station_staff", "f8"),  # persons of departments who keep it
        ("courier_reward", "f8"),  # yuan for each report, whatever comes of it
        ("time_bank", "f8"),  # share of volunteers' hours that are saved for later help
        ("organisations", "f8"),  # social organisations on the register
        ("grants", "f8"),  # yuan a year to each of them
        ("publicity", "f8"),  # how far reports of success raise what people expect
        ("emergency", "f8"),  # share of all hands that an alarm calls to what it is about
        # what comes of it
        ("unit_n", "i4"),  # work units in it
        ("gifts", "f8"),  # cases that its alliance can help at its next meeting
        ("business_firms", "f8"),  # in its business district, 0 where it has none
        ("menu_known", "f8"),  # share of these who know of the station, 0-1
        ("matters", "f8"),  # these firms' own questions this month
        ("matters_answered", "f8"),  # of these, at the station
        # hours of the station's staff since the run began: given = spent + lost + left
        ("station_hours", "f8"),  # left for this week
        ("station_given", "f8"),
        ("station_spent", "f8"),
        ("station_lost", "f8"),  # nobody came
        # hours that firms lent since the run began: lent = used + taken back + left
        ("firm_hours", "f8"),  # left
        ("firm_hours_lent", "f8"),
        ("firm_hours_used", "f8"),
        ("firm_hours_back", "f8"),
        ("crept", "f8"),  # items that have crept back
        ("led", "f8"),  # 1 where its secretary has come into a tenured post
        ("mentoring", "f8"),  # hours a working day that its secretary teaches others or is taught
        ("exits", "f8", (EXITS,)),  # who left, by case
        ("own_part", "f8"),  # share of the hours for cases that the workers' own are
        ("practice", "f8"),  # quality of the exemplary practice taken over, 0-1
        ("attention", "f8"),  # how far leaders' attention lifts everybody now, 0-1
        ("novelty", "f8"),  # how new that still is, 0-1
        ("turnout", "f8"),  # share of registered volunteers who turned out this week
        ("saved_hours", "f8"),  # in the time bank
        # for small works in its compounds, yuan: granted = spent + lapsed + purse
        ("purse", "f8"),  # left this year
        ("purse_granted", "f8"),  # since the run began
        ("purse_spent", "f8"),
        ("purse_lapsed", "f8"),  # not spent by the end of a year
        ("legal_cases", "f8"),  # taken by legal workers this month
        ("caught", "f8"),  # closings without solving of late that came to light; older ones are half forgotten
        ("slipped", "f8"),  # the same of those that did not
        ("called", "f8"),  # share of the team on call that has come
        ("tired", "f8"),  # how tired it is, 0-1
        ("care", "f8"),  # how far social organisations reach those in need, 0-1
        ("listed", "f8", (CLASSES,)),  # households that must be visited, by why
        ("visit_rate", "f8", (CLASSES,)),  # visits to each of them a day
        ("calls", "f8"),  # visits to all of them in a week
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
def fears_discovery(community, rules):  # type: ignore[no-untyped-def]
    """Return the chance 0-1 at which a closing without solving is thought to come to light.

    What deters is the certainty of being found, as those see it who are tempted (Nagin 2013). They learn it from what
    became of their own and their colleagues' closings (Sah 1991); the share of checks that was announced counts as so
    many more, so that an audit deters before it has found anything, and one on paper alone soon no longer does.
    """
    seen = community.caught + community.slipped
    return (rules.risk_prior * community.audit + community.caught) / (rules.risk_prior + seen)


@rule
def sees_what_became_of_it(community, found):  # type: ignore[no-untyped-def]
    """Remember a closing without solving. `found`: how far it came to light, 0-1."""
    community.caught += found
    community.slipped += 1.0 - found


@rule
def forgets_discoveries(community, rules):  # type: ignore[no-untyped-def]
    """Let a month dull the memory of what came to light and what did not (exponential forgetting)."""
    kept = math.exp(-DAYS_A_MONTH / rules.risk_days)
    community.caught *= kept
    community.slipped *= kept


@rule
def items_now(community, rules):  # type: ignore[no-untyped-def]
    """Administrative items asked of it: those that were admitted, and those that have crept back since."""
    return min(max(rules.items_2016, community.work_items), community.work_items + community.crept)


@rule
def items_creep_back(community, rules):  # type: ignore[no-untyped-def]
    """Let a month pass: what was struck off a list comes back under other names (rebound; rate assumed)."""
    cut = max(0.0, rules.items_2016 - community.work_items)
    community.crept = min(cut, community.crept + rules.items_rebound / 12.0 * (cut - community.crept))


@rule
def admin_share(community, workers, rules):  # type: ignore[no-untyped-def]
    """Share of the workers' hours that administrative items take.

    Items are not hours: halving the items frees less than half of the time (elasticity below one, assumed).
    """
    left = (items_now(community, rules) / rules.items_2016) ** rules.items_elasticity
    hours = rules.hours_per_item * rules.items_2016 * left
    hours *= 1.0 + rules.ledger_hours * (community.ledgers - rules.ledgers_start)
    return min(rules.admin_share_max, hours / max(1.0, workers * rules.working_hours))


@rule
def duty_share(community, workers, rules):  # type: ignore[no-untyped-def]
    """Share of the workers' hours that visits, patrols and routine services ask for; above one is overload.

    Where no firm looks after a compound the community is its caretaker of last resort (社区兜底), so duties are more.
    """
    hours = rules.duty_hours * (1.0 + rules.duty_self_managed * community.self_managed)
    hours *= 1.0 - rules.duty_certificates * community.relieved[1]
    hours *= 1.0 + rules.group_interrupts * (community.enrolment - rules.enrolment_start)
    asked = hours * community.resident_n / 1_000.0 + community.policy_hours + community.mentoring
    if community.must_visits > 0.0:
        asked += community.calls * rules.visit_hours / WORKING_DAYS_A_WEEK
    return asked / max(1.0, workers * rules.working_hours)


@rule
def case_share(community, workers, rules):  # type: ignore[no-untyped-def]
    """Share of the workers' hours that administration and duties leave for residents' cases, at least a little."""
    left = 1.0 - admin_share(community, workers, rules) - duty_share(community, workers, rules)
    return max(rules.case_share_least, left)


@rule
def helping_hands(community, workers, rules):  # type: ignore[no-untyped-def]
    """Return what others' hands add to the hours for cases, as a share of each worker's day.

    With more bodies more must be agreed on: of what n helpers bring, 1 / (1 + a log(1 + n)) is left (coordination
    cost of n parties grows as n log n; Brooks 1975 on adding hands). A team on call brings what has come of it.
    """
    hands = community.helpers / (1.0 + rules.helpers_agree * math.log(1.0 + community.helpers))
    hands += community.surge * community.called * (1.0 - community.tired)
    return hands * rules.helper_share / max(1.0, workers)


@rule
def is_called(community, waiting, workers, rules):  # type: ignore[no-untyped-def]
    """Let a team on call come or go by the day's backlog; who is called often is tired and brings less.

    Args:
        waiting: cases at the workers' desk.
    """
    if community.surge <= 0.0:
        community.called = 0.0
        community.tired = 0.0
        return
    pressed = waiting > rules.surge_queue * max(1.0, workers)
    wish = 1.0 if pressed else 0.0
    community.called += (wish - community.called) / rules.surge_lag_days
    community.tired += community.called / rules.surge_tires_days * (1.0 - community.tired)
    community.tired -= (1.0 - community.called) * community.tired / rules.surge_rests_days


@rule
def reach_of_organisations(community, rules):  # type: ignore[no-untyped-def]
    """Return what social organisations come to reach of those in need, 0-1: registered is not active, grants wake some.

    Reach saturates with the active per 1,000 residents (M93, M94).
    """
    awake = min(1.0, rules.organisations_active + rules.grant_wakes * community.grants / 10_000.0)
    dense = community.organisations * awake / max(1.0, community.resident_n) * 1_000.0
    return 1.0 - math.exp(-dense / rules.organisations_dense)


@rule
def leaders_come(community, day, rules):  # type: ignore[no-untyped-def]
    """Let attention fade for a week, and rise when leaders come in person; each visit soon after another moves less."""
    community.attention *= math.exp(-7.0 / rules.attention_days)
    community.novelty += (1.0 - community.novelty) * (1.0 - math.exp(-7.0 / rules.novelty_days))
    if community.pulses > 0.0:
        every = 365.0 / community.pulses
        if (day + community.key % np.uint64(365)) % every < 7.0:  # they cannot be everywhere in one week
            community.attention += (1.0 - community.attention) * rules.pulse_size * community.novelty
            community.novelty *= 1.0 - rules.pulse_wears


class Community(RecordAgent):
    """A residents' or villagers' committee as a Mesa agent."""

    table_name = "communities"

    def admin_share(self) -> float:
        """Share of the hours of those in post that administrative items take."""
        return float(admin_share(self.record, self._in_post, self.model.rules[0]))

    def duty_share(self) -> float:
        """Share of their hours that visits, patrols and routine services ask for."""
        return float(duty_share(self.record, self._in_post, self.model.rules[0]))

    def case_share(self) -> float:
        """Share of their hours that is left for residents' cases."""
        return float(case_share(self.record, self._in_post, self.model.rules[0]))

    def helping_hands(self) -> float:
        """What others' hands add to it."""
        return float(helping_hands(self.record, self._in_post, self.model.rules[0]))

    def fears_discovery(self) -> float:
        """Chance at which a closing without solving is thought to come to light, 0-1."""
        return float(fears_discovery(self.record, self.model.rules[0]))

    def items_creep_back(self) -> None:
        """Let a month pass over the items that were struck off."""
        items_creep_back(self.record, self.model.rules[0])

    def is_called(self, waiting: int) -> None:
        """Let a team on call come or go by what waits at the workers' desk."""
        is_called(self.record, waiting, self._in_post, self.model.rules[0])

    def reach_of_organisations(self) -> float:
        """What social organisations come to reach of those in need, 0-1."""
        return float(reach_of_organisations(self.record, self.model.rules[0]))

    def shows(self) -> float:
        """What the message board shows today of recent outcomes here, -1..1."""
        return float(shows(self.record, self.model.rules[0], self.model.day))

    @property
    def _in_post(self) -> int:
        return int(self.model.world.desks[self.desk].present)
