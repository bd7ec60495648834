"""Districts: the unit of parallel work; its bureaus stand in `department`."""

import numpy as np

DISTRICT = np.dtype(
    [
        ("key", "u8"),
        ("resident_lo", "i4"),
        ("resident_n", "i4"),
        ("department_lo", "i4"),
        ("trustee_firm", "i4"),
        ("incubator_seats", "f8"),
    ],
    align=True,
)
