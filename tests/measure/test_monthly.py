"""Monthly series, by hand."""

import numpy as np
import pandas as pd
import pytest

from sim.measure.monthly import monthly_content, monthly_in_time, monthly_pairs, whole_months, year_means

MONTHS = whole_months(pd.Timestamp(2016, 1, 1), pd.Timestamp(2016, 4, 1))


def test_only_whole_months_count():
    assert list(MONTHS.astype(str)) == ["2016-01", "2016-02", "2016-03"]
    assert list(whole_months(pd.Timestamp(2016, 1, 2), pd.Timestamp(2016, 3, 31)).astype(str)) == ["2016-02"]
    assert len(whole_months(pd.Timestamp(2016, 1, 2), pd.Timestamp(2016, 2, 20))) == 0


def test_rates_are_by_person_and_day():
    """A day of the warm-up and 31 + 29 + 31 days, 10 contacts of which 4 enquiries, for 2,000 residents."""
    days = pd.date_range("2015-12-31", "2016-03-31")
    daily = pd.DataFrame(
        {"contacts": 10, "enquiries": 4, "troubles": 20, "petitions": 1, "closed": 4, "solved_reported": 3,
         "solved_true": 1}, index=days,
    )  # fmt: skip
    daily.loc["2016-02", "closed"] = 0
    daily.loc["2016-02-01", "closed"] = 4
    pairs = monthly_pairs(daily, MONTHS, 2000)
    assert pairs["heard"].reported.tolist() == pytest.approx([90.0] * 3)
    assert pairs["heard"].true.tolist() == pytest.approx([300.0] * 3)
    assert pairs["petitions"].reported.tolist() == pytest.approx([1825.0] * 3)
    assert pairs["petitions"].true is None
    assert pairs["solved"].reported.tolist() == pytest.approx([0.75, np.nan, 0.75], nan_ok=True)
    assert pairs["solved"].true.tolist() == pytest.approx([0.25, np.nan, 0.25], nan_ok=True)


def test_what_a_table_does_not_hold_is_left_out():
    assert monthly_pairs(pd.DataFrame({"closed": [1]}, index=[pd.Timestamp(2016, 1, 1)]), MONTHS, 10) == {}


def test_in_time_goes_by_the_deadline():
    """Six fall due in February: four closed by then, three of them truly solved; one that is open counts as late."""
    tickets = pd.DataFrame(
        {
            "deadline": pd.to_datetime(["2016-02-03"] * 6 + ["2016-03-01"]),
            "on_time": [True] * 4 + [False] * 2 + [True],
            "solved_true": [True] * 3 + [False, True, False, True],
        }
    )
    reported, true = monthly_in_time(tickets, MONTHS)
    assert reported.tolist() == pytest.approx([np.nan, 4 / 6, np.nan], nan_ok=True)
    assert true.tolist() == pytest.approx([np.nan, 3 / 6, np.nan], nan_ok=True)


def test_satisfaction_is_of_those_who_rated():
    tickets = pd.DataFrame({"closed": pd.to_datetime(["2016-01-09"] * 8), "rating": [1, 2, 3, 4, 5, 5, np.nan, 0]})
    content, true = monthly_content(tickets, MONTHS)
    assert content.tolist() == pytest.approx([(20 / 6 - 1) / 4, np.nan, np.nan], nan_ok=True)
    assert true is None


def test_years_on_both_sides_or_none():
    series = pd.Series(np.arange(36.0), pd.period_range("2016-01", periods=36, freq="M"))
    assert year_means(series, pd.Period("2017-01", "M"))[:2] == (5.5, 29.5)
    before, last, chance = year_means(series, pd.Period("2018-01", "M"))
    assert (before, last) == (17.5, 29.5)
    assert chance == pytest.approx(2.0739 * np.sqrt(2 * 13 / 12), abs=1e-3)  # t(22), variance of 0..11 is 13
    assert year_means(series * 0 + 0.5, pd.Period("2018-01", "M")) == (0.5, 0.5, 0.0)
    assert year_means(series, pd.Period("2016-12", "M")) is None
    assert year_means(series, pd.Period("2018-02", "M")) is None
