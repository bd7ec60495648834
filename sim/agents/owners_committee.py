"""Owners' committees: how they are founded, how well they work, what they ask of a firm, whom they answer to."""

import math

import numpy as np

from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule

COMMITTEE = np.dtype([("compound", "i4"), ("quality", "f8")], align=True)


@rule
def watches(committee, rules):  # type: ignore[no-untyped-def]
    """How far a committee holds the firm to its contract, 0-1; about a third of those formed work well."""
    return committee.quality * rules.committee_watch


@rule
def owners_are_willing(compound, helped, civic, rules):  # type: ignore[no-untyped-def]
    """Move the share of owners who would found a committee: each more willing, the more others are (Granovetter 1978).

    Poor service moves owners, help lowers what it costs them, and strict screening of candidates leaves fewer to stand.
    Without any urging from outside the share stays what it is.

    Args:
        helped: whether somebody takes them by the hand now, 0 or 1.
    """
    urged = compound.committee_drive + rules.incubator_eases * helped
    if urged <= 0.0:
        return
    wish = rules.founding_ease + rules.founding_drive * compound.committee_drive + rules.incubator_eases * helped
    wish += rules.founding_pull * compound.willing + rules.founding_service * (0.6 - compound.service) + civic
    wish -= rules.screening_narrows * compound.negative_list
    compound.willing += rules.founding_speed * (1.0 / (1.0 + math.exp(-wish)) - compound.willing)


@rule
def is_founded(compound, rules):  # type: ignore[no-untyped-def]
    """Say whether enough owners take part: two thirds (Civil Code, article 278)."""
    return compound.willing > 2.0 / 3.0


@rule
def founding_quality(compound, helped, rules, u):  # type: ignore[no-untyped-def]
    """Return how well a newly elected committee works, 0-1: mostly badly, unless screened or helped."""
    quality = u**rules.founding_power
    quality = max(quality, rules.screening_floor * compound.negative_list)
    return quality + rules.incubator_teaches * helped * (1.0 - quality)


@rule
def answers_to_owners(compound, committee, rules, u):  # type: ignore[no-untyped-def]
    """Let owners vote on their committee once a year: without their confidence there is a new election."""
    confidence = (
        rules.confidence_quality * (committee.quality - 0.3) + compound.service - 0.5 - compound.suspicion + 0.3
    )
    if confidence < 0.0:
        committee.quality = founding_quality(compound, 0.0, rules, u)
    else:
        committee.quality += rules.appraisal_teaches * (1.0 - committee.quality)


@rule
def accounts_in_public(compound, quality, rules):  # type: ignore[no-untyped-def]
    """Let a quarter's accounts move what owners suspect: what comes out stirs up quarrels before it calms.

    The books of a committee that works badly (below `books_line`) confirm what was suspected, and more.
    """
    clears = rules.disclosure_clears * compound.disclosed * (quality - rules.books_line) / (1.0 - rules.books_line)
    calm = min(1.0, rules.suspicion_usual * (1.0 - clears))
    surprise = max(0.0, compound.suspicion - calm)
    compound.strife = min(1.0, compound.strife + rules.disclosure_stirs * compound.disclosed * surprise)
    compound.suspicion += rules.suspicion_speed * (calm - compound.suspicion)


class OwnersCommittee(RecordAgent):
    """An owners' committee as a Mesa agent."""

    table_name = "committees"

    def watches(self) -> float:
        """How far it holds the firm to its contract, 0-1."""
        return float(watches(self.record, self.model.rules[0]))

    def answers_to_owners(self, u: float) -> None:
        """Let owners vote on it; without their confidence another is elected. `u`: uniform, 0-1."""
        answers_to_owners(self.model.world.compounds[self.compound], self.record, self.model.rules[0], u)

    def accounts_in_public(self) -> None:
        """Let a quarter's accounts move what owners suspect."""
        accounts_in_public(self.model.world.compounds[self.compound], self.quality, self.model.rules[0])
