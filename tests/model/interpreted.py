"""Run the two-compound town and some draws, and print a digest of everything: compiled or interpreted.

Started as a program of its own by `test_interpreted.py`, as Numba reads NUMBA_DISABLE_JIT when it is imported.
"""

import hashlib
import json
import sys

import numpy as np

from sim.engine.random import Purpose, box_muller, philox, poisson, uniform, uniform_four
from sim.model import GovernanceModel

TABLES = (
    "tallies", "residents", "communities", "compounds", "buildings", "firms", "workers", "volunteers", "desks",
    "servers", "households", "streets", "departments",
)  # fmt: skip


def _digest(array):
    return hashlib.blake2b(np.ascontiguousarray(array).tobytes(), digest_size=8).hexdigest()


def _draws():
    seed, key = np.uint64(2**64 - 3), np.uint64(420106001001 << 24)
    values = []
    for day in range(200):
        values += [
            uniform(seed, int(Purpose.VOICE), key, day, 3),
            *uniform_four(seed, int(Purpose.TROUBLE), key, day, 0),
        ]
        values += [poisson(20.0, seed, int(Purpose.ARRIVAL), key, day, 0), box_muller(values[-1], values[-2])]
    return np.array(values), np.array(philox(*map(np.uint64, range(6))))


def main():
    model = GovernanceModel("tiny", days=int(sys.argv[1]), warmup=0, seed=3)
    while model.running:
        model.step()
    digests = {f"draws {n}": _digest(values) for n, values in enumerate(_draws())}
    for name in TABLES:
        table = getattr(model.world, name)
        digests |= {f"{name}.{column}": _digest(table[column]) for column in table.dtype.names}
    for number, block in enumerate(model._blocks):
        digests |= {
            f"days of block {number}, {column}": _digest(block.days[column]) for column in block.days.dtype.names
        }
        digests[f"pointers of block {number}"] = _digest(block.pointers)
        for name in ("cases", "candidates"):
            table = getattr(block, name)
            digests |= {f"{name} of block {number}, {column}": _digest(table[column]) for column in table.dtype.names}
    digests["troubles"] = int(sum(block.days.troubles.sum() for block in model._blocks))
    json.dump(digests, sys.stdout)


if __name__ == "__main__":
    main()
