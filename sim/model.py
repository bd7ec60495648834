"""The model: a day of a city, as six calls in their order."""

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any, TypeVar

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.agents.compound_month import compounds_of_month
from sim.agents.diffusion import practice_of_month
from sim.agents.kinds import KINDS
from sim.agents.league import league_of_month
from sim.agents.matching import match_units
from sim.agents.mentoring import studios_of_month
from sim.agents.property_month import lose_firm, property_of_month, ranks_of_quarter
from sim.agents.upkeep import (
    departments_of_month,
    rosters_of_day,
    trust_of_block,
    units_of_year,
    volunteers_of_week,
    workers_of_month,
)
from sim.agents.visits import visits_of_week
from sim.calendar import Calendar
from sim.city import City, build_city
from sim.engine.mesa_registry import install
from sim.grievance.backlog import backlog_by_field
from sim.grievance.block import BEFORE, BEFORE_PARTS, CANDIDATES_A_DAY, Block, with_room
from sim.grievance.horizon import breaks_off
from sim.grievance.intake import intake_of_day
from sim.grievance.judgement import judgement_of_day
from sim.grievance.leaving import firm_leaves
from sim.grievance.needs import needs_of_day, stock_of
from sim.grievance.offices import offices_of_day
from sim.grievance.post import comes_home, goes_up
from sim.grievance.ticket import OUTBOX
from sim.grievance.trace import needs_of_trace
from sim.grievance.work import overdue_of_day, work_of_day
from sim.measure.indicators import run_indicators
from sim.measure.record import Record
from sim.opening import open_offices
from sim.parameters import rules_table
from sim.policy import Cost, Institutions, Timeline
from sim.scenario import Scenario, load_scenario

DAYS_AHEAD = 28
"""Days of the calendar known beyond the last, for work that goes on."""
ROOM = 8_192
"""Rows by which a block's tables grow when they are short."""
ROOM_FOR_NEEDS = 65_536

T = TypeVar("T")


