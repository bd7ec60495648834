"""A firm lends a hand to owners who look after themselves: what it teaches, what it costs the firm, when it ends."""

from sim.agents.property_firm import can_take_on, number_of, serves
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, uniform

_HELPER = int(Purpose.HELPER)
_DROPS_OUT = 0xFFFFFF
"""Index of a draw that is no firm's."""


@rule
def owners_learn(compound, firm, rules):  # type: ignore[no-untyped-def]
    """Let a month of help bring what owners can do by themselves nearer to what the firm does (learning by doing)."""
    gap = serves(firm, 0.0, rules) - compound.own_service
    if gap > 0.0:
        compound.own_service += rules.helper_teaches * compound.helped * gap


@rule
def owners_forget(compound, rules):  # type: ignore[no-untyped-def]
    """Let a month without help take away some of what was learnt: those who learnt move on, and nobody checks."""
    compound.own_service += (rules.self_managed_service - compound.own_service) / rules.helper_fades_months


@rule
def drops_out(firm, rules, u):  # type: ignore[no-untyped-def]
    """Say whether a helping firm gives up this month: nobody is bound, and who has no money or no work cannot."""
    return not can_take_on(firm) or u < rules.helper_leaves / 12.0


@rule
def lends_hands(firm, compound, rules):  # type: ignore[no-untyped-def]
    """Send some of a firm's own people for the month: they are paid as ever, and missed at its desks."""
    firm.lent += compound.helped * rules.helper_staff * compound.household_n / 1_000.0


@rule
def at_home(firm):  # type: ignore[no-untyped-def]
    """Return the share of a firm's people who are not lent out, 0-1: at least half, for its contracts go first."""
    people = firm.jobs * firm.staff
    return 1.0 - min(0.5, firm.lent / people) if people > 0.0 else 1.0


@rule
def looks_after_itself(world, block, compound, month):  # type: ignore[no-untyped-def]
    """Return the service that a compound without a firm comes to, 0-1: what its owners can do by themselves.

    Where one is to be helped it is paired once: a firm that drops out is not followed until a new pairing begins.
    """
    rules = world.rules[0]
    if compound.helped <= 0.0:
        compound.helper, compound.stays = NONE, 1.0
    elif compound.helper == NONE and compound.stays > 0.0:
        compound.helper = _finds_helper(world, block, compound, month)
    if compound.helper != NONE:
        firm = world.firms[compound.helper]
        if drops_out(firm, rules, uniform(world.seed, _HELPER, compound.key, month, _DROPS_OUT)):
            compound.helper, compound.stays = NONE, 0.0
        else:
            owners_learn(compound, firm, rules)
            lends_hands(firm, compound, rules)
    if compound.helper == NONE:
        owners_forget(compound, rules)
    return compound.own_service


@rule
def _finds_helper(world, block, compound, month):  # type: ignore[no-untyped-def]
    """Return the row of a firm of the district that has the money to help, by lot; NONE if there is none."""
    best, highest = NONE, -1.0
    for row in block.firms:
        firm = world.firms[row]
        if not can_take_on(firm):
            continue
        lot = uniform(world.seed, _HELPER, compound.key, month, number_of(firm))
        if lot > highest:
            best, highest = row, lot
    return best
