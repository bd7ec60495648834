"""Published totals that the made population must meet: residents by census unit, ages, migrants, households."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.city.divisions import Divisions
from sim.city.errors import CityError, complaint, nearest
from sim.city.rows import Row, percent, whole_number

REQUIRED = ("unit", "population")
OPTIONAL = (
    "ring",
    "urban_pct",
    "age0_14_pct",
    "age15_59_pct",
    "age60p_pct",
    "age65p_pct",
    "migrants",
    "family_households",
    "family_persons",
    "collective_households",
    "confidence",
    "source",
)
WHOLE = "*"
"""Unit of the row for the whole city."""
AGES = ("0-14", "15-59", "60-64", "65+")
_COUNTS = ("migrants", "family_households", "family_persons", "collective_households")
_AGE_COLUMNS = ("age0_14_pct", "age15_59_pct", "age60p_pct", "age65p_pct")
_HOUSEHOLD_MAX = 6.0  # mean persons of a family household that the sizes 1-8 can come to


class Published(NamedTuple):
    """What is published of one place. `unit`: row of the census unit, -1 the whole city. None: not published."""

    unit: int
    urban: float | None  # share 0-1
    ages: tuple[float, float, float, float] | None  # shares by AGES
    migrants: int | None
    family_households: int | None
    family_persons: int | None
    collective_households: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Margins:
    """Totals by census unit and what is published beyond them.

    Attributes:
        units: names of census units.
        population: residents of each unit.
        outer: whether a unit lies outside the centre.
        published: the whole city first (without gaps but for `urban`), then units with figures of their own.
    """

    units: list[str]
    population: NDArray[np.int64]
    outer: NDArray[np.bool_]
    published: list[Published]


def _published(row: Row, unit: int, messages: list[str]) -> Published:
    shares = [percent(row, column, messages) for column in _AGE_COLUMNS]
    ages = None
    if None not in shares:
        young, grown, old, oldest = (share for share in shares if share is not None)
        if abs(young + grown + old - 1.0) > 0.001:
            total = f"ages 0-14, 15-59 and 60+ add up to {100 * (young + grown + old):g} %"
            messages.append(complaint(row.where, "age0_14_pct", total, "99.9 to 100.1"))
        if oldest > old:
            messages.append(complaint(row.where, "age65p_pct", "more than age60p_pct", "at most age60p_pct"))
        ages = (young, grown, old - oldest, oldest)
    elif any(share is not None for share in shares):
        allowed = f"all of {', '.join(_AGE_COLUMNS)}, or none"
        messages.append(complaint(row.where, "age0_14_pct", "only some ages are given", allowed))
    count = {column: whole_number(row, column, messages) for column in _COUNTS}
    if (count["family_households"] < 0) != (count["family_persons"] < 0):
        wrong = "families and their persons are not both given"
        messages.append(complaint(row.where, "family_households", wrong, "both or none"))
    elif count["family_households"] >= 0:
        mean = count["family_persons"] / max(1, count["family_households"])
        if not 1.0 <= mean <= _HOUSEHOLD_MAX:
            wrong = f"{mean:.2f} persons a family household"
            messages.append(complaint(row.where, "family_persons", wrong, f"1 to {_HOUSEHOLD_MAX:g}"))
    population = whole_number(row, "population", [])
    messages += [
        complaint(row.where, column, f"{count[column]} of {population} residents", "at most the population")
        for column in ("migrants", "family_persons", "collective_households")
        if 0 <= population < count[column]
    ]
    known = {column: None if number < 0 else number for column, number in count.items()}
    return Published(unit, percent(row, "urban_pct", messages), ages, **known)


def _filled(city: Published, population: int, example: Published, example_population: int) -> Published:
    """Fill gaps of a city's figures with the shares of another city."""
    scale = population / example_population
    persons, households = city.family_persons, city.family_households
    if persons is None or households is None:
        persons = round((example.family_persons or 0) * scale)
        households = round((example.family_households or 0) * scale)
    collective = city.collective_households
    if collective is None:
        left = (example_population - (example.family_persons or 0)) / max(1, example.collective_households or 0)
        collective = round((population - persons) / left)
    migrants = city.migrants
    return city._replace(
        ages=city.ages or example.ages,
        migrants=round((example.migrants or 0) * scale) if migrants is None else migrants,
        family_households=households,
        family_persons=persons,
        collective_households=collective,
    )


