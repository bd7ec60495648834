"""Calibration: parameters that made the data are found again, and what cannot be found is said."""

import numpy as np
import pandas as pd
import pytest

from sim.experiment.ensemble import read_ensemble, write_ensemble
from sim.experiment.folder import write_study
from sim.experiment.kinds.calibration.fact_run import facts
from sim.experiment.kinds.calibration.study import CalibrationFile, calibrate, carry_out
from sim.experiment.kinds.sweep.study import SweepFile
from sim.experiment.kinds.sweep.study import carry_out as sweep
from sim.experiment.living import indicators
from sim.experiment.session import Progress, session
from sim.experiment.store import Finished
from sim.experiment.world import World
from sim.scenario import ScenarioError, load_scenario
from sim.table import TableError

COMMUNITY, STREET = "420106001001", "420106013"
SMALL = {"area": COMMUNITY, "days": 2, "warmup": 0}
TRUTH = {"voice_gain": 8.0, "hours_per_item": 0.15}


class MadeUp:
    """A session whose runs are arithmetic: numbers of the two parameters, with a little chance by seed."""

    def __init__(self, fails=lambda world: False):
        self.progress = Progress()
        self._done, self._fails = [], fails
        self.sizes = []

    def __call__(self, worlds, work=indicators):
        self.sizes.append(len(worlds))
        found = [None if self._fails(world) else self._values(world) for world in worlds]
        self._done += [
            Finished(f"{len(self._done)}-{n}", work.__name__, one.scenario.seed, dict(one.factors), values)
            for n, (one, values) in enumerate(zip(worlds, found, strict=True))
            if values is not None
        ]
        return found

    def finished(self):
        return self._done

    def failures(self):
        return []

    @staticmethod
    def _values(world):
        gain = world.scenario.parameters.get("voice_gain", 9.0)
        spread = world.scenario.parameters.get("speaks_sd", 2.1)
        chance = 0.002 * (-1.0) ** world.scenario.seed
        return {"voiced_share": 0.03 * gain - 0.05 * spread + chance, "silent_share": 0.1 * spread + chance,
                "mean_trust": 0.5 + chance, "on_time_rate": float("nan")}  # fmt: skip


def made_up(run=None, **said):
    said = {
        "parameters": {"voice_gain": None, "speaks_sd": None}, "points": 32, "waves": 3, "trials": 16, "members": 40,
        "set": SMALL, **said,
    }  # fmt: skip
    return carry_out(CalibrationFile.model_validate({"kind": "calibration", **said}), run or MadeUp())


def test_known_parameters_are_found_again():
    """The truth lies in the ensemble, which is a small part of the range, and foretells what was held out."""
    where = {"area": STREET, "days": 20, "warmup": 0}
    truth = load_scenario("baseline", {**where, **TRUTH})
    seen = [indicators(World({}, truth).with_seed(500 + n)) for n in range(4)]

    def value(name):
        values = [one[name] for one in seen]
        return {"value": float(np.mean(values)), "sd": float(np.std(values, ddof=1) / 2.0) or 0.002}

    found = calibrate(
        "baseline", list(TRUTH), {name: value(name) for name in ("voiced_share", "admin_hours_share")},
        held_out={"silent_share": value("silent_share")}, points=16, waves=3, trials=0, members=25, **where,
    )  # fmt: skip
    members = found.members[list(TRUTH)]
    assert len(members) >= 5
    assert (members.min() < pd.Series(TRUTH)).all()
    assert (members.max() > pd.Series(TRUTH)).all()
    assert (found.kept.fitted_high - found.kept.fitted_low < 0.4 * (found.kept.high - found.kept.low)).all()
    assert found.matched.left[-1] < 0.1
    assert found.readings.set_index("name").verdict["silent_share"] == "covered"


def test_targets_of_ones_own_table_are_fitted_and_what_weighs_nothing_is_held_out(tmp_path):
    (tmp_path / "targets.csv").write_text(
        "indicator,value,low,high,weight,note\nvoiced_share,0.11,0.1,0.12,1,\nsilent_share,0.2,0.15,0.25,0,\n"
    )
    found = made_up(targets_file=str(tmp_path / "targets.csv"))
    assert ([one.name for one in found.targets], [one.name for one in found.held]) == (
        ["voiced_share"],
        ["silent_share"],
    )
    assert len(found.ensemble) > 5


