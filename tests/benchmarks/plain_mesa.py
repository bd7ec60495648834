"""The same rules as a Mesa user would write them: one Python object an agent, stepped each day.

An oracle and a yardstick for `sim`. People, institutions and first states are those of the opened tables, and what
befalls people is drawn by the same keys: the same seed and area give the very same troubles. All that people and
institutions do about them is written anew here, with the model's own random stream, so only distributions agree.

Levers act if they are in force from the first day. Everything is measured from the first day on.
"""

import heapq
import math
from collections import defaultdict
from datetime import timedelta
from itertools import accumulate, count
from types import SimpleNamespace

import mesa
import numpy as np

from sim.agents.responses import Response
from sim.calendar import Calendar
from sim.city import City, build_city
from sim.engine.random import Purpose, box_muller, normal, uniform, uniform_four
from sim.grievance.category import DAYS_OFF, WORKING_DAYS, Scope
from sim.grievance.ticket import Outcome
from sim.measure.survival import quantile
from sim.opening import open_offices
from sim.parameters import rules_table
from sim.policy import Institutions, Timeline
from sim.scenario import Scenario, load_scenario
from tests.benchmarks.plain.cases import Case
from tests.benchmarks.plain.desks import Clerk, Desk, Volunteer, Worker, open_on
from tests.benchmarks.plain.places import Building, Community, Compound, Firm, Household, Unit
from tests.benchmarks.plain.records import Ticket, Trouble
from tests.benchmarks.plain.residents import Resident

SPELL_DAYS = 3


def objects(table):
    """Return the rows of a table as objects with its columns as attributes."""
    return [SimpleNamespace(**dict(zip(table.dtype.names, row, strict=True))) for row in table.tolist()]


