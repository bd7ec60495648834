"""A schematic map of Wuhan's districts, shaded by the burden that residents bear."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from sim.report.figures.shades import UNKNOWN, Shading
from sim.report.folder import Run
from sim.report.places import places_by_district
from sim.report.style import MUTED, new_figure
from sim.text import Language, text

CENTRE = (114.12, 114.56, 30.46, 30.72)
"""Frame of the second panel, degrees: the districts of the old centre are small."""
_ASPECT = 1.0 / np.cos(np.radians(30.6))
_SMALL_KM2 = 200.0


@cache
def outlines() -> tuple[dict[str, Any], ...]:
    """Return the districts' outlines as GeoJSON features (sim/city/data/NOTICE)."""
    file = resources.files("sim.city").joinpath("data/wuhan_districts_simplified.geojson")
    return tuple(json.loads(file.read_text(encoding="utf-8"))["features"])


def has_map(run: Run) -> bool:
    """Say whether the run has several of Wuhan's districts."""
    codes = {feature["properties"]["adcode"] for feature in outlines()}
    found = set(run.communities.get("district_code", ()))
    return len(found & codes) > 1


def draw(run: Run, lang: Language) -> Figure | None:
    """Draw the districts of the run, the old centre once more at a larger scale."""
    if not has_map(run):
        return None
    places = places_by_district(run)
    values = dict(zip(places.code.astype(str), places.burden_per_resident.astype(float), strict=True))
    return draw_values(values, Shading.over(list(values.values())), text("report.burden_axis", lang), lang)


def draw_values(
    values: Mapping[str, float], shading: Shading, label: str, lang: Language, form: str = "{:.2f}"
) -> Figure:
    """Draw a value of each district, by code, the old centre once more at a larger scale.

    Args:
        label: what the colours stand for.
        form: how a value is written.
    """
    figure = new_figure(9.0, 5.9)
    whole, centre = figure.subplots(1, 2, width_ratios=(1.0, 1.05))
    for axes in (whole, centre):
        axes.set_aspect(_ASPECT)
        axes.set_xticks([])
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_visible(axes is centre)
        for feature in outlines():
            _draw_district(axes, feature, values, shading, axes is centre, form)
    whole.autoscale_view()
    centre.set_xlim(*CENTRE[:2])
    centre.set_ylim(*CENTRE[2:])
    whole.indicate_inset(
        (CENTRE[0], CENTRE[2], CENTRE[1] - CENTRE[0], CENTRE[3] - CENTRE[2]), edgecolor=MUTED, alpha=0.9
    )
    centre.set_title(text("report.old_centre", lang))
    shading.bar(figure, [whole, centre], label)
    return figure


def _draw_district(
    axes: Axes, feature: dict[str, Any], values: Mapping[str, float], shading: Shading, close: bool, form: str
) -> None:
    facts = feature["properties"]
    known = facts["adcode"] in values
    value = values.get(facts["adcode"], float("nan"))
    path = _path(feature)
    face = shading.color(value) if known else UNKNOWN
    axes.add_patch(PathPatch(path, facecolor=face, edgecolor="white", linewidth=0.9))
    axes.update_datalim(np.asarray(path.vertices))
    if close != (facts["area_km2"] < _SMALL_KM2):
        return
    label = facts["name"] if value != value else f"{facts['name']}\n{form.format(value).replace('-', '−')}"
    color = shading.ink(value) if known else MUTED
    axes.text(
        *_middle(facts["adcode"]), label, ha="center", va="center", fontsize=9, linespacing=1.15, color=color,
        clip_on=True, path_effects=[withStroke(linewidth=2.5, foreground=face)],
    )  # fmt: skip


def _path(feature: dict[str, Any]) -> Path:
    shape = feature["geometry"]
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return Path.make_compound_path(*(Path(ring, closed=True) for polygon in polygons for ring in polygon))


@cache
def _middle(code: str) -> tuple[float, float]:
    """Return a point well inside a district: of a grid, the one farthest from its outline."""
    path = next(_path(feature) for feature in outlines() if feature["properties"]["adcode"] == code)
    outline = np.asarray(path.interpolated(4).vertices, dtype=float)
    low, high = outline.min(axis=0), outline.max(axis=0)
    grid = np.stack(np.meshgrid(*np.linspace(low, high, 40).T), axis=-1).reshape(-1, 2)
    inside = grid[path.contains_points(grid)]
    stretch = np.array([1.0, _ASPECT])
    distance = ((inside[:, None, :] - outline[None, :, :]) * stretch) ** 2
    x, y = inside[int(distance.sum(axis=2).min(axis=1).argmax())]
    return float(x), float(y)
