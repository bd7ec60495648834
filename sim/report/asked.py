"""What was asked of the model: levers and numbers that the scenario sets."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.parameters import PARAMETERS
from sim.report.folder import Run
from sim.report.names import dose_words, lever_name
from sim.report.quantities import parameter_unit, percent
from sim.text import Language, half, text


@dataclass(frozen=True, slots=True)
class LeverRow:
    """A lever as the scenario doses it, in words."""

    name: str
    id: str
    intensity: str
    since: str
    until: str
    where: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A parameter that the scenario sets to another value."""

    name: str
    meaning: str
    value: str
    default: str
    unit: str


def title(run: Run, lang: Language) -> str:
    """Return the scenario's line about itself; of one in both languages (Chinese / English) the reader's half."""
    return half(str(run.scenario.get("title") or ""), lang)


def record(run: Run) -> str:
    """Return the name of the file that the run's arrivals come from; empty where they are drawn."""
    return Path(str(run.scenario.get("trace") or "")).name


def levers(run: Run, lang: Language) -> list[LeverRow]:
    """Return the levers of the scenario, in its order."""
    policy: dict[str, list[dict[str, Any]]] = run.scenario.get("policy", {})
    return [_lever(lever, dose, lang) for lever, doses in policy.items() for dose in doses]


def _lever(lever: str, dose: dict[str, Any], lang: Language) -> LeverRow:
    amount = float(dose.get("intensity", 0.0))
    since = str(dose["start"]) if dose.get("start") else text("report.all_along", lang)
    ramp = int(dose.get("ramp_days") or 0)
    if ramp:
        since += text("report.ramp", lang, days=ramp)
    return LeverRow(
        lever_name(lever, lang), lever, dose_words(lever, amount, amount, lang), since, str(dose.get("end") or ""),
        _where(dose.get("where") or {}, lang),
    )  # fmt: skip


def _where(where: dict[str, Any], lang: Language) -> str:
    areas = where.get("areas") or []
    words = [text("report.joint", lang).join(map(str, areas))] if areas else []
    if where.get("kinds"):
        words.append(text("report.joint", lang).join(text(f"comparison.group_{kind}", lang) for kind in where["kinds"]))
    if where.get("firms"):
        words.append(text("report.of_firms", lang, codes=text("report.joint", lang).join(map(str, where["firms"]))))
    share, rule = float(where.get("share", 1.0)), str(where.get("rule", "random"))
    if rule == "pilots":
        words.append(text("report.rule_pilots", lang))
    elif share < 1.0:
        words.append(text(f"report.rule_{rule}", lang, share=percent(share, 0)))
    return text("report.joint", lang).join(words) or text("report.everywhere", lang)


def changed(run: Run, lang: Language) -> list[ChangedRow]:
    """Return the parameters that the scenario sets to another value than the registry's."""
    values: dict[str, float] = run.scenario.get("parameters", {})
    return [
        ChangedRow(
            name, one.zh if lang == "zh" else one.en, f"{value:g}", f"{one.value:g}", parameter_unit(one.unit, lang)
        )
        for name, value in values.items()
        if (one := PARAMETERS.get(name)) is not None and value != one.value
    ]
