"""Records of what happens: a trouble, and the ticket of a case with whoever heard of it."""

from dataclasses import dataclass

from sim.grievance.level import Level
from sim.grievance.ticket import Outcome


@dataclass(eq=False, slots=True)
class Trouble:
    """Something that befell a resident, a building or a compound."""

    number: int
    category: object
    resident: object
    severity: float
    affected: float
    onset: float
    fades: float
    returned: bool
    ended: float | None = None
    ticket: "Ticket | None" = None

    def is_over(self, hour):
        """Whether it has gone by itself, or by work on anybody's ticket about it."""
        return self.fades <= hour or self.ended is not None


@dataclass(eq=False, slots=True)
class Ticket:
    """The record of a case with whoever heard of it."""

    trouble: Trouble
    response: int
    official: bool
    reported: float
    deadline: float
    first_response: float | None = None
    closed: float | None = None
    outcome: Outcome = Outcome.OPEN
    level: Level | None = None
    rating: int = 0
    reopened: int = 0
    escalated: bool = False
    misrouted: bool = False
