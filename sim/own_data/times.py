"""Dates and times in the formats that a map names."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Times = NDArray[np.datetime64]
FORMATS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日 %H时%M分",
    "%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d%H%M%S", "%Y%m%d",
)  # fmt: skip
"""Formats that are tried where a map names none: those that can be read in one way only."""
NOT_A_TIME = np.datetime64("NaT", "s")
_FIRST, _LAST = np.datetime64("1990-01-01", "s"), np.datetime64("2101-01-01", "s")
_SPOKEN = ("now", "today")
_SAMPLE = datetime(2024, 5, 17, 13, 4, 9)  # noqa: DTZ001 (exports tell local time)


def is_format(pattern: str) -> bool:
    """Say whether a pattern tells a date, and can be read back.

    Example:
        >>> is_format("%m/%d/%Y %I:%M:%S %p"), is_format("%H:%M"), is_format("%Q"), is_format("%Y-%m-%d %z")
        (True, False, False, False)
    """
    if "%z" in pattern.lower():
        return False
    try:
        return datetime.strptime(_SAMPLE.strftime(pattern), pattern).date() == _SAMPLE.date()  # noqa: DTZ007
    except ValueError:
        return False


def parse_times(cells: Sequence[str], formats: Sequence[str], empty: frozenset[str]) -> tuple[Times, NDArray[np.bool_]]:
    """Return times to the second, and which cells hold something that is no time.

    Args:
        formats: the first that fits a cell is taken.
        empty: words that stand for nothing.
    """
    texts = pd.Series([cell.strip() for cell in cells], dtype=object)
    texts[texts.isin(_SPOKEN)] = "?"  # which pandas would take for the moment of reading
    times = np.full(len(texts), NOT_A_TIME)
    left = np.arange(len(texts))
    for pattern in formats:
        found = pd.to_datetime(texts.iloc[left], format=pattern, errors="coerce")
        times[left] = found.to_numpy().astype("datetime64[s]")
        left = left[np.isnat(times[left])]
        if not len(left):
            break
    times[(times < _FIRST) | (times >= _LAST)] = NOT_A_TIME
    left = np.flatnonzero(np.isnat(times))
    broken = np.zeros(len(texts), dtype=bool)
    broken[left] = [bool(cell) and cell.casefold() not in empty for cell in texts.iloc[left]]
    return times, broken


def parse_time(text: str, formats: Sequence[str]) -> np.datetime64 | None:
    """Return one time, the end of the day where only a day is given; None if it is none."""
    times, broken = parse_times([text], (*formats, *FORMATS), frozenset())
    if broken[0] or np.isnat(times[0]):
        return None
    day = times[0].astype("datetime64[D]").astype("datetime64[s]")
    last = np.timedelta64(86_399, "s")
    return np.datetime64(day + last if times[0] == day and not any(mark in text for mark in ":时") else times[0], "s")


def told(time: np.datetime64) -> str:
    """Return a time as people read it.

    Example:
        >>> told(np.datetime64("2023-02-01T08:00:00"))
        '2023-02-01 08:00:00'
    """
    return str(time).replace("T", " ")