def test_the_same_calibration_finds_the_same():
    one, other = (
        made_up(targets={"voiced_share": {"low": 0.1, "high": 0.12}}),
        made_up(targets={"voiced_share": {"low": 0.1, "high": 0.12}}),
    )
    assert one.members.equals(other.members)
    assert one.points.equals(other.points)


def test_what_targets_pin_down_together_is_told_from_what_they_do_not_at_all():
    both = made_up(targets={"voiced_share": {"low": 0.195, "high": 0.205}})
    (row,) = both.correlations.to_dict("records")
    assert row["bound"]
    assert row["correlation"] > 0.5  # more to gain makes up for what a wider spread takes
    idle = made_up(targets={"silent_share": {"low": 0.1, "high": 0.12}})
    verdicts = idle.kept.set_index("parameter").verdict
    assert (verdicts["voice_gain"], verdicts["speaks_sd"]) == ("free", "pinned")
    assert not idle.correlations.bound.any()
    assert any("not pin down at all: weight of what speaking up" in words for words in idle.words("en"))


def test_what_fits_by_its_margin_alone_is_told_from_what_lies_in_the_band():
    targets = {
        "voiced_share": {"low": 0.1, "high": 0.12},
        "mean_trust": {"low": 0.51, "high": 0.61, "discrepancy": 0.01},
    }
    told = made_up(targets=targets).words("en")
    assert any(one.startswith("Without what is granted to chance and discrepancy, 0 of the") for one in told)
    assert any("Only that margin lets most of them fit: Mean trust 50.00% (51.00% … 61.00%)" in one for one in told)


def test_where_nothing_fits_there_is_no_ensemble_and_the_conflict_is_named(tmp_path):
    targets = {"voiced_share": {"low": 0.38, "high": 0.5}, "silent_share": {"low": 0.2, "high": 0.3},
               "mean_trust": {"low": 0.6, "high": 0.7}}  # fmt: skip
    found = made_up(targets=targets)
    assert found.ensemble == []
    assert found.findings()["inside_every_band"] == 0
    told = " ".join(found.words("en"))
    assert "None of" in told
    assert "Mean trust is out of reach everywhere: the band is 60.00% … 70.00%, the nearest was 50." in told
    assert "Voiced share and Silent share are each fitted by some sets, but never both by one" in told
    assert "No band was widened" in told
    found.tables()["ensemble"].to_csv(tmp_path / "ensemble.csv", index=False)
    with pytest.raises(TableError):  # a study that asks for it is told, and does not go on with the registry's values
        read_ensemble(tmp_path / "ensemble.csv")


def test_what_is_held_out_moves_nothing_and_is_judged():
    plain = {"voiced_share": {"low": 0.1, "high": 0.12}}
    held = made_up(
        targets={**plain, "mean_trust": {"low": 0.9, "weight": 0}},
        held_out={"silent_share": {"low": 0.0, "high": 1.0}, "troubles": {"low": 1.0}},
    )
    assert held.members.equals(made_up(targets=plain).members)
    verdicts = held.readings.set_index("name").verdict
    assert (verdicts["silent_share"], verdicts["mean_trust"], verdicts["troubles"]) == ("inside", "outside", "")


def test_a_target_that_no_run_can_tell_is_left_out_and_said():
    found = made_up(targets={"voiced_share": {"low": 0.1, "high": 0.12}, "on_time_rate": {"low": 0.9}})
    assert [one.name for one in found.not_told] == ["on_time_rate"]
    assert len(found.ensemble) > 5
    assert any("cannot tell, and that were left out: On-time rate" in words for words in found.words("en"))
    nothing = made_up(targets={"on_time_rate": {"low": 0.9}})
    assert nothing.words("en")[0].startswith("No target could be told")
    assert nothing.ensemble == []
    nothing.shown("en")
    nothing.figures("en")


def test_runs_that_fail_are_left_out():
    found = made_up(
        MadeUp(lambda world: world.scenario.parameters.get("voice_gain", 9.0) > 8.0 and "voice_gain" in world.factors),
        targets={"voiced_share": {"low": 0.1, "high": 0.2}},
    )
    assert len(found.members) > 5
    assert found.members.voice_gain.max() <= 8.0


