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
    ],
    align=True,
)


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
    wished = 1.0 / (1.0 + math.exp(-drive))
    firm.effort += rules.effort_speed * (wished - firm.effort)


@rule
def leaves(firm, pay_share, rules, u):  # type: ignore[no-untyped-def]
    """Decide whether to leave a compound after months of loss: the worst payers are left first."""
    if firm.months_of_loss < rules.exit_months or firm.cash > 0.0:
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
