"""Compounds (小区): the housing, its state of repair, and the bodies that look after it."""

from enum import IntEnum

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule
from sim.engine.queue import NONE


class CompoundKind(IntEnum):
    """Type of housing."""

    OLD = 0
    """Old or work-unit housing, built without a property firm."""
    COMMERCIAL = 1
    """Commodity housing with a firm."""
    RESETTLEMENT = 2
    VILLAGE = 3
    RENTAL = 4
    """Public rental housing."""


PROJECTS = 4
"""Kinds of small works (grievance.category.Project)."""
LIST_MONTHS = 3
"""Most months until an entry on the list of problems falls due, and most that it may be overdue before it goes up."""

COMPOUND = np.dtype(
    [
        ("key", "u8"),  # community key << 12 | number within the community: whom its draws belong to
        ("community", "i4"),
        ("kind", "i4"),
        ("building_lo", "i4"),
        ("building_n", "i4"),
        ("household_lo", "i4"),
        ("household_n", "i4"),
        ("resident_lo", "i4"),
        ("resident_n", "i4"),
        ("firm", "i4"),  # row of its property firm, -1 self-managed
        ("committee", "i4"),  # row of its owners' committee, -1 none
        ("branch", "i4"),  # row of its Party organisation, -1 none
        ("desk", "i4"),  # row of the firm's desk here, -1 none
        ("year_built", "i4"),
        ("lifts", "i4"),
        ("condition", "f8"),  # state of repair, 0 ruin .. 1 new
        ("fee", "f8"),  # property fee, yuan a m2 and month; 0 without a firm
        ("area", "f8"),  # mean floor area of a flat, m2
        ("service", "f8"),  # quality of property service, 0-1
        ("billed", "f8"),  # property fees of the measured time, yuan
        ("paid", "f8"),  # of these
        ("pay_share", "f8"),  # share of households that paid their last bill
        # what policy gives it; nothing, where no policy says otherwise
        ("organised", "f8"),  # how far community, compound and building are organised in tiers, 0-1
        ("accountable", "f8"),  # 1 where one Party branch answers for it
        ("least_activity", "f8"),  # of its Party organisation, by rule
        ("members", "f8"),  # share of its buildings with a Party member in charge
        ("branch_visits", "f8"),  # visits of its organisation to each household a year
        ("joint", "f8"),  # 1 with a joint committee of all bodies
        ("station", "f8"),  # 1 with a service station of its own
        ("rooms", "f8"),  # 1 with rooms for meeting and leisure
        ("covenant_drive", "f8"),  # yearly chance that a covenant is put to the vote
        ("forum", "f8"),  # forums a year
        ("fund", "f8"),  # for small works and what was promised, yuan a household and year
        ("vote", "f8"),  # 1 where residents choose the works
        ("helped", "f8"),  # 1 where a firm lends a hand without a contract
        ("trustee", "f8"),  # 1 where a public-benefit firm is to take over
        ("public_income", "f8"),  # for its firm, yuan a household and month
        ("committee_drive", "f8"),  # how far founding an owners' committee is urged, 0-1
        ("incubated", "f8"),  # 1 where those who found one are helped
        ("negative_list", "f8"),  # how strictly candidates are screened, 0-1
        ("disclosed", "f8"),  # share of common income that is accounted for in public
        ("appraised", "f8"),  # 1 where the committee answers to owners once a year
        ("tripartite", "f8"),  # share of property matters brought to a table of three
        ("cross_posts", "f8"),  # 1 where committee, firm and community sit in each other's bodies
        ("director", "f8"),  # 1 with a voluntary quality director
        ("deadlines", "f8"),  # how far problems are talked over, and hang in public with a date and an owner, 0-1
        # what comes of it
        ("social", "f8"),  # ties among neighbours beyond the usual, 0-1
        ("covenant", "f8"),  # how far a covenant is kept, 0-1; 0 none
        ("agreed", "f8"),  # 1 where its joint committee agreed this month on what is to be done
        # promises made at forums since the run began; what is neither kept nor broken is open
        ("promises_made", "i4"),
        ("promises_kept", "i4"),
        ("promises_broken", "i4"),
        ("mood", "f8"),  # what is told of promises and works, -1 .. 1
        ("strife", "f8"),  # beyond the usual, 0-1
        ("attended", "f8"),  # share of grown-ups who came to a forum, times forums a month
        ("works", "i4"),  # Project under way, 0 none
        ("months_left", "f8"),  # of the works
        ("refused", "i4"),  # Project that was refused last, 0 none
        ("refused_months", "f8"),  # until it may be asked for again
        ("projects", "f8", (PROJECTS,)),  # 1 where done
        ("suspicion", "f8"),  # that common income is misused, 0-1
        ("willing", "f8"),  # share of owners who would found a committee
        ("founded", "f8"),  # how new its committee is, 0-1
        ("helper", "i4"),  # row of the firm that lends it a hand, -1 none
        ("stays", "f8"),  # 1 while the helping firm has not dropped out
        ("own_service", "f8"),  # quality of service that its owners can bring about without a firm, 0-1
        ("complaints", "i4"),  # at the firm's desk this month
        ("billed_n", "i4"),  # households that are sent a bill: dormitories are not
        ("term_left", "i4"),  # months until its contract with the firm ends
        ("let_go", "i4"),  # 1 where the owners have just ended it and found nobody else
        ("firm_judged", "f8"),  # cases of the firm that residents have judged in this term
        ("firm_pleased", "f8"),  # their satisfaction, summed
        # its list of problems, in entries
        ("list_due", "f8", (LIST_MONTHS,)),  # not yet due, by months until then
        ("list_overdue", "f8", (LIST_MONTHS,)),  # past their date, by months since then
        ("list_ordered", "f8"),  # past their date for so long that the street has ordered them
        ("list_planned", "f8"),  # that the firm's people put right this month
        ("list_hours", "f8"),  # of these people on the list, since the run began
        ("list_made", "f8"),  # entered since the run began
        ("list_in_time", "f8"),  # of these, put right before their date
        ("list_late", "f8"),  # put right after it
        ("kept_desk", "i4"),  # row of a desk that a trustee would use, -1 none
        ("kept_committee", "i4"),  # row of the committee that may yet be founded, -1 there is one
    ],
    align=True,
)


