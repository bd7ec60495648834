"""Agents that are rows of a table, against plain Mesa agents with the same values: every method, the same result."""

import copy
import pickle
from functools import partial
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.agent import AgentSet

from sim.engine.agent_set import TableAgentSet
from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule
from sim.engine.lazy_set import LazyAgentSet
from sim.engine.mesa_registry import install
from sim.engine.mixed_agent_set import MixedAgentSet

PERSON = np.dtype(
    [("age", "u1"), ("house", "i4"), ("trust", "f4"), ("wealth", "f8"), ("works", "?"), ("skill", "f8", (3,))],
    align=True,
)
FIRM = np.dtype([("wealth", "f8"), ("staff", "i4")], align=True)
PEOPLE, FIRMS = 40, 5


@rule
def learns(person, much):  # type: ignore[no-untyped-def]
    """Stand for a rule over a record."""
    person.skill[1] += much
    person.age += 1


class Behaviour:
    """What both a plain agent and a view of a record do."""

    def step(self) -> None:
        self.wealth += self.random.random() * self.age

    def richer_than(self, limit: float, strictly: bool = True) -> bool:
        return self.wealth > limit if strictly else self.wealth >= limit

    @property
    def double(self) -> float:
        return 2 * self.wealth


class Person(Behaviour, RecordAgent):
    def learns(self, much: float) -> None:
        learns(self.record, much)


class Firm(RecordAgent):
    @property
    def double(self) -> float:
        return 2 * self.wealth


class PlainPerson(Behaviour, mesa.Agent):
    def __init__(self, model: mesa.Model, record: Any) -> None:
        super().__init__(model)
        for name in PERSON.names:
            setattr(self, name, record[name].copy() if name == "skill" else record[name].item())


class PlainFirm(mesa.Agent):
    def __init__(self, model: mesa.Model, record: Any) -> None:
        super().__init__(model)
        self.wealth, self.staff = record["wealth"].item(), record["staff"].item()

    @property
    def double(self) -> float:
        return 2 * self.wealth


def tables() -> tuple[np.recarray, np.recarray]:
    rng = np.random.default_rng(7)
    people, firms = np.recarray(PEOPLE, dtype=PERSON), np.recarray(FIRMS, dtype=FIRM)
    people.age = rng.integers(100, 256, PEOPLE)  # sums and differences leave a byte
    people.house = rng.integers(-2, 4, PEOPLE)
    people.trust = rng.random(PEOPLE)
    people.wealth = np.round(rng.normal(10, 5, PEOPLE), 1)
    people.works = rng.random(PEOPLE) < 0.5
    people["skill"] = rng.random((PEOPLE, 3))
    firms.wealth = rng.normal(100, 20, FIRMS)
    firms.staff = rng.integers(1, 4, FIRMS)
    return people, firms


class TableModel(mesa.Model):
    def __init__(self, seed: int | None = None, gift: float = 0.0) -> None:
        super().__init__(seed=seed)
        self.people, self.firms = tables()
        install(self, {Person: self.people, Firm: self.firms})
        self._begin(Person, gift)

    def _begin(self, kind: type, gift: float) -> None:
        self.agents_by_type[kind].set("wealth", gift)
        self.datacollector = mesa.DataCollector(
            model_reporters={"total": lambda model: model.agents.agg("wealth", sum), "steps": "steps"},
            agent_reporters={"wealth": "wealth", "twice": lambda agent: agent.double, "age": "age"},
            agenttype_reporters={kind: {"age": "age", "trust": lambda person: person.trust}},
        )

    def step(self) -> None:
        self.agents.select(agent_type=mesa.Agent).select(lambda agent: hasattr(agent, "age")).shuffle_do("step")
        self.datacollector.collect(self)
        self.running = self.steps < 3


class PlainModel(TableModel):
    def __init__(self, seed: int | None = None, gift: float = 0.0) -> None:
        mesa.Model.__init__(self, seed=seed)
        people, firms = tables()
        # Mesa's sets hold their agents weakly; the model holds them.
        for record in people:
            PlainPerson(self, record)
        for record in firms:
            PlainFirm(self, record)
        self._begin(PlainPerson, gift)


class Still(mesa.Model):
    """A model that begins with the tables as they are."""

    def __init__(self, seed: int = 3) -> None:
        super().__init__(seed=seed)
        self.people, self.firms = tables()
        install(self, {Person: self.people, Firm: self.firms})


