"""The generator: published answers, statistics, independence of neighbouring keys."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.engine.random import (
    Purpose,
    exponential,
    lognormal,
    normal,
    philox,
    poisson,
    uniform,
    uniform_four,
    uniform_pair,
)

SEED = np.uint64(20_160_101)
VOICE, NOTICE = int(Purpose.VOICE), int(Purpose.NOTICE)


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
    ],
)
def test_philox_gives_the_published_answers(counter, key, answer):
    """The known answers that come with Random123 (Salmon et al. 2011)."""
    words = [np.uint64(int(word, 16)) for word in f"{counter} {key}".split()]
    assert " ".join(f"{int(word):08x}" for word in philox(*words)) == answer


def test_a_draw_is_philox_of_its_key():
    """Counter: entity (low, high), day, purpose and index; key: seed (low, high)."""
    seed, entity, day, index = 0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654, 77, 0x01_02_03
    words = [entity & 0xFFFF_FFFF, entity >> 32, day, VOICE << 24 | index, seed & 0xFFFF_FFFF, seed >> 32]
    first, second, third, fourth = (int(word) for word in philox(*map(np.uint64, words)))
    key = (np.uint64(seed), VOICE, entity, day, index)
    assert uniform(*key) == ((first << 32 | second) >> 11) / 2**53
    assert uniform_pair(*key) == (((first << 32 | second) >> 11) / 2**53, ((third << 32 | fourth) >> 11) / 2**53)
    assert uniform_four(*key) == tuple(word / 2**32 for word in (first, second, third, fourth))


def sample(draw, n=20_000):
    return np.array([draw(entity) for entity in range(n)])


def is_uniform(values, cells=100):
    counts = np.bincount((values * cells).astype(int), minlength=cells)
    return stats.chisquare(counts).pvalue > 0.001


@pytest.mark.parametrize("varies", ["entity", "day", "index", "purpose", "seed"])
def test_draws_are_uniform_whichever_part_of_the_key_varies(varies):
    key = {"seed": SEED, "purpose": VOICE, "entity": 420106001001 << 24, "day": 3, "index": 0}
    n = 256 if varies == "purpose" else 20_000
    start = np.uint64(0) if varies == "seed" else 0
    values = np.array([uniform(*(key | {varies: start + type(start)(i)}).values()) for i in range(n)])
    assert values.min() >= 0.0
    assert values.max() < 1.0
    assert is_uniform(values, 16 if n < 1000 else 100)
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 4 / math.sqrt(n)


@pytest.mark.parametrize(
    "other",
    [(SEED, VOICE, 1, 0), (SEED, VOICE, 0, 1), (SEED, NOTICE, 0, 0), (SEED + np.uint64(1), VOICE, 0, 0)],
    ids=["next entity", "next index", "next purpose", "next seed"],
)
def test_neighbouring_keys_are_independent(other):
    """A four by four table of pairs, and their correlation."""
    seed, purpose, shift, index = other
    mine = sample(lambda i: uniform(SEED, VOICE, 7 * i, 5, 0))
    theirs = sample(lambda i: uniform(seed, purpose, 7 * i + shift, 5, index))
    table = np.histogram2d(mine, theirs, bins=4, range=[[0, 1], [0, 1]])[0]
    assert stats.chi2_contingency(table).pvalue > 0.001
    assert abs(np.corrcoef(mine, theirs)[0, 1]) < 4 / math.sqrt(len(mine))


def test_the_words_of_one_draw_are_independent():
    four = np.array([uniform_four(SEED, VOICE, entity, 0, 0) for entity in range(20_000)])
    assert all(is_uniform(column) for column in four.T)
    between = np.corrcoef(four.T)[np.triu_indices(4, 1)]
    assert abs(between).max() < 4 / math.sqrt(len(four))


@pytest.mark.parametrize("mean", [0.05, 3.0, 16.0, 40.0])
def test_poisson_counts(mean):
    """By size: below one part, on its edge, of three parts."""
    counts = sample(lambda entity: poisson(mean, SEED, VOICE, entity, 0, 0))
    error = math.sqrt(mean / len(counts))
    assert counts.mean() == pytest.approx(mean, abs=4 * error)
    assert counts.var() == pytest.approx(mean, abs=4 * math.sqrt((mean + 2 * mean**2) / len(counts)))
    upto = int(stats.poisson.ppf(0.999, mean))
    expected = stats.poisson.pmf(np.arange(upto), mean)
    observed = np.bincount(counts, minlength=upto)[:upto]
    big = expected * len(counts) > 5
    rest = len(counts) - observed[big].sum()
    chances = np.append(expected[big], 1 - expected[big].sum())
    assert stats.chisquare(np.append(observed[big], rest), len(counts) * chances).pvalue > 0.001


def test_no_events_where_none_are_expected():
    assert poisson(0.0, SEED, VOICE, 1, 0, 0) == 0


def test_normal_lognormal_and_exponential_draws():
    assert stats.kstest(sample(lambda i: normal(SEED, VOICE, i, 0, 0)), "norm").pvalue > 0.001
    logs = np.log(sample(lambda i: lognormal(12.0, 0.8, SEED, VOICE, i, 0, 1)))
    assert stats.kstest(logs, "norm", args=(math.log(12.0), 0.8)).pvalue > 0.001
    waits = sample(lambda i: exponential(60.0, SEED, VOICE, i, 0, 2))
    assert stats.kstest(waits, "expon", args=(0, 60.0)).pvalue > 0.001


@given(seed=st.integers(0, 2**64 - 1), entity=st.integers(0, 2**63 - 1), day=st.integers(0, 2**32 - 1))
def test_a_draw_is_the_same_whenever_it_is_made(seed, entity, day):
    key = (np.uint64(seed), VOICE, entity, day, 3)
    first = uniform(*key)
    uniform(np.uint64(seed), NOTICE, entity, day, 3)
    assert uniform(*key) == first
    assert 0.0 <= first < 1.0


def test_no_purpose_shares_a_number():
    assert len({int(purpose) for purpose in Purpose}) == len(Purpose.__members__)
    assert max(Purpose) < 256
