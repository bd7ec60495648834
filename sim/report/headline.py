"""The headline: what was reported beside what was true, and what that says in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.measure.definitions import definitions
from sim.report.folder import Run
from sim.report.quantities import duration, grouped, indicator, percent, suffix
from sim.text import Language, text

TILES = (
    "silent_share", "pseudo_closure_share", "hours_to_close_median", "hours_to_close_p90", "backlog_end",
    "repeat_rate", "mean_trust", "burden_per_resident",
)  # fmt: skip
"""Indicators that stand alone, in their order."""


_TOO_SMALL = 0.0005


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair: the value as printed, the length of its bar (0-100), and what it says."""

    value: str
    length: float
    words: str
    interval: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """What the offices see beside what the model knows, on one scale."""

    title: str
    reported: Side
    true: Side


@dataclass(frozen=True, slots=True)
class Tile:
    """An indicator that stands alone."""

    name: str
    value: str
    unit: str
    kind: str
    interval: str


def pairs(run: Run, lang: Language) -> list[Pair]:
    """Return the pairs that the run can tell."""
    made = (
        _counts(run, lang),
        _shares(run, lang, "solved", ("resolution_rate_reported", None), ("resolution_rate_true", None)),
        _shares(run, lang, "closed", ("closure_rate", None), ("", _solved_of_all(run))),
        _shares(run, lang, "in_time", ("on_time_rate", None), ("", _solved_in_time(run))),
        _shares(run, lang, "content", ("satisfaction", None), ("satisfaction_true", None)),
    )
    return [pair for pair in made if pair is not None]


def _counts(run: Run, lang: Language) -> Pair | None:
    """Return official tickets beside troubles felt; on one scale, for most troubles make no ticket."""
    tickets, troubles = run.value("tickets"), run.value("troubles")
    if tickets is None or troubles is None:
        return None
    most = max(tickets, troubles, 1.0)

    def side(name: str, key: str, value: float) -> Side:
        count = text("report.n_items", lang, count=grouped(value))
        return Side(count, 100.0 * value / most, text(key, lang), interval(run, name, lang))

    return Pair(
        text("report.pair_heard", lang),
        side("tickets", "report.pair_heard_reported", tickets),
        side("troubles", "report.pair_heard_true", troubles),
    )


def _shares(
    run: Run, lang: Language, key: str, reported: tuple[str, float | None], true: tuple[str, float | None]
) -> Pair | None:
    """Return two shares; each is an indicator by name, or a value of its own."""
    values = [run.value(name) if name else value for name, value in (reported, true)]
    if values[0] is None or values[1] is None:
        return None
    sides = [
        Side(percent(value), 100.0 * min(1.0, max(0.0, value or 0.0)), text(f"report.pair_{key}_{kind}", lang),
             interval(run, name, lang))
        for (name, _), value, kind in zip((reported, true), values, ("reported", "true"), strict=True)
    ]  # fmt: skip
    return Pair(text(f"report.pair_{key}", lang), *sides)


def _solved_of_all(run: Run) -> float | None:
    """Return the share of all tickets that was truly solved by the end."""
    closed, solved = run.value("closure_rate"), run.value("resolution_rate_true")
    return None if closed is None or solved is None else closed * solved


def _solved_in_time(run: Run) -> float | None:
    """Return, of the tickets that are closed or past their deadline, the share truly solved within it."""
    official = run.official
    due = official[official.due]
    return float((due.on_time & due.solved_true).mean()) if len(due) else None


def tiles(run: Run, lang: Language) -> list[Tile]:
    """Return the indicators that stand alone."""
    made = []
    for name in TILES:
        one = definitions()[name]
        value = indicator(name, run.value(name), lang)
        title = one.zh if lang == "zh" else one.en
        made.append(Tile(title, value, suffix(name, lang), one.kind, interval(run, name, lang)))
    return made