def pair() -> tuple[mesa.Model, mesa.Model]:
    """Return a model of tables and a plain one with the same agents."""
    plain = mesa.Model(seed=3)
    people, firms = tables()
    for record in people:
        PlainPerson(plain, record)
    for record in firms:
        PlainFirm(plain, record)
    return Still(seed=3), plain


PLAIN = {Person: PlainPerson, Firm: PlainFirm}


@pytest.fixture(params=["one kind", "subset", "shuffled", "all kinds", "all kinds, shuffled"])
def both(request: pytest.FixtureRequest) -> tuple[LazyAgentSet, AgentSet]:
    """Give the same set twice: backed by tables, and Mesa's own."""
    model, plain = pair()
    mine, theirs = model.agents, plain.agents
    if not request.param.startswith("all"):
        mine, theirs = model.agents_by_type[Person], plain.agents_by_type[PlainPerson]
    if request.param == "subset":
        mine, theirs = (agents.select(lambda person: person.wealth > 9) for agents in (mine, theirs))
    if request.param.endswith("shuffled"):
        mine, theirs = mine.shuffle(), theirs.shuffle()
    assert isinstance(mine, LazyAgentSet)
    assert not isinstance(theirs, LazyAgentSet)
    return mine, theirs


def ids(agents: Any) -> list[int]:
    return [agent.unique_id for agent in agents]


def same(mine: Any, theirs: Any) -> bool:
    """Say whether two results are alike, types of numbers included."""
    if isinstance(theirs, mesa.Agent):
        return mine.unique_id == theirs.unique_id and type(mine).__name__ == type(theirs).__name__.removeprefix("Plain")
    if isinstance(theirs, AgentSet):
        return isinstance(mine, AgentSet) and same(list(mine), list(theirs))
    if isinstance(theirs, np.ndarray):
        return mine.dtype == theirs.dtype and np.array_equal(mine, theirs)
    if isinstance(theirs, list):
        return isinstance(mine, list) and len(mine) == len(theirs) and all(map(same, mine, theirs))
    if isinstance(theirs, dict):
        return same(list(mine), list(theirs)) and all(same(mine[key], theirs[key]) for key in theirs)
    return type(mine) is type(theirs) and mine == theirs


def test_every_method_that_uses_mesas_private_dictionary_is_replaced() -> None:
    """Fails when a new Mesa adds a method over its dictionary, or reads another attribute of a set."""
    for name, method in vars(AgentSet).items():
        code = getattr(method, "__code__", None)
        if code is not None and any("agents" in used and used.startswith("_") for used in code.co_names):
            replaced = any(name in vars(cls) for cls in (LazyAgentSet, TableAgentSet)) or name == "_update"
            assert replaced, f"Mesa {mesa.__version__}: AgentSet.{name} reads Mesa's own storage; write it for tables"


def test_mesa_keeps_agents_where_the_registry_puts_them() -> None:
    model = mesa.Model()
    for name in ("_agents_by_type", "_all_agents"):
        assert name in vars(model), f"Mesa {mesa.__version__} has no Model.{name}: adapt sim/engine/mesa_registry.py"
    assert model.agents is model._all_agents
    assert model.agents_by_type is model._agents_by_type


def test_a_mesa_that_keeps_agents_elsewhere_is_refused() -> None:
    model = mesa.Model()
    del model._all_agents
    with pytest.raises(RuntimeError, match=r"Mesa .* does not keep .* _all_agents"):
        install(model, {Firm: tables()[1]})


def test_the_model_knows_its_agents() -> None:
    model, plain = pair()
    assert model.agent_types == [Person, Firm]
    assert list(model.agents_by_type) == [Person, Firm]
    assert same(model.agents, plain.agents)
    for kind in (Person, Firm):
        assert same(model.agents_by_type[kind], plain.agents_by_type[PLAIN[kind]])
    assert len(model.agents) == PEOPLE + FIRMS == len(set(ids(model.agents)))
    assert model.agents.random is model.random


def test_order_and_access(both: tuple[LazyAgentSet, AgentSet]) -> None:
    mine, theirs = both
    assert len(mine) == len(theirs)
    assert ids(mine) == ids(theirs) == ids(mine.to_list())
    assert ids(reversed(mine)) == ids(reversed(theirs))
    for item in (0, 3, -1, -len(theirs), slice(2, 7), slice(None, None, -3), slice(90, None)):
        assert same(mine[item], theirs[item])
    for beyond in (len(theirs), -len(theirs) - 1):
        with pytest.raises(IndexError):
            mine[beyond]
    assert mine.index(mine[4]) == 4
    assert mine.count(mine[4]) == 1


