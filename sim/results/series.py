"""The small tables of a run: a row a day, a row a community, a row a seed and indicator."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.agents.community import CommunityKind
from sim.city import City
from sim.measure.indicators import community_indicators
from sim.measure.record import Record
from sim.results.columns import schema_of
from sim.results.sink import COMPRESSION


def write_frame(frame: pd.DataFrame, table: str, path: Path) -> None:
    """Write a frame as the table that `columns.csv` describes; indicators that cannot be had there may be missing.

    Raises:
        ValueError: the list of columns does not describe one that the frame has.
    """
    schema = schema_of(table)
    unlisted = set(frame.columns) - set(schema.names)
    if unlisted:
        raise ValueError(f"columns.csv does not describe {table}: {', '.join(sorted(unlisted))}")
    fields = [field for field in schema if field.name in frame]
    arrays = [pa.array(frame[field.name], from_pandas=True).cast(field.type) for field in fields]
    pq.write_table(pa.table(arrays, schema=pa.schema(fields)), path, compression=COMPRESSION)


def daily_frame(record: Record, first_day: date, warmup: int) -> pd.DataFrame:
    """Return one row a day, warm-up included, with what is known at the ends of months."""
    frame = record.daily()
    days = [first_day + timedelta(days=day) for day in range(len(frame))]
    frame.insert(0, "date", days)
    frame.insert(1, "measured", [day >= warmup for day in range(len(frame))])
    last = len(frame) - 1
    trust = {min(day, last): means for day, *means in record.trust}
    for column, name in enumerate(("trust_firm", "trust_community", "trust_platform")):
        frame[name] = pd.Series({day: means[column] for day, means in trust.items()}, dtype="float64")
    ends = [day for day in range(warmup, len(frame)) if (days[day] + timedelta(days=1)).day == 1]
    for column, name in enumerate(("workers_quit", "workers_in_post")):
        counts = {day: month[column] for day, month in zip(ends, record.workers, strict=True)}
        frame[name] = pd.Series(counts, dtype="Int64")
    return frame


def communities_frame(record: Record, city: City, days: int) -> pd.DataFrame:
    """Return one row a community: what it is, and every indicator that can be had there."""
    table = record.world.communities
    streets = table.street
    districts = city.streets.district[streets]
    nodes = [city.graph.nodes[f"community:{code}"] for code in city.codes["communities"]]
    facts = pd.DataFrame(
        {
            "community": range(len(table)),
            "code": city.codes["communities"],
            "name": city.names["communities"],
            "street": [city.names["streets"][row] for row in streets],
            "street_code": [city.codes["streets"][row] for row in streets],
            "district": [city.names["districts"][row] for row in districts],
            "district_code": [city.codes["districts"][row] for row in districts],
            "functional_zone": [str(node["functional_zone"]) for node in nodes],
            "urban": [bool(node["urban"]) for node in nodes],
            "kind": [CommunityKind(kind).name.lower() for kind in table.kind.tolist()],
            "residents": table.resident_n,
            "households": table.household_n,
            "compounds": table.compound_n,
            "first_resident": table.resident_lo,
            "first_building": table.building_lo,
            "first_compound": table.compound_lo,
        }
    )
    return pd.concat([facts, community_indicators(record, days)], axis=1)


def replications_frame(values: Sequence[tuple[int, dict[str, float]]]) -> pd.DataFrame:
    """Return one row for each run and indicator.

    Args:
        values: seed and indicators of each run.
    """
    rows = [(str(seed), name, value) for seed, one in values for name, value in one.items()]
    return pd.DataFrame(rows, columns=["seed", "indicator", "value"])
