"""Property firms: staff, cash, effort, contracts; cutting back and leaving."""

import math

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

_NUMBER_BITS = 0xFFFFF

FIRM = np.dtype(
    [
        ("key", "u8"),
        ("district", "i4"),
        ("contracts", "i4"),
        ("skill", "f8"),  # 0-1
        ("effort", "f8"),  # 0-1
        ("staff", "f8"),  # share of the posts its contracts call for that are filled, 0-1
        ("outlook", "f8"),  # what it reckons to have left of a month's costs, as a share of them; below 0 what it lacks
        ("cash", "f8"),  # yuan
        ("income", "f8"),  # yuan, since the run began
        ("costs", "f8"),  # yuan, since the run began
        ("wages", "f8"),  # of these
        ("months_of_loss", "f8"),
        ("star", "f8"),  # rating by the regulator, 0-5
        ("jobs", "f8"),  # people whom its contracts call for at desks and for repairs
        ("lent", "f8"),  # of its people, how many help owners without a contract this month
        ("shamed", "f8"),  # share of entries on its lists that hang in public past their date, 0-1
        ("month_income", "f8"),  # yuan, not yet booked
        ("month_costs", "f8"),
        ("month_wages", "f8"),  # of these
        ("exits", "i4"),  # compounds left since the run began
        ("dismissals", "i4"),  # compounds whose owners ended the contract since the run began
        ("public", "i4"),  # 1 for a public-benefit firm, which may not leave
        # what policy gives it; nothing, where no policy says otherwise
        ("audited", "f8"),  # share of its sites that the sector's committee audits a year
        ("model_site", "f8"),  # 1 where others come to learn
        ("rated", "f8"),  # how far its star decides on contracts, 0-1
        ("policy_costs", "f8"),  # yuan a month
        # what comes of it
        ("complaints", "f8"),  # at its desks this quarter, by 1,000 households
        ("standing", "f8"),  # place among the district's firms last quarter, 0 last .. 1 first
    ],
    align=True,
)


@rule
def near_the_line(firm):  # type: ignore[no-untyped-def]
    """Return how much a little more would change for a firm in a tournament: most at the lines between stars, 0-1.

    Who is sure to win or to lose need not try (Lazear and Rosen 1981).
    """
    return max(0.0, 1.0 - 4.0 * min(abs(firm.standing - 0.2), abs(firm.standing - 0.8)))


@rule
def is_ranked(firm, standing):  # type: ignore[no-untyped-def]
    """Take a quarter's place in the tournament: the first fifth gains a star, the last fifth loses one."""
    firm.standing = standing
    if firm.rated > 0.0:
        if standing >= 0.8:
            firm.star = min(5.0, firm.star + 1.0)
        elif standing < 0.2:
            firm.star = max(1.0, firm.star - 1.0)


@rule
def writes_down(firm, rules):  # type: ignore[no-untyped-def]
    """Return the share of complaints that a firm enters: what is counted against it is kept low."""
    return 1.0 - rules.suppression * firm.rated


@rule
def learns_from_model(firm, best, share, rules):  # type: ignore[no-untyped-def]
    """Let a month of visits to model sites bring a firm nearer to the best of them.

    Args:
        best: skill of the district's best model firm, 0-1; share: of the district's firms that are models.
    """
    if firm.model_site == 0.0 and best > firm.skill:
        firm.skill += rules.model_teaches * min(1.0, 5.0 * share) * (best - firm.skill)


@rule
def number_of(firm):  # type: ignore[no-untyped-def]
    """Return a firm's number within its district: draws that go by it are the firm's own, whichever area is run."""
    return np.uint64(firm.key) & np.uint64(_NUMBER_BITS)


@rule
def can_take_on(firm):  # type: ignore[no-untyped-def]
    """Say whether a firm can take on more: it goes by its own books, and has work and money."""
    return firm.public == 0 and firm.contracts > 0 and firm.cash > 0.0


@rule
def posts_at(compound, rules):  # type: ignore[no-untyped-def]
    """Return how many people a contract calls for in a compound, at the desk and for repairs."""
    return rules.firm_staff * compound.household_n / 1_000.0


