"""Where troubles end: from what was felt, by whom it was told, to what became of it."""

import pandas as pd
from matplotlib.figure import Figure

from sim.report.figures.sankey import Flow, Node, draw_sankey
from sim.report.folder import WRITTEN_OFF, Run
from sim.report.names import FORMAL
from sim.report.quantities import grouped, percent
from sim.report.style import FAINT, INK, LAPSED, MUTED, OPEN, PSEUDO, REPORTED, SOLVED, UNRESOLVED, new_figure
from sim.text import Language, text

ENDS = {"solved": SOLVED, "pseudo": PSEUDO, "unresolved": UNRESOLVED, "lapsed": LAPSED, "open": OPEN}
"""Outcomes, in the order in which a trouble with several tickets takes the first that applies."""
_ROUTES = {"formal": REPORTED, "informal": "#5aa9d6", "unrecorded": FAINT, "neighbours": "#b9a88f", "silent": MUTED}


def ends_of_troubles(run: Run) -> tuple[dict[str, float], pd.DataFrame]:
    """Return (troubles by route, troubles by route and end).

    A trouble's route is the furthest that it was told: one told to the firm and later to the hotline is formal. What
    was told but stands in no record was lost, or its resident had not yet spoken at the end.
    """
    felt = run.value("troubles") or 0.0
    silent = felt * (run.value("silent_share") or 0.0)
    voiced = felt * (run.value("voiced_share") or 0.0)
    mine = run.tickets[(run.tickets.onset >= run.start) & ~run.tickets.outcome.isin(WRITTEN_OFF)]
    rank = {end: place for place, end in enumerate(ENDS)}
    told = pd.DataFrame(
        {"trouble": mine.trouble, "formal": mine.channel.isin(FORMAL), "end": mine.outcome.map(rank).astype(float)}
    ).dropna()
    by_trouble = told.groupby("trouble").agg({"formal": "max", "end": "min"})
    routes = by_trouble.formal.astype(bool).map({True: "formal", False: "informal"})
    ends = by_trouble.end.astype(int).map(dict(enumerate(ENDS)))
    table = pd.crosstab(routes, ends).reindex(index=["formal", "informal"], columns=list(ENDS), fill_value=0)
    counts = {
        **{route: float(n) for route, n in table.sum(axis=1).items()},
        "unrecorded": max(0.0, voiced - len(by_trouble)),
        "neighbours": max(0.0, felt - silent - voiced),
        "silent": silent,
    }
    return {route: counts[route] for route in _ROUTES}, table


def draw(run: Run, lang: Language) -> Figure | None:
    """Draw the flows of all troubles of the measured time."""
    routes, table = ends_of_troubles(run)
    felt = sum(routes.values())
    if felt <= 0.0:
        return None

    def node(key: str, count: float, color: str) -> Node:
        label = f"{text(f'report.flow_{key}', lang)}\n{grouped(count)} · {percent(count / felt)}"
        return Node(key, count / felt, color, label)

    first = [Node("felt", 1.0, INK, "")]
    second = [node(route, routes[route], color) for route, color in _ROUTES.items() if routes[route] > 0.0]
    third = [node(end, table[end].sum(), color) for end, color in ENDS.items() if table[end].sum() > 0]
    flows = [Flow("felt", one.key, one.share) for one in second]
    flows += [
        Flow(str(route), end, table.loc[route, end] / felt)
        for route in table.index
        for end in ENDS
        if table.loc[route, end] > 0
    ]
    figure = new_figure(9.0, 5.2)
    axes = figure.subplots()
    columns = [first, second, third] if third else [first, second]
    draw_sankey(axes, columns, flows, (0.0, 0.30, 0.74)[: len(columns)])
    for x, key in ((0.0, "felt"), (0.30, "told"), (0.74, "became"))[: len(columns)]:
        axes.text(x, -0.075, text(f"report.column_{key}", lang, count=grouped(felt)), fontsize=10, color=MUTED)
    axes.set_ylim(1.02, -0.11)
    return figure
