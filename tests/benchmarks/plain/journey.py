"""Where a case goes: from the resident through a channel to a desk, and from desk to desk."""

import math
from collections import defaultdict
from functools import partial

from sim.agents.department import FIELDS
from sim.agents.resident import Receiver
from sim.agents.responses import Response
from sim.agents.street import POOL_OF_FIELD, POOLS
from sim.grievance.channel import Entry
from sim.grievance.deadline import DEADLINE_HOURS, Deadline
from sim.grievance.level import Level
from tests.benchmarks.plain.records import Ticket

COMPOUND, COMMUNITY, STREET, DISTRICT, CITY = Level


class Journey:
    """One resident's case of a trouble on its way: heard, merged or lost, dispatched, sent from desk to desk."""

    def __init__(self, model, trouble, resident, response):
        self.model, self.trouble, self.resident, self.response = model, trouble, resident, response
        self.category, self.compound = trouble.category, resident.building.compound
        self.community, self.street = resident.community, resident.community.street
        self.ticket = self.desk = self.level = self.server = None
        self.step = self.attempts = self.climbed = self.rounds = self.parts = 0
        self.expedited = self.petition = self.misrouted = self.is_queued = False
        self.work_left = 0.0
        self.granted = None  # whether more was got by the threat of a bad rating; None: not asked for
        self.marks = defaultdict(model.random.random)  # chances that stay the case's own, each drawn when first asked
        trouble.speakers += 1

    @property
    def channel(self):
        """Through which it was spoken of last."""
        return self.model.channels[self.response]

    def time_class(self):
        """Return the class of deadline: the channel's own, or that of the trouble."""
        return self.category.deadline if self.channel.deadline < 0 else self.channel.deadline

    @property
    def is_vital(self):
        """Water, power, gas, lifts: what a household cannot do without."""
        return self.category.deadline == Deadline.UTILITIES

    @property
    def urgent(self):
        """Whether it is served before all others, day and night."""
        return self.ticket.official and self.category.deadline == Deadline.URGENT

    def is_heard(self, hour):
        """Reach a channel: recorded or lost, merged or new, answered at once or sent to a desk."""
        model, rules, channel, stored = self.model, self.model.rules, self.channel, self.community.shared_store
        trouble, draw = self.trouble, self.model.random.random
        if trouble.is_over(hour):
            self.lets_go()
            return
        model.petitions += self.response == Response.PETITION
        if channel.entry != Entry.COMPOUND:
            model.contacts += 1
            model.enquiries += self.category.enquiry
        if self.category.enquiry and channel.official:
            self.lets_go()
            return
        if draw() >= channel.capture + (1.0 - channel.capture) * rules.store_capture * stored:
            self.ticket = None
            model.on_day(hour + 24.0 * rules.patience_days, model.to_judge, partial(self.resident.judges, self))
            return
        is_only_said = channel.receiver != Receiver.FIRM and not self.category.enquiry
        entered = is_only_said and draw() < rules.store_logging * stored * (1.0 - self._kept_out())
        ticket = Ticket(trouble, self.response, bool(channel.official or entered), hour, math.inf, self)
        if ticket.official:
            ticket.deadline = hour + DEADLINE_HOURS[self.time_class()]
        mark = draw()
        known = self._known(stored, mark)
        if known is not None:
            if mark < stored:
                known.case.is_told_of_again()
            model.merged += 1
            self.lets_go()
            return
        self.ticket = ticket
        model.tickets.append(ticket)
        trouble.tickets.append(ticket)
        self._is_dispatched(hour + model.lognormal(channel.intake_hours * self._haste(), 0.8))

    def _kept_out(self):
        """Share of what is only said that is kept off the list, because a bad rating may come of it."""
        rules, community = self.model.rules, self.community
        counts = max(0.0, community.rating_weight - rules.rating_weight_start)
        return rules.selective_logging * counts * (1.0 - community.audit)

    def lets_go(self):
        """Be done with the trouble; once all are, it may come back."""
        self.trouble.speakers -= 1
        if not self.trouble.speakers:
            self.model.may_return(self.trouble)

    def _known(self, stored, mark):
        """Return the open ticket about it that intake sees: on its own list, or on any in the shared store."""
        lists = {}
        for ticket in self.trouble.open_tickets:
            lists.setdefault(self.model.channels[ticket.response].entry, ticket)
        if self.channel.entry in lists and mark < max(stored, self.model.rules.seen_in_channel):
            return lists[self.channel.entry]
        return lists[min(lists)] if lists and mark < stored else None

    def is_told_of_again(self):
        """Have one more contact joined to the ticket, and so move up among those who wait; the city does not hear."""
        self.ticket.joined += 1
        if self.is_queued and self.level < CITY:
            waiting = [entry for entry in self.desk.waiting if entry[-1] is not self]
            for order, _, number, _ in [entry for entry in self.desk.waiting if entry[-1] is self]:
                waiting.append((order, self.arrived - self.head_start(), number, self))
            self.desk.waiting = sorted(waiting)

    def _is_dispatched(self, hour):
        rules, channel, owner = self.model.rules, self.channel, self.category.owner
        if channel.entry == Entry.COMPOUND and self.compound.desk is not None:
            self.level = COMPOUND
        elif channel.entry in (Entry.COMPOUND, Entry.COMMUNITY):
            self.level = COMMUNITY
        elif self._haste() < 1.0:  # is telephoned to its owner
            self.level = min(owner, DISTRICT)
            if self.level == COMPOUND and self.compound.desk is None:
                self.level = COMMUNITY
        elif self.model.random.random() < self.community.tiered:
            self.level = COMMUNITY if owner <= COMMUNITY else STREET
        else:
            self.level = STREET if owner <= STREET else DISTRICT
        desk = None
        if channel.entry == Entry.DISPATCH and self.level >= STREET:
            misroute = channel.misroute * (1.0 - rules.store_routing * self.community.shared_store)
            misroute *= 1.0 - rules.list_clears * self.street.listed
            if self.model.random.random() < misroute:
                self.misrouted = self.ticket.misrouted = True
                desk = self._wrong_desk()
        self.sent(self.level, hour, desk, is_papers=False)

    def level_needed(self):
        """Return the lowest level that may finish it."""
        level = self.category.owner
        if level == COMPOUND and self.compound.firm is None:
            level = COMMUNITY
        level += self.trouble.is_beyond
        if self.trouble.is_joint:
            level = max(level, STREET)
        if level == DISTRICT and self.trouble.authority_mark < self.street.authority[self.category.field]:
            level = STREET
        return Level(min(level, CITY))

    def _climbs_to(self, level):
        self.climbed = max(self.climbed, min(level, CITY) - self.level_needed())

    def _desk_at(self, level):
        field = self.category.field
        if level == COMPOUND:
            return self.compound.desk
        if level == COMMUNITY:
            return self.community.desk
        if level == STREET:
            return self.street.desks[POOL_OF_FIELD[field]]
        return (self.street.bureaus if level == DISTRICT else self.model.city_bureaus)[field].desk

    def _wrong_desk(self):
        own = self.category.field
        other = self.model.random.choice([field for field in range(FIELDS) if field != own])
        if self.level == DISTRICT:
            return self.street.bureaus[other].desk
        pool = POOL_OF_FIELD[other]
        return self.street.desks[pool if pool != POOL_OF_FIELD[own] else (pool + 1) % POOLS]

    def sent(self, level, hour, desk=None, is_papers=True):
        """Go to a desk; papers on their way from one to the next take their time."""
        if is_papers:
            hour += self._papers_hours()
            self.misrouted = False
        self.ticket.escalated |= is_papers and level > self.level
        if desk is None:
            desk = self._desk_at(level)
            if level == COMMUNITY and self._suits_volunteers():
                desk = self.community.volunteer_desk
        self.level, self.desk = Level(level), desk
        self._queues(hour)

    def _suits_volunteers(self):
        """Whether it is a simple task that has not been begun, and some of them are there."""
        desk = self.community.volunteer_desk
        if desk is None or self.step or not self.category.low_skill:
            return False
        there = any(volunteer.present for volunteer in desk.servers)
        return there and self.marks["volunteers"] < self.model.rules.volunteer_share

    def _queues(self, hour):
        self.is_queued, self.arrived = True, hour
        self.desk.receives(self, hour)

    def _papers_hours(self):
        rules = self.model.rules
        median = rules.hop_hours * (1.0 - rules.store_hop * self.community.shared_store)
        return self.model.lognormal(median * self._haste(), rules.hop_sd)

    def _haste(self):
        """By how much what takes its time is shortened."""
        rules = self.model.rules
        hasty = {Deadline.URGENT: rules.urgent_haste, Deadline.UTILITIES: rules.utilities_haste}
        return hasty.get(self.category.deadline, 1.0)

    def head_start(self):
        """Hours by which it goes before others that came when it did."""
        rules = self.model.rules
        ahead = rules.severity_head_start * self.trouble.severity
        if self.ticket.official:
            ahead += rules.official_head_start + rules.class_head_start * (3 - self.category.deadline)
        ahead += rules.pressed_head_start * (self.rounds + self.expedited + self.petition)
        ahead += sum(rules.repeat_head_start * rules.repeat_kept**k for k in range(self.ticket.joined))
        return ahead + (rules.resumed_head_start if self.step else 0.0)

    def is_overdue(self, hour):
        """Under the ladder of tiers go a tier up, once, when past the deadline."""
        late = self.is_queued and self.ticket.official and not self.expedited and self.ticket.deadline < hour
        if late and self.level < DISTRICT and self.arrived <= hour and self.marks["tier"] < self.community.tiered:
            self.desk.waiting = [entry for entry in self.desk.waiting if entry[-1] is not self]
            self.desk.arriving = [entry for entry in self.desk.arriving if entry[-1] is not self]
            self.desk.waiting.sort()
            self.desk.arriving.sort()
            self.expedited = True
            self._climbs_to(self.level + 1)
            self.sent(self.level + 1, hour)