def _unit_of_row(row: Row, units: list[str], divisions: Divisions, messages: list[str]) -> int:
    text = row.cells["unit"]
    if text in divisions.district_codes:
        text = divisions.district_names[divisions.district_codes.index(text)]
    if text in units:
        return units.index(text)
    allowed = "name or code of a district or functional zone that has communities, or * for the whole city"
    messages.append(complaint(row.where, "unit", f"{text!r} is not in the divisions", allowed, nearest(text, units)))
    return -1


def _add_up_communities(
    divisions: Divisions, units: list[str], population: NDArray[np.int64], messages: list[str]
) -> None:
    """Take a unit's population from its communities where these are given."""
    unit_of = np.array([units.index(zone) for zone in divisions.zone])
    for unit, name in enumerate(units):
        given = divisions.population[unit_of == unit]
        first = divisions.where[int(np.argmax(unit_of == unit))]
        if (given >= 0).all():
            total = int(given.sum())
            if population[unit] >= 0 and population[unit] != total:
                wrong = f"communities of {name} add up to {total}, the margins say {population[unit]}"
                messages.append(complaint(first, "population", wrong, "the same total, or one of the two left out"))
            population[unit] = total
        elif (given >= 0).any():
            wrong = f"given for only some communities of {name}"
            messages.append(complaint(first, "population", wrong, "for all of a unit, or for none"))
        elif population[unit] < 0:
            wrong = f"nothing says how many people live in {name}"
            allowed = "a row of the margins, or populations of its communities"
            messages.append(complaint(first, "population", wrong, allowed))
        elif population[unit] < len(given):
            wrong = f"{name} has {population[unit]} residents in {len(given)} communities"
            messages.append(complaint(first, "population", wrong, "at least one resident a community"))


def read_margins(rows: Sequence[Row], divisions: Divisions, wuhan: Row) -> Margins:
    """Turn the rows of a table of margins into totals.

    Args:
        rows: one a census unit (a district, or a functional zone in place of what it holds of its districts), and
            at most one for the whole city; may be empty where `divisions` gives every community's population.
        wuhan: the row of the whole city of Wuhan, whose shares fill gaps.

    Raises:
        CityError: everything that is wrong with the rows.
    """
    messages: list[str] = []
    units = list(dict.fromkeys(divisions.zone))
    population = np.full(len(units), -1, dtype=np.int64)
    outer = np.zeros(len(units), dtype=np.bool_)
    seen: dict[int, str] = {}
    published = []
    city, city_total = Published(-1, *[None] * 6), -1
    for row in rows:
        whole = row.cells["unit"] == WHOLE
        unit = -1 if whole else _unit_of_row(row, units, divisions, messages)
        if unit < 0 and not whole:
            continue
        if unit in seen:
            messages.append(complaint(row.where, "unit", f"{row.cells['unit']} stands already in {seen[unit]}"))
            continue
        seen[unit] = row.where
        if row.cells.get("ring", "") not in {"", "central", "outer"}:
            messages.append(complaint(row.where, "ring", repr(row.cells["ring"]), "central, outer or nothing"))
        residents = whole_number(row, "population", messages, low=1)
        figures = _published(row, unit, messages)
        if whole:
            city, city_total = figures, residents
        else:
            population[unit], outer[unit] = residents, row.cells.get("ring", "") == "outer"
            if any(value is not None for value in figures[1:]):
                published.append(figures)
    if not messages:
        _add_up_communities(divisions, units, population, messages)
    total = int(population.sum())
    if not messages and city_total not in {-1, total}:
        wrong = f"{city_total} in the whole city, {total} in its units"
        messages.append(complaint(seen[-1], "population", wrong, "the same total"))
    if messages:
        raise CityError(messages)
    example = _published(wuhan, -1, messages)
    filled = _filled(city, total, example, int(wuhan.cells["population"]))
    return Margins(units, population, outer, [filled, *sorted(published)])
