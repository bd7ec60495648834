"""Property firms and their contracts: of one district, mostly with neighbours, of very unequal size."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.property_firm import FIRM
from sim.city.assumptions import SYNTHESIS
from sim.engine.compiling import rule
from sim.engine.random import Purpose, normal, uniform

_FIRM = int(Purpose.FIRM)


class Contracts(NamedTuple):
    """Firms of the city in order of district, and the firm of each compound (-1 none)."""

    firms: np.recarray
    firm_of: NDArray[np.int32]


@rule
def _draw_positions(seed, keys, spread, out):  # type: ignore[no-untyped-def]
    for i in range(len(keys)):
        out[i] = i + spread * normal(seed, _FIRM, keys[i], 0, 3)


@rule
def draw_contracts(seed, key, s):  # type: ignore[no-untyped-def]
    """Draw a firm's number of contracts from a power law, 1 to the largest."""
    total = 0.0
    for n in range(1, int(s.firm_contracts_max) + 1):
        total += n**-s.firm_contracts_power
    left = total * uniform(seed, _FIRM, key, 0, 0)
    for n in range(1, int(s.firm_contracts_max) + 1):
        left -= n**-s.firm_contracts_power
        if left < 0.0:
            return n
    return 1


@rule
def _found_firms(seed, district, district_key, wanted, s, firms):  # type: ignore[no-untyped-def]
    """Write firms until they hold `wanted` contracts; returns their number."""
    n = 0
    while wanted > 0:
        key = (district_key << np.uint64(20)) | np.uint64(n)
        firm = firms[n]
        firm.key = key
        firm.district = district
        firm.contracts = min(wanted, draw_contracts(seed, key, s[0]))
        firm.skill = s[0].firm_skill_low + (s[0].firm_skill_high - s[0].firm_skill_low) * uniform(
            seed, _FIRM, key, 0, 1
        )
        firm.star = min(5.0, max(1.0, math.floor(0.5 + 5.0 * firm.skill + 0.7 * normal(seed, _FIRM, key, 0, 2))))
        wanted -= firm.contracts
        n += 1
    return n


def make_contracts(
    compounds: np.recarray, district_of: NDArray[np.int32], district_keys: NDArray[np.uint64], seed: np.uint64
) -> Contracts:
    """Give every compound with a firm its firm.

    The compounds of a district are lined up as in the table, each moved a little by lot, and the firms take them in
    turn: so a firm's contracts lie in the same or neighbouring streets.

    Args:
        district_of: district of each compound.
        district_keys: key of each district.
    """
    firm_of = np.full(len(compounds), -1, dtype=np.int32)
    parts, before = [], 0
    for district, key in enumerate(district_keys):
        rows = np.flatnonzero((compounds.firm >= 0) & (district_of == district))
        position = np.empty(len(rows))
        _draw_positions(seed, np.ascontiguousarray(compounds.key[rows]), SYNTHESIS[0].firm_spread, position)
        firms = np.zeros(len(rows), FIRM).view(np.recarray)
        count = _found_firms(seed, district, key, len(rows), SYNTHESIS, firms)
        turn = np.repeat(np.arange(count), firms.contracts[:count])
        firm_of[rows[np.argsort(position, kind="stable")]] = before + turn
        before += count
        parts.append(firms[:count])
    return Contracts(np.concatenate(parts).view(np.recarray), firm_of)
