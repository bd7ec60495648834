"""Published totals that the made population must meet: residents by census unit, ages, migrants, households."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.city.divisions import Divisions
from sim.city.errors import CityError
from sim.table import Column, Row, Values
from sim.text.problem import Mark, Phrase, Problem, nearest, phrase, shown

WHOLE = "*"
"""Unit of the row for the whole city."""
AGES = ("0-14", "15-59", "60-64", "65+")
_COUNTS = ("migrants", "family_households", "family_persons", "collective_households")
_AGE_COLUMNS = ("age0_14_pct", "age15_59_pct", "age60p_pct", "age65p_pct")
_PERCENT = ("urban_pct", *_AGE_COLUMNS)
COLUMNS = (
    Column("unit"),
    Column("population", 1, 2**31 - 1, whole=True, blank=True),
    Column("ring", codes={"": False, "central": False, "outer": True}, optional=True),
    *(Column(name, 0, 100, blank=True, optional=True) for name in _PERCENT),
    *(Column(name, 0, 2**31 - 1, whole=True, blank=True, optional=True) for name in _COUNTS),
    *(Column(name, blank=True, optional=True) for name in ("confidence", "source")),
)
"""What a table of margins may say."""
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


def _given(row: Row) -> Values:
    return {name: value for name, value in row.values.items() if value is not None}


def _published(row: Row, unit: int) -> Published:
    given = _given(row)
    share = {name: given[name] / 100.0 for name in _PERCENT if name in given}
    ages = None
    if all(name in share for name in _AGE_COLUMNS):
        young, grown, old, oldest = (share[name] for name in _AGE_COLUMNS)
        ages = (young, grown, old - oldest, oldest)
    return Published(unit, share.get("urban_pct"), ages, *map(given.get, _COUNTS))


def _check_figures(row: Row, problems: list[Problem]) -> None:
    """Note what the figures of a row say against each other."""

    def note(column: str, wrong: Phrase, allowed: Phrase) -> None:
        problems.append(Problem(row.where, (column,), wrong, allowed))

    given = _given(row)
    ages = [given[name] for name in _AGE_COLUMNS if name in given]
    if len(ages) == len(_AGE_COLUMNS):
        young, grown, old, oldest = ages
        if abs(young + grown + old - 100.0) > 0.1:
            wrong = phrase("city.ages_total", total=young + grown + old)
            note("age0_14_pct", wrong, phrase("allowed.number", low=99.9, high=100.1))
        if oldest > old:
            note("age65p_pct", phrase("city.more_than", name="age60p_pct"), phrase("city.at_most", name="age60p_pct"))
    elif ages:
        note("age0_14_pct", phrase("city.some_ages"), phrase("city.all_or_none", names=", ".join(_AGE_COLUMNS)))
    if ("family_households" in given) != ("family_persons" in given):
        note("family_households", phrase("city.half_of_families"), phrase("city.both_or_none"))
    elif "family_households" in given:
        mean = given["family_persons"] / max(1, given["family_households"])
        if not 1.0 <= mean <= _HOUSEHOLD_MAX:
            wrong = phrase("city.persons", mean=f"{mean:.2f}")
            note("family_persons", wrong, phrase("allowed.number", low=1.0, high=_HOUSEHOLD_MAX))
    population = given.get("population", 2**31)
    for name in ("migrants", "family_persons", "collective_households"):
        if given.get(name, 0) > population:
            wrong = phrase("city.of_residents", count=given[name], residents=population)
            note(name, wrong, phrase("city.at_most", name="population"))


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


def _unit_of_row(row: Row, units: list[str], divisions: Divisions, problems: list[Problem]) -> int:
    """Return the census unit that a row is of; -1 the whole city, -2 none."""
    name = row.values["unit"]
    if name == WHOLE:
        return -1
    if name in divisions.district_codes:
        name = divisions.district_names[divisions.district_codes.index(name)]
    if name in units:
        return units.index(name)
    wrong = phrase("city.no_unit", name=shown(name))
    problems.append(Problem(row.where, ("unit",), wrong, phrase("city.a_unit"), nearest(name, units)))
    return -2


def _add_up_communities(
    divisions: Divisions, units: list[str], population: NDArray[np.int64], problems: list[Problem]
) -> None:
    """Take a unit's population from its communities where these are given."""
    unit_of = np.array([units.index(zone) for zone in divisions.zone])
    for unit, name in enumerate(units):
        given = divisions.population[unit_of == unit]
        total, told = int(given.sum()), int(population[unit])
        wrong = allowed = None
        if (given >= 0).all():
            if told not in {-1, total}:
                wrong, allowed = phrase("city.sum", name=name, total=total, told=told), phrase("city.same_or_one")
            population[unit] = total
        elif (given >= 0).any():
            wrong, allowed = phrase("city.some_populations", name=name), phrase("city.all_of_unit")
        elif told < 0:
            wrong, allowed = phrase("city.no_population", name=name), phrase("city.a_population")
        elif told < len(given):
            wrong = phrase("city.too_few", name=name, residents=told, communities=len(given))
            allowed = phrase("city.one_each")
        if wrong is not None:
            first = divisions.where[int(np.argmax(unit_of == unit))]
            problems.append(Problem(first, ("population",), wrong, allowed))


def read_margins(rows: Sequence[Row], divisions: Divisions, wuhan: Row, problems: list[Problem]) -> Margins:
    """Turn the rows of a table of margins into totals.

    Args:
        rows: one a census unit (a district, or a functional zone in place of what it holds of its districts), and
            at most one for the whole city; may be empty where `divisions` gives every community's population.
        wuhan: the row of the whole city of Wuhan, whose shares fill gaps.
        problems: of the rows, known so far.

    Raises:
        CityError: these and everything else that is wrong with the rows.
    """
    units = list(dict.fromkeys(divisions.zone))
    population = np.full(len(units), -1, dtype=np.int64)
    outer = np.zeros(len(units), dtype=np.bool_)
    seen: dict[int, Mark] = {}
    published = []
    city, city_total = Published(-1, *[None] * 6), -1
    for row in rows:
        unit = _unit_of_row(row, units, divisions, problems) if "unit" in row.values else -2
        if unit in seen:
            wrong = phrase("problem.repeated", value=shown(row.values["unit"]), line=seen[unit].line)
            problems.append(Problem(row.where, ("unit",), wrong))
        if unit == -2 or unit in seen:
            continue
        seen[unit] = row.where
        _check_figures(row, problems)
        residents, figures = row.values.get("population") or -1, _published(row, unit)
        if unit < 0:
            city, city_total = figures, residents
        else:
            population[unit], outer[unit] = residents, row.values.get("ring", False)
            if any(value is not None for value in figures[1:]):
                published.append(figures)
    if not problems:
        _add_up_communities(divisions, units, population, problems)
    total = int(population.sum())
    if not problems and city_total not in {-1, total}:
        wrong, allowed = phrase("city.totals", city=city_total, units=total), phrase("city.same_total")
        problems.append(Problem(seen[-1], ("population",), wrong, allowed))
    if problems:
        raise CityError(problems)
    filled = _filled(city, total, _published(wuhan, -1), wuhan.values["population"])
    return Margins(units, population, outer, [filled, *sorted(published)])
