"""Records of what happens: a trouble, and the ticket of a case with whoever heard of it."""

from dataclasses import dataclass, field
from functools import cached_property

from sim.agents.department import FIELDS, Field
from sim.grievance.level import Level
from sim.grievance.ticket import Outcome

ENFORCED = {Field.URBAN_MANAGEMENT, Field.MARKET, Field.ENVIRONMENT, Field.HOUSING}


@dataclass(eq=False)
class Trouble:
    """Something that befell a resident, a building or a compound.

    What it takes to end it is settled once, when it first matters: all cases of it find it the same.
    """

    model: object
    number: int
    category: object
    resident: object
    severity: float
    affected: float
    onset: float
    fades: float
    returned: bool
    ended: float | None = None
    tickets: list["Ticket"] = field(default_factory=list)
    speakers: int = 0
    """Who have spoken of it, or will, and have not let it be."""

    @cached_property
    def is_joint(self):
        """Whether it needs several agencies, and no enforcement team of the street's stands for them."""
        draw = self.model.random.random
        enforced = self.category.field in ENFORCED and draw() < self.resident.community.street.integrated
        return draw() < self.category.joint_share and not enforced

    @cached_property
    def partners(self):
        """Fields of the other agencies that it needs."""
        others = [number for number in range(FIELDS) if number != self.category.field]
        return self.model.random.sample(others, max(1, self.category.parties - 1))

    @cached_property
    def is_beyond(self):
        """Whether it goes beyond its owner's level."""
        return self.model.random.random() < self.category.beyond_share

    @cached_property
    def authority_mark(self):
        """Share of the district's matters from which a street may finish this one."""
        return self.model.random.random()

    @cached_property
    def outside_hours(self):
        """How long it waits for parts, funds or consent; None if for nothing."""
        if self.model.random.random() >= self.category.outside_share:
            return None
        return 24.0 * self.model.lognormal(self.category.outside_days, self.category.outside_sd)

    @property
    def open_tickets(self):
        """Tickets about it that are on some list and not closed."""
        return [ticket for ticket in self.tickets if ticket.closed is None]

    def is_over(self, hour):
        """Whether it has gone by itself, or by work on anybody's ticket about it."""
        return self.fades <= hour or (self.ended is not None and self.ended <= hour)

    def ends(self, hour):
        """Be solved; the earliest work that solves it counts."""
        self.ended = hour if self.ended is None else min(self.ended, hour)


@dataclass(eq=False, slots=True)
class Ticket:
    """The record of a case with whoever heard of it."""

    trouble: Trouble
    response: int
    official: bool
    reported: float
    deadline: float
    case: object = None
    joined: int = 0
    first_response: float | None = None
    closed: float | None = None
    outcome: Outcome = Outcome.OPEN
    level: Level | None = None
    rating: int = 0
    reopened: int = 0
    escalated: bool = False
    misrouted: bool = False
