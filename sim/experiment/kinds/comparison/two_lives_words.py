"""The lives of a trouble in two worlds, told beside each other."""

from collections.abc import Iterator

import pandas as pd

from sim.experiment.kinds.comparison.two_lives import Life, TwoLives
from sim.experiment.result import Shown
from sim.report.names import category_names
from sim.report.quantities import counted, duration, grouped
from sim.report.story import Step, shown_time, steps_of
from sim.text import Language, text

MOST_STEPS = 24
"""Of one life; of a longer one, those in the middle are left out."""


def told(lives: TwoLives, a: str, b: str, lang: Language) -> Shown:
    """Return both lives as a table, by time.

    Args:
        a, b: what the worlds are called.
    """
    rows: dict[tuple[pd.Timestamp, int, str], list[str]] = {}
    for side, life in enumerate((lives.a, lives.b)):
        seen: dict[tuple[pd.Timestamp, str], int] = {}
        for time, words in _steps(life, lives, lang):
            again = seen.get((time, words), 0)
            seen[time, words] = again + 1
            rows.setdefault((time, again, words), ["", ""])[side] = words
    order = sorted(rows, key=lambda key: key[0])
    cells = [[shown_time(key[0]), *rows[key]] for key in order]
    header = [text("comparison.when", lang), a, b]
    return Shown(title(lives, lang), header, cells, sentence(lives, a, b, lang))


def title(lives: TwoLives, lang: Language) -> str:
    """Return what the trouble is about, and where."""
    name = category_names(lang)[str(lives.of_either.trouble.category)]
    return text("comparison.life_title", lang, category=name, place=lives.place)


def sentence(lives: TwoLives, a: str, b: str, lang: Language) -> str:
    """Return whom it befell, how it ended in either world, and what that made of difference."""
    trouble = lives.of_either.trouble
    if lives.collective:
        who = text("comparison.befell_many", lang, people=grouped(trouble.affected))
    else:
        tenure = text("comparison.group_owner" if trouble.owner else "comparison.group_renter", lang)
        who = text("comparison.befell_one", lang, age=int(trouble.age), tenure=tenure)
    burden = [0.0 if life is None else life.burden for life in (lives.a, lives.b)]
    more = text("comparison.more" if burden[1] > burden[0] else "comparison.less", lang)
    return text(
        "comparison.life", lang, who=who, a=a, b=b, ended_a=_ended(lives.a, lang), ended_b=_ended(lives.b, lang),
        burden_a=counted(burden[0]), burden_b=counted(burden[1]), apart=counted(abs(burden[1] - burden[0])),
        more=more,
    )  # fmt: skip


def _ended(life: Life | None, lang: Language) -> str:
    if life is None:
        return text("comparison.ended_absent", lang)
    trouble = life.trouble
    time = duration((trouble.ended - trouble.onset).total_seconds() / 3600.0, lang)
    return text(f"comparison.ended_{_end(life)}", lang, time=time)


def _end(life: Life) -> str:
    trouble = life.trouble
    return "open" if trouble.open else "faded" if trouble.solved == "no" else str(trouble.solved)


def _steps(life: Life | None, lives: TwoLives, lang: Language) -> Iterator[Step]:
    """Yield what happened in one world, its true end last."""
    if life is None:
        other = lives.of_either.trouble
        key = "comparison.step_never_back" if other.returned else "comparison.step_absent"
        yield other.onset, text(key, lang)
        return
    trouble = life.trouble
    if life.file is not None:
        steps = sorted(steps_of(life.file, lives.end, lang), key=lambda step: step[0])
        if len(steps) > MOST_STEPS:
            half = MOST_STEPS // 2
            left_out = text("comparison.step_left_out", lang, count=len(steps) - 2 * half)
            steps = [*steps[:half], (steps[half][0], left_out), *steps[-half:]]
        yield from steps
        if life.tickets > 1:
            yield life.file.ticket.reported, text("comparison.step_others", lang, count=life.tickets - 1)
    else:
        began = "trace.onset_many" if lives.collective else "trace.onset"
        yield trouble.onset, text(began, lang, severity=f"{trouble.severity:.2f}")
        when = trouble.onset if pd.isna(trouble.spoken) else trouble.spoken
        yield when, text(f"comparison.step_{_unrecorded(trouble)}", lang)
    yield trouble.ended, text(f"comparison.step_{_end(life)}", lang)


def _unrecorded(trouble: pd.Series) -> str:
    """Return how loud it was about a trouble without a ticket."""
    if trouble.voice in {"silent", "neighbours"}:
        return "silent" if trouble.voice == "silent" else "neighbours_only"
    return "not_yet_said" if pd.isna(trouble.spoken) else "unrecorded"
