"""What of a comparison's tables its page shows."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.kinds.comparison.against import Against
from sim.experiment.kinds.comparison.names import BURDEN, group_name, level, world_name
from sim.experiment.kinds.comparison.two_lives_words import told
from sim.experiment.kinds.comparison.words import PEOPLE
from sim.experiment.result import Shown
from sim.report.differences import NOTHING, indicator_name, level_unit, with_interval
from sim.report.quantities import counted, duration, grouped, percent
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.comparison.study import ComparisonResult

BEYOND = "●"
MOST_CATEGORIES, MOST_GROUPS = 20, 25
FATES = ("solved", "unsolved", "absent")


def shown(result: "ComparisonResult", lang: Language) -> Sequence[Shown]:
    """Return the tables of a page."""
    tables = [_all_worlds(result, lang)] if len(result.others) > 1 else []
    for one in result.others:
        tables.append(_differences(result, one, lang))
        if one.pairs:
            tables += [_transitions(result, one, lang), _categories(result, one, lang), _people(result, one, lang)]
            tables.append(_equity(result, one, lang))
    for one in result.others:
        a, b = world_name(result.base, lang), world_name(one.name, lang)
        tables += [told(lives, a, b, lang) for lives in one.lives]
    return tables


def _titled(key: str, result: "ComparisonResult", one: Against, lang: Language) -> str:
    title = text(f"comparison.{key}", lang)
    if len(result.others) == 1:
        return title
    return text("comparison.of_world", lang, title=title, world=world_name(one.name, lang))


def _ordered(result: "ComparisonResult", table: pd.DataFrame) -> list[str]:
    first = [name for name in result.shown_indicators if name in table.index]
    return first + [str(name) for name in table.index if name not in first]


def _all_worlds(result: "ComparisonResult", lang: Language) -> Shown:
    """A row an indicator, its level in the base, and the difference of each other world."""
    tables = {one.name: result.of(one.name) for one in result.others}
    names = _ordered(result, tables[result.others[0].name])
    header = [text("comparison.indicator", lang), world_name(result.base, lang)]
    header += [world_name(name, lang) for name in tables]
    rows = []
    for name in names:
        cells = [f"{indicator_name(name, lang)} ({level_unit(name, lang)})"]
        cells.append(level(name, float(tables[result.others[0].name].base[name])))
        for table in tables.values():
            row: Any = table.loc[name]
            cells.append(with_interval(name, row.difference, row.low, row.high) + _mark(row))
        rows.append(cells)
    return Shown(text("comparison.all_worlds", lang), header, rows, text("comparison.differences_note", lang))


def _differences(result: "ComparisonResult", one: Against, lang: Language) -> Shown:
    table = result.of(one.name)
    header = [text("comparison.indicator", lang), text("comparison.kind", lang), world_name(result.base, lang)]
    header += [world_name(one.name, lang)]
    header += [
        text(f"comparison.{part}", lang) for part in ("difference", "bootstrap", "p_holm", "beyond_mark", "times")
    ]
    rows = []
    for name in _ordered(result, table):
        row: Any = table.loc[name]
        rows.append(
            [
                f"{indicator_name(name, lang)} ({level_unit(name, lang)})",
                text(f"comparison.kind_{row.kind}", lang),
                level(name, row.base),
                level(name, row.other),
                with_interval(name, row.difference, row.low, row.high),
                _bounds(name, row.boot_low, row.boot_high),
                _p(row.p_holm),
                _mark(row).strip(),
                _times(row.worth),
            ]
        )
    return Shown(_titled("differences", result, one, lang), header, rows, text("comparison.differences_note", lang))


def _mark(row: Any) -> str:
    return f" {BEYOND}" if row.beyond_chance else ""


def _p(value: float) -> str:
    return NOTHING if not math.isfinite(value) else "< 0.001" if value < 0.001 else f"{value:.3f}"


def _times(value: float) -> str:
    return NOTHING if value != value else "∞" if math.isinf(value) else f"{value:,.1f}"


def _bounds(name: str, low: float, high: float) -> str:
    return with_interval(name, (low + high) / 2.0, low, high).partition(" ")[2] or NOTHING if low < high else NOTHING


def _transitions(result: "ComparisonResult", one: Against, lang: Language) -> Shown:
    row: Any = one.cells().loc["all"]
    a, b = world_name(result.base, lang), world_name(one.name, lang)
    fates = [text(f"comparison.fate_{fate}", lang) for fate in FATES]
    header = [text("comparison.a_down_b_across", lang, a=a, b=b), *fates, text("comparison.together", lang)]
    rows = []
    for fate, name in zip(FATES, fates, strict=True):
        cells = [float(row.get(f"{fate}>{other}", 0.0)) for other in FATES]
        words = [NOTHING if fate == other == "absent" else counted(n) for other, n in zip(FATES, cells, strict=True)]
        rows.append([name, *words, counted(sum(cells))])
    sums = [sum(float(row.get(f"{fate}>{other}", 0.0)) for fate in FATES) for other in FATES]
    rows.append([text("comparison.together", lang), *(counted(n) for n in sums), counted(sum(sums))])
    note = text("comparison.transitions_note", lang, runs=one.pairs)
    return Shown(_titled("transitions", result, one, lang), header, rows, note)


def _fates_of(row: Any) -> list[str]:
    """Cells of a row of transitions: both, only a, only b, neither, prevented, caused, hours sooner."""
    counts = [
        row["solved>solved"], row["solved>unsolved"], row["unsolved>solved"], row["unsolved>unsolved"],
        row["solved>absent"] + row["unsolved>absent"], row["absent>solved"] + row["absent>unsolved"],
    ]  # fmt: skip
    return [counted(n) for n in counts]


def _categories(result: "ComparisonResult", one: Against, lang: Language) -> Shown:
    cells, gains = one.cells("category"), one.people("category")
    a, b = world_name(result.base, lang), world_name(one.name, lang)
    header = [text("comparison.category", lang)]
    header += [text(f"comparison.{key}", lang, a=a, b=b) for key in _FATE_KEYS]
    header += [
        text("comparison.hours_sooner", lang),
        text("comparison.burden", lang),
        text("comparison.beyond_mark", lang),
    ]
    order = gains.difference.abs().sort_values(ascending=False).index
    rows = []
    for name in order[:MOST_CATEGORIES]:
        row, gain = cells.loc[name], gains.loc[name]
        each = row.hours_each
        sooner = NOTHING if each != each else ("−" if each < 0.0 else "") + duration(abs(each), lang)
        shown_burden = with_interval(BURDEN, gain.difference, gain.low, gain.high)
        rows.append(
            [group_name("category", name, {}, lang), *_fates_of(row), sooner, shown_burden, _mark(gain).strip()]
        )
    note = text("comparison.categories_note", lang, shown=len(rows), whole=len(order), runs=one.pairs)
    return Shown(_titled("categories", result, one, lang), header, rows, note)


_FATE_KEYS = ("in_both", "only_in_a", "only_in_b", "in_neither", "prevented", "caused")


def _people(result: "ComparisonResult", one: Against, lang: Language) -> Shown:
    a, b = world_name(result.base, lang), world_name(one.name, lang)
    header = [text("comparison.group", lang), text("comparison.residents_n", lang), a, b]
    header += [text(f"comparison.{key}", lang) for key in ("burden", "beyond_mark", "better_off", "worse_off")]
    rows = [_group_row(result, "all", "all", row, lang) for _, row in one.people("all").iterrows()]
    for division in PEOPLE:
        mine = one.people(division)
        if len(mine) > MOST_GROUPS:
            mine = mine.loc[mine.difference.abs().sort_values(ascending=False).index[:MOST_GROUPS]]
        rows += [_group_row(result, division, str(name), row, lang) for name, row in mine.iterrows()]
    return Shown(_titled("people", result, one, lang), header, rows, text("comparison.people_note", lang))


def _group_row(result: "ComparisonResult", division: str, group: str, row: Any, lang: Language) -> list[str]:
    return [
        group_name(division, group, result.places, lang), grouped(row.residents), level(BURDEN, row.burden_a),
        level(BURDEN, row.burden_b), with_interval(BURDEN, row.difference, row.low, row.high), _mark(row).strip(),
        percent(row.better), percent(row.worse),
    ]  # fmt: skip


def _equity(result: "ComparisonResult", one: Against, lang: Language) -> Shown:
    header = [text("comparison.unevenness", lang), world_name(result.base, lang), world_name(one.name, lang)]
    header.append(text("comparison.difference", lang))
    rows = list(_equity_rows(one, lang))
    return Shown(_titled("equity", result, one, lang), header, rows, text("comparison.equity_note", lang))


def _equity_rows(one: Against, lang: Language) -> Iterator[list[str]]:
    for row in one.equity.itertuples():
        values = [f"{float(value):.3f}" for value in (row.a, row.b)]  # type: ignore[arg-type]
        apart = f"{row.difference:+.3f} [{row.low:+.3f}, {row.high:+.3f}]".replace("-", "−")
        yield [text(f"comparison.{row.measure}_{row.unit}", lang), *values, apart]
