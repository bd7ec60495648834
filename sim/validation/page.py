"""The page of a validation: one file that opens anywhere without a network."""

import io
from collections.abc import Mapping
from importlib import resources

import matplotlib as mpl
from jinja2 import Environment, PackageLoader, StrictUndefined
from matplotlib.figure import Figure

from sim.report.names import level_name
from sim.report.quantities import grouped
from sim.report.style import address_of, settings
from sim.text import Language, text
from sim.validation import words
from sim.validation.verdict import Finding, Validation


def images_of(figures: Mapping[str, Figure]) -> dict[str, str]:
    """Return figures as addresses that hold their content; the same figure gives the same address."""
    images = {}
    with mpl.rc_context(settings()):  # type: ignore[arg-type]
        for name, figure in figures.items():
            buffer = io.BytesIO()
            figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
            images[name] = address_of(buffer.getvalue())
    return images


def render(found: Validation, images: Mapping[str, str], lang: Language) -> str:
    """Return the page.

    Args:
        images: addresses by fact, and that of all numbers against their bands as `bands`; those that are missing are
            left out.
    """
    environment = Environment(
        loader=PackageLoader("sim.validation", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["grouped"] = grouped
    css = resources.files("sim.report").joinpath("page.css").read_text(encoding="utf-8")
    return environment.get_template("page.html").render(
        t=lambda key, **values: text(f"validation.{key}", lang, **values),
        brand=text("report.brand", lang),
        footer=text("report.footer", lang),
        lang=lang,
        css=css,
        found=found,
        level=level_name(found.area.level, lang),
        images=images,
        history=words.history(found, lang),
        facts=[_section(one, lang) for one in found.findings],
    )


def _section(one: Finding, lang: Language) -> dict[str, object]:
    """Return a fact as the page prints it."""
    rows = [
        {
            "title": reading.measure.title(lang),
            "unit": words.unit(reading, lang),
            "mean": words.mean(reading),
            "interval": words.interval(reading),
            "band": words.band(reading),
            "mark": words.mark(reading),
            "inside": reading.inside,
            "definition": reading.measure.definition(lang),
        }
        for reading in one.readings
    ]
    return {
        "fact": one.fact,
        "title": words.title(one, lang),
        "status": one.status,
        "verdict": words.status(one, lang),
        "remark": words.remark(one, lang),
        "rows": rows,
        "in_view": one.fact.in_view(),
    }
