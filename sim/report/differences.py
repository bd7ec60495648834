"""Effects in words and numbers: names, units, intervals."""

import math

from sim.measure.definitions import definitions
from sim.policy import BUNDLES, LEVERS
from sim.report.quantities import unit_name
from sim.text import Language, text

NOTHING = "—"
MOST_DIGITS = 4
"""After the point, however narrow an interval is."""
_HOURS = "hours"
_INDEX = "index 0-1"
_FINE = {_INDEX, "share a year"}
"""Units in which two digits are too coarse."""
_ROUNDING = 1e-9
"""Share of a mean below which the width of an interval is rounding only."""


def lever_name(lever: str, lang: Language) -> str:
    """Return the name of a lever or bundle; its id where this version has no such thing."""
    one = LEVERS.get(lever) or BUNDLES.get(lever)
    return lever if one is None else one.zh if lang == "zh" else one.en


def section_of(lever: str) -> str:
    """Return the section that a lever belongs to; empty for a bundle."""
    return LEVERS[lever].section if lever in LEVERS else ""


def indicator_name(name: str, lang: Language) -> str:
    """Return an indicator's name."""
    one = definitions()[name]
    return one.zh if lang == "zh" else one.en


def unit(name: str, lang: Language) -> str:
    """Return the unit in which an indicator's differences are printed; shares differ by percentage points."""
    of = definitions()[name].unit
    return text("effects.points", lang) if of == "share" else unit_name(of, lang)


def level_unit(name: str, lang: Language) -> str:
    """Return the unit in which an indicator itself is printed (`number` without a sign)."""
    of = definitions()[name].unit
    return "%" if of == "share" else unit_name(of, lang)


def number(name: str, value: float, signed: bool = True, digits: int | None = None) -> str:
    """Return a difference (or with no sign, a value) of an indicator in its unit.

    Args:
        digits: after the point; those that suit the unit and the size if left out.

    Example:
        >>> number("silent_share", -0.0123), number("burden_per_resident", 41.25, signed=False)
        ('−1.23', '41.25')
        >>> number("mean_trust", 0.0), number("hours_to_close_median", float("nan")), number("tickets", 25271.0)
        ('0', '—', '+25,271')
        >>> number("silent_share", -0.00001), number("gini_resolution_community", 0.0412, signed=False)
        ('0.00', '0.041')
    """
    if not math.isfinite(value):
        return NOTHING
    if value == 0.0:
        return "0"
    digits = _digits(name, value) if digits is None else digits
    shown = f"{_scaled(name, value):{'+' if signed else ''},.{digits}f}"
    return (shown if shown.strip("+-0.") else shown.strip("+-")).replace("-", "−")  # nothing left has no sign


def with_interval(name: str, effect: float, low: float, high: float) -> str:
    """Return an effect with its interval, in as many digits as tell it from none and the ends from each other.

    Example:
        >>> with_interval("silent_share", 0.01, 0.005, 0.015)
        '+1.00 [+0.50, +1.50]'
        >>> with_interval("mean_trust", 0.00017, 0.00003, 0.0003), with_interval("tickets", 5014.7, 4536.2, 5493.2)
        ('+0.017 [+0.003, +0.030]', '+5,015 [+4,536, +5,493]')
    """
    half = (high - low) / 2.0
    if not half > _ROUNDING * abs(effect):
        return number(name, effect)
    digits = _digits(name, max(effect, low, high, key=abs), half, low, high)
    shown = [number(name, one, digits=digits) for one in (effect, low, high)]
    return f"{shown[0]} [{shown[1]}, {shown[2]}]"


def with_half(name: str, mean: float, half: float, signed: bool = False) -> str:
    """Return a mean and half of its interval, in as many digits as tell that half.

    Example:
        >>> with_half("gini_resolution_community", 0.0521, 0.0043), with_half("cost_yuan_per_resident", 308.32, 1e-14)
        ('0.052 ± 0.004', '308.32')
    """
    if not half > _ROUNDING * abs(mean):
        return number(name, mean, signed)
    digits = _digits(name, mean, half)
    return f"{number(name, mean, signed, digits)} ± {number(name, half, signed=False, digits=digits)}"


def with_unit(name: str, shown: str, of: str) -> str:
    """Return a number with its unit behind it; an index has none.

    Example:
        >>> with_unit("silent_share", "29.72", "%"), with_unit("gini_resolution_community", "0.041", "0–1")
        ('29.72 %', '0.041')
    """
    return shown if definitions()[name].unit == _INDEX else f"{shown} {of}"


def _scaled(name: str, value: float) -> float:
    return 100.0 * value if definitions()[name].unit == "share" else value


def _digits(name: str, value: float, half: float = math.nan, *ends: float) -> int:
    """Return how many digits stand after the point, so that half an interval and its ends are more than rounding."""
    of, size = definitions()[name].unit, abs(_scaled(name, value))
    if of == "count":
        digits = 0 if size >= 100.0 else 1 if size >= 10.0 else 2
    elif of == _HOURS:
        digits = 0 if size >= 1000.0 else 1
    else:
        digits = 3 if of in _FINE else 2
    if not math.isfinite(half) or (of in {"count", _HOURS} and digits == 0):
        return digits
    units = [abs(_scaled(name, half)) / 2.0, *(2.0 * abs(_scaled(name, end)) for end in ends if end)]
    return max(digits, min(MOST_DIGITS, max(math.ceil(-math.log10(one)) for one in units)))