def test_membership() -> None:
    model = Still()
    people, firms = model.agents_by_type[Person], model.agents_by_type[Firm]
    old = people.where(people.column("age") > 180)
    young = next(person for person in people if person.age <= 180)
    assert old[0] in old
    assert young not in old
    assert young in people
    assert young in model.agents
    assert young not in model.agents.select(agent_type=Firm)
    assert firms[0] not in people
    assert Still().agents[0] not in people
    assert Still().agents[0] not in model.agents
    assert 5 not in people
    assert 5 not in model.agents


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"at_most": 4},
        {"at_most": 0.3},
        {"at_most": 1.0},
        {"at_most": 0},
        {"at_most": -1},
        {"at_most": 2.5},
        {"at_most": 10_000},
        {"filter_func": lambda agent: agent.wealth > 10},
        {"filter_func": lambda agent: agent.wealth > 10, "at_most": 3},
        {"filter_func": lambda agent: agent.wealth > 1e9},
        {"agent_type": mesa.Agent},
        {"agent_type": Firm},
        {"agent_type": Person, "filter_func": lambda agent: agent.wealth > 10, "at_most": 0.25},
    ],
)
@pytest.mark.parametrize("inplace", [False, True])
def test_select(both: tuple[LazyAgentSet, AgentSet], arguments: dict[str, Any], inplace: bool) -> None:
    mine, theirs = both
    before = ids(mine)
    plain = {**arguments}
    if "agent_type" in arguments:
        plain["agent_type"] = PLAIN.get(arguments["agent_type"], mesa.Agent)
    chosen = mine.select(**arguments, inplace=inplace)
    assert same(chosen, theirs.select(**plain, inplace=inplace))
    assert (chosen is mine) is inplace
    assert ids(mine) == (ids(chosen) if inplace else before)


def test_where() -> None:
    people = Still().agents_by_type[Person]
    chosen = people.where(people.column("wealth") > 10)
    assert chosen == people.select(lambda person: person.wealth > 10)
    assert np.array_equal(chosen.column("wealth"), chosen.get("wealth"))
    with pytest.raises(ValueError, match="40 booleans"):
        people.where([True])
    with pytest.raises(ValueError, match="booleans"):
        people.where(np.arange(PEOPLE))


@pytest.mark.parametrize("inplace", [False, True])
def test_shuffle_uses_the_models_random_as_mesa_does(both: tuple[LazyAgentSet, AgentSet], inplace: bool) -> None:
    mine, theirs = both
    assert same(mine.shuffle(inplace), theirs.shuffle(inplace))
    assert ids(mine) == ids(theirs)
    assert mine.random.random() == theirs.random.random()


@pytest.mark.parametrize("key", ["wealth", "double", "unique_id", "random", lambda agent: agent.wealth > 10])
@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("inplace", [False, True])
def test_sort(both: tuple[LazyAgentSet, AgentSet], key: Any, ascending: bool, inplace: bool) -> None:
    mine, theirs = both
    if key == "random":
        key = "model.steps"  # a path, and all alike
    assert same(mine.sort(key, ascending, inplace), theirs.sort(key, ascending, inplace))
    assert ids(mine) == ids(theirs)


@pytest.mark.parametrize("key", ["house", "works", "age"])
@pytest.mark.parametrize("ascending", [False, True])
def test_equal_keys_keep_their_order(key: str, ascending: bool) -> None:
    model, plain = pair()
    mine, theirs = (m.agents_by_type[k].shuffle() for m, k in ((model, Person), (plain, PlainPerson)))
    assert same(mine.sort(key, ascending), theirs.sort(key, ascending))


