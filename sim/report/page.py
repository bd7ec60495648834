"""The page: one file that opens anywhere without a network, from a run's folder and the packaged tables."""

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import matplotlib as mpl
from jinja2 import Environment, PackageLoader, StrictUndefined
from matplotlib.figure import Figure

from sim.measure.definitions import definitions
from sim.report import asked, assumptions, before_after_words, headline
from sim.report.before_after import BeforeAfter, before_after
from sim.report.dates import changes
from sim.report.figures import before_after as before_after_figure
from sim.report.figures import care, districts, ends, institutions, lives, load, series, treemap, trust, waiting
from sim.report.folder import Run, read_run
from sim.report.life import Life, life_of, typical_and_longest
from sim.report.names import level_name
from sim.report.places import places_by_district, places_to_show
from sim.report.quantities import grouped, indicator, percent, suffix, unit_name
from sim.report.style import address_of, language_of_figures, save, settings
from sim.text import Language, text

FIGURES: dict[str, Callable[[Run, Language], Figure | None]] = {
    "series": series.draw,
    "ends": ends.draw,
    "waiting": waiting.draw_times,
    "in_time": waiting.draw_in_time,
    "districts": districts.draw,
    "treemap": treemap.draw,
    "load": load.draw,
    "care": care.draw,
    "trust": trust.draw,
}
PLACES_IN_TABLE = 200


def write_report(folder: Path, lang: Language = "zh") -> Path:
    """Write `report.html` and `figures/` into a run's folder.

    Args:
        folder: of a run; read are its own files and the packaged tables, nothing else.
        lang: of the page. Figures are in English where no Chinese font can be found.

    Returns:
        The page.
    """
    run = read_run(folder)
    nodes = {node: str(facts.get("name", node)) for node, facts in run.graph.nodes(data=True)}
    figures_in = language_of_figures(lang)
    found = before_after(run)
    tales = {kind: life_of(run, ticket, nodes, lang) for kind, ticket in typical_and_longest(run)}
    with mpl.rc_context(settings()):  # type: ignore[arg-type]
        drawn = {name: draw(run, figures_in) for name, draw in FIGURES.items()}
        drawn |= {f"life_{kind}": lives.draw(life, figures_in) for kind, life in tales.items()}
        drawn["before_after"] = before_after_figure.draw(found, figures_in)
        drawn["institutions"] = institutions.draw(run.graph, figures_in)
        images = _write_figures(drawn, folder / "figures")
    page = folder / "report.html"
    around = institutions.around_one_community(run.graph)
    page.write_text(_render(run, lang, images, tales, around, found), encoding="utf-8")
    return page


def _write_figures(drawn: dict[str, Figure | None], folder: Path) -> dict[str, str]:
    """Write the figures that there are; returns them as addresses that hold their content."""
    folder.mkdir(exist_ok=True)
    images = {}
    for name, figure in drawn.items():
        if figure is not None:
            path = folder / f"{name}.svg"
            save(figure, path)
            images[name] = address_of(path.read_bytes())
    return images


def _render(
    run: Run,
    lang: Language,
    images: dict[str, str],
    tales: dict[str, Life],
    around: tuple[Any, str, int],
    found: BeforeAfter | None,
) -> str:
    small, community, compounds = around
    shown = sum(facts.get("kind") == "compound" for _, facts in small.nodes(data=True))
    environment = Environment(
        loader=PackageLoader("sim.report", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"grouped": grouped, "percent": percent}
    css = resources.files("sim.report").joinpath("page.css").read_text(encoding="utf-8")
    several = districts.has_map(run)
    places = places_by_district(run) if several else places_to_show(run)
    assumed = assumptions.assumed(run.scenario.get("parameters", {}), lang)
    return environment.get_template("page.html").render(
        t=lambda key, **values: text(f"report.{key}", lang, **values),
        lang=lang,
        css=css,
        run=run,
        summary=run.summary,
        title=asked.title(run, lang),
        own_city="city" in run.scenario,
        area_level=level_name(str(run.summary["area"]["level"]), lang),
        last_day=run.end.date() - (run.end - run.start) / max(1, run.summary["days"]),
        record=asked.record(run),
        levers=asked.levers(run, lang),
        changed=asked.changed(run, lang),
        pairs=headline.pairs(run, lang),
        tiles=headline.tiles(run, lang),
        sentences=headline.sentences(run, lang),
        changes=changes(run),
        its=None if found is None else before_after_words.told(found, lang),
        images=images,
        settled=series.settled_from(run),
        quick_and_slow=waiting.slowest(run, lang),
        several=several,
        compounds_drawn=bool(treemap.compounds_to_show(run)),
        places=_place_rows(places.head(PLACES_IN_TABLE)),
        places_left_out=max(0, len(places) - PLACES_IN_TABLE),
        facts=_facts(run, lang),
        tales=tales,
        around={
            "name": small.nodes[community].get("name", community) if community else "",
            "compounds": compounds,
            "shown": shown,
        },
        confidences=[text(f"confidence.{one}", lang) for one in assumptions.CONFIDENCES],
        counts=assumptions.counts(lang),
        assumed=assumed,
        weighty=assumptions.weighty(assumed),
        meanings=_meanings(run, lang),
        manifest=json.dumps(run.manifest, ensure_ascii=False, indent=2, default=str),
        files=sorted(path.name for path in run.path.iterdir() if path.is_file() and path.name != "report.html"),
    )


def _place_rows(places: Any) -> list[dict[str, Any]]:
    ordered = places.sort_values("burden_per_resident", ascending=False, kind="stable", na_position="last")
    names = ["name", "residents", "tickets", "silent_share", "on_time_rate", "resolution_rate_reported",
             "resolution_rate_true", "burden_per_resident"]  # fmt: skip
    return [
        {name: None if value != value else value for name, value in zip(names, row, strict=True)}
        for row in ordered[names].itertuples(index=False)
    ]


def _facts(run: Run, lang: Language) -> list[dict[str, str]]:
    """Return the numbers about those who handle that stand beside the figure."""
    names = {
        "worker_quit_rate", "registered_volunteers", "active_volunteers", "volunteer_hours", "firms_exited",
        "cost_yuan_per_resident",
    }  # fmt: skip
    return [one for one in _meanings(run, lang) if one["key"] in names]


def _meanings(run: Run, lang: Language) -> list[dict[str, str]]:
    """Return every indicator with its value and how it is defined."""
    zh = lang == "zh"
    return [
        {
            "key": one.name,
            "name": one.zh if zh else one.en,
            "kind": one.kind,
            "value": indicator(one.name, run.value(one.name), lang),
            "unit": unit_name(one.unit, lang),
            "suffix": suffix(one.name, lang),
            "interval": headline.interval(run, one.name, lang),
            "definition": one.definition_zh if zh else one.definition_en,
        }
        for one in definitions().values()
    ]
