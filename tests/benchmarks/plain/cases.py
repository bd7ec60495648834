"""What becomes of a case at a desk: sorted, worked on, passed on, closed, pressed again."""

import math
from functools import partial

from sim.agents.responses import Response
from sim.grievance.deadline import DEADLINE_HOURS, Deadline
from sim.grievance.level import Level
from sim.grievance.ticket import Outcome
from tests.benchmarks.plain.journey import Journey

COMPOUND, COMMUNITY, STREET, DISTRICT, CITY = Level
SORTED, SHARED, WAITED = 1, 2, 3


class Case(Journey):
    """One resident's case of a trouble, as those see it who work on it."""

    def is_taken_up(self, server, hour):
        """A server takes it up: the staff hours go by, and it moves on."""
        self.is_queued, self.server, ticket = False, server, self.ticket
        if ticket.first_response is None:
            ticket.first_response = hour
            if self.time_class() == Deadline.URGENT and hour <= ticket.deadline:
                ticket.deadline = ticket.reported + DEADLINE_HOURS[Deadline.UTILITIES]
        if self.trouble.is_over(hour):
            end = self.desk.spends(server, self, hour, self.model.rules.check_hours)
            self._closes(end, Outcome.LAPSED if self.trouble.fades <= hour else Outcome.SOLVED)
        elif self.step or self._is_in_place(server, hour):
            self.step = self.step or SORTED
            self._is_worked_on(server, hour)

    def _is_in_place(self, server, hour):
        rules, desk, needed = self.model.rules, self.desk, self.level_needed()
        right = needed + self.climbed
        beyond_skill = desk.is_volunteers and self.marks["skill"] >= server.skill
        if not self.misrouted and not beyond_skill and (right == self.level or self.level == CITY):
            return True
        end = desk.spends(server, self, hour, rules.sort_hours)
        if self.misrouted:
            self.sent(max(needed, STREET), end + rules.refusal_hours * self._haste())
        elif right > self.level:
            if self.level == STREET and self.marks["whistle"] < self.street.whistle:
                self._whistles(end, CITY if right >= CITY else DISTRICT)
            else:
                self.sent(self.level + 1, end)
        elif right < self.level:
            self.sent(self.level - 1 if self.level > STREET else needed, end)
        else:
            self.sent(COMMUNITY, end, self.community.desk, is_papers=False)
        return False

    def _whistles(self, hour, level):
        """Call a bureau of the district, or of the city, by post that is answered the next morning."""
        rules = self.model.rules
        bureau = (self.street.bureaus if level == DISTRICT else self.model.city_bureaus)[self.category.field]
        z = rules.whistle_ease - rules.whistle_load * bureau.desk.load - rules.whistle_rank * bureau.rank
        z += rules.whistle_rated * bureau.rated_below * max(0.0, 1.0 - bureau.standing / rules.standing_aim)
        z += rules.whistle_tie * min(self.street.ties, rules.ties_count)
        comes = self.marks["answer"] < 1.0 / (1.0 + math.exp(-z))
        self._rates(bureau, comes)
        if comes:
            self._calls([bureau], hour, self.model.rules.whistle_visit_hours)
        elif level == CITY:
            self.sent(self.level + 1, max(hour + self._papers_hours(), 24.0 * (hour // 24.0 + 1.0)))
        else:
            self.sent(self.level + 1, hour + rules.whistle_wait_hours)

    def _rates(self, bureau, well):
        bureau.standing += (well - bureau.standing) / self.model.rules.standing_occasions

    def _calls(self, bureaus, hour, visit=0.0):
        self.step, self.parts = SHARED, len(bureaus)
        for bureau in bureaus:
            bureau.desk.receives(Part(self, bureau.desk, visit), hour + self._papers_hours())

    def _temptation(self, hour):
        """Chance that whoever has it closes it without solving it."""
        rules, community, ticket = self.model.rules, self.community, self.ticket
        urgency = closing = rating = 0.0
        if ticket.official:
            urgency = (hour - ticket.reported) / max(1.0, ticket.deadline - ticket.reported)
            urgency = min(1.0, max(0.0, urgency))
            closing = community.closure_weight
            rating = self.desk.owner.rated_below if self.level >= DISTRICT else community.rating_weight
        z = rules.pseudo_ease + rules.pseudo_pressure * min(1.0, self.desk.load / rules.comfortable_queue)
        z += rules.pseudo_closure * closing * urgency - rules.audit_penalty * community.risk
        z += rules.pseudo_rating * rating * (2.0 * rules.pressing * (1.0 - community.audit) - 1.0)
        return 1.0 / (1.0 + math.exp(-z))

    def _is_let_lie(self, hour):
        if self.level == COMPOUND:
            effort, watched = self.compound.firm.effort, self.compound.watched
            chance = (1.0 - effort) * (1.0 - watched) * self.model.rules.neglect
        elif self.category.enquiry or self.desk.is_volunteers:
            return False
        else:
            chance = self._temptation(hour)
        return self.model.random.random() < chance

    def _is_worked_on(self, server, hour):
        model, rules, category, desk = self.model, self.model.rules, self.category, self.desk
        if self.step == SORTED and self.trouble.is_joint and self.level in (STREET, DISTRICT):
            end = desk.spends(server, self, hour, rules.coordination_hours * category.parties)
            self._calls([self.street.bureaus[field] for field in self.trouble.partners], end)
            return
        self.step = max(self.step, SHARED)
        if not self.work_left:
            if self._is_let_lie(hour):
                self._closes(desk.spends(server, self, hour, rules.check_hours), Outcome.PSEUDO)
                return
            self.work_left = desk.hours_of_work(server, self, self._demands())
            if self.step < WAITED and self.trouble.outside_hours is not None:
                self._waits_outside(desk.spends(server, self, hour, 0.4 * self.work_left))
                return
        model.on_day(desk.spends(server, self, hour, self.work_left), model.to_work, self._finishes)

    def _demands(self):
        """Times the hours that a claimant gets who asks for more than the matter needs; no committee is set on them."""
        rules = self.model.rules
        if not self.ticket.official or self.level > STREET:
            return 1.0
        counts = max(0.0, self.community.rating_weight - rules.rating_weight_start)
        draw, insistence = self.model.random.random, self.resident.insistence
        if self.granted is None and self.marks["demand", self.rounds] < rules.leverage * counts * insistence:
            load = min(1.0, self.desk.load / rules.comfortable_queue)
            z = rules.yield_ease + rules.yield_rating * counts - rules.yield_load * load
            self.granted = draw() < 1.0 / (1.0 + math.exp(-z))
            self.resident.insistence += rules.insist_gain * (self.granted - insistence)
        return rules.demand_hours if self.granted else 1.0

    def _waits_outside(self, hour):
        """Wait for parts, funds or consent: on the clock, with its deadline put off, or closed on a promise."""
        rules, trouble, ticket = self.model.rules, self.trouble, self.ticket
        self.work_left *= 0.6
        self.step = WAITED
        waits = trouble.outside_hours
        unit = self.community.unit
        is_money = self.marks["money"] < rules.waits_for_money
        if unit is not None and unit.helps(self.category.field, is_money, self.marks["unit"]):
            waits *= rules.unit_saves
        if ticket.official and self.marks["promise"] < rules.promise * self.community.closure_weight:
            if self.marks["kept"] < self.category.solvable:
                trouble.fades = min(trouble.fades, hour + waits)
            self._closes(hour, Outcome.UNRESOLVED)
            return
        if ticket.official and self.marks["extension"] < rules.extension_share:
            ticket.deadline += waits
        self.model.on_day(hour + waits, self.model.to_work, self.comes_back)

    def comes_back(self, hour):
        """Queue again at the desk that had it; at the community's, if that firm has left."""
        if self.level == COMPOUND and self.compound.firm is None:
            self.sent(COMMUNITY, hour)
        else:
            self._queues(hour)

    def _finishes(self, hour):
        """An attempt ends: solved, tried again, passed up, or closed."""
        rules, draw = self.model.rules, self.model.random.random
        self.work_left = 0.0
        if self.level == COMPOUND and self.compound.firm is None:
            self.comes_back(hour)
            return
        self.attempts += 1
        skill = self.desk.skill_of(self.server, self)
        chance = self.category.solvable * (rules.quality_floor + (1.0 - rules.quality_floor) * skill)
        climbs = rules.climbs + (1.0 - rules.climbs) * 0.5 * self.community.tiered
        if draw() < (min(1.0, chance * rules.joint_quality) if self.trouble.is_joint else chance):
            if self.desk.is_volunteers:
                self.server.activity += rules.recognition * (1.0 - self.server.activity)
            self._closes(hour, Outcome.SOLVED)
        elif self.attempts < 3 and draw() < rules.persistence:
            self.comes_back(hour + rules.retry_hours * self._haste())
        elif self.attempts < 4 and self.level < CITY and (self.level or self.ticket.official) and draw() < climbs:
            self._climbs_to(self.level + 1)
            self.step = 0
            self.sent(self.level + 1, hour)
        else:
            is_claimed = draw() < self._temptation(hour) + rules.claims_done
            self._closes(hour, Outcome.PSEUDO if is_claimed else Outcome.UNRESOLVED)

    def _closes(self, hour, outcome):
        model, ticket = self.model, self.ticket
        ticket.closed, ticket.outcome, ticket.level = hour, outcome, self.level
        if self.level == DISTRICT and ticket.escalated and outcome != Outcome.LAPSED:
            self._rates(self.desk.owner, outcome == Outcome.SOLVED)
        if outcome == Outcome.SOLVED:
            self.trouble.ends(hour)
        told = hour + model.lognormal(model.rules.callback_hours, 0.6)
        model.on_day(told, model.to_judge, partial(self.resident.judges, self))

    def is_pressed_again(self, petition=False, found=False):
        """Complain again: an official ticket is opened again, by a check at once; an informal case becomes official."""
        model, rules, draw = self.model, self.model.rules, self.model.random.random
        hour = 24.0 * (model.day + 1 + (0.0 if found else rules.again_days * draw()))
        self.rounds += 1
        self.granted = None
        self.attempts = self.step = 0
        self.work_left = 0.0
        self.petition |= petition
        if self.ticket is not None and self.ticket.official and (found or not self.petition):
            again = max(self.ticket.level, COMMUNITY)
            if self.rounds >= 2 and self.marks["ladder"] < self.community.tiered:
                again = min(CITY, again + 1)
                self._climbs_to(again)
            self.ticket.closed, self.ticket.outcome = None, Outcome.OPEN
            self.ticket.deadline = hour + rules.reopened_time * DEADLINE_HOURS[self.time_class()]
            self.ticket.reopened += 1
            self.sent(again, hour)
            return
        self.climbed, self.expedited = 0, False
        if self.petition:
            self.response = Response.PETITION
        elif draw() < rules.louder:
            self.response = Response.HOTLINE
        model.on_day(model.next_open(hour, self.channel), model.to_hear, self.is_heard)


class Part:
    """What another agency does for a case; the case waits for all of them."""

    def __init__(self, whole, desk, visit):
        self.visit = visit
        self.whole, self.desk, self.urgent, self.is_vital = whole, desk, whole.urgent, whole.is_vital

    def head_start(self):
        """Go before others as the whole does."""
        return self.whole.head_start()

    def is_taken_up(self, server, hour):
        """Do the part."""
        model, desk = self.whole.model, self.desk
        work = desk.hours_of_work(server, self.whole, model.rules.part_of_work) + self.visit
        model.on_day(desk.spends(server, self, hour, work), model.to_work, self.is_done)

    def is_done(self, hour):
        """The last one to finish gives the case back."""
        self.whole.parts -= 1
        if not self.whole.parts:
            self.whole.comes_back(hour)