@rule
def wears(compound, rules):  # type: ignore[no-untyped-def]
    """Let a month pass over the state of repair: it wears, and service makes up for a part of the wear."""
    compound.condition += rules.wear_month * (rules.upkeep_gain * compound.service - 1.0) * compound.condition
    compound.condition = max(0.05, min(1.0, compound.condition))


@rule
def organisation(compound, branch_activity, rules):  # type: ignore[no-untyped-def]
    """Return how active a compound's Party organisation is, 0-1.

    Tiers make one where there was none; a floor is kept by rule; a branch that answers for this compound and no other
    does more of what is left (responsibility is not diffused; Darley and Latane 1968).
    """
    activity = max(branch_activity, rules.organised_activity * compound.organised)
    activity = max(activity, compound.least_activity)
    return activity + (1.0 - activity) * rules.accountable_adds * compound.accountable


@rule
def organised(world, compound):  # type: ignore[no-untyped-def]
    """Return how active the Party organisation of a compound is, 0-1, whether or not it has a branch of its own."""
    branch = world.branches[compound.branch].activity if compound.branch != NONE else 0.0
    return organisation(compound, branch, world.rules[0])


@rule
def oversight(compound, watched, rules):  # type: ignore[no-untyped-def]
    """Return how far a firm is held to its contract here, 0-1; a joint committee holds it to what all agreed on.

    Who sits in the other's body knows more and asks less: cross-posts inform and tie hands at once.

    Args:
        watched: by the owners' committee alone.
    """
    share = watched * (1.0 - rules.interest_conflict * compound.cross_posts)
    share += (1.0 - share) * rules.cross_informs * compound.cross_posts
    return share + (1.0 - share) * rules.joint_watches * compound.agreed


class Compound(RecordAgent):
    """A compound as a Mesa agent."""

    table_name = "compounds"

    def organisation(self) -> float:
        """How active its Party organisation is, 0-1, with a branch of its own or without."""
        return float(organised(self.model.world, self.record))

    def oversight(self, watched: float = 0.0) -> float:
        """How far a firm is held to its contract here, 0-1. `watched`: by the owners' committee alone."""
        return float(oversight(self.record, watched, self.model.rules[0]))

    def wears(self) -> None:
        """Let a month pass over the state of repair."""
        wears(self.record, self.model.rules[0])
