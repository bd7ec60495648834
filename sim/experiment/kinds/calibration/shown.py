"""What a calibration found, as tables for people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.experiment.kinds.calibration import misfit
from sim.experiment.kinds.calibration.target_names import band, end_shown, misses_in_words, target_name, target_number
from sim.experiment.result import Shown
from sim.parameters import PARAMETERS
from sim.report.names import factor_name, level_shown
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.calibration.result import CalibrationResult


def shown(found: "CalibrationResult", lang: Language) -> Sequence[Shown]:
    """Return the targets, the parameters, the waves, and the nearest misses where nothing fits."""
    tables = [_shown_targets(found, lang), _shown_parameters(found, lang)]
    if found.targets and not len(found.chosen):
        tables.append(_shown_nearest(found, lang))
    return [*tables, _shown_waves(found, lang)]


def _heads(names: str, lang: Language) -> list[str]:
    return [text(f"calibration.h_{name}", lang) for name in names.split()]


def _shown_targets(found: "CalibrationResult", lang: Language) -> Shown:
    by_name = {one.name: one for one in (*found.targets, *found.held, *found.not_told)}
    rows = []
    for row in found.readings.to_dict("records"):
        name = row["name"]
        cell = {part: target_number(name, row[part]) for part in ("as_it_is", "before_low", "before_high", "middle",
                                                                   "low", "high", "discrepancy", "chance")}  # fmt: skip
        after = f"{cell['middle']} [{cell['low']}, {cell['high']}]" if row["middle"] == row["middle"] else "—"
        rows.append([
            target_name(name, lang), text(f"calibration.role_{row['role']}", lang), band(by_name[name], lang),
            cell["as_it_is"], f"{cell['before_low']} … {cell['before_high']}", after,
            text(f"calibration.is_{row['verdict']}", lang) if row["verdict"] else "—", cell["chance"],
            cell["discrepancy"],
        ])  # fmt: skip
    header = _heads("target role band as_it_is before after verdict chance discrepancy", lang)
    return Shown(text("calibration.t_targets", lang), header, rows, text("calibration.n_targets", lang))


def _shown_parameters(found: "CalibrationResult", lang: Language) -> Shown:
    rows = []
    for row in found.kept.to_dict("records"):
        name = row["parameter"]
        ends = [end_shown(row[end]) for end in ("low", "high", "fitted_low", "fitted_high")]
        shares = [
            "—" if row[key] != row[key] else f"{100.0 * row[key]:.0f} %" for key in ("share_kept", "profile_kept")
        ]
        default = f"{PARAMETERS[name].value:g}" if name in PARAMETERS else "—"
        rows.append([factor_name(name, lang), default, f"{ends[0]} … {ends[1]}", f"{ends[2]} … {ends[3]}", *shares,
                     text(f"calibration.is_{row['verdict']}", lang)])  # fmt: skip
    header = _heads("parameter default range fitted share_kept profile_kept verdict", lang)
    return Shown(text("calibration.t_parameters", lang), header, rows, text("calibration.n_parameters", lang))


def _shown_nearest(found: "CalibrationResult", lang: Language) -> Shown:
    rows = []
    for position in misfit.nearest(found):
        row = found.points.iloc[position]
        missed = misses_in_words(misfit.missed(found, position), row, lang)
        rows.append([*(level_shown(one.name, row[one.name], lang) for one in found.parameters), f"{row['miss']:.2f}",
                     missed])  # fmt: skip
    header = [*(factor_name(one.name, lang) for one in found.parameters), *_heads("miss missed", lang)]
    return Shown(text("calibration.t_nearest", lang), header, rows, text("calibration.n_nearest", lang))


def _shown_waves(found: "CalibrationResult", lang: Language) -> Shown:
    rows = []
    for wave in sorted(set(found.tried.wave.tolist()), key=lambda one: (one != 1, one)):
        of = found.tried.wave == wave
        name = text("calibration.search", lang) if wave == 0 else str(wave)
        at = wave - 2
        later = 0 <= at < len(found.matched.held)
        left = "100 %" if wave == 1 else f"{100.0 * found.matched.left[at]:.2g} %" if later else "—"
        held = f"{100.0 * found.matched.held[at]:.0f} %" if later else "—"
        rows.append([name, str(int(of.sum())), str(int((of & found.fits).sum())), left, held])
    header = _heads("wave sets fit left held", lang)
    return Shown(text("calibration.t_waves", lang), header, rows, text("calibration.n_waves", lang))
