"""When a fact holds."""

import math

import pytest

from sim.text import catalogue
from sim.validation import load_facts
from sim.validation.verdict import judge, read
from sim.validation.words import band, interval, mark, mean, remark

FACTS = {fact.id: fact for fact in load_facts()}
SF10 = FACTS["SF10"]


def _runs(*pairs):
    return [{"SF10": {"enquiries": enquiries, "dispatched": dispatched}} for enquiries, dispatched in pairs]


def test_a_fact_holds_if_all_its_numbers_do():
    assert judge(SF10, _runs((50.0, 30.0), (52.0, 31.0))).status == "holds"
    assert judge(SF10, _runs((50.0, 30.0), (52.0, 80.0))).status == "fails"
    assert judge(SF10, _runs((50.0, math.nan))).status == "unknown"
    assert judge(SF10, _runs((10.0, math.nan))).status == "fails"
    assert judge(SF10, [{}, {}]).status == "unknown"


def test_numbers_without_a_band_do_not_decide():
    values = {"gini": 0.5, "top_tenth": 35.0}
    assert judge(FACTS["SF07"], [{"SF07": values | {"places": 12.0}}]).status == "holds"
    assert judge(FACTS["SF07"], [{"SF07": values}]).status == "holds"


def test_the_mean_decides_and_the_interval_warns():
    enquiries = SF10.measures[0]
    sure, close = read(enquiries, [50.0, 51.0, 52.0]), read(enquiries, [40.0, 41.0, 42.0])
    assert (sure.inside, sure.close, mark(sure)) == (True, False, "✓")
    assert (close.mean, close.inside, close.close, mark(close)) == (41.0, True, True, "≈")
    outside = read(enquiries, [30.0, 31.0])
    assert (outside.inside, mark(outside)) == (False, "✗")


def test_one_run_has_no_interval():
    alone = read(SF10.measures[0], [50.0])
    assert math.isnan(alone.low)
    assert (mark(alone), interval(alone)) == ("✓", "—")


def test_runs_that_could_not_tell_are_left_out():
    found = read(SF10.measures[0], [50.0, math.nan, 54.0])
    assert found.mean == 52.0
    assert read(SF10.measures[0], [math.nan]).inside is None


def test_an_interval_does_not_reach_beyond_what_can_be():
    wide = read(SF10.measures[0], [1.0, 90.0])
    assert (wide.low, wide.high) == (0.0, 100.0)
    slope = next(one for one in FACTS["SF13"].measures if one.name == "elasticity")
    assert read(slope, [-1.0, 2.0]).low < -1.0


@pytest.mark.parametrize(
    ("fact", "number", "words"),
    [
        ("SF02", "on_time", "75 … 90%"),
        ("SF02", "spread_by_type", "20 … 70*"),
        ("SF13", "elasticity", "≥ 0"),
        ("SF07", "places", ""),
    ],
)
def test_bands_in_words(fact, number, words):
    measure = next(one for one in FACTS[fact].measures if one.name == number)
    assert band(read(measure, [1.0])) == words


def test_a_change_has_a_sign_and_no_upper_bound():
    gain = next(one for one in FACTS["SF05"].measures if one.name == "repeat_gain")
    found = read(gain, [-90.0, 300.0])
    assert (found.low, found.high > 300.0) == (-100.0, True)
    assert (mean(found), band(found), mark(found)) == ("+105.0%", "40 … 60%", "✗")
    assert mean(read(gain, [-5.0])) == "-5.0%"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_verdict_that_needs_a_word_has_one(lang):
    fails, unknown, holds = (judge(SF10, _runs(pair)) for pair in ((0.0, 0.0), (math.nan, 30.0), (50.0, 30.0)))
    assert remark(judge(FACTS["SF05"], [{"SF05": {"volume": 1.0}}]), lang) == catalogue()["validation.wrong_SF05"][lang]
    assert "--years" in remark(unknown, lang)
    assert (remark(holds, lang), remark(fails, lang)) == ("", "")
