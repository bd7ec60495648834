"""One real community in which nothing happens but what a test lets happen, and nothing is left to chance."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from sim.agents.responses import Response
from sim.city import City, build_city
from sim.engine.agenda import put
from sim.grievance.level import Level
from sim.grievance.needs import SPEAK
from sim.grievance.ticket import HANDOVER, TICKET, Outcome, Reason, State, new_case
from sim.model import GovernanceModel

COMMUNITY = "420106001001"
MONDAY = "2016-03-07"
"""A month with neither holidays nor make-up weekends."""
NO_CHANCE = {
    "hop_hours": 1.0, "hop_sd": 0.0, "quality_floor": 1.0, "persistence": 0.0, "climbs": 0.0, "claims_done": 0.0,
    "pseudo_ease": -100.0, "neglect": 0.0, "promise": 0.0, "extension_share": 0.0, "volunteer_share": 0.0,
    "again_ease": -100.0, "petition_ease": -100.0, "store_capture": 0.0, "joint_quality": 1.0, "refusal_hours": 1.0,
    "relay_share": 0.0,
}  # fmt: skip
PLAIN = {
    "rate_per_1000": 0.0, "severity": 0.3, "beyond_share": 0.0, "joint_share": 0.0, "work_hours": 0.1, "work_sd": 0.0,
    "outside_share": 0.0, "solvable": 1.0, "low_skill": 0, "returns": 0.0, "deadline": 2, "enquiry": 0,
}  # fmt: skip


@pytest.fixture(scope="session")
def quiet_city() -> City:
    return build_city(COMMUNITY)


@dataclass
class Logs:
    """A sink that keeps everything (`sim.measure.record.Sink`)."""

    tickets: list = field(default_factory=list)
    handovers: list = field(default_factory=list)

    def take(self, tickets, handovers):
        self.tickets.append(tickets)
        self.handovers.append(handovers)


@dataclass
class Quiet:
    """A model without troubles of its own, and the hands to put some in."""

    model: GovernanceModel
    logs: Logs

    def __post_init__(self):
        self.world, self.rules = self.model.world, self.model.world.rules
        self.categories, self.channels = self.world.categories, self.world.channels

    @property
    def block(self):
        return self.model._blocks[0]

    def case(self, row):
        return self.block.cases[row]

    def compound(self, with_firm: bool) -> int:
        return int(np.flatnonzero((self.world.compounds.firm >= 0) == with_firm)[0])

    def resident_of(self, compound: int, k: int = 0) -> int:
        return int(self.world.compounds.resident_lo[compound]) + k

    def spoken(self, channel=Response.HOTLINE, hour=9.0, trouble=1, nth=0, resident=None, lead=-1, category=0, **more):
        """Let a resident speak at an hour of the run; returns the case's row."""
        resident = self.resident_of(self.compound(with_firm=True)) if resident is None else resident
        row = int(new_case(self.block.cases, self.block.pointers))
        case = self.case(row)
        person = self.world.residents[resident]
        columns = {
            "trouble": trouble, "nth": nth, "category": category, "resident": resident, "building": person.building,
            "compound": self.world.buildings[person.building].compound, "community": person.community,
            "channel": channel, "severity": 0.3, "affected": 1.0, "onset": hour - 1.0, "fades": 1e9, "lead": lead,
            "state": State.COMING,
        }  # fmt: skip
        for name, value in (columns | more).items():
            case[name] = value
        if lead >= 0:
            self.case(lead).followers += 1
        put(self.block.heads[SPEAK], self.block.cases, row, hour, int(hour // 24) - 1)
        return row

    def days(self, n: int) -> None:
        for _ in range(n):
            self.model.step()

    @property
    def tickets(self):
        empty = np.zeros(0, TICKET)
        return np.concatenate([empty, *map(np.asarray, self.logs.tickets)]).view(np.recarray)

    @property
    def handovers(self):
        """Return (from, to, reason) in order of time."""
        events = np.concatenate([np.zeros(0, HANDOVER), *map(np.asarray, self.logs.handovers)]).view(np.recarray)
        events = events[np.argsort(events.hour, kind="stable")]
        return [(Level(e.from_level), Level(e.to_level), Reason(e.reason)) for e in events]

    def outcomes(self):
        return [Outcome(outcome) for outcome in self.tickets.outcome]


@pytest.fixture
def quiet(quiet_city):
    """A community whose every category is the same plain one, owned by the street unless a test says otherwise."""
    model = GovernanceModel("baseline", area=COMMUNITY, city=quiet_city, start=MONDAY, days=60, warmup=0, seed=1)
    world = model.world
    for name, value in NO_CHANCE.items():
        world.rules[name] = value
    for name, value in PLAIN.items():
        world.categories[name] = value
    world.categories.owner = Level.STREET
    world.channels.capture = 1.0
    world.channels.misroute = 0.0
    world.channels.intake_hours = 0.01
    world.communities.tiered = 0.0
    world.communities.shared_store = 0.0
    world.communities.visits = 0.0
    world.streets.authority = 0.0
    world.streets.whistle = 0.0
    world.desks.share = 1.0
    world.compounds.committee = -1
    model.record.sink = Logs()
    return Quiet(model, model.record.sink)
