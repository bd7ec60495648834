"""Keys: whom keyed draws belong to, from statistical codes."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.city.errors import CityError

KEY_BITS = 40
_DIGITS = 12


def key_of(code: str) -> int:
    """Return the key of a code: the number that it is, if it has 12 digits or fewer, else a hash of 40 bits.

    Example:
        >>> key_of("420106001001")
        420106001001
    """
    if code.isascii() and code.isdigit() and len(code) <= _DIGITS and code[0] != "0":
        return int(code)
    return int.from_bytes(hashlib.blake2b(code.encode(), digest_size=KEY_BITS // 8).digest(), "little")


def keys_of(codes: Sequence[str]) -> NDArray[np.uint64]:
    """Return the keys of codes.

    Raises:
        CityError: two codes have one key (which is a matter of bad luck: choose another code).
    """
    keys = [key_of(code) for code in codes]
    first = {key: code for code, key in reversed(list(zip(codes, keys, strict=True)))}
    messages = [
        f"code: {code} and {first[key]} cannot be told apart in 40 bits; allowed: another code for one of them"
        for code, key in zip(codes, keys, strict=True)
        if first[key] != code
    ]
    if messages:
        raise CityError(messages)
    return np.array(keys, dtype=np.uint64)
