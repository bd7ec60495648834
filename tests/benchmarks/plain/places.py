"""Places and institutions as objects: compounds with their firms, communities with their posts, streets, bureaus."""

import math

import mesa
import numpy as np

from sim.engine.random import Purpose, poisson, uniform_four
from sim.grievance.category import Relief

CANDIDATES_A_DAY = 4096


class Household:
    """Who shares a flat."""

    def __init__(self, row, building):
        self.owner, self.collective = row.owner, row.collective
        self.members = []
        building.compound.households.append(self)


class Building:
    """Where neighbours talk."""

    def __init__(self, compound):
        self.compound = compound
        self.residents = []
        self.hearsay = 0.0


class Unit:
    """A work unit that is paired with a community: it helps best in its own trade, and while it has money."""

    def __init__(self, model, row):
        strength = min(2.0, math.sqrt(row.people / model.rules.unit_people_usual))
        self.skills, self.purse, self.gift = list(row.skills), row.purse, model.rules.promise_cost
        self.wish = row.readiness * model.rules.unit_helps * strength

    def helps(self, field, is_money, mark):
        """Help with a matter of a field of administration, or with money; says whether it does."""
        if not is_money:
            return mark < self.wish * self.skills[field]
        if mark >= self.wish or self.purse < self.gift:
            return False
        self.purse -= self.gift
        return True


class Firm(mesa.Agent):
    """A property firm."""

    def __init__(self, model, row):
        super().__init__(model)
        for name in ("skill", "effort", "cash", "star", "staff", "outlook", "months_of_loss"):
            setattr(self, name, getattr(row, name))
        self.income = self.costs = self.all_posts = 0.0

    def closes_books(self):
        """Book the month; effort follows the cash, and staff what is left or lacking at the month's end."""
        rules, costs = self.model.rules, self.costs
        self.cash += self.income - costs
        self.months_of_loss = max(0.0, self.months_of_loss + (1.0 if self.income < costs else -1.0))
        margin = min(1.0, max(-1.0, (self.income - costs) / max(1.0, costs)))
        self.outlook += rules.outlook_speed * (margin - self.outlook)
        if self.all_posts:
            posts = self.outlook * costs / self.all_posts
            if posts < 0.0:
                self.staff = max(rules.staff_least, self.staff + rules.lets_go * posts)
            else:
                self.staff += min((1.0 - self.staff) / rules.firm_hire_months, posts)
        reserve = self.cash / max(1.0, costs)
        wish = rules.effort_base + rules.effort_cash * reserve + rules.effort_star * (self.star - 3.0)
        self.effort += rules.effort_speed * (1.0 / (1.0 + math.exp(-wish)) - self.effort)
        self.income = self.costs = self.all_posts = 0.0


class Compound(mesa.Agent):
    """A compound: housing, state of repair, and who looks after it."""

    def __init__(self, model, row, watched, organised):
        super().__init__(model)
        self.firm = model.firms[row.firm] if row.firm >= 0 else None
        self.community = model.communities[row.community]
        self.kind, self.condition, self.service = row.kind, row.condition, row.service
        self.full_fee = row.fee * row.area
        self.pay_share = row.pay_share
        self.watched, self.organised, self.heard = watched, organised, organised * model.rules.branch_hears
        self.households, self.residents = [], []
        self.desk = None

    def month_ends(self, month):
        """Bill a twelfth of the households; service and repair follow from who looks after the place."""
        rules, firm = self.model.rules, self.firm
        service = rules.self_managed_service
        if firm is not None:
            billed = [house for house in self.households[month % 12 :: 12] if not house.collective]
            paid = sum(self._is_paid_by(house.members[0]) for house in billed)
            firm.income += 12.0 * self.full_fee * paid
            firm.costs += (
                self.full_fee * len(self.households) * rules.firm_cost
                * (rules.firm_fixed + (1.0 - rules.firm_fixed) * firm.effort)
            )  # fmt: skip
            posts = (
                self.full_fee * len(self.households) * rules.firm_cost
                * (1.0 - rules.firm_fixed) * firm.effort * rules.firm_wages
            )  # fmt: skip
            firm.all_posts += posts
            firm.costs -= posts * (1.0 - firm.staff)
            if billed:
                self.pay_share += (paid / len(billed) - self.pay_share) / 6.0
            hands = 1.0 - rules.short_staff * (1.0 - firm.staff)
            service = hands * firm.effort * (0.5 + 0.5 * firm.skill) + rules.watched_service * self.watched
            service = min(1.0, max(0.0, service))
        self.service += rules.service_speed * (service - self.service)
        worn = rules.wear_month * (1.0 - rules.upkeep_gain * self.service)
        self.condition = min(1.0, max(0.05, self.condition * (1.0 - worn)))

    def _is_paid_by(self, head):
        rules = self.model.rules
        z = rules.fee_ease + rules.fee_trust * (head.trust_firm - 0.5) + rules.fee_service * (self.service - 0.5)
        return self.random.random() < 1.0 / (1.0 + math.exp(-z))

    def may_lose_firm(self):
        """A firm that has lost money for months leaves the worst payers first."""
        rules, firm = self.model.rules, self.firm
        if firm is None:
            return
        failing = firm.months_of_loss >= rules.exit_months and firm.cash <= 0.0
        if failing and self.random.random() < rules.exit_chance * (1.0 - self.pay_share):
            desk, self.firm, self.desk = self.desk, None, None
            desk.is_given_up()
            return
        self.desk.is_manned(rules.firm_staff * len(self.households) / 1_000.0 * firm.staff, rules.firm_share)


