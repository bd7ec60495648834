"""What `huying compare` makes of its words: a comparison as a file would say it."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.commands.studying import wished
from sim.experiment.file import StudyFile, parse_study
from sim.experiment.kinds.comparison.file import ComparisonFile
from sim.experiment.kinds.comparison.names import world_name
from sim.scenario import parse_settings
from sim.scenario.document import Document
from sim.text import Language, text

LONGEST_NAME = 64


def comparison_of(
    scenarios: Sequence[str],
    settings: Sequence[str],
    where_and_when: Mapping[str, object],
    replications: int,
    precision: Sequence[str],
    most: int,
    lang: Language,
) -> StudyFile:
    """Return the comparison that the command line describes.

    Raises:
        UserError: a wish of precision is not of its form.
        ScenarioError: everything else that is wrong with it.
    """
    said = {name: value for name, value in where_and_when.items() if value is not None}
    plain = {
        "kind": "comparison",
        "name": name_of(scenarios),
        "title": text("comparison.title", lang, names=" · ".join(world_name(one, lang) for one in scenarios))[:200],
        "scenarios": list(scenarios),
        "set": {**parse_settings(settings), **said},
        "replications": replications,
        "precision": wished(precision, lang),
        "most": most,
    }
    return parse_study(Document("compare", Path(), plain), ("comparison",), lambda kind: ComparisonFile)


def name_of(scenarios: Sequence[str]) -> str:
    """Return what a comparison is called, as a folder can be.

    Example:
        >>> name_of(["baseline", "my/plan b.yaml"])
        'compare-baseline-plan_b'
    """
    stems = [re.sub(r"\W+", "_", Path(one).stem).strip("_") or "x" for one in scenarios]
    return "-".join(["compare", *stems])[:LONGEST_NAME]
