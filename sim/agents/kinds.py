"""All kinds of agents that Mesa sees, in the order of `model.agents`."""

from sim.agents.branch import CompoundBranch
from sim.agents.community import Community
from sim.agents.compound import Compound
from sim.agents.department import Department
from sim.agents.owners_committee import OwnersCommittee
from sim.agents.property_firm import PropertyFirm
from sim.agents.resident import Resident
from sim.agents.street import StreetOffice
from sim.agents.unit import WorkUnit
from sim.agents.volunteer import Volunteer
from sim.agents.worker import CommunityWorker

KINDS = (
    Resident,
    Volunteer,
    CommunityWorker,
    PropertyFirm,
    OwnersCommittee,
    CompoundBranch,
    WorkUnit,
    Department,
    StreetOffice,
    Community,
    Compound,
)
