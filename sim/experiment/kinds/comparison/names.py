"""What worlds, groups and measures of a comparison are called."""

from collections.abc import Mapping
from pathlib import Path

from sim.city.areas import short_name
from sim.experiment.factor import canonical_name
from sim.experiment.kinds.comparison.groups import PLACES
from sim.policy import BUNDLES, LEVERS
from sim.report.differences import indicator_name, number, unit, with_interval, with_unit
from sim.report.names import category_names, factor_name
from sim.scenario.places import SUFFIXES, shipped_file
from sim.text import Language, text

BURDEN = "burden_per_resident"


def world_name(name: str, lang: Language) -> str:
    """Return what a world is called: the name of a scenario, the stem of a file, the words for a bundle or lever."""
    if shipped_file(name) is None:
        known = canonical_name(name)
        if known in BUNDLES or known in LEVERS:
            return factor_name(known, lang)
        if name.endswith(SUFFIXES):
            return Path(name).stem
    return name


def group_name(division: str, group: str, places: Mapping[str, str], lang: Language) -> str:
    """Return the name of a group of residents or troubles."""
    if division == "category":
        return category_names(lang).get(group, group)
    if division == "age":
        return text("comparison.aged", lang, ages=group.replace("-", "–"))
    if division == "compound":
        code, _, number = group.rpartition("-")
        return f"{short_name(places[code])} {number}" if code in places else group
    if division in PLACES:
        return places.get(group, group)
    return text(f"comparison.group_{group}", lang)


def measured(name: str, difference: float, low: float, high: float, lang: Language) -> str:
    """Return an indicator with its difference, interval and unit."""
    shown = with_interval(name, difference, low, high)
    shown = with_unit(name, shown, unit(name, lang))
    return text("comparison.measured", lang, indicator=indicator_name(name, lang), shown=shown)


def level(name: str, value: float) -> str:
    """Return a value of an indicator."""
    return number(name, value, signed=False)
