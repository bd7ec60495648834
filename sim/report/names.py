"""Names of what tickets are about and where they go, in the reader's language."""

from functools import cache

from sim.city import CityError, find_area
from sim.grievance.category import load_categories
from sim.grievance.channel import load_channels
from sim.parameters import PARAMETERS
from sim.policy import BUNDLES, LEVERS
from sim.report.quantities import parameter_unit
from sim.text import Language, catalogue, text

LEVELS = ("compound", "community", "street", "district", "city")
FORMAL = ("walk_in", "board", "hotline", "petition")
"""Channels beyond the firm's desk and the grid worker."""


@cache
def category_names(lang: Language) -> dict[str, str]:
    """Return names of categories by id."""
    table = load_categories()
    return dict(zip(table.ids, table.zh if lang == "zh" else table.en, strict=True))


@cache
def channel_names(lang: Language) -> dict[str, str]:
    """Return names of channels by id."""
    table = load_channels()
    return dict(zip(table.ids, table.zh if lang == "zh" else table.en, strict=True))


def lever_name(lever: str, lang: Language) -> str:
    """Return the name of a lever; what is no lever stays as it is."""
    known = LEVERS.get(lever)
    return lever if known is None else known.zh if lang == "zh" else known.en


def dose_words(lever: str, least: float, most: float, lang: Language) -> str:
    """Return an intensity, or a range of them, with its unit.

    Example:
        >>> dose_words("task_admission", 56.0, 56.0, "en"), dose_words("task_admission", 56.0, 90.0, "en")
        ('56 items', '56–90 items')
    """
    known = LEVERS.get(lever)
    amount = f"{least:g}" if least == most else f"{least:g}–{most:g}"
    return f"{amount} {_word(f'unit.{known.unit}', '', lang)}".strip() if known is not None else amount


def level_name(level: str, lang: Language) -> str:
    """Return the name of a level; what is no level stays as it is."""
    return _word(f"report.at_{level}", level, lang)


def outcome_name(outcome: str, lang: Language) -> str:
    """Return how a case ended, in words."""
    return _word(f"report.end_{outcome}", outcome, lang)


def reason_name(reason: str, lang: Language) -> str:
    """Return why a case changed hands, in words."""
    return _word(f"report.why_{reason}", reason, lang)


def field_name(field: str, lang: Language) -> str:
    """Return the name of a field of administration, short enough for a picture."""
    return _word(f"report.field_{field}", field, lang)


@cache
def _area_name(code: str) -> str:
    """Return the name of an area of Wuhan; of any other city what was written."""
    try:
        return find_area(code).name
    except CityError:
        return code


def _word(key: str, otherwise: str, lang: Language) -> str:
    return text(key, lang) if key in catalogue() else otherwise


def factor_name(name: str, lang: Language) -> str:
    """Return the name of what a study varies: a lever, a bundle, a parameter, or a key of a scenario as it is written.

    Example:
        >>> factor_name("whistle_calls", "zh"), factor_name("voice_gain", "zh"), factor_name("warmup", "en")
        ('吹哨报到', '发声所得权重', 'warmup')
    """
    known = LEVERS.get(name) or BUNDLES.get(name) or PARAMETERS.get(name)
    if known is None:
        return _word(f"study.key_{name}", name, lang)
    return known.zh if lang == "zh" else known.en


def factor_with_unit(name: str, lang: Language) -> str:
    """Return the name of what a study varies with the unit of its levels, as an axis is named.

    Example:
        >>> factor_with_unit("task_admission", "en"), factor_with_unit("warmup", "en")
        ('Task admission (items)', 'warmup')
    """
    unit = ""
    if name in LEVERS:
        unit = _word(f"unit.{LEVERS[name].unit}", "", lang)
    elif name in PARAMETERS:
        unit = parameter_unit(PARAMETERS[name].unit, lang)
    return f"{factor_name(name, lang)} ({unit})" if unit else factor_name(name, lang)


def level_shown(name: str, level: object, lang: Language) -> str:
    """Return what a factor is set to, as a table shows it.

    Example:
        >>> level_shown("voice_gain", 9.0, "en"), level_shown("street_reform", 1.0, "en")
        ('9', 'in force')
    """
    if isinstance(level, float) and level != level:
        return "—"
    if name == "area":
        return _area_name(str(level))
    if name in BUNDLES:
        return text("study.in_force" if level else "study.not_in_force", lang)
    if isinstance(level, bool):
        return text("study.in_force" if level else "study.not_in_force", lang)
    return f"{level:.4g}".replace("-", "−") if isinstance(level, int | float) else str(level)
