"""Names of what tickets are about and where they go, in the reader's language."""

from functools import cache

from sim.grievance.category import load_categories
from sim.grievance.channel import load_channels
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


def _word(key: str, otherwise: str, lang: Language) -> str:
    return text(key, lang) if key in catalogue() else otherwise
