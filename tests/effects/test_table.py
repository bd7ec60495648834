"""Effects are the differences by seed, worked out again by hand; the file says how it was made."""

import math

import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.effects import MAIN, Effects, effects_of, read_effects, write_effects
from sim.results import ResultsError

T_ONE = 12.7062047361747
"""The 97.5 % point of Student's t with one degree of freedom."""


def test_effects_by_hand(made):
    _, found, effects = made
    rows = effects.table.set_index(["lever", "setting", "indicator"])
    for name in MAIN:
        for setting, other in (("alone", "baseline"), ("left_out", "bundle")):
            one, two = (
                found[setting, "unified_platform"][seed][name] - found[other, ""][seed][name] for seed in (0, 1)
            )
            row = rows.loc[("unified_platform", setting, name)]
            if not math.isfinite(one + two):
                continue
            half = T_ONE * abs(one - two) / 2.0  # sd / sqrt(2) of two numbers is half their distance
            assert row.effect == pytest.approx((one + two) / 2.0, abs=1e-12)
            assert row.low == pytest.approx(row.effect - half, rel=1e-9, abs=1e-9)
            assert row.high == pytest.approx(row.effect + half, rel=1e-9, abs=1e-9)
            assert row.base == pytest.approx(sum(found[other, ""][seed][name] for seed in (0, 1)) / 2.0)
            assert row.seeds == 2


def test_a_row_for_each_lever_setting_and_indicator(effects):
    table = effects.table
    pairs = {("2019_call_and_respond", "bundle"), ("posts_shifted_down", "alone"),
             ("unified_platform", "alone"), ("unified_platform", "left_out")}  # fmt: skip
    assert set(zip(table.lever, table.setting, strict=True)) == pairs
    assert len(table) == len(pairs) * len(MAIN)
    assert not table.duplicated(["lever", "setting", "indicator"]).any()


def test_the_price_of_a_lever_is_lost_when_it_is_left_out(effects):
    cost = effects.table[effects.table.indicator == "cost_yuan_per_resident"].set_index(["lever", "setting"]).effect
    assert cost["unified_platform", "alone"] > 0.0
    assert cost["unified_platform", "left_out"] == pytest.approx(-cost["unified_platform", "alone"])


def _worlds(baseline, alone, bundle=(0.0, 0.0)):
    def values(numbers):
        return [dict.fromkeys(MAIN, number) for number in numbers]

    return {
        ("baseline", ""): values(baseline),
        ("bundle", ""): values(bundle),
        **{("alone", lever): values(alone) for lever in ("posts_shifted_down", "unified_platform")},
        ("left_out", "unified_platform"): values(bundle),
    }


def test_a_seed_that_cannot_tell_is_left_out_of_both_sides(plan):
    table = effects_of(plan, _worlds((1.0, 5.0), (3.0, math.nan))).table
    row = table[(table.setting == "alone")].iloc[0]
    assert (row.effect, row.base, row.seeds) == (2.0, 1.0, 1)
    assert math.isnan(row.low)


def test_the_order_of_adding_up_is_no_effect(plan):
    table = effects_of(plan, _worlds((0.3, 0.6), (0.1 + 0.2, 0.6))).table
    assert (table.effect[table.setting != "bundle"] == 0.0).all()


def test_the_file_says_how_it_was_made(effects, tmp_path):
    write_effects(effects, tmp_path / "new" / "levers.parquet")
    again = read_effects(tmp_path / "new" / "levers.parquet")
    pd.testing.assert_frame_equal(again.table, effects.table)
    assert again.made == effects.made
    assert (again.made["area"], again.made["days"], again.made["seeds"]) == ("420106001001", 10, [1, 2])
    assert again.made["command"].startswith("huying effects --area 420106001001 --days 10")
    first = (tmp_path / "new" / "levers.parquet").read_bytes()
    write_effects(Effects(again.table, again.made), tmp_path / "new" / "levers.parquet")
    assert (tmp_path / "new" / "levers.parquet").read_bytes() == first
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["levers.parquet"]


def test_another_table_is_refused(effects, tmp_path):
    path = tmp_path / "levers.parquet"
    for content in (b"", b"PAR1 nothing of the kind"):
        path.write_bytes(content)
        with pytest.raises(ResultsError):
            read_effects(path)
    effects.table.to_parquet(path)  # no word of how it was made
    with pytest.raises(ResultsError):
        read_effects(path)
    assert pq.read_table(path).num_rows == len(effects.table)
