"""A comparison in words: what differs beyond chance, what became of troubles, who gains and who loses."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.kinds.comparison.against import Against
from sim.experiment.kinds.comparison.names import BURDEN, group_name, level, measured, world_name
from sim.experiment.kinds.comparison.two_lives_words import sentence, title
from sim.experiment.told import is_told
from sim.report.differences import indicator_name, number, unit, with_interval
from sim.report.quantities import counted, duration, percent
from sim.text import Language, text

if TYPE_CHECKING:
    from sim.experiment.kinds.comparison.study import ComparisonResult

MOST_NAMED = 6
PEOPLE = ("age", "tenure", "compound_kind", "district", "street")
"""Divisions of residents that words and tables tell."""


def words(result: "ComparisonResult", lang: Language) -> list[str]:
    """Return what a comparison found, in sentences."""
    return [said for one in result.others for said in _of(result, one, lang)]


def _of(result: "ComparisonResult", one: Against, lang: Language) -> Iterator[str]:
    a, b = world_name(result.base, lang), world_name(one.name, lang)
    table = result.of(one.name)
    tested = int(result.differences.p_holm.notna().sum())
    yield text("comparison.compared", lang, a=a, b=b, runs=int(table.runs.max()), tested=tested)
    yield from _beyond(result, table, b, lang)
    for row in one.moved.itertuples():
        yield _moved(row, lang)
    if one.pairs:
        yield from _troubles(one, a, b, lang)
        yield from _people(result, one, b, lang)
        yield from _equity(one, lang)
    yield from _worth(table, result.shown_indicators, lang)
    for name, reached in one.reached.items():
        key = "comparison.reached" if reached.is_met else "comparison.not_reached"
        half, got = (level(name, value) for value in (reached.wished, reached.half))
        yield text(
            key, lang, indicator=indicator_name(name, lang), half=half, got=got, unit=unit(name, lang),
            runs=reached.runs, needed=reached.needed or "—",
        )  # fmt: skip
    for lives in one.lives:
        yield (
            f"{title(lives, lang)}：{sentence(lives, a, b, lang)}"
            if lang == "zh"
            else (f"{title(lives, lang)}: {sentence(lives, a, b, lang)}")
        )


def _beyond(result: "ComparisonResult", table: pd.DataFrame, b: str, lang: Language) -> Iterator[str]:
    main = table.loc[[name for name in result.shown_indicators if name in table.index]]
    said: list[str] = []
    unsaid: list[str] = []
    set_: list[str] = []
    for name, row in main.iterrows():
        shown = measured(str(name), row.difference, row.low, row.high, lang)
        if row.kind == "input":
            set_.append(shown)
        else:
            (said if row.beyond_chance else unsaid).append(shown)
    rest = table.drop(index=main.index)
    rest = rest[rest.kind != "input"]
    joint = text("comparison.joint", lang)
    counts = {"count": int(rest.beyond_chance.sum()), "whole": len(rest)}
    if said:
        yield text("comparison.beyond", lang, b=b, which=joint.join(said), **counts)
    else:
        yield text("comparison.none_beyond", lang, b=b, **counts)
    if unsaid:
        yield text("comparison.not_beyond", lang, which=joint.join(unsaid))
    if set_:
        yield text("comparison.set", lang, which=joint.join(set_))


def _moved(row: Any, lang: Language) -> str:
    key = "comparison.parted" if is_told(row.low, row.high, row.runs) else "comparison.alike"
    return text(
        key, lang, reported=indicator_name(row.reported, lang), true=indicator_name(row.true, lang),
        by_reported=number(row.reported, row.by_reported), by_true=number(row.true, row.by_true),
        gap=with_interval(row.reported, row.gap, row.low, row.high), unit=unit(row.reported, lang),
    )  # fmt: skip


def _troubles(one: Against, a: str, b: str, lang: Language) -> Iterator[str]:
    row: Any = one.cells().loc["all"]
    whole = sum(float(row[f"{x}>{y}"]) for x in _FATES for y in _FATES if (x, y) != ("absent", "absent"))
    shares = {
        "both": row["solved>solved"], "only_a": row["solved>unsolved"], "only_b": row["unsolved>solved"],
        "neither": row["unsolved>unsolved"], "prevented": row["solved>absent"] + row["unsolved>absent"],
        "caused": row["absent>solved"] + row["absent>unsolved"],
    }  # fmt: skip
    returns = {name: counted(row[name]) for name in ("prevented_returns", "caused_returns")}
    counts = {name: f"{counted(n)} ({percent(n / whole)})" for name, n in shares.items()}
    yield text("comparison.fates", lang, a=a, b=b, runs=one.pairs, whole=counted(whole), **counts, **returns)
    if math.isfinite(row.hours_each):
        key = "comparison.sooner" if row.hours_each > 0.0 else "comparison.later"
        yield text(key, lang, b=b, time=duration(abs(row.hours_each), lang))
    claims = {name: counted(row[name]) for name in _CLAIMS}
    yield text("comparison.claims", lang, a=a, b=b, **claims)


_FATES = ("absent", "unsolved", "solved")
_CLAIMS = ("claimed_a", "claimed_b", "claimed_falsely_a", "claimed_falsely_b")


def _people(result: "ComparisonResult", one: Against, b: str, lang: Language) -> Iterator[str]:
    all_of: Any = one.people("all").loc["all"]
    same = 1.0 - all_of.better - all_of.worse
    shares = {"better": percent(all_of.better), "worse": percent(all_of.worse), "same": percent(same)}
    yield text("comparison.residents", lang, b=b, **shares)
    for divisions, key in ((PEOPLE, "groups"), (("category",), "categories")):
        rows = one.gains[one.gains.division.isin(divisions) & one.gains.beyond_chance & (one.gains.residents > 0.0)]
        less = rows[rows.difference < 0.0].sort_values("difference")
        more = rows[rows.difference > 0.0].sort_values("difference", ascending=False)
        for which, side in ((less, "less"), (more, "more")):
            if len(which):
                names = [_group(result, row, lang) for row in which.head(MOST_NAMED).itertuples()]
                listed = text("comparison.joint", lang).join(names)
                yield text(f"comparison.{key}_{side}", lang, b=b, which=listed, count=len(which))
        if rows.empty:
            yield text(f"comparison.{key}_none", lang, b=b)


def _group(result: "ComparisonResult", row: Any, lang: Language) -> str:
    shown = with_interval(BURDEN, row.difference, row.low, row.high)
    return f"{group_name(row.division, row.group, result.places, lang)} {shown}"


def _equity(one: Against, lang: Language) -> Iterator[str]:
    rows = one.equity[one.equity.unit == "residents"].set_index("measure")
    if {"gini", "worst"} <= set(rows.index):
        values = {
            f"{name}_{part}": f"{rows[part][name]:.3f}" if name == "gini" else percent(float(rows[part][name]))
            for name in ("gini", "worst")
            for part in ("a", "b")
        }
        gap: Any = rows.loc["gini"]
        key = "comparison.equity_moved" if is_told(gap.low, gap.high, gap.runs) else "comparison.equity_same"
        interval = f"[{gap.low:+.3f}, {gap.high:+.3f}]".replace("-", "−")
        yield text(key, lang, interval=interval, **values)


def _worth(table: pd.DataFrame, main: tuple[str, ...], lang: Language) -> Iterator[str]:
    mine = table[(table.kind != "input") & table.worth.notna()]
    shown = mine[mine.index.isin(main)]
    if len(shown):
        yield text(
            "comparison.worth", lang, median=f"{shown.worth.median():.1f}", low=f"{shown.worth.min():.1f}",
            high=f"{shown.worth.max():.1f}", harmed=int((mine.worth < 1.0).sum()), whole=len(mine),
        )  # fmt: skip


def findings(result: "ComparisonResult") -> dict[str, Any]:
    """Return the differences, wishes of precision and troubles that differ most, by world."""
    found: dict[str, Any] = {"base": result.base, "replications": result.seeds, "interval": "paired Student t, 95 %",
                             "correction": "Holm", "scenarios": {}}  # fmt: skip
    for one in result.others:
        found["scenarios"][one.name] = {
            "differences": {
                str(name): {part: row[part] for part in ("difference", "low", "high", "p_holm", "worth")}
                | {"beyond_chance": bool(row.beyond_chance)}
                for name, row in result.of(one.name).iterrows()
            },
            "precision": {
                name: {"wished": got.wished, "reached": got.half, "runs": got.runs, "needed": got.needed}
                for name, got in one.reached.items()
            },
            "differ_most": [
                {"trouble": str(lives.of_either.trouble.trouble), "category": str(lives.of_either.trouble.category)}
                for lives in one.lives
            ],
        }
    return found