def test_several_aims_give_a_table_of_trade_offs():
    found = made_up(
        targets={"voiced_share": {"low": 0.38, "high": 0.5}, "silent_share": {"low": 0.2, "high": 0.3}},
        multiobjective=True,
    )
    table = found.tables()["tradeoffs"].sort_values("voiced_share")
    assert len(table) > 1
    assert (np.diff(table.silent_share) <= 0.0).all()  # who misses the one less misses the other more


def test_the_folder_opens_and_its_ensemble_is_what_other_studies_read(tmp_path):
    run = MadeUp()
    said = {"kind": "calibration", "name": "x", "set": SMALL, "points": 16, "waves": 1, "trials": 0,
            "parameters": {"voice_gain": {"log": True}, "case_rating": None},
            "targets": {"voiced_share": {"low": 0.1, "high": 0.2}}}  # fmt: skip
    file = CalibrationFile.model_validate(said)
    found = carry_out(file, run)
    page = write_study(tmp_path, file, run, found, "now", "en").read_text(encoding="utf-8")
    assert "lever" in page
    assert "Range left" in page
    assert read_ensemble(tmp_path / "ensemble.csv") == found.ensemble
    assert set(found.ensemble[0]) == {"voice_gain"}
    assert "case_rating" in found.members
    found.plot()
    assert [words for lang in ("zh", "en") for words in found.words(lang)]


def test_a_sweep_over_an_ensemble_carries_its_members_in_turn(tmp_path):
    members = [{"voice_gain": 5.0}, {"voice_gain": 14.0}]
    write_ensemble(members, tmp_path / "ensemble.csv")
    said = {"kind": "sweep", "set": SMALL, "factors": {"case_rating": [0, 1]}, "replications": 3}
    with session() as run:
        file = SweepFile.model_validate({**said, "ensemble": "ensemble.csv"}).model_copy(update={"folder": tmp_path})
        found = sweep(file, run)
        first = load_scenario("baseline", {**SMALL, "case_rating": 0.0})
        seeded = [World({}, first).with_seed(first.seed + n).with_parameters(members[n % 2]) for n in range(3)]
        alone = [indicators(world) for world in seeded]
        worlds = {world.scenario.seed: world.scenario.parameters for world in run.worlds.values()}
    rows = found.runs[(found.runs.indicator == "voiced_share") & (found.runs.case_rating == 0)].sort_values("seed")
    assert rows.value.tolist() == [one["voiced_share"] for one in alone]
    assert rows.value.nunique() == 3
    assert [worlds[seed]["voice_gain"] for seed in sorted(worlds)] == [5.0, 14.0, 5.0]


def test_a_run_tells_the_numbers_of_facts_and_the_same_indicators():
    world = World({}, load_scenario("baseline", {**SMALL, "days": 30}))
    found, plain = facts(world), indicators(world)
    assert {name: found[name] for name in plain} == pytest.approx(plain, nan_ok=True)
    assert found["SF09.voiced"] == pytest.approx(100.0 * plain["voiced_share"])
    assert found["SF10.enquiries"] == pytest.approx(100.0 * plain["enquiry_share"])


def test_all_mistakes_of_a_file_are_told_before_anything_is_run():
    run = MadeUp()
    wrong = {"kind": "calibration", "set": SMALL, "parameters": {"days": {"low": 1, "high": 3}, "voice_gain": [5, 6]},
             "targets": ["silent_shar"], "held_out": ["SF04"], "points": 1000, "replications": 10_000}  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        carry_out(CalibrationFile.model_validate(wrong), run)
    told = "\n".join(caught.value.messages)
    for part in ("parameters.days: it is neither", "parameters.voice_gain: a calibration takes a range",
                 "targets.silent_shar", "held_out.SF04", "points: this takes"):  # fmt: skip
        assert part in told
    with pytest.raises(ScenarioError, match=r"voice_gain: cannot be 50"):
        calibrate("baseline", {"voice_gain": {"high": 50}}, {"silent_share": {"low": 0.1}}, **SMALL)
    with pytest.raises(ScenarioError, match="all targets are held out"):
        calibrate("baseline", ["voice_gain"], {"silent_share": {"low": 0.1, "weight": 0}}, **SMALL)
    assert run.sizes == []
