"""Opening the offices: from a city and a scenario's numbers to the tables of a run, with desks, staff and first states.

What a person or an institution is like at the start is drawn by its own key, so that it is the same in any area.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.appraisal import month_looks
from sim.agents.branch import BRANCH
from sim.agents.building import BUILDING
from sim.agents.community import COMMUNITY, CommunityKind, reach_of_organisations
from sim.agents.compound import COMPOUND
from sim.agents.department import DEPARTMENT, FIELDS, UNDER_VERTICAL, Field
from sim.agents.district import DISTRICT
from sim.agents.household import HOUSEHOLD
from sim.agents.ladder import LAST_OF_POST
from sim.agents.owners_committee import COMMITTEE
from sim.agents.property_firm import FIRM
from sim.agents.property_past import opening_reserve, years_before
from sim.agents.resident import RESIDENT
from sim.agents.street import POOL_OF_FIELD, POOLS, STREET
from sim.agents.unit import UNIT
from sim.agents.upkeep import without_firm
from sim.agents.volunteer import VOLUNTEER
from sim.agents.worker import SKILLS, WORKER, hired_at
from sim.agents.world import World
from sim.calendar import Calendar
from sim.city import City
from sim.city.routes import city_bureaus, neighbours, paired_units, routes
from sim.engine.clock import HOURS_A_DAY, WORKING_DAYS_A_YEAR, Hours
from sim.engine.compiling import rule
from sim.engine.queue import DESK, NONE, SERVER
from sim.engine.random import Purpose, normal, uniform, uniform_pair, uniforms
from sim.grievance.block import Block, new_block
from sim.grievance.category import load_categories
from sim.grievance.channel import load_channels
from sim.grievance.level import Level
from sim.grievance.tally import TALLY
from sim.grievance.trace import NO_TRACE

_RESIDENT_START, _WORKER_START = int(Purpose.RESIDENT_START), int(Purpose.WORKER_START)
_VOLUNTEER_START, _FIRM_START = int(Purpose.VOLUNTEER_START), int(Purpose.FIRM_START)
_UNIT_START, _STATION = int(Purpose.UNIT_START), int(Purpose.STATION)
NEVER_FILLED = -10_000
"""Day since which a post that policy may establish is vacant: one that is established at once is filled at once."""
RECORDS = {
    "districts": DISTRICT,
    "streets": STREET,
    "communities": COMMUNITY,
    "compounds": COMPOUND,
    "buildings": BUILDING,
    "households": HOUSEHOLD,
    "residents": RESIDENT,
    "firms": FIRM,
    "committees": COMMITTEE,
    "branches": BRANCH,
    "units": UNIT,
    "departments": DEPARTMENT,
    "volunteers": VOLUNTEER,
}
MOST_STAFF, MOST_POSTED = 4.0, 60.0
"""A street may come to have as many times its staff of 2016, and as many persons more."""
ROUND_THE_CLOCK = frozenset({Field.UTILITIES, Field.POLICE})
"""Fields on duty day and night: in shifts, by as many staff hours as an office of their size."""
TRUSTEE, TRUSTEE_SKILL = 0xFFFFF, 0.6
"""Number of a district's public-benefit firm among its firms, and its skill (0-1, assumed: middling)."""
OFFICE_HOURS_A_DAY = 9.0 * WORKING_DAYS_A_YEAR / 365.0
"""Hours that an office is open, on the mean of a year (250 working days)."""
RESIDENTS_OF_THE_MEAN = 5_000.0
"""An urban community of this size has the mean number of posts; larger ones have more, not in proportion."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A run's tables, and the blocks that work on them (the city's level last)."""

    world: World
    blocks: list[Block]


