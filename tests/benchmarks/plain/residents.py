"""Residents as objects: each drifts every day, chooses whether and where to speak, and judges what came of it."""

import math
from collections import deque

import mesa

from sim.agents.resident import Receiver
from sim.agents.responses import Response
from sim.grievance.level import Level
from sim.grievance.ticket import Outcome

TRUST = {Receiver.FIRM: "trust_firm", Receiver.COMMUNITY: "trust_community", Receiver.PLATFORM: "trust_platform"}
MOST_ROUNDS = 6


class Resident(mesa.Agent):
    """One person."""

    def __init__(self, model, row):
        super().__init__(model)
        self.household = model.households[row.household]
        self.building = model.buildings[row.building]
        self.community = model.communities[row.community]
        self.age, self.digital, self.speaks = row.age, row.digital, row.speaks
        self.party_member, self.migrant = row.party_member, row.migrant
        self.rooted = 0.5 - math.exp(-row.years_here / model.rules.rooted_years)
        self.trust_firm, self.trust_community, self.trust_platform = (
            row.trust_firm,
            row.trust_community,
            row.trust_platform,
        )
        self.fatigue, self.expectation, self.insistence = row.fatigue, row.expectation, row.insistence
        self.memory = deque(maxlen=8)
        self.sociable = self.random.random()
        self.household.members.append(self)
        self.building.residents.append(self)
        self.building.compound.residents.append(self)
        self.community.residents.append(self)

    def step(self):
        """A day passes: trust drifts towards its usual level, helplessness wears off."""
        model = self.model
        lost = model.trust_lost_a_day
        self.trust_firm += lost * (model.rules.trust_firm_usual - self.trust_firm)
        self.trust_community += lost * (model.rules.trust_community_usual - self.trust_community)
        self.trust_platform += lost * (model.rules.trust_platform_usual - self.trust_platform)
        self.fatigue *= model.fatigue_kept_a_day

    def decides(self, trouble, reported, hour):
        """Choose what to do about a trouble of which `reported` others will have spoken (a logit choice), and when.

        A silent trouble may still be heard of by those who visit, or by the compound's organisation, if in time.
        """
        options, utilities = zip(*self._options(trouble, reported), strict=True)
        response = self.random.choices(options, [math.exp(utility) for utility in utilities])[0]
        speaks = hour + self._hours_until_speaking(trouble.severity)
        if response == Response.NEIGHBOUR and not reported:
            told = self.random.choice(self.building.residents)
            relayed = speaks + 24.0 * self.model.rules.relay_days
            chance = self.model.rules.relay_share * (self.model.rules.relay_member if told.party_member else 1.0)
            if relayed < trouble.fades and self.random.random() < chance:
                return Response.GRID, relayed
        if response in (Response.BEAR, Response.NEIGHBOUR) and not reported and not trouble.category.enquiry:
            draw = self.random.random
            heard = speaks + 24.0 * self.model.rules.visit_days
            if heard < trouble.fades and (draw() < self.community.visits or draw() < self.building.compound.heard):
                return Response.GRID, heard
        return response, speaks

    def _options(self, trouble, reported):
        rules, category, severity = self.model.rules, trouble.category, trouble.severity
        civic = rules.civic_sd * self.community.civic
        root = math.sqrt(severity)
        yield Response.BEAR, 0.0
        if not category.enquiry:
            near = rules.rooted_ties * self.rooted
            yield Response.TOGETHER, rules.together_gain * category.self_fix + civic - rules.together_cost + near
            yield Response.NEIGHBOUR, rules.tell_gain * root - rules.tell_cost + near
        remembered = (sum(self.memory) + 1.0) / (len(self.memory) + 2.0)  # Laplace's rule of succession
        hope = 0.5 * (self.expectation + remembered) * (1.0 - self.fatigue)
        told = self.building.hearsay + rules.board_hearsay_weight * self.community.board_mood
        ease = rules.speaks_sd * self.speaks + civic - rules.bystander * reported
        ease += rules.owner_voice * self.household.owner + rules.enquiry_ease * category.enquiry
        for option in range(Response.FIRM_DESK, len(self.model.channels)):
            if option == Response.FIRM_DESK and self.building.compound.firm is None:
                continue
            if option == Response.PETITION and (category.enquiry or severity < rules.petition_severity):
                continue
            channel = self.model.channels[option]
            trust = getattr(self, TRUST[channel.receiver]) * (1.0 - self.fatigue)
            efficacy = min(1.0, max(0.0, (2.0 * hope + trust) / 3.0 + rules.hearsay_weight * told))
            cost = channel.cost + channel.digital * rules.digital_cost * (1.0 - self.digital)
            if self.age >= 60:
                cost += rules.age_effort_cost * channel.effort
            if option == Response.GRID and not self._is_in_group():
                cost += rules.grid_in_person_cost
            if option in (Response.GRID, Response.WALK_IN):
                cost -= rules.rooted_knows * self.rooted
            if self.migrant and channel.official and not category.enquiry:
                cost += rules.migrant_cost
            gain = rules.voice_gain * root * efficacy + channel.leverage * severity + channel.asked * category.enquiry
            yield option, gain - cost + ease

    def _is_in_group(self):
        return self.sociable < self.community.enrolment * (0.3 + 0.7 * self.digital)

    def _hours_until_speaking(self, severity):
        rules = self.model.rules
        habit = rules.speaks_sd * self.speaks + rules.civic_sd * self.community.civic
        mean = rules.notice_hours * math.exp(-rules.delay_habit * habit) * (1.0 - severity)
        return self.random.expovariate(1.0 / mean) if mean > 0.0 else 0.0

    def judges(self, case, hour):
        """Score the handling of the own case, learn from it, tell others, and try again or let it be."""
        rules, ticket = self.model.rules, case.ticket
        solved = ticket is not None and ticket.outcome == Outcome.SOLVED
        trouble, category = case.trouble, case.category
        explained = ticket is not None and ticket.outcome == Outcome.UNRESOLVED
        since, until = (ticket.reported, ticket.closed) if ticket else (hour - 24.0 * rules.patience_days, hour)
        reasonable = rules.reasonable_hours * (1.0 + 3.0 * category.deadline)
        outcome = 1.0 if solved else (rules.explained_worth if explained else 0.0)
        late = min(1.0, max(0.0, math.log(max((until - since) / reasonable, 1e-6)) / 3.0 + 0.2))
        satisfied = 0.5 * outcome + 0.25 + 0.5 * (outcome - self.expectation) - rules.delay_weight * late
        satisfied = min(1.0, max(0.0, satisfied))
        receiver = self._holds_to_account(case)
        setattr(self, TRUST[receiver], self._nearer(TRUST[receiver], satisfied, rules.trust_gain))
        self.expectation += rules.expectation_gain * (solved - self.expectation)
        if solved:
            self.fatigue *= 1.0 - rules.fatigue_relief
        else:
            self.fatigue += rules.fatigue_gain * (1.0 - self.fatigue)
        self.memory.append(solved)
        self._tells(2.0 * satisfied - 1.0, receiver, case)
        if ticket is not None and ticket.official:
            self._rates(case, satisfied)
        is_over = trouble.is_over(24.0 * self.model.day) or (ticket is not None and ticket.outcome == Outcome.LAPSED)
        hidden = ticket is not None and ticket.official and ticket.outcome == Outcome.PSEUDO
        remembers = self.community.remembers if hidden else lambda found: None
        if solved or is_over or category.enquiry or case.rounds >= MOST_ROUNDS:
            remembers(0.0)
            case.lets_go()
        elif hidden and self.random.random() < self.community.audit:
            remembers(1.0)
            case.is_pressed_again(found=True)
        elif self._tries_again(case):
            remembers(rules.reopen_counts)
        else:
            remembers(0.0)
            case.lets_go()

    def _nearer(self, name, target, step):
        now = getattr(self, name)
        return now + step * (target - now)

    def _holds_to_account(self, case):
        if case.ticket is None:
            return Receiver(case.channel.receiver)
        if case.level == Level.COMPOUND:
            return Receiver.FIRM
        if case.level == Level.COMMUNITY or (case.level == Level.STREET and not case.ticket.official):
            return Receiver.COMMUNITY
        return Receiver.PLATFORM

    def _tells(self, told, receiver, case):
        rules, model = self.model.rules, self.model
        weight = rules.talk_weight * (rules.bad_news if told < 0.0 else 1.0)
        said = self.building.hearsay
        self.building.hearsay = max(-1.0, min(1.0, said + weight * (told - said)))
        here, place = self.building.residents, self.building.residents.index(self)
        others = [place + 3 * self.random.randint(1, 4), place - 3 * self.random.randint(1, 4)]
        for other in self.household.members + [here[k] for k in others if 0 <= k < len(here)]:
            if other is not self:
                name = TRUST[receiver]
                setattr(other, name, other._nearer(name, 1.0 if told > 0.0 else 0.0, rules.talk_gain * abs(told)))
        if model.channels[case.response].visible > 0.5:
            self.community.board_mood += rules.board_weight * (told - self.community.board_mood)

    def _rates(self, case, satisfied):
        rules, community, ticket = self.model.rules, self.community, case.ticket
        if case.granted is False and self.random.random() < rules.threat_kept:
            satisfied = 0.0
        asked = rules.rating_asked + (1.0 - rules.rating_asked) * community.rating_weight
        if self.random.random() >= asked * (rules.rating_base + rules.rating_extreme * abs(2.0 * satisfied - 1.0)):
            return
        ticket.rating = 1 + int(min(4.0, 5.0 * satisfied))
        pressed = community.rating_weight * rules.pressing * (1.0 - community.audit)
        if ticket.rating <= 3 and self.random.random() < pressed:
            ticket.rating = 5
            self.trust_platform *= 1.0 - rules.pressed_trust

    def _tries_again(self, case):
        rules, severity = self.model.rules, case.trouble.severity
        again = rules.again_ease + rules.again_severity * severity
        again -= rules.again_fatigue * self.fatigue + rules.again_round * case.rounds
        steps, weights = ["give up", "again"], [1.0, math.exp(again)]
        if case.rounds >= 1 and severity >= rules.petition_severity:
            steps.append("petition")
            weights.append(math.exp(rules.petition_ease + rules.petition_gain * severity))
        step = self.random.choices(steps, weights)[0]
        if step == "give up":
            return False
        case.is_pressed_again(petition=step == "petition")
        return True
