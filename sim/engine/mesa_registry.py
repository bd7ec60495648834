"""Where a model keeps its agents: the only file that touches Mesa's private names.

Mesa registers agents one by one as they are made. Agents that are rows of tables are registered by the table:
`model.agents`, `model.agents_by_type` and `model.agent_types` then answer as for any other model.
"""

from collections.abc import Mapping
from typing import Any

import mesa

from sim.engine.agent_set import TableAgentSet
from sim.engine.agent_view import RecordAgent, Records, Table
from sim.engine.mixed_agent_set import MixedAgentSet

_BY_TYPE = "_agents_by_type"
_ALL = "_all_agents"


def install(model: Any, tables: Mapping[type[RecordAgent], Table]) -> None:
    """Make the rows of each table agents of a Mesa model, without making a single agent.

    The kinds get their ids in the order given: 1 to n for the first, n + 1 onwards for the second, and so on. The
    tables are not copied. Agents that the model has already stay in it.

    Raises:
        ValueError: if the model has agents of one of the kinds already.
        RuntimeError: if this version of Mesa keeps its agents elsewhere.
    """
    by_type = vars(model).get(_BY_TYPE)
    if not isinstance(by_type, dict) or _ALL not in vars(model):
        raise RuntimeError(_changed())
    if twice := [kind.__name__ for kind in tables if kind in by_type]:
        raise ValueError(f"the model has agents of these kinds already: {', '.join(twice)}")
    before = model.agents
    known = before.tables if isinstance(before, MixedAgentSet) else ()
    plain = list(before.others.values()) if isinstance(before, MixedAgentSet) else list(before)

    first_id = 1 + sum(map(len, known))
    added = []
    for kind, table in tables.items():
        added.append(Records(model, kind, table, first_id))
        first_id += len(table)
    everybody = MixedAgentSet([*known, *added], model.random)
    for agent in plain:
        everybody.add(agent)
    by_type.update({records.kind: TableAgentSet.of(records) for records in added})
    setattr(model, _ALL, everybody)

    if model.agents is not everybody or any(kind not in model.agents_by_type for kind in tables):
        raise RuntimeError(_changed())


def _changed() -> str:
    return f"Mesa {mesa.__version__} does not keep a model's agents in {_BY_TYPE} and {_ALL}; adapt {__name__}"
