"""Whatever a file holds: a scenario, or an error with places. Never anything else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sim.parameters import PARAMETERS
from sim.policy import BUNDLES, LEVERS, Dose, Where
from sim.scenario import CityFiles, Outputs, Scenario, ScenarioError, load_scenario
from sim.scenario.types import CATEGORIES, Shock, scenario_file

WORDS = [name for kind in (Dose, Where, CityFiles, Outputs, Shock) for name in kind.model_fields] + ["extends"]
NAMES = [name for lever in LEVERS.values() for name in (lever.id, lever.zh)]
KEYS = st.sampled_from(
    [*scenario_file().model_fields, *WORDS, *NAMES, *BUNDLES, *list(PARAMETERS)[:5], *CATEGORIES.ids[:2]]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.dates().map(str)
    | st.sampled_from(["baseline", "珞南街道", "420100", "weakest", "pilots", "..", "towns/two_compounds.csv", ""])
    | st.text(max_size=12)
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
LEVER_KEYS = st.sampled_from([*LEVERS, *BUNDLES])
DOSES = st.dictionaries(st.sampled_from(["intensity", "start", "end", "ramp_days", "where"]), VALUES, max_size=4)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "x.yaml"


def _outcome(source, overrides=None):
    """Return the scenario or the error; anything else is raised."""
    try:
        return load_scenario(source, overrides)
    except ScenarioError as error:
        return error


def _load(path, content):
    path.write_bytes(content)
    outcome = _outcome(path)
    if isinstance(outcome, Scenario):
        assert load_scenario(outcome) == outcome
        assert outcome.city is not None or load_scenario(outcome.resolved()) == outcome
    else:
        lines = outcome.lines("zh") + outcome.lines("en")
        assert lines
        assert all(line.strip() and "\n" not in line for line in lines)


SHOCKS = st.dictionaries(
    st.sampled_from([*Shock.model_fields]),
    VALUES | st.dictionaries(st.sampled_from(CATEGORIES.zh[:3]), SCALARS),
    max_size=4,
)


@given(st.lists(SHOCKS | SCALARS, max_size=3))
def test_shocks_of_any_values(path, shocks):
    _dump(path, {"shocks": shocks})


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_mappings_of_known_keys_and_any_values(path, data):
    _dump(path, data)


@given(st.dictionaries(LEVER_KEYS, DOSES | st.lists(DOSES, max_size=3) | SCALARS, max_size=4))
def test_policies(path, policy):
    _dump(path, {"area": "洪山区", "policy": policy})


def _dump(path, data):
    with path.open("w", encoding="utf-8", errors="surrogatepass") as file:
        YAML(typ="safe", pure=True).dump(data, file)
    _load(path, path.read_bytes())


@given(st.text(max_size=200))
@example("? \n: ")
@example("policy: &a {case_rating: *a}")
@example("\ufeffdays: 3")
@example("%YAML 1.1\n---\ndays: 0o17")
@example("<<: {days: 3}")
@example("days: 1" + "0" * 5000)
@example("days: 1e999")
@example('title: "\\ud83d"')
@example('"\\ud83d": 1')
@example("area: ''")
@example("area: null")
@example("policy: {case_rating: {where: {areas: ['']}}}")
@example("parameters: {neglect: null}")
@example("extends: ''")
@example("extends: .")
@example('extends: "a\\0b"')
@example("city: {}")
@example("city: {divisions: x.yaml}")
@example("outputs: null")
@example("name: null")
def test_any_text(path, text):
    _load(path, text.encode("utf-8", errors="surrogatepass"))


@given(st.binary(max_size=60))
def test_any_bytes(path, content):
    _load(path, content)


@given(st.dictionaries(st.text(max_size=20) | KEYS, VALUES, max_size=4))
def test_any_overrides(data):
    outcome = _outcome("baseline", data)
    assert isinstance(outcome, Scenario) or all("\n" not in line for line in outcome.messages)
