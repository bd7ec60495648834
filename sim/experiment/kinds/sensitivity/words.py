"""What a sensitivity analysis found, in sentences."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiment.kinds.sensitivity.turning import Scan, is_clear
from sim.report.differences import indicator_name
from sim.report.names import factor_name
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.sensitivity.result import SensitivityResult

FEW = 5
"""Parameters that a sentence names."""


def said(result: "SensitivityResult", lang: Language) -> list[str]:
    """Return the sentences, the most important first."""
    return [
        *_conclusion(result, lang), *_hangs_on(result, lang), *_turns(result, lang), *_elsewhere(result, lang),
        *_screening(result, lang), *_chance(result, lang), *_fixed(result, lang),
    ]  # fmt: skip


def _conclusion(result: "SensitivityResult", lang: Language) -> list[str]:
    one, other = result.scenarios
    of = result.at_start
    if not math.isfinite(of.mean):
        return [text("sensitivity.no_conclusion", lang)]
    values = {
        "indicator": indicator_name(result.outcome, lang), "one": one, "other": other, "value": result.value(of.mean),
        "low": result.value(of.low), "high": result.value(of.high), "unit": result.unit(lang), "seeds": of.runs,
    }  # fmt: skip
    sentences = [text("sensitivity.difference" if other else "sensitivity.level", lang, **values)]
    zero = result.zero
    if zero is not None and not is_clear(of, zero, of.mean > zero):
        sentences.append(text("sensitivity.not_clear", lang, zero=result.value(zero)))
    return sentences


def _hangs_on(result: "SensitivityResult", lang: Language) -> list[str]:
    if result.indices is None:
        return [text("sensitivity.nothing_moves", lang)]
    table = result.indices.table
    told = table[table.total_low > 0.0].head(FEW)
    rows: Any = told.itertuples()
    if told.empty:
        return [text("sensitivity.no_index", lang, points=result.indices.points)]
    names = text("study.joint", lang).join(
        text("sensitivity.with_index", lang, name=factor_name(row.parameter, lang), total=f"{100.0 * row.total:.0f}",
             low=f"{100.0 * max(0.0, row.total_low):.0f}", high=f"{100.0 * row.total_high:.0f}")
        for row in rows
    )  # fmt: skip
    return [text("sensitivity.hangs_on", lang, names=names)]


def _turns(result: "SensitivityResult", lang: Language) -> list[str]:
    if result.zero is None or not result.scans:
        return []
    turning = [(scan, turn) for scan in result.scans for turn in scan.turns]
    said_of = []
    for scan, turn in turning:
        how = f"{'up' if turn.upwards else 'down'}_{'clear' if turn.clear == turn.clear else 'unclear'}"
        values = {"at": turn.at, "start": scan.start, "clear": turn.clear}
        shown = {name: f"{value:.3g}" for name, value in values.items()}
        said_of.append(text(f"sensitivity.turns_{how}", lang, name=factor_name(scan.factor.name, lang), **shown))
    never = [scan for scan in result.scans if not scan.turns]
    if never:
        kept = all(_stays_clear(scan, result.zero) for scan in never)
        names = text("study.joint", lang).join(factor_name(scan.factor.name, lang) for scan in never)
        said_of.append(text("sensitivity.never" if kept else "sensitivity.never_unclear", lang, names=names))
    return said_of


def _stays_clear(scan: Scan, zero: float) -> bool:
    above = scan.levels[scan.start].mean > zero
    return all(is_clear(one, zero, above) for one in scan.levels.values())


def _elsewhere(result: "SensitivityResult", lang: Language) -> list[str]:
    """Say how often the conclusion is the other one where all parameters lie anywhere at once."""
    zero, values = result.zero, result.screening.values
    values = values[np.isfinite(values)]
    if zero is None or not math.isfinite(result.at_start.mean) or not len(values):
        return []
    other = int(((values > zero) != (result.at_start.mean > zero)).sum())
    return [
        text("sensitivity.elsewhere", lang, count=other, whole=len(values), share=f"{100.0 * other / len(values):.0f}")
    ]


def _screening(result: "SensitivityResult", lang: Language) -> list[str]:
    table = result.screening.table
    counts: dict[str, Any] = {"whole": len(table), "inert": int(table.inert.sum())}
    if result.screening.seeds < 2:
        return [text("sensitivity.one_seed", lang, **counts)]
    said_of = [text("sensitivity.screening", lang, **counts, told=int(table.told.sum()), seeds=result.screening.seeds)]
    kept = table[table.parameter.isin([scan.factor.name for scan in result.scans])]
    untold = int((~kept.told).sum())
    if untold:
        said_of.append(text("sensitivity.kept_untold", lang, kept=len(kept), untold=untold))
    return said_of


def _chance(result: "SensitivityResult", lang: Language) -> list[str]:
    shares = {} if result.indices is None else result.indices.shares
    if not shares or any(share != share for share in shares.values()):
        return []
    return [text("sensitivity.shares", lang, **{name: f"{100.0 * share:.0f}" for name, share in shares.items()})]


def _fixed(result: "SensitivityResult", lang: Language) -> list[str]:
    if not result.fixed:
        return []
    names = text("study.joint", lang).join(factor_name(name, lang) for name in result.fixed)
    return [text("sensitivity.fixed", lang, names=names)]
