"""Residents' trust over the months, as only the model knows it."""

from matplotlib.figure import Figure

from sim.report.folder import Run
from sim.report.style import GRID, LAPSED, SOLVED, UNRESOLVED, date_axis, new_figure, on_axis, spread
from sim.text import Language, text

LINE = 0.085
"""Height of a line of text, on the scale of trust."""
WHOM = {"trust_firm": UNRESOLVED, "trust_community": SOLVED, "trust_platform": LAPSED}


def draw(run: Run, lang: Language) -> Figure | None:
    """Draw mean trust in firm, community and platform at each month's end."""
    if not set(WHOM) <= set(run.daily):
        return None
    trust = run.daily[list(WHOM)].dropna()
    if len(trust) < 2:
        return None
    figure = new_figure(9.0, 3.0)
    axes = figure.subplots()
    first, start, end = (on_axis(time) for time in (run.daily.index[0], run.start, run.end))
    axes.axvspan(first, start, color=GRID, alpha=0.6, linewidth=0, zorder=0)
    last = trust.iloc[-1].sort_values()
    heights = dict(zip(last.index, spread(last.tolist(), LINE), strict=True))
    for name, color in WHOM.items():
        axes.plot(on_axis(trust.index), trust[name], marker="o", markersize=4, linewidth=1.6, color=color)
        axes.annotate(
            f"{text(f'report.{name}', lang)} {trust[name].iloc[-1]:.2f}", (1.0, heights[name]), (6, 0),
            xycoords=("axes fraction", "data"), textcoords="offset points", va="center", fontsize=9.5, color=color,
        )  # fmt: skip
    axes.set_ylim(0.0, 1.0)
    axes.set_xlim(first, end)
    axes.set_ylabel(text("report.trust_axis", lang))
    axes.grid(axis="y")
    date_axis(axes, lang)
    return figure
