"""Property firms: staff, cash, effort, contracts; cutting back and leaving."""

import math

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

FIRM = np.dtype(
    [
        ("key", "u8"),
        ("district", "i4"),
        ("contracts", "i4"),
        ("skill", "f8"),  # 0-1
        ("effort", "f8"),  # 0-1
        ("cash", "f8"),  # yuan
        ("income", "f8"),  # yuan, since the run began
        ("costs", "f8"),  # yuan, since the run began
        ("months_of_loss", "f8"),
        ("star", "f8"),  # rating by the regulator, 0-5
        ("month_income", "f8"),  # yuan, not yet booked
        ("month_costs", "f8"),
        ("exits", "i4"),  # compounds left since the run began
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
def closes_books(firm, income, costs, rules):  # type: ignore[no-untyped-def]
    """Book a month: cash moves, and effort follows the cash (a firm that bleeds saves on work first)."""
    firm.income += income
    firm.costs += costs
    firm.cash += income - costs
    if income < costs:
        firm.months_of_loss += 1.0
    else:
        firm.months_of_loss = max(0.0, firm.months_of_loss - 1.0)
    reserve = firm.cash / max(1.0, costs)
    drive = rules.effort_base + rules.effort_cash * reserve + rules.effort_star * (firm.star - 3.0)
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
    """Quality of service that a firm's effort, skill and being watched by owners come to, 0-1."""
    return max(0.0, min(1.0, firm.effort * (0.5 + 0.5 * firm.skill) + rules.watched_service * watched))


class PropertyFirm(RecordAgent):
    """A property firm as a Mesa agent."""

    table_name = "firms"

    def serves(self, watched: float = 0.0) -> float:
        """Quality of service that it gives under this much watching, 0-1."""
        return float(serves(self.record, watched, self.model.rules[0]))
