"""Numbers as people read them, each with its unit."""

import re

from sim.measure.definitions import definitions
from sim.text import Language, catalogue, text

NOTHING = "—"
_SHARES = {"share", "share a year"}
_WAITING = {"hours_to_close_median", "hours_to_close_p90"}
_UNITS = {
    "count": "report.in_count",
    "hours": "report.in_hours",
    "share": "report.in_share",
    "share a year": "report.in_share_a_year",
    "index 0-1": "report.in_index",
    "per 10 000 residents and year": "report.in_petitions",
    "severity-days per resident and year": "report.in_burden",
    "yuan per resident and year": "report.in_yuan",
}


def grouped(value: float, digits: int = 0) -> str:
    """Return a number with its thousands grouped.

    Example:
        >>> grouped(12326518), grouped(3.25, 1)
        ('12,326,518', '3.2')
    """
    return f"{value:,.{digits}f}"


def counted(value: float) -> str:
    """Return a mean number of things over runs: whole where it is large, to a tenth where it is not.

    Example:
        >>> counted(317717.9), counted(41.24), counted(0.0)
        ('317,718', '41.2', '0')
    """
    return "0" if value == 0.0 else grouped(value, 0 if abs(value) >= 100.0 else 1)


def percent(value: float | None, digits: int = 1) -> str:
    """Return a share in per cent.

    Example:
        >>> percent(0.8257), percent(None)
        ('82.6%', '—')
    """
    return NOTHING if value is None else f"{100.0 * value:.{digits}f}%"


def duration(hours: float | None, lang: Language) -> str:
    """Return a time in the unit that is easiest to read: minutes, hours or days.

    Example:
        >>> duration(0.5, "en"), duration(30, "en"), duration(240, "zh")
        ('30 min', '30 h', '10.0 天')
    """
    if hours is None:
        return NOTHING
    if hours < 1.0:
        return text("report.minutes", lang, value=f"{60.0 * hours:.0f}")
    if hours < 72.0:
        return text("report.hours", lang, value=f"{hours:.0f}" if hours >= 10.0 else f"{hours:.1f}")
    days = hours / 24.0
    return text("report.days", lang, value=f"{days:.1f}" if days < 100.0 else f"{days:,.0f}")


def unit_name(unit: str, lang: Language) -> str:
    """Return a unit of `definitions.csv` in words."""
    return text(_UNITS[unit], lang) if unit in _UNITS else unit


def parameter_unit(unit: str, lang: Language) -> str:
    """Return a unit of the registry in the reader's language.

    Example:
        >>> parameter_unit("hours a day", "zh"), parameter_unit("hours a day", "en")
        ('小时/天', 'hours a day')
    """
    key = "report.unit_" + re.sub(r"\W+", "_", unit)
    return text(key, lang) if key in catalogue() else unit


def indicator(name: str, value: float | None, lang: Language) -> str:
    """Return the value of an indicator as it is printed, with its unit where one or two letters say it.

    Example:
        >>> indicator("silent_share", 0.5, "en"), indicator("tickets", 1234.0, "en"), indicator("tickets", None, "en")
        ('50.0%', '1,234', '—')
        >>> indicator("hours_to_close_median", 240.0, "en"), indicator("volunteer_hours", 1240.0, "en")
        ('10.0 days', '1,240 h')
    """
    unit = definitions()[name].unit if name in definitions() else "count"
    if value is None:
        return NOTHING
    if unit in _SHARES:
        return percent(value) + (text("report.a_year", lang) if unit == "share a year" else "")
    if name in _WAITING:
        return duration(value, lang)
    if unit == "hours":
        return text("report.hours", lang, value=grouped(value))
    if unit == "count":
        return grouped(value)
    return grouped(value, 2 if abs(value) < 100.0 else 0)


def suffix(name: str, lang: Language) -> str:
    """Return the unit to print behind `indicator`; nothing where it is there already."""
    unit = definitions()[name].unit
    return "" if unit in {*_SHARES, "hours", "count"} else unit_name(unit, lang)
