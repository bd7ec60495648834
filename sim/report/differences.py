"""Effects in words and numbers: names, units, intervals."""

import math

from sim.measure.definitions import definitions
from sim.policy import BUNDLES, LEVERS
from sim.report.quantities import unit_name
from sim.text import Language, text

NOTHING = "—"
_HOURS = "hours"


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


def number(name: str, value: float, signed: bool = True) -> str:
    """Return a difference (or with no sign, a value) of an indicator in its unit.

    Example:
        >>> number("silent_share", -0.0123), number("burden_per_resident", 41.25, signed=False)
        ('−1.23', '41.25')
        >>> number("mean_trust", 0.0), number("hours_to_close_median", float("nan"))
        ('0', '—')
    """
    if not math.isfinite(value):
        return NOTHING
    if value == 0.0:
        return "0"
    scaled = 100.0 * value if definitions()[name].unit == "share" else value
    digits = 1 if definitions()[name].unit == _HOURS else 2
    return f"{scaled:{'+' if signed else ''},.{digits}f}".replace("-", "−")


def with_interval(name: str, effect: float, low: float, high: float) -> str:
    """Return an effect with its interval.

    Example:
        >>> with_interval("silent_share", 0.01, 0.005, 0.015)
        '+1.00 [+0.50, +1.50]'
    """
    if low == high:
        return number(name, effect)
    return f"{number(name, effect)} [{number(name, low)}, {number(name, high)}]"
