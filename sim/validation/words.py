"""Numbers and verdicts as people read them."""

from sim.policy import LEVERS
from sim.report.quantities import grouped
from sim.text import Language, catalogue, text
from sim.validation.history import OUTCOMES, WORLDS
from sim.validation.verdict import Finding, Reading, Validation

NOTHING = "—"
INSIDE, CLOSE, OUTSIDE = "✓", "≈", "✗"
"""In the band with its whole interval; in it, but the interval reaches over its end; not in it."""
_DIGITS = {"percent": 1, "change": 1, "points": 1, "count": 0}
_PER_CENT = frozenset({"percent", "change"})


def number(value: float | None, unit: str) -> str:
    """Return a number with the digits that its unit deserves.

    Example:
        >>> number(68.13, "percent"), number(-2.58, "points"), number(3.818, "ratio"), number(float("nan"), "index")
        ('68.1%', '-2.6', '3.82', '—')
        >>> number(47.5, "change")
        '+47.5%'
    """
    if value is None or value != value:
        return NOTHING
    plus = "+" if unit == "change" else ""
    return f"{value:{plus},.{_DIGITS.get(unit, 2)}f}" + ("%" if unit in _PER_CENT else "")


def mean(one: Reading) -> str:
    """Return a reading's mean."""
    return number(one.mean, one.measure.unit)


def interval(one: Reading) -> str:
    """Return a reading's 95 % interval; a dash for one run, nothing for what is only counted."""
    if one.measure.unit == "count":
        return ""
    if one.low != one.low:
        return NOTHING
    return f"{number(one.low, one.measure.unit)} … {number(one.high, one.measure.unit)}"


def band(one: Reading) -> str:
    """Return a measure's band, with a star where it is our reading of the fact; nothing where it has none."""
    low, high, sign = one.measure.low, one.measure.high, "%" if one.measure.unit in _PER_CENT else ""
    star = "*" if one.measure.basis == "reading" else ""
    if low is not None and high is not None:
        return f"{low:g} … {high:g}{sign}{star}"
    if low is not None:
        return f"≥ {low:g}{sign}{star}"
    return "" if high is None else f"≤ {high:g}{sign}{star}"


def mark(one: Reading) -> str:
    """Return in a sign whether a reading lies in its band; nothing where nothing is judged."""
    if not one.measure.judged:
        return ""
    if one.inside is None:
        return NOTHING
    return OUTSIDE if not one.inside else CLOSE if one.close else INSIDE


def unit(one: Reading, lang: Language) -> str:
    """Return a unit where the number itself does not tell it."""
    return text("validation.unit_points", lang) if one.measure.unit == "points" else ""


def title(finding: Finding, lang: Language) -> str:
    """Return a fact in a few words."""
    return text(f"validation.title_{finding.fact.id}", lang)


def status(finding: Finding, lang: Language) -> str:
    """Return a verdict."""
    return text(f"validation.status_{finding.status}", lang)


def remark(finding: Finding, lang: Language) -> str:
    """Return what must be said about a verdict: what is likely wrong, or why there is none; mostly nothing."""
    if finding.status == "fails":
        key = f"validation.wrong_{finding.fact.id}"
        return text(key, lang) if key in catalogue() else ""
    return text("validation.too_small", lang) if finding.status == "unknown" else ""


def history(found: Validation, lang: Language) -> str:
    """Return where and how history was lived, or that it was not."""
    lived = found.lived
    if not lived.years:
        return text("validation.lived_none", lang)
    place, people = lived.area.name, grouped(lived.residents)
    names = [LEVERS[lever].zh if lang == "zh" else LEVERS[lever].en for lever in LEVERS if lever in WORLDS[OUTCOMES]]
    levers = ("；" if lang == "zh" else "; ").join(names)
    told = {"area": place, "residents": people, "whole": 1 + lived.years, "reform": lived.reform, "levers": levers}
    said = text("validation.lived", lang, **told)
    part = "" if lived.area == found.area else text("validation.lived_part", lang, area=place)
    return f"{said} {part}".strip()