def interval(run: Run, name: str, lang: Language) -> str:
    """Return an indicator's interval over replications, as printed; nothing where there is none."""
    bounds = run.summary["indicators"].get(name, {}).get("interval")
    if not bounds or bounds.get("low") is None or bounds.get("high") is None:
        return ""
    low, high = (indicator(name, bounds[side], lang) for side in ("low", "high"))
    return text("report.interval", lang, low=low, high=high)


def sentences(run: Run, lang: Language) -> list[str]:
    """Say in plain words what the numbers say; a sentence whose numbers are missing is left out."""
    return list(_sentences(run, lang))


def _sentences(run: Run, lang: Language) -> Iterator[str]:
    v = run.value
    troubles, silent, voiced, informal = (
        v(name) for name in ("troubles", "silent_share", "voiced_share", "informal_share")
    )
    people = grouped(int(run.summary["residents"]))
    if troubles and silent is not None and voiced is not None and informal is not None:
        yield text(
            "report.say_felt", lang, residents=people, days=run.summary["days"], troubles=grouped(troubles),
            silent=f"{100 * silent:.0f}", neighbours=f"{100 * max(0.0, 1 - silent - voiced):.0f}",
            informal=f"{100 * informal:.0f}", formal=f"{100 * max(0.0, voiced - informal):.0f}",
        )  # fmt: skip
    tickets, closed = v("tickets"), v("closure_rate")
    if tickets is not None and not tickets:
        yield text("report.say_no_ticket", lang)
    if tickets and closed is not None:
        yield text("report.say_tickets", lang, tickets=grouped(tickets), closed=percent(closed))
    reported, true = v("resolution_rate_reported"), v("resolution_rate_true")
    if reported is not None and true is not None:
        yield text(
            "report.say_solved", lang, reported=percent(reported), true=percent(true),
            gap=f"{100 * abs(reported - true):.1f}",
        )  # fmt: skip
    pseudo = v("pseudo_closure_share")
    if reported is not None and true is not None and pseudo is not None and reported - true - pseudo > _TOO_SMALL:
        yield text(
            "report.say_gap", lang, pseudo=f"{100 * pseudo:.1f}", lapsed=f"{100 * (reported - true - pseudo):.1f}"
        )  # fmt: skip
    rated, felt = v("satisfaction"), v("satisfaction_true")
    if rated is not None and felt is not None:
        yield text("report.say_content", lang, rated=percent(rated), felt=percent(felt))
    middle, slow = v("hours_to_close_median"), v("hours_to_close_p90")
    if middle is not None and slow is not None:
        yield text("report.say_waiting", lang, median=duration(middle, lang), p90=duration(slow, lang))
    elif middle is not None:
        yield text("report.say_waiting_short", lang, median=duration(middle, lang))
    burden = v("burden_per_resident")
    if burden is not None:
        yield text("report.say_burden", lang, burden=grouped(burden, 2))
    yield from _of_shocks(run, lang)
    yield from _of_the_policy(run, lang)


def _of_shocks(run: Run, lang: Language) -> Iterator[str]:
    """Say how far a shock let open tickets rise, and how long they took to come down again."""
    for shock in run.summary.get("shocks", []):
        key = "report.say_recovered" if shock["days"] is not None else "report.say_not_recovered"
        yield text(
            key, lang, start=shock["start"], end=shock["end"], before=grouped(shock["before"]),
            most=grouped(shock["most"]), days=shock["days"] or 0,
        )  # fmt: skip


def _of_the_policy(run: Run, lang: Language) -> Iterator[str]:
    """Say what the policy cost, and whose hours it took from residents' cases."""
    bill = run.summary.get("policy")
    if not bill or (not any(bill["yuan"].values()) and not any(bill["hours"].values())):
        return
    people_years = run.summary["residents"] * run.summary["days"] / 365.0
    yield text(
        "report.say_cost", lang, public=grouped(bill["yuan"]["public"] / people_years, 1),
        firms=grouped(bill["yuan"]["firms"] / people_years, 1),
        **{who: grouped(1_000.0 * hours / people_years) for who, hours in bill["hours"].items()},
    )  # fmt: skip
