"""A mix as a scenario file that opens by itself."""

import io
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from sim.experiment.kinds.optimisation.candidates import AS_PLANNED, Candidate
from sim.policy import PolicyItem
from sim.report.differences import indicator_name, level_unit, number
from sim.text import text

if TYPE_CHECKING:
    from sim.experiment.kinds.optimisation.result import OptimisationResult


def mix_text(name: str, mix: Candidate, result: "OptimisationResult") -> str:
    """Return the text of a scenario file: what was run, under a comment that says what came of it."""
    scenario = result.plan.world(mix, AS_PLANNED).scenario
    plain = scenario.resolved()
    plain.pop("outputs")
    plain |= {"name": name, "title": text("optimisation.mix_title", "zh", study=" ".join(result.name.split()))}
    if scenario.city is not None:
        parts = {"divisions": scenario.city.divisions, "margins": scenario.city.margins}
        plain["city"] = {part: str(path) for part, path in parts.items() if path is not None}
    plain["policy"] = _doses(scenario.policy)
    plain = {key: value for key, value in plain.items() if value not in ({}, [], ())}
    stream = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump(plain, stream)
    return f"{_comment(mix, result)}{stream.getvalue()}"


def _doses(policy: tuple[PolicyItem, ...]) -> dict[str, Any]:
    """Return doses by lever, as short as a person would write them."""
    doses: dict[str, list[Any]] = {}
    for item in policy:
        plain = item.model_dump(mode="json", exclude={"lever"}, exclude_defaults=True)
        doses.setdefault(item.lever, []).append(plain)
    return {
        lever: several[0]["intensity"] if len(several) == 1 and several[0].keys() == {"intensity"} else several
        for lever, several in doses.items()
    }


def _comment(mix: Candidate, result: "OptimisationResult") -> str:
    lines = []
    for lang in ("zh", "en"):
        lines.append(text("optimisation.mix_comment", lang, point=mix.name))
        for aim in result.plan.aims.toward:
            of = result.fresh(mix.name, aim)
            values = [number(aim, one, signed=False) for one in (of.mean, of.low, of.high)]
            lines.append(
                f"  {indicator_name(aim, lang)}: {values[0]} [{values[1]}, {values[2]}] {level_unit(aim, lang)}"
            )
    return "".join(f"# {line}\n" for line in lines)