def test_do_map_and_shuffle_do(both: tuple[LazyAgentSet, AgentSet]) -> None:
    mine, theirs = both
    mine, theirs = (agents.select(lambda agent: hasattr(agent, "age")) for agents in (mine, theirs))

    def spend(agent: Any, much: float, times: int = 1) -> float:
        agent.wealth -= much * times
        return agent.wealth

    assert mine.do("step") is mine
    theirs.do("step")
    assert same(mine.get("wealth"), theirs.get("wealth"))
    assert mine.shuffle_do("step") is mine
    theirs.shuffle_do("step")
    assert same(mine.get("wealth"), theirs.get("wealth"))
    assert same(mine.shuffle_do(spend, 0.25).get("wealth"), theirs.shuffle_do(spend, 0.25).get("wealth"))
    assert same(mine.do(spend, 0.5, times=3).get("wealth"), theirs.do(spend, 0.5, times=3).get("wealth"))
    assert same(mine.map(spend, 0.1), theirs.map(spend, 0.1))
    arguments = {"strictly": False}
    assert same(mine.map("richer_than", 10.0, **arguments), theirs.map("richer_than", 10.0, **arguments))
    assert mine.random.random() == theirs.random.random()


def test_get(both: tuple[LazyAgentSet, AgentSet]) -> None:
    mine, theirs = both
    for name in ("wealth", "double", "unique_id", ["wealth"], ["wealth", "double", "unique_id"], []):
        assert same(mine.get(name), theirs.get(name))
    for name in ("nonsense", "age", "skill", "works", ["wealth", "nonsense", "trust"]):
        assert same(mine.get(name, "default", 5.0), theirs.get(name, "default", 5.0))
    with pytest.raises(AttributeError):
        mine.get("nonsense")
    with pytest.raises(ValueError, match="handle_missing"):
        mine.get("wealth", handle_missing="ignore")


@pytest.mark.parametrize("name", PERSON.names)
def test_get_every_type_of_column(name: str) -> None:
    model, plain = pair()
    mine, theirs = (m.agents_by_type[k].shuffle() for m, k in ((model, Person), (plain, PlainPerson)))
    assert same(mine.get(name), theirs.get(name))
    assert same([getattr(agent, name) for agent in mine], theirs.get(name))


def test_set(both: tuple[LazyAgentSet, AgentSet]) -> None:
    mine, theirs = both
    assert mine.set("wealth", 4) is mine
    theirs.set("wealth", 4.0)
    assert same(mine.get("wealth"), theirs.get("wealth"))
    with pytest.raises(AttributeError, match="wealth"):
        mine.set("nonsense", 1)
    with pytest.raises(AttributeError):
        mine.set("unique_id", 1)


def test_set_writes_only_the_records_of_the_set() -> None:
    model = Still()
    people = model.agents_by_type[Person]
    was = model.people["skill"].copy()
    chosen = people[3:5]
    TableAgentSet(model, Person, model.people, rows=[3, 4]).set("skill", [1.0, 2.0, 3.0]).set("age", 200)
    assert [person.age for person in chosen] == [200, 200]
    assert model.people["skill"][3:5].tolist() == [[1.0, 2.0, 3.0]] * 2
    assert np.array_equal(np.delete(model.people["skill"], [3, 4], axis=0), np.delete(was, [3, 4], axis=0))


FUNCTIONS = [
    sum, min, max, len, sorted, any, all, list, set,
    np.sum, np.mean, np.std, np.median, np.min, np.unique, np.array, np.square,
    partial(np.sum, dtype=float), partial(sorted, reverse=True), lambda values: sum(values) / len(values),
]  # fmt: skip


@pytest.mark.parametrize("name", ["age", "house", "trust", "wealth", "works", "double", "unique_id"])
def test_agg_gives_the_same_to_the_last_bit(name: str) -> None:
    model, plain = pair()
    for change in (lambda agents: agents, lambda agents: agents.select(at_most=7), lambda agents: agents.shuffle()):
        mine, theirs = change(model.agents_by_type[Person]), change(plain.agents_by_type[PlainPerson])
        assert same(mine.agg(name, FUNCTIONS), theirs.agg(name, FUNCTIONS))
        for function in FUNCTIONS:
            assert same(mine.agg(name, function), theirs.agg(name, function))


def test_agg_of_all_kinds_of_arrays_and_of_nobody() -> None:
    model, plain = pair()
    assert same(model.agents.agg("wealth", [sum, np.mean]), plain.agents.agg("wealth", [sum, np.mean]))
    mine, theirs = model.agents_by_type[Person], plain.agents_by_type[PlainPerson]
    assert same(mine.agg("skill", np.mean), theirs.agg("skill", np.mean))
    assert same(mine.agg("skill", sum), theirs.agg("skill", sum))
    nobody = mine.select(at_most=0)
    assert nobody.agg("age", sum) == 0
    with pytest.raises(ValueError, match="empty"):
        nobody.agg("age", min)
    with pytest.raises(AttributeError):
        mine.agg("nonsense", sum)


