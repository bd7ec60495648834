"""What targets are called and how their numbers are printed."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from sim.experiment.kinds.calibration.target import Target, measures
from sim.report.differences import indicator_name, level_unit, number
from sim.text import Language, text
from sim.validation import words as of_facts


def target_name(name: str, lang: Language) -> str:
    """Return what a target is called.

    Example:
        >>> target_name("SF06.one_case", "en"), target_name("silent_share", "zh")
        ('SF06 reporters with one case', '沉默比例')
    """
    if name not in measures():
        return indicator_name(name, lang)
    fact, one = measures()[name]
    return f"{fact.id} {one.title(lang)}"


def target_number(name: str, value: float) -> str:
    """Return a target's number in its unit.

    Example:
        >>> target_number("SF06.one_case", 76.04), target_number("silent_share", 0.25), target_number("troubles", 7.0)
        ('76.0%', '25.00%', '7.00')
    """
    if name in measures():
        return of_facts.number(value, measures()[name][1].unit).replace("-", "−")
    return number(name, value, signed=False) + ("%" if level_unit(name, "en") == "%" and value == value else "")


def band(one: Target, lang: Language) -> str:
    """Return what a target should be."""
    if one.is_value:
        error = "" if one.sd != one.sd else f" ± {target_number(one.name, one.sd)}"
        return target_number(one.name, one.value) + error
    star = "*" if one.reading else ""
    if np.isfinite(one.low) and np.isfinite(one.high):
        return f"{target_number(one.name, one.low)} … {target_number(one.name, one.high)}{star}"
    if np.isfinite(one.low):
        return f"≥ {target_number(one.name, one.low)}{star}"
    return f"≤ {target_number(one.name, one.high)}{star}"


def end_shown(value: float) -> str:
    """Return an end of a range of parameters.

    Example:
        >>> end_shown(-0.21981), end_shown(14.148)
        ('−0.22', '14.1')
    """
    return f"{value:.3g}".replace("-", "−")


def joined(names: Iterable[str], lang: Language) -> str:
    """Return names one after the other."""
    return text("study.joint", lang).join(names)


def misses_in_words(names: Iterable[str], numbers: Any, lang: Language) -> str:
    """Return targets with what came out for them.

    Args:
        numbers: by name.
    """
    return joined((f"{target_name(name, lang)} {target_number(name, numbers[name])}" for name in names), lang)
