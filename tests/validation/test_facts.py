"""The facts, their bands as numbers, and their sources fit together."""

import re

import pytest

from sim.text import catalogue
from sim.validation import load_facts
from sim.validation.run import COMPUTED, LOOKED_BACK

FACTS = {fact.id: fact for fact in load_facts()}


def test_every_fact_is_computed():
    assert set(FACTS) == set(COMPUTED) | set(LOOKED_BACK)
    for fact in FACTS.values():
        assert f"validation.title_{fact.id}" in catalogue()
        assert f"validation.caption_{fact.id}" in catalogue()
        assert any(one.judged for one in fact.measures)


def test_what_is_likely_wrong_is_said_of_facts():
    told = {key.removeprefix("validation.wrong_") for key in catalogue() if key.startswith("validation.wrong_")}
    assert {"SF03", "SF04", "SF05", "SF18"} <= told <= set(FACTS)


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_every_figure_cited_is_there(fact):
    cited = re.findall(r"[A-Z]{2}\d\d", fact.cited)
    assert cited
    assert set(cited) <= {source.id for source in fact.sources}
    assert all(source.source for source in fact.sources)


def test_a_range_of_sources_is_spelt_out():
    assert [source.id for source in FACTS["SF05"].sources] == ["BJ01", "BJ02", "BJ03", "BJ13", "US10", "US11", "US12"]


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_a_band_that_is_said_to_stand_in_the_table_does(fact):
    words = fact.band.replace("by type 30-100%", "30 100")
    numbers = {abs(float(number)) for number in re.findall(r"\d+\.?\d*", words)}
    for one in fact.measures:
        assert one.judged == (one.basis in {"table", "reading"})
        if one.basis == "table":
            ends = {abs(end) for end in (one.low, one.high) if end is not None}
            assert ends - {0.0, 100.0} <= numbers, one.name


def test_both_ends_belong_to_a_band():
    band = next(one for one in FACTS["SF02"].measures if one.name == "on_time")
    assert [band.holds(value) for value in (74.9, 75.0, 90.0, 90.1, float("nan"))] == [False, True, True, False, False]
    open_ended = next(one for one in FACTS["SF13"].measures if one.name == "elasticity")
    assert [open_ended.holds(value) for value in (-0.1, 0.0, 1e9)] == [False, True, True]


def test_a_parameter_set_with_a_fact_in_view_is_named(monkeypatch):
    from sim.parameters import PARAMETERS
    from sim.validation import facts

    name, one = next(iter(PARAMETERS.items()))
    other = type(one)(**{key: getattr(one, key) for key in one.__slots__} | {"source": "level set for SF09, assumed"})
    monkeypatch.setattr(facts, "PARAMETERS", {name: other})
    assert FACTS["SF09"].in_view() == (name,)
    assert FACTS["SF01"].in_view() == ()