def test_agg_of_not_a_number_and_of_large_whole_numbers() -> None:
    model = Still()
    people = model.agents_by_type[Person]
    model.people.wealth[5] = np.nan
    assert people.agg("wealth", min) == min(people.get("wealth"))
    model.people.wealth[:] = [0.0, -0.0] * (PEOPLE // 2)
    assert str(people.agg("wealth", min)) == "0.0"  # the first of equals, as in Python
    large = np.zeros(3, dtype=[("count", "u8")])
    large["count"] = 2**64 - 1
    assert TableAgentSet(mesa.Model(), Firm, large).agg("count", sum) == 3 * (2**64 - 1)


def test_agg_cannot_change_the_records() -> None:
    model = Still()
    with pytest.raises(ValueError, match="read-only"):
        model.agents_by_type[Person].agg("wealth", np.asarray)[:] = 0


@pytest.mark.parametrize("by", ["house", "works", "age", "double", lambda agent: agent.wealth > 10, type])
def test_groupby(both: tuple[LazyAgentSet, AgentSet], by: Any) -> None:
    mine, theirs = both
    if isinstance(by, str) and by != "double":
        mine, theirs = (agents.select(lambda agent: hasattr(agent, "age")) for agents in (mine, theirs))
    mine, theirs = (agents.groupby(by) for agents in (mine, theirs))
    if by is type:
        theirs.groups = {{plain: kind for kind, plain in PLAIN.items()}[key]: group for key, group in theirs}
    assert same(mine.groups, theirs.groups)
    assert same(mine.count(), theirs.count())
    assert same(mine.agg("wealth", sum), theirs.agg("wealth", sum))
    assert same(mine.agg("double", np.mean), theirs.agg("double", np.mean))
    assert same(mine.map("get", "wealth"), theirs.map("get", "wealth"))
    assert same(mine.map(len), theirs.map(len))
    assert mine.do("set", "wealth", 1.0) is mine
    assert len(mine) == len(theirs)


def test_groupby_into_lists(both: tuple[LazyAgentSet, AgentSet]) -> None:
    mine, theirs = (agents.groupby("double", result_type="list") for agents in both)
    assert same(mine.groups, theirs.groups)
    assert same(mine.agg("wealth", sum), theirs.agg("wealth", sum))


def test_groupby_of_nobody_and_of_arrays() -> None:
    people = Still().agents_by_type[Person]
    assert len(people.select(at_most=0).groupby("house")) == 0
    with pytest.raises(TypeError, match="unhashable"):
        people.groupby("skill")


def test_as_a_set(both: tuple[LazyAgentSet, AgentSet]) -> None:
    mine = both[0]
    halves = [(agents.select(at_most=0.6), agents.sort("wealth").select(at_most=0.6)) for agents in both]
    (a, b), (c, d) = halves
    for operate in ("__and__", "__or__", "__sub__", "__xor__"):
        assert same(getattr(a, operate)(b), getattr(c, operate)(d))
    assert a <= mine
    assert not mine <= a
    assert mine == mine.shuffle()
    assert a.isdisjoint(mine - a)
    assert (mine & a).random is mine.random


def test_add_discard_remove(both: tuple[LazyAgentSet, AgentSet]) -> None:
    last = [agents[-1] for agents in both]
    parts = [agents.select(at_most=3) for agents in both]
    for part, agent, whole in zip(parts, last, both, strict=True):
        part.add(agent)
        part.add(agent)
        part.remove(part[1])
        part.discard(whole[-2])
        with pytest.raises(KeyError):
            part.remove(whole[-2])
        whole.discard(agent)
    assert same(*parts)
    assert same(*both)


def test_a_set_of_one_kind_takes_no_other() -> None:
    model = Still()
    people = model.agents_by_type[Person]
    for stranger in (model.agents_by_type[Firm][0], Still().agents[0], 7):
        with pytest.raises(TypeError, match="Person"):
            people.add(stranger)
    with pytest.raises(TypeError, match="another model"):
        model.agents.add(Still().agents[0])
    united = people.select(at_most=1) | model.agents_by_type[Firm].select(at_most=1)
    assert isinstance(united, MixedAgentSet)
    assert [type(agent) for agent in united] == [Person, Firm]


def test_rows_of_a_set() -> None:
    model = Still()
    chosen = TableAgentSet(model, Person, model.people, rows=[7, 2, 7, 5])
    assert [person.row for person in chosen] == chosen.rows.tolist() == [7, 2, 5]
    assert ids(chosen) == [8, 3, 6]
    firms = TableAgentSet(model, Firm, model.firms, rows=[1])
    assert ids(firms) == [PEOPLE + 2]
    assert len(TableAgentSet(model, Person, model.people, rows=[])) == 0
    wrong = [([40], IndexError), ([-1], IndexError), ([0.5], TypeError), ([[1]], TypeError), ([True], TypeError)]
    for rows, error in wrong:
        with pytest.raises(error, match="rows"):
            TableAgentSet(model, Person, model.people, rows=rows)


def test_copies_are_independent(both: tuple[LazyAgentSet, AgentSet]) -> None:
    mine, _ = both
    other = copy.copy(mine)
    other.discard(other[0])
    assert len(other) == len(mine) - 1
    assert other.random is mine.random


@pytest.mark.parametrize("again", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copied_model_keeps_agents_and_tables_together(again: Any) -> None:
    model = Still()
    model.mayor = model.agents[2]
    model.chosen = model.agents_by_type[Person].shuffle()
    other = again(model)
    assert ids(other.chosen) == ids(model.chosen)
    assert other.mayor == other.agents[2]
    assert other.mayor != model.agents[2]
    other.mayor.wealth = 1234.5
    assert other.people.wealth[2] == 1234.5 == other.agents_by_type[Person][2].wealth
    assert model.people.wealth[2] != 1234.5
    alone = again(model.mayor)
    alone.wealth = 7.0
    assert alone.model.people.wealth[2] == 7.0


def test_setting_an_attribute_writes_the_record() -> None:
    model = Still()
    person = Person(model, 4)
    person.age, person.trust, person.works = 250, 0.5, True
    person.skill[1] = 9.0
    assert (model.people.age[4], model.people.trust[4], model.people.works[4]) == (250, 0.5, True)
    assert model.people.skill[4, 1] == 9.0
    person.skill = [1, 2, 3]
    assert model.people.skill[4].tolist() == [1.0, 2.0, 3.0]
    model.people.age[4] = 101
    assert person.age == person.record.age == 101
    assert person.age - 102 == -1  # and not 255


def test_a_method_runs_a_rule_on_the_record() -> None:
    model = Still()
    age, skill = model.people.age[6], model.people.skill[6, 1]
    model.agents_by_type[Person][6].learns(0.5)
    assert (model.people.age[6], model.people.skill[6, 1]) == (age + 1, skill + 0.5)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("age", 256, "whole number from 0 to 255"),
        ("age", -1, "whole number from 0 to 255"),
        ("age", 3.7, "age: 3.7 is not a whole number"),
        ("age", float("nan"), "whole number"),
        ("house", float("inf"), "whole number"),
        ("age", "old", "whole number"),
        ("trust", "high", "float32"),
        ("works", 2, "bool"),
        ("skill", [1.0, 2.0], r"shape \(3,\)"),
        ("wealth", [1.0, 2.0], "agents.table"),
    ],
)
def test_what_a_column_cannot_hold_is_refused(name: str, value: Any, message: str) -> None:
    model = Still()
    was = model.people.copy()
    with pytest.raises(ValueError, match=message):
        setattr(model.agents[0], name, value)
    with pytest.raises(ValueError, match=message):
        model.agents_by_type[Person].set(name, value)
    assert np.array_equal(was, model.people)


