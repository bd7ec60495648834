"""Desks and those who work at them: who serves whom next, how long it takes, who turns up."""

import heapq
import itertools
import math

import mesa

from sim.engine.clock import Hours
from sim.grievance.level import Level

EVENING = (18.5, 21.5)


def open_on(model, place, day):
    """Return from when to when a desk or a channel is open on a day; the same hour twice when it stays closed."""
    midnight, working = 24.0 * day, model.works(day)
    if place.hours == Hours.ALWAYS:
        return midnight, midnight + 24.0
    if place.hours == Hours.OFFICE and not working:
        return midnight, midnight
    opens, closes = EVENING if place.hours == Hours.SPARE_TIME and working else (place.opens, place.closes)
    return midnight + opens, midnight + closes


class Clerk:
    """Somebody at a firm's, a street's or a bureau's desk."""

    present = 1

    def __init__(self):
        self.free = 0.0


class Worker(mesa.Agent):
    """A post of a community worker, filled or not."""

    def __init__(self, model, row, community):
        super().__init__(model)
        self.community, self.number = community, len(community.workers)
        self.free = self.hours_month = 0.0
        for name in ("present", "certified", "vacant_since", "tenure", "pay", "burnout", "sensitivity", "secretary"):
            setattr(self, name, getattr(row, name))
        self.skill = list(row.skill)

    def comes_to_work(self, day):
        """Fill a vacancy when recruiting has run its course; a post that is abolished is left."""
        rules = self.model.rules
        established = self.number + 0.5 <= self.community.posts
        if not established:
            self.present, self.vacant_since = 0, day
        elif not self.present and day - self.vacant_since >= rules.hire_days:
            self.present, self.certified = 1, self.random.random() < rules.certified_share
            self.skill = [rules.skill_new * self.random.uniform(0.8, 1.2) for _ in self.skill]
            self.sensitivity, self.burnout = self.random.gauss(0.0, 1.0), rules.burnout_new
            self.tenure = self.hours_month = 0.0

    def skill_in(self, kind):
        """Skill in a field; a certificate helps with people, exhaustion takes its toll."""
        rules, skill = self.model.rules, self.skill[kind]
        if self.certified and kind == 1:
            skill = min(1.0, skill + rules.certified_gain)
        return skill * (1.0 - rules.burnout_slows * self.burnout)

    def month_ends(self, asked, available, day):
        """Feel the month, learn from it, stay or leave."""
        rules = self.model.rules
        demands = min(2.0, (asked + self.hours_month) / available)
        pay = math.log(self.pay / rules.outside_wage)
        strain = rules.burnout_base + rules.burnout_demands * (demands - 1.0) + rules.burnout_sd * self.sensitivity
        strain -= rules.burnout_pay * pay + rules.burnout_certified * self.certified
        self.burnout += rules.burnout_speed * (1.0 / (1.0 + math.exp(-strain)) - self.burnout)
        self.skill = [now + rules.skill_growth * (rules.skill_ceiling - now) for now in self.skill]
        self.tenure += 1.0 / 12.0
        self.hours_month = 0.0
        stay = rules.quit_pay * pay + rules.quit_tenure * min(self.tenure, 10.0) + rules.quit_secretary * self.secretary
        chance = rules.quit_year / 12.0 * math.exp(rules.quit_burnout * (self.burnout - 0.4) - stay)
        if self.random.random() < chance:
            self.present, self.vacant_since = 0, day


class Volunteer(mesa.Agent):
    """A Party member who may turn out."""

    def __init__(self, model, row):
        super().__init__(model)
        self.told, self.skill, self.activity = row.registered, row.skill, row.activity
        self.resident, self.joined = model.residents[row.resident], False
        self.present, self.free, self.hours = 1, 0.0, 0.0

    @property
    def is_registered(self):
        """Whether on the register: told to, or by the own decision."""
        return self.told or self.joined

    def decides(self):
        """Be asked whether to register, and answer; or leave, having joined."""
        rules, resident, draw = self.model.rules, self.resident, self.random.random
        if self.joined:
            self.joined = draw() >= rules.volunteer_leaves / 52.0
        elif not self.told:
            active = resident.building.compound.organised * rules.volunteer_call
            if draw() < 1.0 - (1.0 - active) * (1.0 - resident.community.turnout * rules.volunteer_tie):
                good = (sum(resident.memory) + 1.0) / (len(resident.memory) + 2.0)
                z = rules.volunteer_ease + rules.volunteer_helped * (2.0 * good - 1.0)
                z += rules.volunteer_trust * (resident.trust_community - rules.trust_community_usual)
                z -= rules.volunteer_busy * any(member.age < 18 for member in resident.household.members)
                if draw() < 1.0 / (1.0 + math.exp(-z)):
                    self.joined, self.activity = True, max(self.activity, rules.volunteer_starts)

    def week_begins(self):
        """Lose heart by a week, and decide whether to turn out."""
        rules = self.model.rules
        kept = math.exp(-7.0 / rules.activity_days)
        self.activity = rules.activity_floor + kept * (self.activity - rules.activity_floor)
        self.present = 1 if self.is_registered and self.random.random() < self.activity else 0


