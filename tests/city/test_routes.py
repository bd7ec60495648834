import networkx as nx
import numpy as np
import pytest

from sim.city import CityError, routes, to_graphml
from sim.city.graph import node_names
from sim.city.routes import city_bureaus, paired_units


def test_the_graph_says_what_the_tables_say(town):
    before = [town.compounds.community.copy(), town.compounds.firm.copy(), town.communities.street.copy()]
    serves = routes(town.graph, town)
    assert (before[0] == town.compounds.community).all()
    assert (before[1] == town.compounds.firm).all()
    assert (before[2] == town.communities.street).all()
    assert serves.tolist() == [[*range(10)], [*range(10, 20)]]
    assert city_bureaus(town).tolist() == [*range(20, 30)]
    assert paired_units(town.graph, town).max() == len(town.units) - 1


def test_a_moved_community_belongs_to_another_street_and_can_move_back(town):
    graph = town.graph.copy()
    graph.remove_edge("street:WS11", "community:WS111")
    graph.add_edge("street:WS12", "community:WS111", kind="parent")
    routes(graph, town)
    row = town.codes["communities"].index("WS111")
    assert town.communities.street[row] == town.codes["streets"].index("WS12")
    routes(town.graph, town)
    assert town.communities.street[row] == town.codes["streets"].index("WS11")


def test_a_moved_contract_gives_a_compound_another_firm(town):
    nodes = node_names(town.tables, town.codes)
    row = int(np.flatnonzero(town.compounds.firm >= 0)[0])
    old = int(town.compounds.firm[row])
    new = (old + 1) % len(town.firms)
    count = town.firms.contracts[new]
    town.graph.remove_edge(nodes["firms"][old], nodes["compounds"][row])
    town.graph.add_edge(nodes["firms"][new], nodes["compounds"][row], kind="contract")
    routes(town.graph, town)
    assert town.compounds.firm[row] == new
    assert town.firms.contracts[new] == count + 1
    town.graph.remove_edge(nodes["firms"][new], nodes["compounds"][row])
    routes(town.graph, town)
    assert town.compounds.firm[row] == -1


def test_a_moved_compound_can_be_routed_again(town):
    nodes = node_names(town.tables, town.codes)
    town.graph.remove_edge(nodes["communities"][0], nodes["compounds"][0])
    town.graph.add_edge(nodes["communities"][1], nodes["compounds"][0], kind="parent")
    for _ in range(2):
        routes(town.graph, town)
        assert town.compounds.community[0] == 1
    assert node_names(town.tables, town.codes) == nodes


def test_a_department_of_another_district_and_a_bureau_are_refused(town):
    """Districts are worked on side by side, so each has its own departments."""
    town.graph.remove_edge("department:WS1:housing", "district:WS1")
    town.graph.add_edge("bureau:housing", "district:WS1", kind="serves")
    town.graph.remove_edge("department:WS1:police", "district:WS1")
    town.graph.add_edge("department:WS2:police", "district:WS1", kind="serves")
    with pytest.raises(CityError) as error:
        routes(town.graph, town)
    assert [message.split(";")[0] for message in error.value.messages] == [
        "bureau:housing: serves district:WS1",
        "department:WS2:police: serves district:WS1",
    ]


def test_departments_of_a_district_may_swap_fields(town):
    for field, other in (("housing", "police"), ("police", "housing")):
        town.graph.nodes[f"department:WS1:{field}"]["field"] = other
    serves = routes(town.graph, town)
    assert serves[0, [0, 2]].tolist() == [2, 0]


def test_orphans_are_told_all_at_once_and_nothing_changes(town):
    before = town.communities.street.copy()
    town.graph.remove_edge("street:WS11", "community:WS111")
    town.graph.remove_edge("street:WS11", "community:WS112")
    town.graph.remove_edge("department:WS1:housing", "district:WS1")
    town.graph.remove_node(node_names(town.tables, town.codes)["compounds"][0])
    with pytest.raises(CityError) as error:
        routes(town.graph, town)
    assert len(error.value.messages) == 4
    assert "community:WS111: edges of kind 'parent' from a street of this city: none" in str(error.value)
    assert (town.communities.street == before).all()


def test_the_graph_has_every_institution_and_kind_of_edge(street, tmp_path):
    graph = street.graph
    kinds = [kind for _, _, kind in graph.edges(data="kind")]
    assert set(kinds) == {
        "parent",
        "contract",
        "pairing",
        "cross-post",
        "alliance",
        "mentoring",
        "serves",
        "neighbourhood",
    }
    assert kinds.count("contract") == (street.compounds.firm >= 0).sum()
    compounds, communities = len(street.compounds), len(street.communities)
    assert kinds.count("neighbourhood") == compounds - communities + 3 * communities - 6
    counts = {kind: sum(1 for _, k in graph.nodes(data="kind") if k == kind) for kind in ("compound", "firm", "unit")}
    assert counts == {"compound": len(street.compounds), "firm": len(street.firms), "unit": len(street.units)}
    tree = nx.DiGraph((u, v) for u, v, kind in graph.edges(data="kind") if kind == "parent")
    assert nx.is_arborescence(tree)
    real = {"city", "district", "street", "community", "department", "bureau"}
    assert all(bool(facts.get("synthetic")) == (facts["kind"] not in real) for _, facts in graph.nodes(data=True))
    to_graphml(graph, tmp_path / "street.graphml")
    again = nx.read_graphml(tmp_path / "street.graphml")
    assert nx.utils.graphs_equal(again, nx.DiGraph(graph)) or set(again) == set(graph)


def test_functional_zones_are_an_attribute():
    from sim.city import build_city

    graph = build_city("420111080", cache=False).graph
    zones = {zone for _, zone in graph.nodes(data="functional_zone") if zone is not None}
    assert zones == {"东湖高新区"}