def test_an_unknown_attribute_names_the_columns() -> None:
    person = Still().agents[0]
    with pytest.raises(AttributeError, match=r"Person has no column 'welth'; it has age, house, trust, wealth"):
        person.welth = 1
    with pytest.raises(AttributeError, match=r"it has age, house"):
        person.welth  # noqa: B018
    for fixed in ("unique_id", "model", "row", "record", "double", "pos", "step"):
        with pytest.raises(AttributeError):
            setattr(person, fixed, 1)
    assert "wealth" in dir(person)


def test_views_of_one_row_are_one_agent() -> None:
    model = Still()
    a, b = Person(model, 3), model.agents_by_type[Person][3]
    assert a is not b
    assert a == b
    assert len({a, b, model.agents[3]}) == 1
    assert a != Person(model, 2)
    assert a != Firm(model, 3)
    assert a != Person(Still(), 3)
    assert Person(model, -1).row == PEOPLE - 1
    assert (a.random, a.rng, a.pos) == (model.random, model.rng, None)
    with pytest.raises(IndexError):
        Person(model, PEOPLE)
    with pytest.raises(LookupError, match="no table of Person"):
        Person(mesa.Model(), 0)


def test_a_property_of_the_kind_goes_before_its_column() -> None:
    class Rounded(RecordAgent):
        @property
        def wealth(self) -> int:
            return round(self.record.wealth)

        @wealth.setter
        def wealth(self, value: float) -> None:
            self.record.wealth = 10 * value

    model = mesa.Model()
    firms = tables()[1]
    install(model, {Rounded: firms})
    agents = model.agents_by_type[Rounded]
    expected = [round(wealth) for wealth in firms.wealth]
    assert [agent.wealth for agent in agents] == agents.get("wealth") == expected
    assert agents.agg("wealth", sum) == sum(expected)
    assert list(agents.groupby("wealth").groups) == list(dict.fromkeys(expected))
    assert agents.sort("wealth")[0].wealth == max(expected)
    agents.set("wealth", 2)
    assert firms.wealth.tolist() == [20.0] * FIRMS