class GovernanceModel(mesa.Model):  # type: ignore[misc]
    """A city that hears and answers its residents, day by day.

    Takes part in Mesa as any other model: `mesa.batch_run`, `mesa.DataCollector`, `agents_by_type`.

    Args:
        scenario: name of a shipped one, path of a YAML file, or a `Scenario`.
        seed: of the troubles and of all chance in the run; the scenario's own if left out.
        threads: blocks (districts) that work side by side; the result does not depend on it.
        city: a built city, to be used instead of building the scenario's area again.
        overrides: any key of a scenario (`area`, `days`, ...), a parameter by name, or a lever by id (its intensity).

    Example:
        >>> model = GovernanceModel("baseline", area="420106001001", days=3, warmup=0)
        >>> model.run_model()
        >>> model.today.isoformat()
        '2016-01-04'
    """

    def __init__(
        self,
        scenario: "str | Scenario" = "baseline",
        seed: int | None = None,
        threads: int = 1,
        city: City | None = None,
        **overrides: Any,
    ) -> None:
        if seed is not None:
            overrides["seed"] = seed
        self.scenario = load_scenario(scenario, overrides)
        super().__init__(seed=self.scenario.seed & 0xFFFF_FFFF)
        plan = self.scenario
        self.first_day = plan.start - timedelta(days=plan.warmup)
        self.day = 0
        self.last_day = plan.warmup + plan.days
        self.city = city if city is not None else build_city(plan.area, plan.city_source())
        self.rules = rules_table(plan.parameters)
        span = (24.0 * plan.warmup, 24.0 * self.last_day)
        calendar = Calendar.of(plan, self.first_day, self.last_day + DAYS_AHEAD)
        trace = plan.arrivals(self.city.codes["communities"])
        opened = open_offices(
            self.city, self.rules, plan.seed, calendar, span, plan.logs_tickets, plan.outputs.troubles, trace
        )
        self.world, self._blocks = opened.world, opened.blocks
        self._timeline = Timeline(plan.policy, Institutions.of(self.world), self.first_day, plan.seed)
        self._timeline.on(0)
        for block in self._blocks[:-1]:
            rosters_of_day(self.world, block, 0)
            _week_begins(self.world, block, 0)
        for block in self._blocks:
            offices_of_day(self.world, block)
        self._pool = ThreadPoolExecutor(threads) if threads > 1 and len(self._blocks) > 2 else None
        if plan.warmup > 0 and trace is None:
            self._each_district(lambda block: _bears(self.world, block))
        self.record = Record(self.world, plan.days, plan.warmup)
        install(self, {kind: getattr(self.world, kind.table_name) for kind in KINDS})
        self.datacollector = mesa.DataCollector(model_reporters=self.record.model_reporters())

    @property
    def today(self) -> date:
        """The date of the day that comes next."""
        return self.first_day + timedelta(days=self.day)

    def indicators(self) -> dict[str, float]:
        """Return every indicator of a run that is over, in the order of the definitions."""
        cost = self.cost(self.scenario.warmup, self.last_day)
        return run_indicators(self.record, self.scenario.days, cost.yuan)

    def cost(self, first: int, last: int) -> Cost:
        """Return what the levers cost on the days first .. last - 1, with the pay by grade of these days."""
        cost = self._timeline.cost(first, last)
        return cost._replace(yuan=cost.yuan + self.record.paid_for_grades(first, last))

    def bill(self, first: int, last: int) -> dict[str, dict[str, float]]:
        """Return the same by who pays and whose hours it takes (`Timeline.bill`)."""
        bill = self._timeline.bill(first, last)
        bill["yuan"]["public"] += self.record.paid_for_grades(first, last)
        return bill

    def step(self) -> None:
        """Let one day pass."""
        self.policy()
        self.needs()
        self.intake()
        self.work()
        self.judgement()
        self.upkeep()
        self.day += 1
        if self.day == self.last_day:
            self._breaks_off()

    def policy(self) -> None:
        """1. Levers whose date has come write into the institutions."""
        self._timeline.on(self.day)

    def needs(self) -> None:
        """2. Troubles arise; residents decide whether and where to speak."""
        day_of_year = self.today.timetuple().tm_yday
        self._blocks[:-1] = self._each_district(lambda block: _all_needs(self.world, block, self.day, day_of_year))

    def intake(self) -> None:
        """3. What is said is recorded, merged, sorted and sent to a desk."""
        self._blocks[:-1] = self._each_district(lambda block: _until_done(intake_of_day, self.world, block, self.day))

    def work(self) -> None:
        """4. Each level works through its queues; the city's level last, with what the districts sent up."""
        city = self._blocks[-1]
        self._blocks[:-1] = self._each_district(lambda block: _works(self.world, city, block, self.day))
        city.pointers[OUTBOX] = 0
        for block in self._blocks[:-1]:
            self._blocks[-1] = with_room(
                self._blocks[-1], cases=int(block.pointers[OUTBOX]) + ROOM, events=int(block.pointers[OUTBOX]) + ROOM
            )
            goes_up(self.world, block, self._blocks[-1])
        self._blocks[-1] = _until_done(work_of_day, self.world, self._blocks[-1], self.day)

    def judgement(self) -> None:
        """5. Residents judge what came of it, tell others, and try again or give up."""
        self._blocks[:-1] = self._each_district(
            lambda block: _until_done(judgement_of_day, self.world, block, self.day)
        )

    def upkeep(self) -> None:
        """6. On Sundays volunteers and visits, at a month's end books, posts and buildings; tomorrow's duty rosters."""
        tomorrow = self.day + 1
        if self.today.weekday() == 6:
            self._each_district(lambda block: _week_begins(self.world, block, tomorrow))
        if (self.today + timedelta(days=1)).day == 1:
            self._month_ends()
        waits = self._each_district(lambda block: self._closes(block, tomorrow))
        offices_of_day(self.world, self._blocks[-1])
        self.record.end_of_day(self._blocks, [*waits, self.record.counted(self._blocks[-1], self.day)])
        self.datacollector.collect(self)  # every step, for `mesa.batch_run` looks its rows up by step

    def _closes(self, block: Block, tomorrow: int) -> NDArray[np.void]:
        rosters_of_day(self.world, block, tomorrow)
        offices_of_day(self.world, block)
        return self.record.counted(block, self.day)

    def _month_ends(self) -> None:
        month = 12 * self.today.year + self.today.month - 1
        measured = self.day >= self.scenario.warmup
        quits = in_post = 0
        paid = 0.0
        for number, block in enumerate(self._blocks[:-1]):
            left, there, for_grades = workers_of_month(self.world, block, self.day, measured)
            quits, in_post, paid = quits + left, in_post + there, paid + for_grades
            studios_of_month(self.world, block, self.day)
            compounds_of_month(self.world, block, self.day, month)
            leaving = property_of_month(self.world, block, self.day, month, measured)
            for row in block.leaving[:leaving]:
                self._blocks[number] = _until_done(firm_leaves, self.world, self._blocks[number], row, self.day)
                lose_firm(self.world, self.world.compounds[row])
            if self.today.month % 3 == 0:
                ranks_of_quarter(self.world, block)
            league_of_month(self.world, block)
        departments_of_month(self.world)
        practice_of_month(self.world, self.day)
        if self.today.month % 3 == 0:
            by_need = bool((self.world.units.needs_first > 0.0).any())
            match_units(self.world, backlog_by_field(self.world, self._blocks[:-1]) if by_need else None)
        if self.today.month == 12:
            units_of_year(self.world)
        self.record.end_of_month(quits, in_post, paid, self.day)
        self.record.league_of(self.today)
        self._trust_stands()

    def _breaks_off(self) -> None:
        """End the run: what is open stays open, and is logged so."""
        for number in range(len(self._blocks)):
            self._blocks[number] = _all_open(self.world, self._blocks[number])
        self.record.end_of_run(self._blocks)
        self._trust_stands()
        self.running = False
        if self._pool is not None:
            self._pool.shutdown()

    def _trust_stands(self) -> None:
        self.record.trust_stands(
            self._each_district(lambda block: trust_of_block(self.world, block, self.day)), self.day
        )

    def _each_district(self, work: Callable[[Block], T]) -> list[T]:
        """Let every district do a stage of the day, side by side, the largest first; each writes only its own rows."""
        districts = self._blocks[:-1]
        if self._pool is None:
            return list(map(work, districts))
        largest_first = sorted(districts, key=lambda block: -len(block.communities))
        at_work = {int(block.number): self._pool.submit(work, block) for block in largest_first}
        return [at_work[int(block.number)].result() for block in districts]