class PlainModel(mesa.Model):
    """A city as plain Mesa objects.

    Args:
        scenario: as for `GovernanceModel`; its warm-up is left out.
        city: a built city; the scenario's area is built if left out.
        overrides: any key of a scenario.
    """

    def __init__(self, scenario: "str | Scenario" = "baseline", city: City | None = None, **overrides):
        plan = load_scenario(scenario, overrides)
        super().__init__(seed=plan.seed & 0xFFFF_FFFF)
        self.key = np.uint64(plan.seed & 0xFFFF_FFFF_FFFF_FFFF)
        self.first_day, self.day, self.last_day = plan.start, 0, plan.days
        calendar = Calendar.of(plan, plan.start, plan.days + 28)
        self._working = calendar.working
        city = city or build_city(plan.area, plan.city_source())
        world = open_offices(city, rules_table(plan.parameters), plan.seed, calendar, (0.0, 0.0), False).world
        Timeline(plan.policy, Institutions.of(world), plan.start, plan.seed).on(0)
        (self.rules,) = objects(world.rules)
        self.trust_lost_a_day = 1.0 - math.exp(-1.0 / self.rules.trust_days)
        self.fatigue_kept_a_day = math.exp(-1.0 / self.rules.fatigue_days)
        self.categories, self.channels = objects(world.categories), objects(world.channels)
        self._people_move_in(world)
        self._offices_open(world)
        self.to_hear, self.to_work, self.to_judge = defaultdict(list), defaultdict(list), defaultdict(list)
        self._number = count()
        self.troubles: list[Trouble] = []
        self.cases: list[Case] = []
        self.tickets: list[Ticket] = []
        self.responses: dict[Trouble, int] = {}
        self.contacts = self.enquiries = self.merged = self.petitions = 0

    def _people_move_in(self, world):
        self.streets, self.bureaus = objects(world.streets), objects(world.departments)
        for street in self.streets:
            street.bureaus = [self.bureaus[row] for row in world.serves[street.district]]
        self.city_bureaus = [self.bureaus[row] for row in world.bureaus]
        units = [Unit(self, row) for row in objects(world.units)]
        self.communities = [
            Community(self, row, self.streets[row.street], units[unit] if unit >= 0 else None)
            for row, unit in zip(objects(world.communities), world.unit_of, strict=True)
        ]
        self.firms = [Firm(self, row) for row in objects(world.firms)]
        watched = [*(world.committees.quality * self.rules.committee_watch), 0.0]  # the last for those without
        organised = [*world.branches.activity, 0.0]
        self.compounds = [
            Compound(self, row, watched[row.committee], organised[row.branch]) for row in objects(world.compounds)
        ]
        self.buildings = [Building(self.compounds[row.compound]) for row in objects(world.buildings)]
        self.households = [Household(row, self.buildings[row.building]) for row in objects(world.households)]
        self.residents = [Resident(self, row) for row in objects(world.residents)]

    def _offices_open(self, world):
        desks = objects(world.desks)

        def office(row, owner, servers=None):
            return Desk(self, desks[row], owner, servers or [Clerk() for _ in range(desks[row].server_n)])

        for row in objects(world.workers):
            self.communities[row.community].workers.append(Worker(self, row, self.communities[row.community]))
        for row in objects(world.volunteers):
            self.communities[row.community].volunteers.append(Volunteer(self, row))
        for community, row in zip(self.communities, objects(world.communities), strict=True):
            community.desk = office(row.desk, community, community.workers)
            if row.volunteer_desk >= 0:
                community.volunteer_desk = office(row.volunteer_desk, community, community.volunteers)
            community.sets_roster(0)
            community.week_begins()
        for compound, row in zip(self.compounds, objects(world.compounds), strict=True):
            compound.desk = office(row.desk, compound) if row.desk >= 0 else None

        def manned(row, owner, staff, share):
            desk = office(row, owner, [Clerk() for _ in range(max(1, math.ceil(staff - 1e-9)))])
            desk.share = share * min(1.0, staff / len(desk.servers))
            return desk

        rules = self.rules
        for street in self.streets:
            share = rules.office_share + (1.0 - rules.office_share) * rules.handed_down * street.gate
            taken_over = sum(max(0.0, part - rules.authority_start) for part in street.authority) / len(
                street.authority
            )
            share -= rules.authority_reports * taken_over * (1.0 - street.gate)
            staff = street.staff + street.posted
            hours_a_day = max(1.0, staff) * rules.working_hours
            share = max(rules.case_share_least, share - street.policy_hours / hours_a_day)
            street.desks = [
                manned(row, street, staff * part, share)
                for row, part in zip(street.desk, street.pool_share, strict=True)
            ]
        for bureau in self.bureaus:
            persons = bureau.staff + bureau.posted
            asked = bureau.policy_hours / (max(1.0, persons) * rules.working_hours)
            share = max(rules.case_share_least, rules.office_share - asked)
            bureau.desk = manned(bureau.desk, bureau, persons * bureau.on_duty, share)
        self.desks = sorted(self.agents_by_type[Desk], key=lambda desk: desk.level)

    @property
    def today(self):
        """The date of the day that comes next."""
        return self.first_day + timedelta(days=self.day)

    def works(self, day):
        """Whether offices work on a day; days beyond the calendar repeat its last week."""
        return self._working[day if day < len(self._working) else (day - len(self._working)) % 7 - 7]

    def on_day(self, hour, agenda, action):
        """Do something on the day of an hour: work done before midnight at once, judging not before tomorrow."""
        day = int(hour // 24)
        if agenda is self.to_work and day <= self.day:
            action(hour)
        else:
            entry = (hour, next(self._number), action)
            heapq.heappush(agenda[max(day, self.day + (agenda is self.to_judge))], entry)

    def lognormal(self, median, sigma):
        """Draw from the log-normal distribution with this median."""
        return median * math.exp(sigma * self.random.gauss(0.0, 1.0))

    def step(self):
        """Let one day pass."""
        self.needs()
        self._do(self.to_hear)
        self.work()
        self._do(self.to_judge)
        self.upkeep()
        self.day += 1
        self.running = self.day < self.last_day

    def _do(self, agenda):
        today = agenda[self.day]
        while today:
            hour, _, action = heapq.heappop(today)
            action(hour)
        del agenda[self.day]

    def needs(self):
        """Troubles arise; residents decide whether and where to speak."""
        spell = sum(normal(self.key, int(Purpose.WEATHER), 0, self.day + ahead, 0) for ahead in range(SPELL_DAYS))
        spell /= math.sqrt(SPELL_DAYS)
        rates = list(accumulate(self._rate_today(category, spell) for category in self.categories))
        for community in self.communities:
            community.troubles_arise(self.categories, rates)

    def _rate_today(self, category, spell):
        peak = (category.peak_month - 0.5) * 365.0 / 12.0
        turn = 2.0 * math.pi * (self.today.timetuple().tm_yday - peak) / 365.0
        weekly = 1.0 if self.works(self.day) else category.weekend
        weekly *= (WORKING_DAYS + DAYS_OFF) / (WORKING_DAYS + DAYS_OFF * category.weekend)
        highest = category.rate_per_1000 / 365_000.0 * category.max_multiplier * category.ceiling
        swing = self.rules.weather_sd * category.weather
        return highest * (1.0 + category.season * math.cos(turn)) * weekly * math.exp(swing * spell - 0.5 * swing**2)

    def trouble_arises(self, number, category, resident, hour, returned=False):
        """Let a trouble befall a resident, or the building or compound; those who notice decide."""
        rules, key = self.rules, np.int64(number)
        a, b, fading, luck = uniform_four(self.key, int(Purpose.TROUBLE), key, 0, 0)
        severity = min(1.0, category.severity * math.exp(category.severity_sd * box_muller(a, b)))
        fades = hour - 24.0 * category.fades_days / math.log(2.0) * math.log(1.0 - fading)
        circle, noticers = [resident], 1
        if category.scope != Scope.PERSON:
            building = resident.building
            circle = building.residents if category.scope == Scope.BUILDING else building.compound.residents
            noticers = max(1, int(min(rules.noticers_max, len(circle) * category.reach)))
        affected = max(1.0, len(circle) * category.reach)
        trouble = Trouble(self, number, category, resident, severity, affected, hour, fades, returned)
        self.troubles.append(trouble)
        told, responses = 0, [Response.BEAR]
        for nth in range(noticers):
            if nth:
                pick = uniform(self.key, int(Purpose.NOTICE), key, nth, 0)
                resident = circle[min(int(pick * len(circle)), len(circle) - 1)]
            response, speaks = resident.decides(trouble, told, hour)
            if response >= Response.FIRM_DESK:
                speaks = self._is_heard_at(speaks, response, severity)
                if speaks >= fades:
                    continue
                told += 1
                self.cases.append(Case(self, trouble, resident, response))
                self.on_day(speaks, self.to_hear, self.cases[-1].is_heard)
            responses.append(response)
        self.responses[trouble] = max(responses)
        if not told and Response.TOGETHER in responses and luck < category.self_fix:
            trouble.ended = hour + 24.0 * rules.together_days

    def _is_heard_at(self, hour, response, severity):
        """Return when who wants to speak is heard: what is for offices may be kept for a working day."""
        rules, day = self.rules, int(hour // 24)
        if response != Response.FIRM_DESK and not self.works(day) and severity < rules.urgent_severity:
            if self.random.random() < rules.postpone_off_day:
                while not self.works(day):
                    day += 1
                hour = 24.0 * day + 8.0 + hour % 24 / 2.4
        return self.next_open(hour, self.channels[response])

    def next_open(self, hour, channel):
        """Return when a channel hears next."""
        day = int(hour // 24)
        while True:
            opens, closes = open_on(self, channel, day)
            if opens < closes and hour < closes:
                return max(hour, opens)
            day += 1

    def may_return(self, trouble):
        """Let a solved trouble come back where its root cause is still there, as a trouble of its own."""
        category = trouble.category
        if trouble.ended is None or trouble.ended >= trouble.fades or category.enquiry:
            return
        if self.random.random() < category.returns:
            days = self.random.expovariate(math.log(2.0) / category.returns_days)
            number = self.random.getrandbits(62)
            self.on_day(
                max(trouble.ended + 24.0 * days, 24.0 * (self.day + 1)),
                self.to_hear,
                lambda hour: self.trouble_arises(number, category, trouble.resident, hour, returned=True),
            )

    def work(self):
        """Finish what is due; then every desk works, the lowest level first."""
        self._do(self.to_work)
        for case in self.cases:
            if case.community.tiered:
                case.is_overdue(24.0 * self.day)
        for desk in self.desks:
            desk.step()

    def upkeep(self):
        """The night: volunteers by week, posts and books by month, rosters for tomorrow; then everybody drifts."""
        if self.today.weekday() == 6:
            for community in self.communities:
                community.week_begins()
        if (self.today + timedelta(days=1)).day == 1:
            for community in self.communities:
                community.month_ends(self.day)
            for compound in self.compounds:
                compound.month_ends(self.today.month - 1)
            for firm in self.firms:
                firm.closes_books()
            for compound in self.compounds:
                compound.may_lose_firm()
        kept = math.exp(-1.0 / self.rules.hearsay_days)
        for place in self.buildings:
            place.hearsay *= kept
        for community in self.communities:
            community.board_mood *= kept
            community.sets_roster(self.day + 1)
        self.agents_by_type[Resident].do("step")

    def indicators(self):
        """Return those indicators of the run that `sim.measure` has by the same names."""
        horizon = 24.0 * self.day
        felt = [trouble for trouble in self.troubles if not trouble.category.enquiry]
        official = [ticket for ticket in self.tickets if ticket.official and not ticket.trouble.category.enquiry]
        closed = [ticket for ticket in official if ticket.closed is not None]
        hours = np.array(
            [(horizon if ticket.closed is None else ticket.closed) - ticket.reported for ticket in official]
        )
        is_closed = np.array([ticket.closed is not None for ticket in official])
        responses = np.array([self.responses[trouble] for trouble in felt])
        lived = [min(t.fades, horizon, t.fades if t.ended is None else t.ended) - t.onset for t in felt]
        burden = sum(t.severity * t.affected * hours / 24.0 for t, hours in zip(felt, lived, strict=True))
        trust = [r.trust_firm + r.trust_community + r.trust_platform for r in self.residents]

        def share(outcomes):
            return sum(ticket.outcome in outcomes for ticket in closed) / len(closed)

        return {
            "troubles": len(felt),
            "voiced_share": np.mean(responses >= Response.FIRM_DESK),
            "informal_share": np.mean((responses >= Response.FIRM_DESK) & (responses <= Response.GRID)),
            "silent_share": np.mean(responses == Response.BEAR),
            "contacts": self.contacts,
            "enquiry_share": self.enquiries / self.contacts,
            "tickets": len(official),
            "merged_share": self.merged / (len(official) + self.merged),
            "closure_rate": len(closed) / len(official),
            "on_time_rate": sum(t.closed <= t.deadline for t in closed)
            / sum(t.closed is not None or t.deadline <= horizon for t in official),
            "resolution_rate_reported": share({Outcome.SOLVED, Outcome.PSEUDO, Outcome.LAPSED}),
            "resolution_rate_true": share({Outcome.SOLVED}),
            "pseudo_closure_share": share({Outcome.PSEUDO}),
            "local_share": sum(ticket.level <= 2 for ticket in closed) / len(closed),
            "escalation_rate": np.mean([ticket.escalated for ticket in official]),
            "misroute_rate": np.mean([ticket.misrouted for ticket in official]),
            "reopen_rate": np.mean([ticket.reopened > 0 for ticket in official]),
            "hours_to_close_median": quantile(hours, is_closed, 0.5),
            "hours_to_close_p90": quantile(hours, is_closed, 0.9),
            "burden_per_resident": burden / len(self.residents) * 365.0 / self.day,
            "mean_trust": sum(trust) / 3.0 / len(self.residents),
            "volunteer_hours": sum(volunteer.hours for volunteer in self.agents_by_type[Volunteer]),
        }
