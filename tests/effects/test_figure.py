"""The figure shows every effect once, and the same table gives the same bytes."""

import pandas as pd

from sim.effects import MAIN, Effects
from sim.effects.figure import draw_effects, write_figure
from sim.effects.table import COLUMNS

MADE = {"area_name": "某街道", "days": 10, "seeds": [1, 2], "bundle": "2021_reforms"}


def _drawn(*rows):
    table = pd.DataFrame([(*row, 0.5, 8) for row in rows], columns=list(COLUMNS))
    axes = draw_effects(Effects(table, MADE), "en").axes[0]
    return [line for line in axes.lines if len(line.get_xdata()) == 1], axes


def test_a_mark_is_filled_where_the_interval_excludes_zero_and_stands_on_its_side():
    name = MAIN[1]
    marks, _ = _drawn(
        ("task_gate", "alone", name, 2.0, 1.0, 3.0), ("task_gate", "left_out", name, -1.0, -3.0, 1.0),
        ("case_rating", "alone", name, 0.0, 0.0, 0.0),
    )  # fmt: skip
    more, less, none = marks
    assert more.get_xdata()[0] > 1.0 > less.get_xdata()[0]
    assert more.get_marker() != less.get_marker()
    assert more.get_markerfacecolor() == more.get_color()
    assert less.get_markerfacecolor() == "white"
    assert (none.get_xdata()[0], none.get_marker()) == (1.0, ".")


def test_what_is_far_larger_than_the_rest_becomes_an_arrow_with_its_value():
    levers = [
        "task_gate",
        "case_rating",
        "powers_list",
        "whistle_calls",
        "closure_audit",
        "task_admission",
        "enforcement_team",
        "cadres_posted",
        "unified_platform",
        "tiered_response",
        "closure_scoring",
    ]
    rows = [(lever, "alone", "mean_trust", 0.001, 0.0005, 0.0015) for lever in levers]
    marks, axes = _drawn(*rows, ("community_posts", "alone", "mean_trust", -0.5, -0.6, -0.4))
    assert [one.get_marker() for one in marks].count("<") == 1
    assert any(one.get_text() == "−50.00" for one in axes.texts)


def test_a_lever_of_another_version_is_drawn_by_its_id():
    _, axes = _drawn(("long_forgotten", "alone", "mean_trust", 0.1, 0.05, 0.15))
    assert any(one.get_text() == "long_forgotten" for one in axes.texts)


def test_the_same_table_gives_the_same_bytes(effects, tmp_path):
    first = [path.read_bytes() for path in write_figure(effects, tmp_path, "zh")]
    assert [path.read_bytes() for path in write_figure(effects, tmp_path, "zh")] == first
