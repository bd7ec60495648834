"""Keys: whom keyed draws belong to, from statistical codes."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.city.errors import CityError
from sim.text.problem import Mark, Problem, phrase

KEY_BITS = 39
"""A key with 24 bits of numbering after it fits into a signed 64-bit number."""
_DIGITS = 12


def key_of(code: str) -> int:
    """Return the key of a code: the number that it is, if that is short enough, else a hash of 39 bits.

    Example:
        >>> key_of("420106001001")
        420106001001
    """
    if code.isascii() and code.isdigit() and len(code) <= _DIGITS and code[0] != "0" and int(code) < 1 << KEY_BITS:
        return int(code)
    return int.from_bytes(hashlib.blake2b(code.encode(), digest_size=8).digest(), "little") % (1 << KEY_BITS)


def firm_key(code: str) -> int:
    """Return the key of a property firm from its code: the district's, a hyphen, its number there.

    Example:
        >>> firm_key("420111-0001") == (420111 << 20) + 1
        True
    """
    district, _, number = code.rpartition("-")
    return (key_of(district) << 20) + int(number)


def keys_of(codes: Sequence[str]) -> NDArray[np.uint64]:
    """Return the keys of codes.

    Raises:
        CityError: two codes have one key (which is a matter of bad luck: choose another code).
    """
    keys = [key_of(code) for code in codes]
    first = {key: code for code, key in reversed(list(zip(codes, keys, strict=True)))}
    problems = [
        Problem(Mark(""), ("code",), phrase("city.same_key", code=code, other=first[key], bits=KEY_BITS))
        for code, key in zip(codes, keys, strict=True)
        if first[key] != code
    ]
    if problems:
        raise CityError(problems)
    return np.array(keys, dtype=np.uint64)
