"""Tables of an optimisation: as data, and as a page shows them."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.intervals import Interval
from sim.experiment.kinds.optimisation.candidates import AS_PLANNED, NO_CHANGE, Candidate
from sim.experiment.result import Shown
from sim.policy import LEVERS
from sim.report.differences import indicator_name, level_unit, with_half
from sim.report.names import factor_name, level_shown
from sim.text import Language, catalogue, half, text

if TYPE_CHECKING:
    from sim.experiment.kinds.optimisation.result import OptimisationResult


def tried(result: "OptimisationResult") -> pd.DataFrame:
    """Return a row for each mix tried: `search`, the levers, and what the search saw (mean over its seeds)."""
    rows = [{"search": one.how, **one.point, **(one.values or {})} for one in result.tried]
    return pd.DataFrame(rows)


def front(result: "OptimisationResult") -> pd.DataFrame:
    """Return a row for each candidate, future and indicator: `mean`, `low`, `high`, `runs` on the seeds that tell.

    Further columns: `kind`, `kept` (whether none beats it on those that choose), `names`, `searched` (what the search
    saw).
    """
    kept = {one.name for one in result.front}
    rows = []
    for one in result.candidates:
        names = " ".join(name for name, mix in result.named.items() if mix is one)
        for future in result.plan.futures:
            first: dict[str, float] = next((run for run in result.lived[one.name, future] if run is not None), {})
            for name in first:
                searched = (one.searched or {}).get(name) if future == AS_PLANNED else None
                of = result.fresh(one.name, name, future)._asdict()
                rows.append({"candidate": one.name, "kind": one.kind, "kept": one.name in kept, "names": names,
                             "future": future, "indicator": name, **of, "searched": searched})  # fmt: skip
    return pd.DataFrame(rows)


def robustness(result: "OptimisationResult") -> pd.DataFrame:
    """Return a row for each mix of the front: `regret`, the `future` and `aim` where it is, and `met`."""
    rows = [{"candidate": name, **of._asdict()} for name, of in result.robustness.items()]
    return pd.DataFrame(rows, columns=["candidate", "regret", "future", "aim", "met"])


def shown(result: "OptimisationResult", lang: Language) -> list[Shown]:
    """Return the named mixes: aims, levers, and how they fare in other futures."""
    rows = {mix_name(name, lang): one for name, one in result.named.items()}
    others = {candidate_name(one, lang): one for one in result.candidates if one.kind != "found"}
    found = [_aims(result, rows | others, lang)]
    if rows:
        found.append(_levers(rows, lang))
    if len(result.plan.futures) > 1:
        found.append(_futures(result, rows, lang))
    return found


def _aims(result: "OptimisationResult", rows: dict[str, Candidate], lang: Language) -> Shown:
    aims = result.plan.aims.toward
    header = [text("optimisation.mix", lang), text("optimisation.point", lang)]
    header += [f"{indicator_name(one, lang)} ({level_unit(one, lang)})" for one in aims]
    cells = [
        [name, "" if one.kind != "found" else one.name, *(_cell(aim, result.fresh(one.name, aim)) for aim in aims)]
        for name, one in rows.items()
    ]
    return Shown(text("optimisation.h_aims", lang), header, cells, text("optimisation.aims_note", lang))


def _levers(rows: dict[str, Candidate], lang: Language) -> Shown:
    mixes: dict[str, list[str]] = {}
    for name, one in rows.items():
        mixes.setdefault(one.name, []).append(name)
    of = {one.name: one for one in rows.values()}
    levers = list(next(iter(of.values())).point)
    header = [text("optimisation.lever", lang), *(joined(names, lang) for names in mixes.values())]
    cells = [[_lever(one, lang), *(level_shown(one, of[mix].point[one], lang) for mix in mixes)] for one in levers]
    return Shown(text("optimisation.h_levers", lang), header, cells)


def _lever(name: str, lang: Language) -> str:
    if name not in LEVERS:
        return factor_name(name, lang)
    return f"{factor_name(name, lang)} ({text(f'unit.{LEVERS[name].unit}', lang)})"


def _futures(result: "OptimisationResult", rows: dict[str, Candidate], lang: Language) -> Shown:
    header = [text(f"optimisation.{one}", lang) for one in ("mix", "regret", "where", "met")]
    cells = []
    for name, one in rows.items():
        of = result.robustness[one.name]
        where = text(
            "optimisation.future_and_aim", lang, future=future_name(of.future, lang), aim=indicator_name(of.aim, lang)
        )
        cells.append([name, f"{of.regret:.2f}", where, f"{100.0 * of.met:.0f} %"])
    key = "optimisation.robust_note_limits" if result.plan.limits else "optimisation.robust_note"
    return Shown(text("optimisation.h_futures", lang), header, cells, text(key, lang))


def _cell(name: str, of: Interval) -> str:
    return with_half(name, of.mean, (of.high - of.low) / 2.0)


def mix_name(name: str, lang: Language) -> str:
    """Return how a named mix is called."""
    end, _, aim = name.partition("_")
    if f"optimisation.{name}" in catalogue():
        return text(f"optimisation.{name}", lang)
    return text(f"optimisation.{end}", lang, aim=indicator_name(aim, lang))


def candidate_name(one: Candidate, lang: Language) -> str:
    """Return how a candidate that was not found by the search is called."""
    return text("optimisation.no_change", lang) if one.name == NO_CHANGE else one.name


def future_name(name: str, lang: Language) -> str:
    """Return how a future is called."""
    return text("optimisation.as_planned", lang) if name == AS_PLANNED else half(name, lang)


def joined(words: Any, lang: Language) -> str:
    """Return several words as one."""
    return text("optimisation.joint", lang).join(words)
