"""Who is sent down to the streets leaves the whole staff of the bureaus above; what is devolved further stays so."""

import numpy as np
import pytest

from sim.policy import LEVERS


def test_posts_come_from_the_district_and_the_city_in_proportion_to_what_they_can_spare(institutions):
    LEVERS["staff_transferred"].apply(institutions, np.array([0, 1]), 10.0)  # both in district 0
    assert institutions.streets.posted.tolist() == pytest.approx([10.0, 10.0, 0.0])
    departments = institutions.departments
    gone = departments.posted + departments.posted_elsewhere
    by_city = 20 / 3  # of three pools that are alike, district 0, district 1 and the city, one is the city's
    assert gone[departments.district == -1].sum() == pytest.approx(-by_city)
    assert gone[departments.district == 0].sum() == pytest.approx(by_city - 20)
    assert not gone[departments.district == 1].any()


def test_of_those_who_leave_only_a_part_handled_residents_cases(institutions):
    institutions.rules.bureau_case_share = 0.25
    LEVERS["staff_transferred"].apply(institutions, np.array([0, 1]), 10.0)
    assert institutions.departments.posted.sum() == pytest.approx(-5.0)
    assert institutions.departments.posted_elsewhere.sum() == pytest.approx(-15.0)


def test_more_is_not_sent_than_can_be_spared(institutions):
    """Ten bureaus of 14 persons, five of them on cases, in each district and the city: 336 persons can be spared."""
    institutions.rules.bureau_case_share = 5 / 14
    institutions.departments.staff = 5.0
    LEVERS["posts_shifted_down"].apply(institutions, np.arange(3), 4.0)  # 270 persons
    LEVERS["staff_transferred"].apply(institutions, np.arange(3), 40.0)  # 120
    LEVERS["cadres_posted"].apply(institutions, np.arange(3), 10.0)  # 30
    streets, departments = institutions.streets, institutions.departments
    assert streets.posted.sum() == pytest.approx(-(departments.posted + departments.posted_elsewhere).sum())
    assert (departments.staff + departments.posted >= 0.2 * departments.staff - 1e-9).all()
    assert streets.posted.sum() == pytest.approx(336.0)
    assert (streets.ties < 10.0).all()


def test_the_catalogue_takes_nothing_from_what_is_devolved_further(institutions):
    streets = institutions.streets
    LEVERS["devolved_authority"].apply(institutions, np.array([0]), 0.8)
    LEVERS["enforcement_catalogue"].apply(institutions, np.array([0, 1]), 0.5)
    assert streets.authority[0].max() == 0.8
    assert streets.authority[1].max() == 0.5
