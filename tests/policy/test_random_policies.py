"""Whatever is combined: no value leaves its range in a week of two compounds, and persons and money add up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import GovernanceModel
from sim.policy import BUNDLES, LEVERS

SHARES = {
    "residents": "digital trust_community trust_firm trust_platform fatigue expectation",
    "workers": "skill burnout score",
    "volunteers": "skill activity",
    "firms": "skill effort standing shamed",
    "committees": "quality",
    "communities": "enrolment shared_store tiered rating_weight closure_weight audit confirmation practice attention "
    "novelty turnout called tired care visits own_part led relieved menu_known",
    "streets": "authority integrated pooled window one_net command conference experience",
    "departments": "standing",
    "compounds": "condition service social covenant strife suspicion willing founded stays pay_share",
}
"""Columns that are shares 0-1, by table."""

POLICIES = st.dictionaries(st.sampled_from(sorted(LEVERS)), st.floats(0, 1), min_size=1, max_size=40)


def _lived(policy, days=7):
    model = GovernanceModel({"extends": "tiny", "days": days, "warmup": 0, "policy": policy})
    model.run_model()
    return model


def _persons(world):
    sent = world.departments.posted.sum() + world.departments.posted_elsewhere.sum()
    sent += world.communities.station_staff.sum()
    return sent + world.streets.posted.sum() + world.communities.helpers.sum()


@given(POLICIES)
@settings(max_examples=25)
def test_no_policy_moves_anything_out_of_its_range(drawn):
    policy = {
        lever: LEVERS[lever].low + part * (LEVERS[lever].high - LEVERS[lever].low) for lever, part in drawn.items()
    }
    world = _lived(policy).world
    for table, columns in SHARES.items():
        for column in columns.split():
            values = getattr(world, table)[column]
            assert np.isfinite(values).all(), f"{table}.{column}"
            assert ((values >= 0.0) & (values <= 1.0)).all(), f"{table}.{column}: {values.min()} .. {values.max()}"
    assert (np.abs(world.compounds.mood) <= 1.0).all()
    assert (world.communities.purse >= 0.0).all()
    assert ((world.desks.share > 0.0) & (world.desks.share <= 1.0)).all()
    assert _persons(world) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("bundle", BUNDLES)
def test_persons_hours_and_money_add_up_under_every_bundle(bundle):
    model = _lived({bundle: {}}, days=40)
    assert _persons(model.world) == pytest.approx(0.0, abs=1e-9)
    bill, cost = model.bill(0, 40), model.cost(0, 40)
    assert sum(bill["yuan"].values()) == pytest.approx(cost.yuan)
    assert sum(bill["hours"].values()) == pytest.approx(cost.hours)
    asked = (
        40
        / 365
        * 250
        * (
            model.world.communities.policy_hours.sum()
            + model.world.streets.policy_hours.sum()
            + model.world.departments.policy_hours.sum()
        )
    )
    assert asked == pytest.approx(cost.hours)