def open_offices(
    city: City,
    rules: np.recarray,
    seed: int,
    calendar: Calendar,
    span: tuple[float, float],
    logging: bool,
    troubles: bool = False,
    trace: tuple[np.recarray, NDArray[np.int64]] | None = None,
) -> Opened:
    """Make the tables of a run.

    Args:
        city: is copied, so that one built city serves many runs.
        rules: table of one record (parameters.RULES).
        seed: of the run; the people are the city's own.
        calendar: of the run.
        span: hours between which is measured.
        logging: whether hand-overs are logged.
        troubles: whether troubles are.
        trace: given troubles, and where those of each day and community begin (`sim.scenario.trace.arrivals`).
    """
    given, starts = trace if trace is not None else (NO_TRACE, np.zeros(1, dtype=np.int64))
    tables: dict[str, Any] = {name: _copied(table, RECORDS[name]) for name, table in city.tables._asdict().items()}
    city = replace(city, **tables)
    serves = routes(city.graph, city)
    numbers = rules[0]
    _institutions_start(tables, numbers, seed & 0xFFFF_FFFF_FFFF_FFFF)
    roster = _Roster()
    workers = _posts(tables["communities"], numbers, roster)
    categories = load_categories().table.copy()
    work = _expected_work(categories)
    _street_desks(tables["streets"], work, numbers, roster)
    _department_desks(tables, work, numbers, roster)
    _volunteer_desks(tables, numbers, roster)
    paired = paired_units(city.graph, city)
    next_to, next_starts = neighbours(city.graph, city)
    _add_trustees(tables)
    _add_committees(tables)
    _firm_desks(tables["compounds"], numbers, roster)
    desks, servers = roster.tables()
    world = World(
        seed=np.uint64(seed & 0xFFFF_FFFF_FFFF_FFFF),
        city_block=np.int64(len(tables["districts"])),
        rules=rules,
        span=np.array(span, dtype=np.float64),
        working=calendar.working,
        yearday=calendar.yearday,
        shocks=calendar.shocks,
        alarm=calendar.alarm,
        categories=categories,
        channels=load_channels().table.copy(),
        unit_of=paired,
        wants=np.zeros((len(tables["communities"]), FIELDS)),
        serves=serves,
        bureaus=city_bureaus(city),
        next_to=next_to,
        next_starts=next_starts,
        workers=workers,
        desks=desks,
        servers=servers,
        tallies=np.zeros(len(tables["communities"]), TALLY).view(np.recarray),
        trace=given,
        trace_starts=starts,
        **tables,
    )
    _people_start(world)
    return Opened(world, _blocks(world, int(span[1] // HOURS_A_DAY), logging, troubles))


def _copied(table: np.recarray, record: np.dtype[np.void]) -> np.recarray:
    """Copy a table into the one layout for which rules are compiled; what lies between its columns is zero."""
    if table.dtype == record:  # as bytes: NumPy would copy column by column
        return table.view(f"V{record.itemsize}").copy().view(record).view(np.recarray)
    copy = np.zeros(len(table), record).view(np.recarray)
    copy[:] = table
    return copy


class _Roster:
    """Desks and their servers as they are opened, one after the other."""

    def __init__(self) -> None:
        self.desks: list[tuple[object, ...]] = []
        self.servers: list[NDArray[np.int32]] = []
        self.server_n = 0

    def open_desk(
        self,
        level: Level,
        owner: int,
        pool: int,
        hours: Hours,
        opens: float,
        closes: float,
        staff: float,
        share: float,
        persons: NDArray[np.int32] | None = None,
        most: float = 0.0,
    ) -> int:
        """Open a desk with `staff` servers (a broken number works as fewer hours of the next whole one).

        Rows are kept for as many as `most` servers, whom policy may send.
        """
        n = len(persons) if persons is not None else max(1, int(np.ceil(staff - 1e-9)))
        room = max(n, int(np.ceil(most)))
        persons = persons if persons is not None else np.full(room, NONE, dtype=np.int32)
        if staff < n:
            share *= staff / n
        self.desks.append(
            (level, owner, pool, hours, opens, closes, self.server_n, n, room, n, share, NONE, NONE, 0, 0.0, 0.0)
        )
        self.servers.append(persons)
        self.server_n += room
        return len(self.desks) - 1

    def tables(self) -> tuple[np.recarray, np.recarray]:
        """Return the tables of desks and of servers."""
        desks = np.array(self.desks, dtype=DESK).view(np.recarray)
        servers = np.zeros(self.server_n, SERVER).view(np.recarray)
        servers.present = 1
        servers.person = np.concatenate(self.servers)
        return desks, servers


def _units_start(units: np.recarray, rules: np.record, seed: int) -> None:
    """Give units a trade, what else their people can do, and the first year's money, each by its own key."""
    units.sector = (units.key % np.uint64(FIELDS)).astype(np.int32)
    for field in range(FIELDS):
        marks = uniforms(np.uint64(seed), _UNIT_START, units.key, 0, field)
        units.skills[:, field] = np.minimum(1.0, 2.0 * rules.unit_misfit * marks)
    units.skills[np.arange(len(units)), units.sector] = 1.0
    units.home = units.community
    units.budget = units.purse = units.granted = rules.unit_budget * units.people


def _business_districts_start(communities: np.recarray, rules: np.record, seed: int) -> None:
    """Give some urban communities a business district, each by its own key: which have one is not public.

    Their firms are from the usual number over, to the usual number times, the spread (even in the logarithm).
    """
    has, size = (uniforms(np.uint64(seed), _STATION, communities.key, 0, index) for index in (0, 1))
    firms = np.floor(rules.business_firms * rules.business_firms_spread ** (2.0 * size - 1.0))
    urban = communities.kind == CommunityKind.URBAN
    communities.business_firms = np.where(urban & (has < rules.business_share), firms, 0.0)


def _institutions_start(tables: dict[str, np.recarray], rules: np.record, seed: int) -> None:
    communities, streets, units = tables["communities"], tables["streets"], tables["units"]
    streets.unit_n = np.bincount(communities.street[units.community], minlength=len(streets))
    communities.unit_n = np.bincount(units.community, minlength=len(communities))
    _units_start(units, rules, seed)
    _business_districts_start(communities, rules, seed)
    village = communities.kind == CommunityKind.VILLAGE
    size = (communities.resident_n / RESIDENTS_OF_THE_MEAN) ** rules.posts_elasticity
    communities.posts = np.where(village, rules.posts_village, np.maximum(4.0, rules.posts_mean * size))
    communities.work_items = rules.items_2016
    communities.enrolment = rules.enrolment_start
    communities.closure_weight = rules.closure_weight_start
    communities.rating_weight = rules.rating_weight_start
    communities.audit = rules.audit_start
    communities.terminals = rules.terminals_2016
    communities.register = rules.registered_share
    communities.ledgers = rules.ledgers_start
    communities.organisations = rules.organisations_start
    communities.pay_level = 1.0
    communities.novelty = 1.0
    streets.authority = rules.authority_start
    streets.meeting_days = communities.meeting_days = rules.meeting_days_start
    tables["departments"].standing = rules.standing_start
    tables["branches"].activity = rules.branch_activity
    tables["units"].readiness = rules.unit_activity
    tables["compounds"].suspicion = rules.suspicion_usual
    tables["compounds"].willing = rules.willing_start
    tables["compounds"].stays, tables["compounds"].helper = 1.0, NONE
    tables["compounds"].own_service = rules.self_managed_service


def _posts(communities: np.recarray, rules: np.record, roster: _Roster) -> np.recarray:
    """Keep rows for as many posts as policy may ever establish: three times those of 2016."""
    counts = np.maximum(6, np.ceil(3.0 * communities.posts)).astype(np.int32)
    communities.worker_n = counts
    communities.worker_lo = np.concatenate([[0], np.cumsum(counts)[:-1]])
    workers = np.zeros(int(counts.sum()), WORKER).view(np.recarray)
    workers.community = np.repeat(np.arange(len(communities)), counts)
    workers.pay = rules.pay_2016
    workers.mentor = NONE
    for row, community in enumerate(communities):
        lo, n = community.worker_lo, community.worker_n
        persons = np.arange(lo, lo + n, dtype=np.int32)
        workers.server[lo : lo + n] = np.arange(roster.server_n, roster.server_n + n)
        workers.secretary[lo] = 1
        workers.post[lo : lo + n] = np.searchsorted(LAST_OF_POST, np.arange(n))
        community.desk = roster.open_desk(Level.COMMUNITY, row, 0, Hours.OFFICE, 8.5, 17.5, n, 0.3, persons)
    return workers


def _expected_work(categories: np.recarray) -> NDArray[np.float64]:
    """Return the work that a year brings to each level in each field, shape (levels, fields), up to a factor.

    Offices are staffed in part for the load that the table of categories lets expect of their field (assumed; no
    office's staff is published), not for the load that a run then brings.
    """
    work = np.zeros((len(Level), FIELDS))
    for category in categories:
        hours = category.rate_per_1000 * (1 - category.enquiry) * category.work_hours
        level, above = int(category.owner), min(int(category.owner) + 1, Level.CITY)
        work[level, category["field"]] += hours * (1.0 - category.beyond_share)
        work[above, category["field"]] += hours * category.beyond_share
        parts = category.joint_share * (category.parties - 1) * hours
        work[Level.DISTRICT] += parts / FIELDS
    return work


def _staffed(work: NDArray[Any], rules: np.record) -> NDArray[np.float64]:
    """Return the staff of each of some offices against their mean: `staff_core` is alike, the rest follows the work.

    Posts are fixed by establishment (编制), which follows work only in part.
    """
    return np.asarray(rules.staff_core + (1.0 - rules.staff_core) * work / work.mean(axis=-1, keepdims=True))


def _street_desks(streets: np.recarray, work: NDArray[np.float64], rules: np.record, roster: _Roster) -> None:
    streets.staff = rules.street_staff * streets.resident_n / 10_000.0
    work_of_pool = np.bincount(POOL_OF_FIELD, weights=work[: Level.STREET + 1].sum(axis=0), minlength=POOLS)
    streets.pool_share = _staffed(work_of_pool, rules) / POOLS
    for row, street in enumerate(streets):
        for pool, part in enumerate(street.pool_share):
            staff, most = street.staff * part, (MOST_STAFF * street.staff + MOST_POSTED) * part
            street.desk[pool] = roster.open_desk(
                Level.STREET, row, pool, Hours.OFFICE, 8.5, 17.5, staff, rules.office_share, most=most
            )


def _department_desks(
    tables: dict[str, np.recarray], work: NDArray[np.float64], rules: np.record, roster: _Roster
) -> None:
    weight = _staffed(work, rules)
    everybody = float(len(tables["residents"]))
    for row, department in enumerate(tables["departments"]):
        city = department.level == Level.CITY
        people = everybody if city else float(tables["districts"][department.district].resident_n)
        mean = rules.bureau_staff if city else rules.department_staff
        department.staff = max(0.05, mean * weight[department.level, department["field"]] * people / 100_000.0)
        level, field, staff = Level(department.level), int(department["field"]), float(department.staff)
        department.on_duty = 1.0
        department.rank = level - Level.DISTRICT + (field in UNDER_VERTICAL)
        hours = Hours.OFFICE
        if field in ROUND_THE_CLOCK:
            department.on_duty = OFFICE_HOURS_A_DAY / HOURS_A_DAY
            hours, staff = Hours.ALWAYS, staff * department.on_duty
        department.desk = roster.open_desk(level, row, field, hours, 8.5, 17.5, staff, rules.office_share)


def _volunteer_desks(tables: dict[str, np.recarray], rules: np.record, roster: _Roster) -> None:
    volunteers = tables["volunteers"]
    for row, community in enumerate(tables["communities"]):
        lo, n = community.volunteer_lo, community.volunteer_n
        community.volunteer_desk = NONE
        if n > 0:
            volunteers.server[lo : lo + n] = np.arange(roster.server_n, roster.server_n + n)
            persons = np.arange(lo, lo + n, dtype=np.int32)
            community.volunteer_desk = roster.open_desk(
                Level.COMMUNITY, row, 1, Hours.SPARE_TIME, 9.0, 17.0, n, rules.volunteer_hours, persons
            )


def _firm_desks(compounds: np.recarray, rules: np.record, roster: _Roster) -> None:
    """Open a desk of the firm in each compound; where there is none, the desk is kept for a trustee."""
    compounds.desk, compounds.kept_desk = NONE, NONE
    for row, compound in enumerate(compounds):
        staff = rules.firm_staff * compound.household_n / 1_000.0
        desk = roster.open_desk(Level.COMPOUND, row, 0, Hours.DAILY, 8.5, 18.0, staff, rules.firm_share)
        if compound.firm != NONE:
            compound.desk = desk
        else:
            compound.kept_desk = desk
    compounds.pay_share = 0.8


def _add_trustees(tables: dict[str, np.recarray]) -> None:
    """Found a public-benefit firm in each district, without a contract yet: it takes over what policy gives it."""
    firms, districts = tables["firms"], tables["districts"]
    trustees = np.zeros(len(districts), FIRM).view(np.recarray)
    trustees.key = (districts.key << np.uint64(20)) | np.uint64(TRUSTEE)
    trustees.district = np.arange(len(districts))
    trustees.skill, trustees.star, trustees.public = TRUSTEE_SKILL, 3.0, 1
    districts.trustee_firm = len(firms) + np.arange(len(districts))
    tables["firms"] = np.concatenate([firms, trustees]).view(np.recarray)


def _add_committees(tables: dict[str, np.recarray]) -> None:
    """Keep a row for the owners' committee that each compound without one may yet found."""
    compounds, committees = tables["compounds"], tables["committees"]
    compounds["kept_committee"] = NONE
    without = np.flatnonzero(compounds.committee == NONE)
    compounds["kept_committee"][without] = len(committees) + np.arange(len(without))
    kept = np.zeros(len(without), COMMITTEE).view(np.recarray)
    kept.compound = without
    tables["committees"] = np.concatenate([committees, kept]).view(np.recarray)


def _people_start(world: World) -> None:
    billed = np.concatenate([[0], np.cumsum(world.households.collective == 0)])
    lo = world.compounds.household_lo
    world.compounds.billed_n = billed[lo + world.compounds.household_n] - billed[lo]
    for row in range(len(world.communities)):
        _community_starts(world, row)
    _firms_start(world)


@rule
def _community_starts(world, row):  # type: ignore[no-untyped-def]
    """Draw the first states of a community's residents, workers and volunteers."""
    rules = world.rules[0]
    community = world.communities[row]
    community.self_managed = without_firm(world, community)
    community.care = reach_of_organisations(community, rules)
    community.own_part = 1.0
    key = community.key << np.uint64(24)
    for k in range(community.resident_n):
        resident = world.residents[community.resident_lo + k]
        who = key | np.uint64(k)
        resident.trust_firm = _share(rules.trust_firm_usual, rules.trust_sd, world.seed, who, 0)
        resident.trust_community = _share(rules.trust_community_usual, rules.trust_sd, world.seed, who, 1)
        resident.trust_platform = _share(rules.trust_platform_usual, rules.trust_sd, world.seed, who, 2)
        resident.expectation = rules.expectation_start
        resident.insistence = rules.insist_start
    for k in range(community.household_n):
        world.households[community.household_lo + k].pays = 1
    for post in range(community.worker_n):
        worker = world.workers[community.worker_lo + post]
        who = key | np.uint64(post)
        u, v = uniform_pair(world.seed, _WORKER_START, who, 0, 0)
        worker.present = 1 if post + 0.5 <= community.posts else 0
        worker.certified = 1 if u < rules.certified_share else 0
        worker.tenure = 8.0 * v
        grown = 1.0 - (1.0 - rules.skill_growth) ** (12.0 * worker.tenure)
        for kind in range(SKILLS):
            talent = 0.8 + 0.4 * uniform(world.seed, _WORKER_START, who, 0, 2 + kind)
            worker.skill[kind] = min(1.0, talent * (rules.skill_new + grown * (rules.skill_ceiling - rules.skill_new)))
        worker.sensitivity = normal(world.seed, _WORKER_START, who, 0, 8)
        worker.vacant_since = NEVER_FILLED
        worker.burnout = rules.burnout_new + 0.4 * uniform(world.seed, _WORKER_START, who, 0, 9)
        if worker.secretary != 0:
            worker.pay *= 1.3
        worker.hired_age = hired_at(rules, uniform(world.seed, _WORKER_START, who, 0, 10))
        worker.score = month_looks(worker, community, rules)
        worker.failed = 1 if worker.tenure >= 1.0 and worker.score < rules.appraisal_pass else 0
    for k in range(community.volunteer_n):
        volunteer = world.volunteers[community.volunteer_lo + k]
        u, v = uniform_pair(world.seed, _VOLUNTEER_START, key | np.uint64(k), 0, 0)
        volunteer.registered = 1 if u < rules.registered_share else 0
        volunteer.activity = min(1.0, 2.0 * v * rules.activity_start)


@rule
def _share(mean, sd, seed, who, index):  # type: ignore[no-untyped-def]
    return max(0.02, min(0.98, mean + sd * normal(seed, _RESIDENT_START, who, 0, index)))


@rule
def _firms_start(world):  # type: ignore[no-untyped-def]
    """Give firms the staff, effort and reserve with which they once began, and let years pass over them."""
    rules = world.rules[0]
    for row in range(len(world.compounds)):
        compound = world.compounds[row]
        if compound.firm >= 0:
            world.firms[compound.firm].cash += opening_reserve(compound, rules)
    for row in range(len(world.firms)):
        u = uniform(world.seed, _FIRM_START, world.firms[row].key, 0, 0)
        world.firms[row].effort = 0.6 + 0.3 * u
        world.firms[row].staff = 1.0
    years_before(world)


def _blocks(world: World, days: int, logging: bool, troubles: bool) -> list[Block]:
    street_of = world.communities.street
    district_of = world.streets.district[street_of]
    compound_district = district_of[world.compounds.community]
    desk_district = _district_of_desks(world, district_of, compound_district)
    order = np.argsort(world.desks.level, kind="stable")
    return [
        new_block(
            number,
            np.flatnonzero(district_of == number).astype(np.int32),
            np.flatnonzero(compound_district == number).astype(np.int32),
            np.flatnonzero(world.firms.district == number).astype(np.int32),
            order[desk_district[order] == number].astype(np.int32),
            days,
            len(world.categories),
            logging,
            troubles,
        )
        for number in range(len(world.districts) + 1)
    ]


def _district_of_desks(
    world: World, district_of: NDArray[np.int32], compound_district: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Return for each desk the number of the block that it belongs to."""
    desks = world.desks
    block = np.full(len(desks), len(world.districts), dtype=np.int64)
    for level, of_owner in (
        (Level.COMPOUND, compound_district),
        (Level.COMMUNITY, district_of),
        (Level.STREET, world.streets.district),
        (Level.DISTRICT, world.departments.district),
    ):
        mine = desks.level == level
        block[mine] = of_owner[desks.owner[mine]]
    return block
