"""The page of effects (Markdown): the table in words between two marks; the rest is written by hand and kept."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from sim.effects.findings import chance_in, largest, marked, small, together, turns, unchanged, unseen
from sim.effects.table import MAIN, Effects
from sim.measure.definitions import definitions
from sim.report.differences import NOTHING, indicator_name, lever_name, number, unit, with_interval
from sim.results import ResultsError
from sim.results.folder import refusals, whole_file
from sim.text import Language, text

BEGINS, ENDS = "<!-- effects begin: written by `huying effects --docs` -->", "<!-- effects end -->"


def frame_of(page: Path, lang: Language) -> tuple[str, str]:
    """Return what a page has before and after the generated part; that of a new page where there is none.

    Raises:
        ResultsError: it has no such part, cannot be read, or has no folder to be in.
    """
    with refusals(page):
        if not page.exists():
            page.parent.resolve(strict=True)
            return text("effects.page_top", lang) + "\n\n", "\n\n" + text("effects.page_end", lang) + "\n"
        content = page.read_text(encoding="utf-8", errors="surrogateescape")
    top, begins, rest = content.partition(BEGINS)
    _, ends, end = rest.partition(ENDS)
    if not (begins and ends):
        raise ResultsError("effects.no_marks", path=page, begins=BEGINS, ends=ENDS)
    return top, end


def write_page(effects: Effects, page: Path, picture: Path, lang: Language) -> None:
    """Write a page anew between its marks; the file is complete or as it was.

    Args:
        picture: shown in it, by a relative address.

    Raises:
        ResultsError: as `frame_of`, or the disk refuses.
    """
    top, end = frame_of(page, lang)
    address = Path(os.path.relpath(picture.resolve(), page.parent.resolve())).as_posix()
    content = f"{top}{BEGINS}\n\n{generated(effects, address, lang)}\n\n{ENDS}{end}"
    with refusals(page), whole_file(page) as aside:
        aside.write_text(content, encoding="utf-8", errors="surrogateescape", newline="\n")


def generated(effects: Effects, picture: str, lang: Language) -> str:
    """Return what the table says, in Markdown."""
    marks = marked(effects.table)
    made = effects.made
    chance = chance_in(marks)
    parts = [
        text("effects.made_by", lang, command=made["command"], area=made["area_name"], code=made["area"],
             days=made["days"], warmup=made["warmup"], runs=len(made["seeds"]), source=made["source"],
             bundle=lever_name(made["bundle"], lang)),
        text("effects.how_to_read", lang),
        text("effects.why_ten", lang),
        text("effects.by_chance", lang, intervals=chance.intervals, seen=chance.exclude_zero, told=chance.told,
             expected=f"{chance.by_chance:.0f}"),
        f"![{text('effects.picture', lang)}]({picture})",
        _heading("together", lang), _together(marks, lang),
        _heading("largest_alone", lang), _largest(marks, "alone", lang),
        _heading("largest_left_out", lang), _largest(marks, "left_out", lang),
        _heading("turning", lang), _turns(marks, lang),
        _heading("not_seen", lang), _unseen(marks, lang),
    ]  # fmt: skip
    return "\n\n".join(parts)


def _heading(name: str, lang: Language) -> str:
    return f"## {text(f'effects.{name}', lang)}\n\n{text(f'effects.{name}_note', lang)}"


def _lever(lever: str, lang: Language) -> str:
    return f"{_cell(lever_name(lever, lang))} (`{lever}`)"


def _indicator(name: str, lang: Language) -> str:
    kind = text(f"report.kind_{definitions()[name].kind}", lang)
    return f"{indicator_name(name, lang)} ({kind}; {unit(name, lang)})"


def _together(marks: pd.DataFrame, lang: Language) -> str:
    rows = []
    for name in MAIN:
        whole, alone, added = together(marks, name)
        if whole is not None:
            rows.append(
                (_indicator(name, lang), number(name, whole.base, signed=False), _effect(whole), number(name, alone),
                 number(name, added))
            )  # fmt: skip
    heads = ("indicator", "baseline", "whole_bundle", "sum_alone", "sum_added")
    return _table([text(f"effects.{head}", lang) for head in heads], rows)


def _largest(marks: pd.DataFrame, setting: str, lang: Language) -> str:
    def rows() -> Iterator[Sequence[str]]:
        for name in MAIN:
            found = largest(marks, name, setting)
            cells = [f"{_lever(one.lever, lang)} {_effect(one)}" for one in found]
            yield _indicator(name, lang), *cells, *[NOTHING] * (3 - len(cells))

    heads = [text(f"effects.{head}", lang) for head in ("indicator", "first", "second", "third")]
    return _table(heads, rows())


def _turns(marks: pd.DataFrame, lang: Language) -> str:
    found = list(turns(marks))
    rows = [
        (_lever(turn.alone.lever, lang), _indicator(turn.alone.indicator, lang), _effect(turn.alone),
         with_interval(turn.alone.indicator, -turn.left_out.effect, -turn.left_out.high, -turn.left_out.low))
        for turn in found
        if turn.sizable
    ]  # fmt: skip
    rest = text("effects.turning_rest", lang, count=len(found) - len(rows))
    if not rows:
        return rest
    heads = ("lever", "indicator", "alone", "added")
    return _table([text(f"effects.{head}", lang) for head in heads], rows) + "\n\n" + rest


def _unseen(marks: pd.DataFrame, lang: Language) -> str:
    lines = []
    for setting in ("alone", "left_out"):
        same = unchanged(marks, setting)
        rest = [lever for lever in unseen(marks, setting) if lever not in same]
        for name, levers in (("same", same), ("unseen", rest), ("small", small(marks, setting))):
            told = text("effects.joint", lang).join(_lever(lever, lang) for lever in levers)
            lines.append(f"- {text(f'effects.{name}_{setting}', lang, levers=told or text('effects.none', lang))}")
    return "\n".join(lines)


def _effect(row: pd.Series) -> str:
    return with_interval(row.indicator, row.effect, row.low, row.high)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(words: str) -> str:
    return words.replace("|", "\\|")
