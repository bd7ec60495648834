"""Keyed draws: a random number is a function of what it is for, not the next one of a stream.

The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"),
tested against its published answers. The key is the seed (64 bits); the counter is (entity, day, purpose and
index). So neither the order of agents, nor threads, nor another policy's draws can move a draw, and any single
resident can be replayed alone.
"""

import math
from enum import IntEnum

import numpy as np

from sim.engine.compiling import rule, rule_apart, rule_with_arrays

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW_32 = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_24 = np.uint64(24)
_11 = np.uint64(11)
_TO_UNIT = 2.0**-53
_TO_UNIT_32 = 2.0**-32


class Purpose(IntEnum):
    """What a draw is for. Numbers are never reused: a new purpose changes no other draw."""

    # the city's making
    COMMUNITY_SIZE = 1
    COMPOUND = 2
    BUILDING = 3
    HOUSEHOLD = 4
    PERSON = 5
    FIRM = 6
    UNIT = 7
    # residents and their troubles
    ARRIVAL = 20
    CANDIDATE = 21
    TROUBLE = 22
    NOTICE = 23
    VOICE = 24
    RESIDENT_START = 25
    JUDGEMENT = 26
    AGAIN = 27
    FEE = 28
    TALK = 29
    GROUP = 30
    RETURN = 31
    WEATHER = 32
    # institutions
    INTAKE = 40
    ROUTE = 41
    HANDLING = 42
    OUTSIDE = 43
    OUTCOME = 44
    WORKER_START = 45
    WORKER_MONTH = 46
    HIRE = 47
    VOLUNTEER_START = 48
    VOLUNTEER_WEEK = 49
    VISIT = 50
    FIRM_START = 51
    FIRM_MONTH = 52
    COMMITTEE = 53
    BRANCH = 54
    WHISTLE = 55
    COMPOUND_MONTH = 56
    DIFFUSION = 57
    EAR = 58
    MEDIATION = 59
    UNIT_START = 60
    UNIT_MONTH = 61
    MENTORING = 62
    TENDER = 63
    HELPER = 64
    COURIER = 65
    FORUM = 66
    STATION = 69
    # policy
    COVERAGE = 70


@rule
def philox(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Return the four 32-bit words of Philox4x32-10 for a counter and a key (all given as uint64)."""
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * c0
        product_1 = _MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (
            (product_1 >> _32) ^ c1 ^ k0,
            product_1 & _LOW_32,
            (product_0 >> _32) ^ c3 ^ k1,
            product_0 & _LOW_32,
        )
        k0 = (k0 + _WEYL_0) & _LOW_32
        k1 = (k1 + _WEYL_1) & _LOW_32
    return c0, c1, c2, c3


@rule_apart
def _words(seed, purpose, entity, day, index):  # type: ignore[no-untyped-def]
    key = np.uint64(seed)
    who = np.uint64(entity)
    what = (np.uint64(purpose) << _24) | np.uint64(index)
    return philox(who & _LOW_32, who >> _32, np.uint64(day) & _LOW_32, what & _LOW_32, key & _LOW_32, key >> _32)


@rule
def uniform(seed, purpose, entity, day, index):  # type: ignore[no-untyped-def]
    """Draw from [0, 1) with 53 bits.

    Args: seed (uint64); purpose (< 256); entity (>= 0, 64 bits); day (>= 0, 32 bits); index (< 2**24).
    """
    w0, w1, _, _ = _words(seed, purpose, entity, day, index)
    return np.float64(((w0 << _32) | w1) >> _11) * _TO_UNIT


@rule_with_arrays
def uniforms(seed, purpose, entities, day, index):  # type: ignore[no-untyped-def]
    """Draw one number for each of some entities (array of uint64)."""
    out = np.empty(len(entities))
    for i in range(len(entities)):
        out[i] = uniform(seed, purpose, entities[i], day, index)
    return out


@rule
def uniform_pair(seed, purpose, entity, day, index):  # type: ignore[no-untyped-def]
    """Draw two independent numbers from [0, 1) for the price of one."""
    w0, w1, w2, w3 = _words(seed, purpose, entity, day, index)
    return (
        np.float64(((w0 << _32) | w1) >> _11) * _TO_UNIT,
        np.float64(((w2 << _32) | w3) >> _11) * _TO_UNIT,
    )


@rule
def uniform_four(seed, purpose, entity, day, index):  # type: ignore[no-untyped-def]
    """Draw four independent numbers from [0, 1), of 32 bits each, for the price of one."""
    w0, w1, w2, w3 = _words(seed, purpose, entity, day, index)
    return (
        np.float64(w0) * _TO_UNIT_32,
        np.float64(w1) * _TO_UNIT_32,
        np.float64(w2) * _TO_UNIT_32,
        np.float64(w3) * _TO_UNIT_32,
    )


@rule
def normal(seed, purpose, entity, day, index):  # type: ignore[no-untyped-def]
    """Draw from the standard normal distribution (Box and Muller 1958)."""
    u, v = uniform_pair(seed, purpose, entity, day, index)
    return box_muller(u, v)


@rule
def box_muller(u, v):  # type: ignore[no-untyped-def]
    """Return a standard normal number made of two uniform ones."""
    return math.sqrt(-2.0 * math.log(1.0 - u)) * math.cos(2.0 * math.pi * v)


@rule
def lognormal(median, sigma, seed, purpose, entity, day, index):  # type: ignore[no-untyped-def]
    """Draw from the log-normal distribution with this median and this sd of the logarithm."""
    return median * math.exp(sigma * normal(seed, purpose, entity, day, index))


@rule
def exponential(mean, seed, purpose, entity, day, index):  # type: ignore[no-untyped-def]
    """Draw from the exponential distribution with this mean."""
    return -mean * math.log(1.0 - uniform(seed, purpose, entity, day, index))


@rule
def poisson(mean, seed, purpose, entity, day, index):  # type: ignore[no-untyped-def]
    """Draw a Poisson count by inversion, in parts of mean at most 16 (a sum of Poissons is Poisson)."""
    count = 0
    part = 0
    while mean > 0.0:
        share = min(mean, 16.0)
        mean -= share
        u = uniform(seed, purpose, entity, day, index + part)
        term = math.exp(-share)
        below = term
        k = 0
        while u >= below and k < 200:
            k += 1
            term *= share / k
            below += term
        count += k
        part += 1
    return count