def test_agents_are_the_rows_of_their_table() -> None:
    model = Still()
    with pytest.raises(TypeError, match="cannot be removed"):
        model.agents[0].remove()
    with pytest.raises(TypeError, match="come with their table"):
        Person.create_agents(model, 3)
    assert model.agents[0].step is not None
    assert model.agents_by_type[Firm][0].step() is None


def test_tables_that_cannot_be_agents_are_refused() -> None:
    with pytest.raises(ValueError, match="random, step"):
        install(mesa.Model(), {Firm: np.zeros(2, dtype=[("step", "i4"), ("random", "f8"), ("wealth", "f8")])})
    with pytest.raises(TypeError, match="structured"):
        install(mesa.Model(), {Firm: np.zeros(2)})
    with pytest.raises(ValueError, match="Firm"):
        install(Still(), {Firm: tables()[1]})


def test_plain_agents_live_beside_tables() -> None:
    class Visitor(mesa.Agent):
        wealth = 3.0

    model = mesa.Model(seed=1)
    first = Visitor(model)
    people, firms = tables()
    install(model, {Person: people})
    install(model, {Firm: firms})
    second = Visitor(model)
    assert model.agent_types == [Visitor, Person, Firm]
    assert len(model.agents) == PEOPLE + FIRMS + 2 == len(set(ids(model.agents)))
    assert list(model.agents)[-2:] == model.agents[-2:] == [first, second]
    assert model.agents.select(agent_type=Visitor).to_list() == [first, second]
    assert model.agents.get("wealth") == [*people.wealth.tolist(), *firms.wealth.tolist(), 3.0, 3.0]
    mixed = model.agents.shuffle()
    assert second in mixed
    assert mixed.get("wealth") == [agent.wealth for agent in mixed]
    mixed.add(second)
    assert len(mixed) == PEOPLE + FIRMS + 2
    mixed.set("wealth", 1.0)
    assert first.wealth == firms.wealth[0] == 1.0
    second.remove()
    assert second not in model.agents
    assert len(model.agents) == PEOPLE + FIRMS + 1
    assert list(model.agents_by_type[Visitor]) == [first]


def test_data_collector_and_batch_run_give_the_same() -> None:
    mine, plain = TableModel(seed=5), PlainModel(seed=5)
    mine.run_model()
    plain.run_model()
    a, b = mine.datacollector, plain.datacollector
    assert a.get_model_vars_dataframe().equals(b.get_model_vars_dataframe())
    assert a.get_agent_vars_dataframe().equals(b.get_agent_vars_dataframe())
    assert len(a.get_agent_vars_dataframe()) == 3 * (PEOPLE + FIRMS)
    assert a.get_agenttype_vars_dataframe(Person).equals(b.get_agenttype_vars_dataframe(PlainPerson))
    study = partial(
        mesa.batch_run,
        parameters={"gift": [0.0, 2.5], "seed": [1, 2]},
        max_steps=5,
        data_collection_period=1,
        number_processes=1,
        display_progress=False,
    )
    rows = study(TableModel)
    assert rows == study(PlainModel)
    assert {row["RunId"] for row in rows} == {0, 1, 2, 3}
