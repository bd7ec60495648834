"""The page of a study: one file that opens anywhere without a network."""

import json
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.experiment.file import StudyFile
from sim.experiment.result import Result
from sim.experiment.session import Session
from sim.report.style import address_of
from sim.text import Language, catalogue, half, text

ROWS_IN_TABLE = 200


def render(
    file: StudyFile, result: Result, run: Session, manifest: Mapping[str, Any], images: Mapping[str, Path],
    lang: Language,
) -> str:  # fmt: skip
    """Return the page.

    Args:
        images: where each figure's SVG is.
    """
    environment = Environment(
        loader=PackageLoader("sim.experiment", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    css = resources.files("sim.report").joinpath("page.css").read_text(encoding="utf-8")
    return environment.get_template("page.html").render(
        t=lambda key, **values: text(f"study.{key}", lang, **values),
        lang=lang,
        half=lambda words: half(words, lang),
        css=css,
        file=file,
        kind=text(f"study.kind_{file.kind}", lang),
        words=result.words(lang),
        figures=[(address_of(path.read_bytes()), _caption(name, lang)) for name, path in images.items()],
        tables=result.shown(lang),
        most=ROWS_IN_TABLE,
        progress=run.progress,
        failed=run.failures(),
        manifest=json.dumps(manifest, ensure_ascii=False, indent=2),
    )


def _caption(name: str, lang: Language) -> str:
    key = f"study.figure_{re.sub(r'_[0-9]+$', '', name)}"  # of several pictures of one kind, all have its caption
    return text(key, lang) if key in catalogue() else ""
