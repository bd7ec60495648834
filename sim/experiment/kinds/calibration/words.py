"""What a calibration found, in sentences."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiment.kinds.calibration import misfit
from sim.experiment.kinds.calibration.fitted import FEW
from sim.experiment.kinds.calibration.target import Target, set_in_view
from sim.experiment.kinds.calibration.target_names import (
    band,
    end_shown,
    joined,
    misses_in_words,
    target_name,
    target_number,
)
from sim.policy import LEVERS
from sim.report.names import factor_name, level_shown
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.calibration.result import CalibrationResult

MOST_NAMED = 6
TRUSTED = 0.9
"""Share of runs within three standard deviations of what was foretold, below which an emulator is warned of."""


def words(found: "CalibrationResult", lang: Language) -> list[str]:
    """Say what fits, what that pins down, what it foretells, what came in the way, and what cannot be told."""
    said = [_whether_it_fits(found, lang)]
    if found.targets and not len(found.chosen):
        said += _why_not(found, lang)
    if len(found.chosen):
        said += _strictly(found, lang)
    said += [*_pinned(found, lang), *_foretold(found, lang), *_cautions(found, lang)]
    return said


def _whether_it_fits(found: "CalibrationResult", lang: Language) -> str:
    counts = {"fit": int(found.fits.sum()), "tried": len(found.tried.points), "targets": len(found.targets)}
    if not found.targets:
        return text("calibration.nothing_told", lang)
    missed = misfit.missed_as_it_is(found)
    as_it_is = (
        text("calibration.as_it_is_fits", lang) if not missed
        else text("calibration.as_it_is_misses", lang, names=_targets(missed, lang))
    )  # fmt: skip
    if not counts["fit"]:
        return text("calibration.stop", lang).join([text("calibration.none_fits", lang, **counts), as_it_is])
    share = found.matched.left[-1] if found.matched.left else counts["fit"] / counts["tried"]
    left = "< 0.1" if share < 0.001 else f"{100.0 * share:.1f}"
    fits = text("calibration.some_fit", lang, **counts, members=len(found.chosen), left=left)
    return text("calibration.stop", lang).join([fits, as_it_is])


def _why_not(found: "CalibrationResult", lang: Language) -> list[str]:
    out_of_reach, pairs = misfit.conflicts([one.name for one in found.targets], found.each)
    said = []
    for name in out_of_reach[:MOST_NAMED]:
        at = [one.name for one in found.targets].index(name)
        column = np.where(np.isfinite(found.each[:, at]), found.each[:, at], np.inf)
        value = found.points[name].to_numpy()[int(np.argmin(column))]
        values = {"name": target_name(name, lang), "value": target_number(name, float(value))}
        said.append(text("calibration.out_of_reach", lang, **values, band=band(found.targets[at], lang)))
    for one, other in pairs[:MOST_NAMED]:
        said.append(
            text("calibration.never_together", lang, one=target_name(one, lang), other=target_name(other, lang))
        )
    if not out_of_reach and not pairs:
        said.append(text("calibration.only_all_together", lang))
    for position in misfit.nearest(found)[:1]:
        row = found.points.iloc[position]
        where = joined((f"{factor_name(one.name, lang)} {level_shown(one.name, row[one.name], lang)}"
                         for one in found.parameters), lang)  # fmt: skip
        missed = joined(
            (f"{target_name(name, lang)} {target_number(name, row[name])}" for name in misfit.missed(found, position)),
            lang,
        )
        said.append(text("calibration.nearest", lang, where=where, missed=missed))
    return [*said, text("calibration.not_widened", lang)]


def _strictly(found: "CalibrationResult", lang: Language) -> list[str]:
    count, outside = misfit.inside_bands(found)
    said = []
    if any(not one.is_value for one in found.targets):
        said.append(text("calibration.strictly", lang, count=count, members=len(found.chosen)))
    rows = found.readings.set_index("name")
    by_name = {one.name: one for one in found.targets}
    if outside:
        shown = [f"{misses_in_words([one], rows.middle, lang)} ({band(by_name[one], lang)})" for one in outside]
        said.append(text("calibration.mostly_outside", lang, names=joined(shown, lang)))
    return said


def _pinned(found: "CalibrationResult", lang: Language) -> list[str]:
    if 0 < len(found.chosen) < FEW:
        return [text("calibration.few", lang, count=len(found.chosen))]
    said = []
    for verdict in ("pinned", "narrowed", "free"):
        rows = found.kept[found.kept.verdict == verdict]
        if len(rows):
            names = joined((_kept_words(row, lang) for _, row in rows.iterrows()), lang)
            said.append(text(f"calibration.{verdict}", lang, names=names))
    for row in found.correlations[found.correlations.bound].to_dict("records"):
        values = {"one": factor_name(row["one"], lang), "other": factor_name(row["other"], lang)}
        said.append(
            text("calibration.bound", lang, **values, correlation=f"{row['correlation']:+.2f}".replace("-", "−"))
        )
    return said


def _kept_words(row: Any, lang: Language) -> str:
    name = str(row["parameter"])
    ends = end_shown(row["fitted_low"]), end_shown(row["fitted_high"])
    return f"{factor_name(name, lang)} {ends[0]} … {ends[1]} ({100.0 * row['share_kept']:.0f} %)"


def _foretold(found: "CalibrationResult", lang: Language) -> list[str]:
    rows = found.readings[(found.readings.role == "held_out") & (found.readings.verdict != "")]
    by_name = {one.name: one for one in found.held}
    said = []
    for row in rows.to_dict("records"):
        name = row["name"]
        values = {"name": target_name(name, lang), "band": band(by_name[name], lang)}
        values |= {part: target_number(name, row[part]) for part in ("middle", "low", "high")}
        if row["verdict"] == "partly":
            values["share"] = f"{100.0 * row['share_inside']:.0f}"
        one = text(f"calibration.held_{row['verdict']}", lang, **values)
        served = _served(by_name[name], lang)
        said.append(one + (text("calibration.no_test", lang, parameters=served) if served else ""))
    return said


def _served(target: Target, lang: Language) -> str:
    names = set_in_view(target.fact) if target.fact else ()
    return joined((factor_name(name, lang) for name in names), lang)


def _cautions(found: "CalibrationResult", lang: Language) -> list[str]:
    said = []
    if found.not_told:
        said.append(text("calibration.not_told", lang, names=_targets((one.name for one in found.not_told), lang)))
    by_fact = {one.fact: one for one in found.targets if one.fact and set_in_view(one.fact)}
    if by_fact:
        named = joined((f"{fact} ({_served(one, lang)})" for fact, one in by_fact.items()), lang)
        said.append(text("calibration.served", lang, facts=named))
    if len(found.chosen) and not found.even:
        said.append(text("calibration.not_even", lang))
    if len(found.matched.held) and min(found.matched.held) < TRUSTED:
        said.append(text("calibration.emulator_off", lang, share=f"{100.0 * min(found.matched.held):.0f}"))
    levers = [one.name for one in found.parameters if one.name in LEVERS]
    if levers:
        said.append(text("calibration.levers", lang, names=joined((factor_name(one, lang) for one in levers), lang)))
    return said


def _targets(names: Iterable[str], lang: Language) -> str:
    return joined((target_name(name, lang) for name in names), lang)
