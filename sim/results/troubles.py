"""From the log of troubles to a table that others read, with what is known of whom each befell."""

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from sim.agents.compound import CompoundKind
from sim.city import City
from sim.grievance.category import load_categories
from sim.grievance.trouble import Solved, Voice
from sim.results.logs import Names, listed, named, table, times_at


def troubles_table(rows: np.recarray, names: Names, city: City) -> pa.Table:
    """Return rows of the log of troubles as `troubles.parquet` holds them.

    Args:
        city: of the run; age, tenure and kind of compound are those of its making.
    """
    columns: dict[str, ArrayLike | pa.Array] = {
        name: rows[name] for name in ("trouble", "resident", "compound", "community", "severity", "affected")
    }
    columns |= {
        "age": city.residents.age[rows.resident],
        "owner": city.households.owner[city.residents.household[rows.resident]] != 0,
        "compound_code": named(rows.compound, names.compound_codes),
        "compound_kind": named(city.compounds.kind[rows.compound], listed(CompoundKind)),
        "community_code": named(rows.community, names.community_codes),
        "street": names.street_of[rows.community],
        "street_code": named(names.street_of[rows.community], names.street_codes),
        "category": named(rows.category, pa.array(load_categories().ids)),
        "voice": named(rows.voice, listed(Voice)),
        "solved": named(rows.solved, listed(Solved)),
        "reported_solved": pa.array(rows.reported_solved > 0, mask=rows.reported_solved < 0),
        "returned": rows.returned != 0,
        "open": rows.open != 0,
    }
    hours = {name: rows[name] for name in ("onset", "ended", "spoken", "closed")}
    columns |= {name: times_at(values, names.first_midnight) for name, values in hours.items()}
    return table("troubles", columns)
