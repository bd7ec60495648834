"""The small table at the end of a run: reported and true, side by side."""

from typing import Any

from rich.console import Console
from rich.table import Table

from sim.report.quantities import indicator, suffix
from sim.text import Language, text

ROWS = (
    ("run.pair_heard", "tickets", "troubles"),
    ("", None, "silent_share"),
    ("", "on_time_rate", None),
    ("", "closure_rate", None),
    ("run.pair_solved", "resolution_rate_reported", "resolution_rate_true"),
    ("", None, "pseudo_closure_share"),
    ("run.pair_content", "satisfaction", "satisfaction_true"),
    ("", "hours_to_close_median", None),
    ("", None, "burden_per_resident"),
    ("", None, "mean_trust"),
    ("", None, "worker_burnout_share"),
)
"""Label (of what stands alone: its own name), what is reported, what is true."""


def print_headline(summary: dict[str, Any], lang: Language) -> None:
    """Print the headline of a `summary.json`."""
    area = summary["area"]["name"]
    title = text("run.title", lang, area=area, residents=f"{summary['residents']:,}", days=summary["days"])
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(text("run.indicator", lang), overflow="fold")
    table.add_column(text("run.reported", lang), justify="right")
    table.add_column(text("run.true", lang), justify="right")
    for label, reported, true in ROWS:
        name = reported or true or ""
        words = text(label, lang) if label else str(summary["indicators"][name][lang])
        unit = suffix(name, lang)
        table.add_row(f"{words} ({unit})" if unit else words, *(_cell(summary, one, lang) for one in (reported, true)))
    console = Console(highlight=False)
    console.print(table)
    runs = summary["replications"]["runs"]
    if runs > 1:
        console.print(text("run.intervals", lang, runs=runs), markup=False)


def _cell(summary: dict[str, Any], name: str | None, lang: Language) -> str:
    if name is None:
        return ""
    one = summary["indicators"][name]
    interval = one.get("interval")
    if interval is None or interval["low"] is None:
        return indicator(name, one["value"], lang)
    mean, low, high = (indicator(name, interval[part], lang) for part in ("mean", "low", "high"))
    return f"{mean} \\[{low}, {high}]"