class Desk(mesa.Agent):
    """A queue with servers: those on their way, those who wait (by priority), and the day's work."""

    def __init__(self, model, row, owner, servers):
        super().__init__(model)
        self.level, self.pool, self.owner, self.servers = Level(row.level), row.pool, owner, servers
        self.hours, self.opens, self.closes, self.share = row.hours, row.opens, row.closes, row.share
        self.arriving, self.waiting, self.clock = [], [], 0.0
        self._number = itertools.count()

    def __len__(self):
        return len(self.arriving) + len(self.waiting)

    @property
    def is_volunteers(self):
        """Whether volunteers sit here."""
        return self.level == Level.COMMUNITY and self.pool == 1

    @property
    def load(self):
        """Cases for each one on duty."""
        return len(self) / max(1, sum(server.present for server in self.servers))

    def receives(self, matter, hour):
        """A case, or a part of one, is on its way and arrives at an hour."""
        heapq.heappush(self.arriving, (hour, next(self._number), matter))

    def is_manned(self, staff, share):
        """Have as many servers as there is staff; a broken number works as fewer hours of the next whole one."""
        wanted = max(1, math.ceil(staff - 1e-9))
        self.servers = self.servers[:wanted] + [Clerk() for _ in range(wanted - len(self.servers))]
        self.share = share * min(1.0, staff / wanted)

    def is_given_up(self):
        """The firm leaves: what is queued goes to the community."""
        matters = self.arriving + self.waiting
        self.arriving, self.waiting, self.servers = [], [], []
        for *_, matter in matters:
            matter.sent(Level.COMMUNITY, 24.0 * (self.model.day + 1))

    def step(self):
        """Work through the day: whoever is free first takes the first in priority who has arrived."""
        today, midnight = 24.0 * self.model.day, 24.0 * (self.model.day + 1)
        opens, closes = open_on(self.model, self, self.model.day)
        on_duty = [server for server in self.servers if server.present]
        while on_duty and (self.arriving or self.waiting):
            server = min(on_duty, key=lambda one: one.free)
            hour = max(server.free, today, self.clock)  # nobody is served before the hour that was looked ahead to
            while hour < midnight:
                self.clock = hour
                while self.arriving and self.arriving[0][0] <= hour:
                    arrived, number, matter = heapq.heappop(self.arriving)
                    heapq.heappush(self.waiting, (not matter.urgent, arrived - matter.head_start(), number, matter))
                if self.waiting and (opens <= hour < closes or self.waiting[0][-1].urgent):
                    break
                later = [midnight, *(matter[0] for matter in self.arriving[:1])]
                if self.waiting and hour < opens < closes:
                    later.append(opens)
                hour = min(later)
            if hour >= midnight:
                return
            heapq.heappop(self.waiting)[-1].is_taken_up(server, hour)

    def spends(self, server, matter, hour, work):
        """Spend hours of a server, who gives cases only a share of the open hours; return when it is done.

        For what is urgent everything else is dropped, at any hour; in open hours for what is vital.
        """
        left, day = work if matter.urgent or matter.is_vital else work / max(0.02, self.share), int(hour // 24)
        while True:
            opens, closes = (24.0 * day, 24.0 * (day + 1)) if matter.urgent else open_on(self.model, self, day)
            begins = max(opens, hour)
            if opens < closes and begins + left <= closes:
                break
            left -= max(0.0, closes - begins)
            day += 1
        server.free = begins + left
        if self.is_volunteers:
            server.hours += work
        elif self.level == Level.COMMUNITY:
            server.hours_month += work
        return server.free

    def hours_of_work(self, server, case, times=1.0):
        """Hours that a genuine attempt takes here: the unskilled are slower."""
        rules = self.model.rules
        speed = rules.slowest + (1.0 - rules.slowest) * self.skill_of(server, case)
        return max(0.05, times * self.model.lognormal(case.category.work_hours, case.category.work_sd) / speed)

    def skill_of(self, server, case):
        """Skill of whoever works on a case here."""
        rules = self.model.rules
        if self.level == Level.COMPOUND:
            firm = case.compound.firm
            return firm.skill * (0.5 + 0.5 * firm.effort)
        if self.level == Level.COMMUNITY:
            return server.skill if self.is_volunteers else server.skill_in(case.category.skill)
        if self.level != Level.STREET:
            return rules.department_skill
        posted, unlearnt = self.owner.posted, math.exp(-(self.model.day + 1) / rules.learning_days)
        return rules.street_skill * (1.0 - rules.newcomer_gap * posted / (self.owner.staff + posted) * unlearnt)
