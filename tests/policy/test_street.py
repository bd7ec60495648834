"""What is sent down to the streets leaves the bureaus above, and acts where its mechanism says."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from sim import GovernanceModel
from sim.city import build_city
from sim.measure.indicators import run_indicators
from sim.policy import LEVERS

STREET, DAYS, SEEDS = "420106005", 150, range(1, 9)
T_OF_7 = 2.365
"""Student's t for a 95 % interval over eight seeds."""


def test_posts_come_from_the_district_and_the_city_in_proportion_to_what_they_can_spare(institutions):
    LEVERS["staff_transferred"].apply(institutions, np.array([0, 1]), 10.0)  # both in district 0
    departments = institutions.departments
    # twelve in each of ten bureaus of the district, and of the city: 96 of 120 can be spared by either
    assert institutions.streets.posted.tolist() == pytest.approx([10.0, 10.0, 0.0])
    by_city = 20 * 96 / 288  # of three pools that are alike, one is the city's
    assert departments.posted[departments.district == -1].sum() == pytest.approx(-by_city)
    assert departments.posted[departments.district == 0].sum() == pytest.approx(by_city - 20)
    assert not departments.posted[departments.district == 1].any()


def test_more_is_not_sent_than_can_be_spared(institutions):
    LEVERS["posts_shifted_down"].apply(institutions, np.arange(3), 4.0)
    LEVERS["staff_transferred"].apply(institutions, np.arange(3), 40.0)
    LEVERS["cadres_posted"].apply(institutions, np.arange(3), 10.0)
    streets, departments = institutions.streets, institutions.departments
    assert streets.posted.sum() == pytest.approx(-departments.posted.sum())
    assert (departments.staff + departments.posted >= 0.2 * departments.staff - 1e-9).all()
    assert 0 < streets.posted.sum() <= 0.8 * departments.staff.sum() + 1e-9
    assert (streets.ties <= 10.0).all()


def test_the_catalogue_takes_nothing_from_what_is_devolved_further(institutions):
    streets = institutions.streets
    LEVERS["devolved_authority"].apply(institutions, np.array([0]), 0.8)
    LEVERS["enforcement_catalogue"].apply(institutions, np.array([0, 1]), 0.5)
    assert streets.authority[0].max() == 0.8
    assert streets.authority[1].max() == 0.5


@cache
def _world(*levers: str) -> pd.DataFrame:
    """Return the indicators of a street where some levers are in force, a row a seed.

    Queues are means of cases at the desks of a level, over the last half of the time.
    """
    rows = []
    policy = {lever: LEVERS[lever].default for lever in levers}
    for seed in SEEDS:
        model = GovernanceModel("baseline", city=_city(), area=STREET, days=DAYS, warmup=60, seed=seed, **policy)
        model.run_model()
        queues = model.record.daily().filter(like="queue_").iloc[-DAYS // 2 :].mean()
        rows.append(run_indicators(model.record, DAYS, 0.0) | queues.to_dict())
    return pd.DataFrame(rows)


@cache
def _city():
    return build_city(STREET)


def _moves(name: str, lever: str, *beside: str) -> tuple[float, float]:
    """Return by how much a lever moves a figure on the mean over seeds (the same troubles), and how surely."""
    differences = _world(*beside, lever)[name] - _world(*beside)[name]
    return float(differences.mean()), T_OF_7 * float(differences.std(ddof=1)) / np.sqrt(len(differences))


DIRECTIONS = [
    ("powers_list", "misroute_rate", -1),
    ("devolved_authority", "local_share", 1),
    ("enforcement_catalogue", "local_share", 1),
    ("enforcement_team", "queue_district", -1),
    ("posts_shifted_down", "queue_street", -1),
    ("staff_transferred", "queue_street", -1),
    ("cadres_posted", "queue_street", -1),
    ("task_gate", "queue_street", -1),
    ("whistle_calls", "escalation_rate", -1),
]
SIDE_EFFECTS = [
    ("devolved_authority", "queue_street", 1),  # responsibility without capacity
    ("enforcement_catalogue", "queue_street", 1),
    ("posts_shifted_down", "queue_district", 1),  # the total is kept
    ("staff_transferred", "queue_district", 1),
]


@pytest.mark.parametrize(("lever", "name", "sign"), DIRECTIONS, ids=[one[0] for one in DIRECTIONS])
def test_a_lever_moves_first_what_its_mechanism_says(lever, name, sign):
    mean, half = _moves(name, lever)
    assert sign * mean > half


@pytest.mark.parametrize(("lever", "name", "sign"), SIDE_EFFECTS, ids=[one[0] for one in SIDE_EFFECTS])
def test_its_side_effect_can_show(lever, name, sign):
    mean, half = _moves(name, lever)
    assert sign * mean > half


def test_authority_with_posts_does_not_move_the_queue_to_the_street():
    alone, _ = _moves("queue_street", "devolved_authority")
    with_posts = _world("devolved_authority", "posts_shifted_down").queue_street - _world().queue_street
    assert alone > 0.0 > with_posts.mean()
