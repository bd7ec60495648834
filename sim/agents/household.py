"""Households: who shares a flat, owns or rents it, and pays the property fee."""

import numpy as np

HOUSEHOLD = np.dtype(
    [
        ("building", "i4"),
        ("resident_lo", "i4"),  # its members are rows resident_lo .. resident_lo + persons
        ("persons", "i2"),
        ("floor", "u1"),
        ("owner", "u1"),  # 1 owns the flat, 0 rents or is lodged
        ("collective", "u1"),  # 1 for a collective household (dormitory)
        ("pays", "u1"),  # 1 if the last property fee bill was paid
        ("due", "u1"),  # visits.Visited, for what was reported of it
        ("due_weeks", "u1"),  # weeks for which it is on the list for that
    ],
    align=True,
)
