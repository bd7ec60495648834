"""The same rules as a Mesa user would write them: one Python object an agent, stepped each day.

An oracle and a yardstick for `sim`. People, institutions and first states are those of the opened tables, and what
befalls people is drawn by the same keys: the same seed and area give the very same troubles. All that people and
institutions do about them is written anew here, with the model's own random stream, so only distributions agree.

Levers act if they are in force from the first day. Everything is measured from the first day on.
"""

import math
from collections import defaultdict
from types import SimpleNamespace

import mesa
import numpy as np
from plain.cases import Case, Ticket, Trouble
from plain.desks import Clerk, Desk, Volunteer, Worker
from plain.places import Building, Community, Compound, Firm, Household
from plain.residents import Resident

from sim.agents.resident import Response
from sim.city import City, build_city
from sim.engine.clock import Hours, working_days
from sim.engine.random import Purpose, box_muller, uniform, uniform_four
from sim.grievance.category import Scope
from sim.opening import open_offices
from sim.parameters import rules_table
from sim.policy import Institutions, Timeline
from sim.scenario import load_scenario

OPTION_KINDS = (Response.BEAR, Response.NEIGHBOUR)


def objects(table):
    """Return the rows of a table as objects with its columns as attributes."""
    return [SimpleNamespace(**dict(zip(table.dtype.names, row, strict=True))) for row in table.tolist()]


class PlainModel(mesa.Model):
    """A city as plain Mesa objects.

    Args:
        scenario: as for `GovernanceModel`.
        city: a built city; the scenario's area is built if left out.
        overrides: any key of a scenario.
    """

    def __init__(self, scenario="baseline", city: City | None = None, **overrides):
        plan = load_scenario(scenario, overrides)
        super().__init__(seed=plan.seed & 0xFFFF_FFFF)
        self.key = np.uint64(plan.seed & 0xFFFF_FFFF_FFFF_FFFF)
        self.first_day, self.day, self.last_day = plan.start, 0, plan.days
        self._working = working_days(plan.start, plan.days + 120)
        city = city or build_city(plan.area, plan.city_source())
        span = (0.0, 24.0 * plan.days)
        world = open_offices(city, rules_table(plan.parameters), plan.seed, self._working, span, False).world
        Timeline(plan.policy, Institutions.of(world), plan.start, plan.seed).on(0)
        (self.rules,) = objects(world.rules)
        self.trust_lost_a_day = 1.0 - math.exp(-1.0 / self.rules.trust_days)
        self.fatigue_kept_a_day = math.exp(-1.0 / self.rules.fatigue_days)
        self.talk_kept_a_day = math.exp(-1.0 / self.rules.hearsay_days)
        self.categories, self.channels = objects(world.categories), objects(world.channels)
        self._settle_people(world)
        self._open_desks(world)
        self.to_hear, self.to_work, self.to_judge = defaultdict(list), defaultdict(list), defaultdict(list)
        self.troubles: list[Trouble] = []
        self.tickets: list[Ticket] = []
        self.voiced = self.silent = self.contacts = self.enquiries = self.merged = self.petitions = 0

    def _settle_people(self, world):
        self.streets = objects(world.streets)
        bureaus = objects(world.departments)
        for street in self.streets:
            street.bureaus = [bureaus[row] for row in world.serves[street.district]]
        self.city_bureaus = [bureaus[row] for row in world.bureaus]
        self._bureaus = bureaus
        units = [world.units.activity[row] if row >= 0 else 0.0 for row in world.unit_of]
        self.communities = [
            Community(self, row, self.streets[row.street], unit)
            for row, unit in zip(objects(world.communities), units, strict=True)
        ]
        self.firms = [Firm(self, row) for row in objects(world.firms)]
        watch = np.append(world.committees.quality, 0.0) * self.rules.committee_watch
        active = np.append(world.branches.activity, 0.0)
        self.compounds = [
            Compound(self, row, watch[row.committee], active[row.branch]) for row in objects(world.compounds)
        ]
        for row in objects(world.compounds):
            if row.firm >= 0:
                full = row.fee * row.area * row.household_n
                assert self.firms[row.firm].cash > 0.0, full
        self.buildings = [Building(self.compounds[row.compound]) for row in objects(world.buildings)]
        self.households = [Household(row) for row in objects(world.households)]
        for household, row in zip(self.households, objects(world.households), strict=True):
            self.buildings[row.building].compound.households.append(household)
        self.residents = [Resident(self, row) for row in objects(world.residents)]

    def _open_desks(self, world):
        workers, volunteers = objects(world.workers), objects(world.volunteers)
        posts: dict[int, int] = defaultdict(int)
        for row in workers:
            community = self.communities[row.community]
            community.workers.append(Worker(self, row, community, posts[row.community]))
            posts[row.community] += 1
        for row in volunteers:
            self.communities[row.community].volunteers.append(Volunteer(self, row))
        desks = objects(world.desks)
        for community, row in zip(self.communities, objects(world.communities), strict=True):
            community.desk = Desk(self, desks[row.desk], community, community.workers)
            if row.volunteer_desk >= 0:
                community.volunteer_desk = Desk(self, desks[row.volunteer_desk], community, community.volunteers)

        def office(row, owner):
            return Desk(self, desks[row], owner, [Clerk() for _ in range(desks[row].server_n)])

        for compound, row in zip(self.compounds, objects(world.compounds), strict=True):
            compound.desk = office(row.desk, compound) if row.desk >= 0 else None
        for street in self.streets:
            street.desks = [office(row, street) for row in street.desk]
        for bureau in self._bureaus:
            bureau.desk = office(bureau.desk, bureau)
        self.desks = sorted(self.agents_by_type[Desk], key=lambda desk: desk.level)
