"""What an attribution found, in sentences."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.intervals import ROUNDING
from sim.experiment.kinds.attribution.players import player_name
from sim.experiment.told import is_told
from sim.measure.definitions import definitions
from sim.report.differences import indicator_name, unit, with_interval
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.attribution.result import AttributionResult

MOST_NAMED = 3
"""Parts that a sentence names."""
EXPECTED = 0.05
"""Of 95 % intervals that exclude zero by chance alone."""


def words(result: "AttributionResult", lang: Language) -> list[str]:
    """Say of each shown indicator which parts did what and whether they add up, and how much of it may be chance."""
    said = [_of_one(result, name, lang) for name in result.shown_indicators if name in result.indicators]
    said.append(text(f"attribution.by_{result.method}", lang, parts=len(result.players), runs=len(result.shares)))
    if result.method == "sampled":
        said.append(text("attribution.no_pairs" if result.pairs.empty else "attribution.pairs", lang))
    outcomes = [name for name in result.shown_indicators if definitions()[name].kind != "input"]
    rows = result.effects[(result.effects.part == result.main) & result.effects.indicator.isin(outcomes)]
    rows = rows[rows.high > rows.low]
    if len(rows):
        seen, expected = sum(map(told, _rows(rows))), f"{EXPECTED * len(rows):.1f}"
        said.append(text("attribution.chance", lang, count=len(rows), seen=seen, expected=expected))
    else:
        said.append(text("attribution.no_intervals", lang))
    if result.incomplete:
        said.append(text("attribution.incomplete", lang, count=result.incomplete, whole=len(result.shares)))
    return said


def told(row: Any) -> bool:
    """Return whether an effect is told from chance."""
    return is_told(row.low, row.high, row.runs)


def clear(row: Any, name: str) -> bool:
    """Return whether a bar or number is more than chance: told from it, or set, so that chance has no part in it."""
    if definitions()[name].kind == "input" and not row.high - row.low > ROUNDING * abs(row.mean):
        return bool(abs(row.mean) > ROUNDING)
    return told(row)


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples())


def _of_one(result: "AttributionResult", name: str, lang: Language) -> str:
    row = _rows(result.additivity[result.additivity.indicator == name])[0]
    rows = _rows(result.effects[(result.effects.indicator == name) & (result.effects.part == result.main)])
    said = {"indicator": indicator_name(name, lang), "unit": unit(name, lang)}
    if row.whole == row.whole_low == row.whole_high == 0.0 and not any(one.mean for one in rows):
        return text("attribution.same", lang, **said)
    named = sorted((one for one in rows if clear(one, name)), key=lambda one: -abs(one.mean))
    whole = with_interval(name, row.whole, row.whole_low, row.whole_high)
    known = is_told(row.whole_low, row.whole_high, row.runs)
    kind = "set" if definitions()[name].kind == "input" else "told" if known else "not_told"
    sentences = (
        text(f"attribution.whole_{kind}", lang, **said, whole=whole),
        _parts(named, len(rows), name, result.main, lang),
        _additive(row, name, lang),
    )
    return ("" if lang == "zh" else " ").join(sentences)


def _parts(told: list[Any], count: int, name: str, part: str, lang: Language) -> str:
    if not told:
        return text("attribution.no_part_told", lang, count=count)
    shown = text("attribution.joint", lang).join(
        f"{player_name(one.player, lang)} {with_interval(name, one.mean, one.low, one.high)}"
        for one in told[:MOST_NAMED]
    )
    if definitions()[name].kind == "input":
        return text("attribution.parts_set", lang, parts=shown)
    key = "attribution.parts_shapley" if part == "shapley" else "attribution.parts_alone"
    return text(key, lang, parts=shown, told=len(told), count=count)


def _additive(row: Any, name: str, lang: Language) -> str:
    if row.difference == row.difference_low == row.difference_high == 0.0:
        return text("attribution.adds_up_exactly", lang)
    gap = with_interval(name, row.difference, row.difference_low, row.difference_high)
    said = {"gap": gap, "sum": with_interval(name, row.sum, row.sum_low, row.sum_high)}
    if not is_told(row.difference_low, row.difference_high, row.runs):
        return text("attribution.adds_up", lang, **said)
    if not is_told(row.sum_low, row.sum_high, row.runs):
        return text("attribution.not_additive", lang, **said)
    if row.sum * row.difference > 0.0:
        return text("attribution.amplify", lang, **said)
    return text("attribution.overlap" if row.sum * row.whole >= 0.0 else "attribution.turns", lang, **said)