class Community(mesa.Agent):
    """A community: its residents' troubles, its workers and volunteers, what policy gives it to work with."""

    def __init__(self, model, row, street, unit):
        super().__init__(model)
        self.key, self.street, self.unit = np.uint64(row.key), street, unit
        for name in ("civic", "posts", "work_items", "enrolment", "shared_store", "tiered", "rating_weight"):
            setattr(self, name, getattr(row, name))
        self.closure_weight, self.audit, self.visits = row.closure_weight, row.audit, row.visits
        self.policy_hours, self.organisations = row.policy_hours, row.organisations
        self.board_mood, self.crept, self.care, self.turnout = 0.0, 0.0, row.care, 0.0
        self.caught = self.slipped = 0.0
        self.residents, self.workers, self.volunteers = [], [], []
        self.desk = self.volunteer_desk = None

    @property
    def risk(self):
        """Chance at which a closing without solving is thought to come to light."""
        prior = self.model.rules.risk_prior
        return (prior * self.audit + self.caught) / (prior + self.caught + self.slipped)

    def remembers(self, found):
        """Take to heart what became of a closing without solving: `found` of it came to light."""
        self.caught += found
        self.slipped += 1.0 - found

    def troubles_arise(self, categories, upto):
        """Draw the day's candidates, by their own keys, and let those come true whose mark is low enough."""
        model, day = self.model, self.model.day
        expected = poisson(upto[-1] * len(self.residents), model.key, int(Purpose.ARRIVAL), self.key, day, 0)
        for i in range(min(expected, CANDIDATES_A_DAY)):
            u, v, mark, when = uniform_four(model.key, int(Purpose.CANDIDATE), self.key, day, i)
            category = categories[min(int(np.searchsorted(upto, u * upto[-1], side="right")), len(categories) - 1)]
            resident = self.residents[min(int(v * len(self.residents)), len(self.residents) - 1)]
            if mark * category.max_multiplier * category.ceiling < self._hazard(category, resident):
                number = int(self.key) << 24 | day * CANDIDATES_A_DAY + i
                model.trouble_arises(number, category, resident, 24.0 * day + 6.0 + 17.0 * when)

    def _hazard(self, category, resident):
        compound = resident.building.compound
        by_age = category.m_age[0 if resident.age < 15 else 1 if resident.age < 60 else 2]
        repair = 1.0 + 2.0 * category.condition_weight * (0.6 - compound.condition)
        care = 1.0 + 2.0 * category.service_weight * (0.6 - compound.service)
        spared = self.model.rules.care_spares * self.care if category.relief == Relief.CARE else 0.0
        return category.m_kind[compound.kind] * by_age * max(0.05, repair * care) * (1.0 - spared)

    def admin_share(self, present):
        """Share of the workers' hours that administrative items take."""
        rules = self.model.rules
        items = rules.items_2016 * ((self.work_items + self.crept) / rules.items_2016) ** rules.items_elasticity
        return min(rules.admin_share_max, rules.hours_per_item * items / max(1.0, present * rules.working_hours))

    def duty_share(self, present):
        """Share of the workers' hours that visits, patrols and routine services ask for; more where no firm cares."""
        rules = self.model.rules
        people = len(self.residents) + rules.duty_self_managed * self.without_firm
        hours = rules.duty_hours * people / 1_000.0 + self.policy_hours
        return hours / max(1.0, present * rules.working_hours)

    def counts_without_firm(self):
        """Count the residents whose compound no firm looks after."""
        self.without_firm = sum(resident.building.compound.firm is None for resident in self.residents)

    def sets_roster(self, day):
        """See who is on duty, and what administration and duties leave for residents' cases."""
        if day == 0:
            self.counts_without_firm()
        for worker in self.workers:
            worker.comes_to_work(day)
        present = sum(worker.present for worker in self.workers)
        left = 1.0 - self.admin_share(present) - self.duty_share(present)
        self.desk.share = max(self.model.rules.case_share_least, left)

    def week_begins(self):
        """See who volunteers, and which volunteers turn out."""
        for volunteer in self.volunteers:
            volunteer.decides()
        for volunteer in self.volunteers:
            volunteer.week_begins()
        active = sum(volunteer.present for volunteer in self.volunteers)
        self.turnout = active / max(1, sum(volunteer.is_registered for volunteer in self.volunteers))
        self.visits = min(0.5, self.model.rules.visit_reach * active / max(1, len(self.residents)))

    def month_ends(self, day):
        """Let the workers feel the month, learn from it, and stay or leave."""
        self.counts_without_firm()
        self.a_month_has_passed()
        rules = self.model.rules
        hours = 21.0 * rules.working_hours
        present = max(1, sum(worker.present for worker in self.workers))
        asked = (self.admin_share(present) + self.duty_share(present)) * hours
        backlog = len(self.desk) * rules.hours_felt_per_case / present
        for worker in self.workers:
            if worker.present:
                worker.month_ends(asked + backlog, hours, day)

    def a_month_has_passed(self):
        """Items that were struck off come back little by little; organisations reach those in need."""
        rules = self.model.rules
        struck_off = max(0.0, rules.items_2016 - self.work_items)
        self.crept += rules.items_rebound / 12.0 * (struck_off - self.crept)
        kept = math.exp(-365.0 / 12.0 / rules.risk_days)
        self.caught, self.slipped = kept * self.caught, kept * self.slipped
        active = 1_000.0 * rules.organisations_active * self.organisations / len(self.residents)
        self.care += (1.0 - math.exp(-active / rules.organisations_dense) - self.care) / 6.0
