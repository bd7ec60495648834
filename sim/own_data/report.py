"""What an import says of itself, on the screen and as `report.md`; neither holds what the export says of people."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.measure.definitions import definitions
from sim.own_data.importing import Imported
from sim.own_data.reasons import Blank, Reason
from sim.own_data.targets import Target
from sim.own_data.times import told
from sim.text import Language, text

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#"} | {"&": "&amp;"})


class Section(NamedTuple):
    """A part of the report: its heading, what is said under it, rows of a table with the names of its columns."""

    heading: str
    said: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sections(found: Imported, targets: Sequence[Target], lang: Language) -> list[Section]:
    """Return the report in parts; those that have nothing to say are left out."""
    kept, refused = len(found.trace), len(found.refused)
    said = [
        text("own_data.counts", lang, read=f"{found.read:,}", kept=f"{kept:,}", refused=f"{refused:,}"),
        text("own_data.of_city", lang, area=found.area.name, code=found.area.code, exported=told(found.exported),
             encoding=found.encoding.removesuffix("-sig")),
    ]  # fmt: skip
    if found.swallowed:
        said.append(text("own_data.swallowed", lang, lines=found.swallowed))
    drawn = ", ".join(text(f"own_data.drawn_{level}", lang, count=f"{n:,}") for level, n in found.drawn.items())
    if drawn:
        by = text(f"own_data.by_{found.drawn_by}", lang)
        said.append(text("own_data.drawn", lang, which=drawn, by=by))
    made = [
        Section(text("own_data.title", lang, file=found.file.name), tuple(said), (), ()),
        _reasons(found.refused, "row", lang),
        _reasons(found.blanked, "cell", lang),
        _near(found, lang),
        _targets(targets, lang),
    ]
    return [one for one in made if one.said or one.rows]


def _reasons(table: pd.DataFrame, kind: str, lang: Language) -> Section:
    names: dict[int, str] = {int(one): one.name.lower() for one in (Reason if kind == "row" else Blank)}
    reasons, counts = np.unique(table["reason"].to_numpy(), return_counts=True)
    rows = sorted(zip(counts.tolist(), reasons.tolist(), strict=True), reverse=True)
    lines = tuple((f"{count:,}", text(f"own_data.{kind}_{names[why]}", lang)) for count, why in rows)
    columns = (text("own_data.count", lang), text("own_data.reason", lang))
    return Section(text(f"own_data.{kind}s", lang), (), columns, lines)


def _near(found: Imported, lang: Language) -> Section:
    columns = tuple(text(f"own_data.{name}", lang) for name in ("count", "part", "value", "nearest"))
    rows = tuple(
        (f"{one.rows:,}", text(f"own_data.part_{one.part}", lang), one.value, ", ".join(one.near) or "–")
        for one in found.near
    )
    said = tuple(
        text("own_data.unshown", lang, part=text(f"own_data.part_{one.part}", lang), values=f"{one.values:,}",
             rows=f"{one.rows:,}")
        for one in found.unshown
    )  # fmt: skip
    return Section(text("own_data.near", lang), said, columns, rows)


def _targets(targets: Sequence[Target], lang: Language) -> Section:
    columns = tuple(text(f"own_data.{name}", lang) for name in ("indicator", "figure", "interval", "weight", "note"))
    rows = tuple(
        (
            getattr(definitions()[one.indicator], lang),
            _figure(one.value),
            f"{_figure(one.low)} – {_figure(one.high)}",
            f"{one.weight:g}",
            one.say(lang),
        )
        for one in targets
    )
    return Section(text("own_data.targets", lang), (), columns, rows)


def _figure(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1000.0 else f"{number:.4g}"


def report(found: Imported, targets: Sequence[Target], lang: Language) -> str:
    """Return the report as Markdown."""
    lines: list[str] = []
    for number, one in enumerate(sections(found, targets, lang)):
        lines += [f"{'##' if number else '#'} {_escaped(one.heading)}", ""]
        lines += [line for said in one.said for line in (_escaped(said), "")]
        if one.rows:
            lines += [_row(one.columns), _row(["---"] * len(one.columns)), *map(_row, map(_all_escaped, one.rows)), ""]
    return "\n".join(lines)


def _escaped(words: str) -> str:
    return "".join(sign for sign in words if sign.isprintable()).translate(_MARKDOWN)


def _all_escaped(cells: Sequence[str]) -> list[str]:
    return [_escaped(cell) for cell in cells]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
