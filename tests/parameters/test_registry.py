"""Every number has a unit, a range that holds it, a source and words in two languages."""

import numpy as np
import pytest

from sim.parameters import PARAMETERS, RULES, read_registry, rules_table
from sim.table import TableError


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=PARAMETERS)
def test_a_number_lies_in_its_range_and_says_where_it_comes_from(parameter):
    assert parameter.low < parameter.high
    assert parameter.low <= parameter.value <= parameter.high
    assert parameter.confidence in {"seed", "published", "assumed"}
    assert parameter.unit
    assert parameter.source
    assert parameter.zh
    assert parameter.en
    assert parameter.name.isidentifier()


def test_rules_read_the_registrys_numbers_by_name():
    record = rules_table()[0]
    assert [float(record[name]) for name in RULES.names] == [p.value for p in PARAMETERS.values()]
    assert RULES.names == tuple(PARAMETERS)


def test_a_number_set_for_one_run_is_not_set_for_another():
    name = next(iter(PARAMETERS))
    changed = rules_table({name: -1.0})
    assert float(changed[0][name]) == -1.0
    changed[0][name] = -2.0
    assert float(rules_table()[0][name]) == PARAMETERS[name].value


def test_the_registry_itself_cannot_be_changed():
    with pytest.raises(TypeError):
        PARAMETERS["new"] = None
    with pytest.raises(AttributeError):
        next(iter(PARAMETERS.values())).value = 0.0


def test_an_unknown_number_is_refused():
    with pytest.raises(KeyError, match="no_such_number"):
        rules_table({"no_such_number": 1.0})


def test_no_number_hides_behind_an_attribute_of_records():
    assert [name for name in PARAMETERS if hasattr(np.recarray, name)] == []


def test_every_mistake_of_a_registry_is_told_at_once(tmp_path):
    path = tmp_path / "registry.csv"
    rows = ["a,2,1,0,1,seed,s,甲,x", "b,1,1,0,1,sure,s,乙,x", "c,one,1,0,1,assumed,,丙,x", "a,1,1,0,1,assumed,s,丁,x,y"]
    path.write_text("\n".join(["name,value,unit,low,high,confidence,source,zh,en", *rows]), encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_registry(path)
    assert [message.removeprefix("registry.csv:").split(";")[0] for message in caught.value.messages] == [
        "2: value: 2 is out of range",
        "3: confidence: unknown 'sure'",
        "4: value: 'one' is not a number",
        "4: source: is empty",
        "5: has 10 cells",
    ]