@rule
def runs(firm, full, rules):  # type: ignore[no-untyped-def]
    """Book what a month at one contract costs: wages follow staff, the rest does not.

    Guards and cleaners are in the fixed part; those who can be let go handle complaints and repairs.

    Args:
        full: what the contract's households are billed for the month, in yuan.
    """
    work = full * rules.firm_cost * (1.0 - rules.firm_fixed) * firm.effort
    wages = rules.firm_wages * firm.staff * work
    firm.month_wages += wages
    firm.month_costs += full * rules.firm_cost * rules.firm_fixed + (1.0 - rules.firm_wages) * work + wages


@rule
def hires_or_lets_go(firm, costs, rules):  # type: ignore[no-untyped-def]
    """Let staff follow the cash flow: down at once, up with a lag and only as far as the surplus pays for it.

    Wages fall due before fees come in, so a firm without credit cuts jobs when its cash flow falls (Benmelech, Bergman
    and Seru 2021); people must be found and trained, so hiring is slower than letting go (Oi 1962; Hamermesh and Pfann
    1996). Somebody has to sit at the gate and at the desk by contract.
    """
    if firm.month_wages <= 0.0 or firm.staff <= 0.0:
        return
    all_posts = firm.month_wages / firm.staff  # yuan a month
    posts = firm.outlook * costs / all_posts  # what the surplus or the shortfall pays for, of all posts
    if posts < 0.0:
        firm.staff = max(min(firm.staff, rules.staff_least), firm.staff + rules.lets_go * posts)
    else:
        firm.staff += min((1.0 - firm.staff) / rules.firm_hire_months, posts)


@rule
def closes_books(firm, income, costs, rules):  # type: ignore[no-untyped-def]
    """Book a month: cash moves, and effort and staff follow it (a firm that bleeds saves on work first)."""
    firm.income += income
    firm.costs += costs
    firm.cash += income - costs
    if income < costs:
        firm.months_of_loss += 1.0
    else:
        firm.months_of_loss = max(0.0, firm.months_of_loss - 1.0)
    firm.outlook += rules.outlook_speed * (max(-1.0, min(1.0, (income - costs) / max(1.0, costs))) - firm.outlook)
    hires_or_lets_go(firm, costs, rules)
    reserve = firm.cash / max(1.0, costs)
    drive = rules.effort_base + rules.effort_cash * reserve + rules.effort_star * (firm.star - 3.0)
    drive += rules.effort_shamed * firm.shamed
    drive += rules.effort_audit * firm.audited + rules.effort_rank * firm.rated * near_the_line(firm)
    wished = 1.0 / (1.0 + math.exp(-max(-500.0, min(500.0, drive))))
    firm.effort += rules.effort_speed * (wished - firm.effort)


@rule
def leaves(firm, pay_share, rules, u):  # type: ignore[no-untyped-def]
    """Decide whether to leave a compound after months of loss: the worst payers are left first."""
    if firm.public != 0 or firm.months_of_loss < rules.exit_months or firm.cash > 0.0:
        return False
    return u < rules.exit_chance * (1.0 - pay_share)


@rule
def neglects(firm, watched, rules, u):  # type: ignore[no-untyped-def]
    """Say whether a firm lets a complaint lie: little effort, and nobody who watches."""
    return u < (1.0 - firm.effort) * (1.0 - watched) * rules.neglect


@rule
def serves(firm, watched, rules):  # type: ignore[no-untyped-def]
    """Quality of service that a firm's effort, skill, staff and being watched by owners come to, 0-1."""
    hands = 1.0 - rules.short_staff * (1.0 - firm.staff)
    return max(0.0, min(1.0, hands * firm.effort * (0.5 + 0.5 * firm.skill) + rules.watched_service * watched))


class PropertyFirm(RecordAgent):
    """A property firm as a Mesa agent."""

    table_name = "firms"

    def serves(self, watched: float = 0.0) -> float:
        """Quality of service that it gives under this much watching, 0-1."""
        return float(serves(self.record, watched, self.model.rules[0]))
