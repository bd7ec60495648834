"""What an optimisation found, in sentences."""

import math
from typing import TYPE_CHECKING

from sim.experiment.intervals import difference
from sim.experiment.kinds.optimisation.candidates import NO_CHANGE
from sim.experiment.kinds.optimisation.tables import future_name, joined, mix_name
from sim.experiment.told import is_told
from sim.report.differences import indicator_name, level_unit, number, unit, with_interval, with_unit
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.optimisation.result import OptimisationResult

NAMES = {"nsga3": "NSGA-III", "random": "random"}


def words(result: "OptimisationResult", lang: Language) -> list[str]:
    """Say what was searched, what was found by each aim, how sure that is, and how it fares in other futures."""
    said = [_search(result, lang)]
    failed = sum(one.values is None for one in result.tried)
    if failed:
        said.append(text("optimisation.failed", lang, count=failed))
    if not result.front:
        return [*said, text("optimisation.none_found", lang)]
    said += [_aim(result, name, lang) for name in result.plan.aims.toward]
    said.append(_curse(result, lang))
    said.append(_hypervolume(result, lang))
    if len(result.plan.futures) > 1:
        said.append(_futures(result, lang))
    said.append(text("optimisation.opens", lang))
    return said


def _search(result: "OptimisationResult", lang: Language) -> str:
    aims = result.plan.aims
    known = [one for one in result.tried if one.values is not None]
    within = sum(one.values is not None and aims.affordable(one.values) for one in known)
    counts = {
        "tried": len(result.tried), "replications": result.replications, "within": within,
        "found": sum(one.kind == "found" for one in result.candidates), "kept": len(result.front),
        "fresh": len(next(iter(result.lived.values()), [])) // 2,
    }  # fmt: skip
    if aims.budget is None:
        return text("optimisation.searched", lang, **counts)
    return text("optimisation.searched_within", lang, **counts, budget=f"{aims.budget:g}")


def _aim(result: "OptimisationResult", aim: str, lang: Language) -> str:
    way = "lowest" if result.plan.aims.toward[aim] == "low" else "highest"
    name = f"{way}_{aim}"
    mix = result.named[name]
    of, gap = result.fresh(mix.name, aim), result.against_none(mix.name, aim)
    none = result.fresh(NO_CHANGE, aim)
    values = {
        "mix": _capital(mix_name(name, lang)), "point": mix.name,
        "value": with_unit(aim, number(aim, of.mean, signed=False), level_unit(aim, lang)),
        "none": number(aim, none.mean, signed=False),
        "unit": unit(aim, lang),
        "gap": with_interval(aim, gap.mean, gap.low, gap.high),
    }  # fmt: skip
    told = is_told(gap.low, gap.high, gap.runs) or gap.low == gap.high == 0.0
    return text("optimisation.aim_told" if told else "optimisation.aim_not_told", lang, **values)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _curse(result: "OptimisationResult", lang: Language) -> str:
    """Say how much less is left of the differences that the search saw; what the seeds do to every world cancels."""
    none = next(one.searched for one in result.candidates if one.name == NO_CHANGE)
    found = [one for one in result.candidates if one.kind == "found" and one.searched is not None]
    parts = []
    for aim in result.plan.aims.toward:
        gaps = [
            difference(result.against_none(one.name, aim).mean, one.searched[aim] - none[aim])
            for one in found
            if one.searched is not None and none is not None
        ]
        known = [gap for gap in gaps if math.isfinite(gap)]
        mean = sum(known) / len(known) if known else math.nan
        parts.append(with_unit(aim, f"{indicator_name(aim, lang)} {number(aim, mean)}", unit(aim, lang)))
    return text("optimisation.curse", lang, gaps=joined(parts, lang))


def _hypervolume(result: "OptimisationResult", lang: Language) -> str:
    last = result.growth.groupby("search", sort=False).last()
    shares = {str(how): f"{row.hypervolume:.3f}" for how, row in last.iterrows()}
    point = joined(
        (
            f"{indicator_name(aim, lang)} {number(aim, worst, signed=False)}"
            for aim, worst in result.findings()["reference_point"].items()
        ),
        lang,
    )
    if "random" not in shares:
        return text("optimisation.hypervolume_one", lang, nsga3=shares["nsga3"], point=point)
    mixes = int(last.mixes["random"])
    return text("optimisation.hypervolume", lang, **shares, mixes=mixes, point=point)


def _futures(result: "OptimisationResult", lang: Language) -> str:
    least, most = result.named["least_regret"], result.named["most_futures"]
    of = result.robustness[least.name]
    met = result.robustness[most.name].met
    return text(
        "optimisation.futures", lang, count=len(result.plan.futures), point=least.name, regret=f"{of.regret:.2f}",
        future=future_name(of.future, lang), aim=indicator_name(of.aim, lang), most=most.name, met=f"{100.0 * met:.0f}",
    )  # fmt: skip