def _until_done(stage: Callable[..., bool], world: Any, block: Block, *args: Any) -> Block:
    """Run a stage until it is through, giving the block more room whenever it asks for it."""
    while not stage(world, block, *args):
        block = with_room(block, cases=ROOM, events=ROOM)
    return block


def _week_begins(world: Any, block: Block, day: int) -> None:
    volunteers_of_week(world, block, day)
    visits_of_week(world, block)


def _bears(world: Any, block: Block) -> None:
    """Let what has been there since before the run, unspoken of, weigh on a block's residents."""
    each = sum(stock_of(category) for category in world.categories)
    most = each * world.communities.resident_n[block.communities].max(initial=0)
    parts = math.ceil((most + 6.0 * math.sqrt(most)) / CANDIDATES_A_DAY)
    for part in range(min(parts, BEFORE_PARTS)):
        needs_of_day(world, block, BEFORE + part, 0, 0)


def _all_needs(world: Any, block: Block, day: int, day_of_year: int) -> Block:
    done = 0
    while (done := _some_needs(world, block, day, day_of_year, done)) < len(block.communities):
        block = with_room(block, cases=ROOM_FOR_NEEDS, events=max(ROOM, CANDIDATES_A_DAY))
    return block


def _some_needs(world: Any, block: Block, day: int, day_of_year: int, first: int) -> int:
    if len(world.trace):
        return int(needs_of_trace(world, block, day, first))
    return int(needs_of_day(world, block, day, day_of_year, first))


def _all_open(world: Any, block: Block) -> Block:
    done = 0
    while (done := breaks_off(world, block, done)) < block.pointers[1]:
        block = with_room(block, cases=0, events=ROOM)
    return block


def _works(world: Any, city: Block, block: Block, day: int) -> Block:
    block = with_room(block, cases=0, events=2 * int(city.pointers[OUTBOX]))
    comes_home(world, city, block, day)
    block = _until_done(overdue_of_day, world, block, day)
    return _until_done(work_of_day, world, block, day)
