"""A month in the compounds: ties, forums, works, covenants, and owners' committees founded and called to account."""

from sim.agents.forum import comes_together
from sim.agents.owners_committee import (
    accounts_in_public,
    answers_to_owners,
    founding_quality,
    is_founded,
    owners_are_willing,
)
from sim.agents.project import works_of_month
from sim.agents.self_governance import calms_down, decides_together, talk_fades, ties_grow, votes_on_covenant
from sim.engine.compiling import rule
from sim.engine.queue import NONE
from sim.engine.random import Purpose, uniform, uniform_four

_COMPOUND_MONTH = int(Purpose.COMPOUND_MONTH)
_CHILDCARE = 2


@rule
def compounds_of_month(world, block, day, month):  # type: ignore[no-untyped-def]
    """Let a month pass over what neighbours do together. An incubator helps as many founders as it has seats."""
    rules = world.rules[0]
    for row in block.compounds:
        key = world.compounds[row].key
        decides_together(world.compounds[row], rules, uniform(world.seed, _COMPOUND_MONTH, key, month, 6))
    for row in block.communities:
        works_of_month(world, row, day, month)
    taken, n = 0.0, len(block.compounds)
    for k in range(n):  # whose turn for a seat comes first changes by the month
        compound = world.compounds[block.compounds[(k + month) % n]]
        community = world.communities[compound.community]
        u, v, _, x = uniform_four(world.seed, _COMPOUND_MONTH, compound.key, month, 0)
        comes_together(world, compound, day, month)
        ties_grow(compound, community.relieved[_CHILDCARE], rules)
        votes_on_covenant(compound, community.civic, rules, u, v)
        talk_fades(compound, rules)
        calms_down(compound, rules)
        compound.founded *= rules.founded_fades
        if compound.committee == NONE and compound.kept_committee != NONE:
            seats = world.districts[world.streets[community.street].district].incubator_seats
            helped = 1.0 if compound.incubated > 0.0 and taken < seats else 0.0
            taken += helped
            owners_are_willing(compound, helped, community.civic, rules)
            if is_founded(compound, rules):
                _founds(world, compound, helped, rules, x)
        elif compound.committee != NONE:
            _is_called_to_account(world, compound, month, rules)


@rule
def _founds(world, compound, helped, rules, u):  # type: ignore[no-untyped-def]
    compound.committee = compound.kept_committee
    compound.kept_committee = NONE
    compound.founded = 1.0
    world.committees[compound.committee].quality = founding_quality(compound, helped, rules, u)


@rule
def _is_called_to_account(world, compound, month, rules):  # type: ignore[no-untyped-def]
    """Let a committee publish accounts each quarter, and answer to its owners in December, where that is the rule."""
    committee = world.committees[compound.committee]
    if compound.disclosed > 0.0 and month % 3 == 2:
        accounts_in_public(compound, committee.quality, rules)
    if compound.appraised > 0.0 and month % 12 == 11:
        u = uniform(world.seed, _COMPOUND_MONTH, compound.key, month, 4)
        if uniform(world.seed, _COMPOUND_MONTH, compound.key, month, 5) < compound.appraised:
            answers_to_owners(compound, committee, rules, u)
