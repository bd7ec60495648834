"""The months about a policy's dates as tables and sentences."""

from dataclasses import dataclass

from sim.measure.interrupted import AFTER, APART, BEFORE, Break, Effect
from sim.measure.monthly import FEWEST, SHARES
from sim.report.before_after import BeforeAfter, looks_better
from sim.report.dates import Change
from sim.report.quantities import NOTHING, grouped, percent
from sim.text import Language, text


@dataclass(frozen=True, slots=True)
class Printed:
    """An estimate as printed, and whether its interval leaves out zero."""

    value: str
    interval: str = ""
    off_zero: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Both estimates of a break as printed, or why there are none."""

    level: Printed = Printed(NOTHING)
    slope: Printed = Printed(NOTHING)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Estimates:
    """One quantity: for each break the numbers of its dates, and what was reported and true."""

    name: str
    unit: str
    rows: list[tuple[str, Cell, Cell]]


@dataclass(frozen=True, slots=True)
class Years:
    """One quantity on one side: values as printed."""

    name: str
    kind: str
    before: str
    last: str
    change: str
    unchanged: str
    difference: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says of it, and the limits that it names."""

    estimates: list[Estimates]
    years: list[Years]
    burden: str
    looks_better: str
    apart: int = APART
    fewest: int = FEWEST


def told(found: BeforeAfter, lang: Language) -> Told:
    """Return all that the page says."""
    return Told(
        estimates(found, lang), years(found, lang), burden_sentence(found, lang), looks_better_sentence(found, lang)
    )


def estimates(found: BeforeAfter, lang: Language) -> list[Estimates]:
    """Return the estimates of each pair."""
    return [
        Estimates(
            text(f"report.its_{name}", lang),
            text(f"report.its_unit_{name}", lang),
            [
                (numbers(group, lang), _cell(reported.breaks[k], name, lang),
                 _cell(true.breaks[k], name, lang) if true is not None else Cell())
                for k, group in enumerate(found.joined)
            ],
        )
        for name, (reported, true) in found.fits.items()
    ]  # fmt: skip


def numbers(group: list[Change], lang: Language) -> str:
    """Return the numbers of the dates that count as one break, and its month."""
    joint = text("report.date_numbers_joint", lang)
    return f"{joint.join(str(change.number) for change in group)} ({group[0].day:%Y-%m})"


def _cell(one: Break, name: str, lang: Language) -> Cell:
    if one.level is None or one.slope is None:
        return Cell(why=text(f"report.its_why_{one.why}", lang, before=BEFORE, after=AFTER, fewest=FEWEST))
    return Cell(_printed(one.level, name, lang), _printed(one.slope, name, lang))


def _printed(one: Effect, name: str, lang: Language) -> Printed:
    value, low, high = (_signed(number, name) for number in one)
    return Printed(value, text("report.its_interval", lang, low=low, high=high), not one.low <= 0.0 <= one.high)


def _signed(value: float, name: str) -> str:
    """Return a difference: of shares in percentage points.

    Example:
        >>> _signed(0.031, "solved"), _signed(-2.25, "petitions"), _signed(-0.0001, "solved")
        ('+3.1', '−2.2', '0.0')
    """
    shown = f"{100.0 * value if name in SHARES else value:+.1f}"
    return "0.0" if float(shown) == 0.0 else shown.replace("-", "−")


def years(found: BeforeAfter, lang: Language) -> list[Years]:
    """Return the year before the first date, the last year, and the last year had nothing changed."""
    made = []
    for name in found.pairs:
        others = found.unchanged_last(name)
        for kind, means, other in zip(("reported", "true"), found.years(name), others, strict=True):
            if means is None:
                continue
            words = [text(f"report.its_{name}_{kind}", lang)]
            if name not in SHARES:
                words.append(text(f"report.its_unit_{name}", lang))
            difference = NOTHING if other is None else _signed(means.last - other, name)
            made.append(
                Years(
                    text("report.joint", lang).join(words), kind, _value(means.before, name), _value(means.last, name),
                    _signed(means.last - means.before, name), _value(other, name), difference,
                )
            )  # fmt: skip
    return made


def _value(value: float | None, name: str) -> str:
    return NOTHING if value is None else percent(value) if name in SHARES else grouped(value, 1)


def burden_sentence(found: BeforeAfter, lang: Language) -> str:
    """Say what the burden was, and what it would have been had nothing changed; or how to find out."""
    burden, other = found.run.value("burden_per_resident"), found.run.unchanged_value("burden_per_resident")
    if burden is None or other is None:
        return text("report.its_no_unchanged", lang)
    change = f"{100.0 * (burden - other) / other:+.1f}%".replace("-", "−") if other else NOTHING
    return text("report.its_burden", lang, burden=grouped(burden, 2), other=grouped(other, 2), change=change)


def looks_better_sentence(found: BeforeAfter, lang: Language) -> str:
    """Say that it was reported better while residents were no better off; nothing where that is not so."""
    what = looks_better(found)
    if what is None:
        return ""
    rose, fell = (_moved(found, names, lang) for names in (what.rose, what.fell))
    true = found.years("solved")[1] if "solved" in found.pairs else None
    return text(
        "report.its_looks_better", lang, rose=rose,
        fell=text("report.its_but", lang, fell=fell) if fell else "",
        truly=text("report.its_truly", lang, before=percent(true.before), last=percent(true.last)) if true else "",
        burden=grouped(what.burden, 2), other=grouped(what.unchanged, 2),
    )  # fmt: skip


def _moved(found: BeforeAfter, names: list[str], lang: Language) -> str:
    """Say how reported shares moved from the year before the first date to the last year."""
    parts = [
        text("report.its_moved", lang, name=text(f"report.its_{name}_reported", lang), before=percent(means.before),
             last=percent(means.last))
        for name in names if (means := found.years(name)[0])
    ]  # fmt: skip
    return text("report.its_moved_joint", lang).join(parts)
