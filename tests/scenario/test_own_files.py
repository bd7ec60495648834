"""What a scenario reads besides itself, by names that never lead out of its folder."""

from sim.scenario import load_scenario
from sim.scenario.own_files import own_files
from sim.scenario.places import shipped_file


def test_what_lies_in_its_folder_and_nothing_else(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "plan.yaml").write_text("extends: sub/base.yaml\n")
    (tmp_path / "sub" / "base.yaml").write_text(f"extends: {shipped_file('baseline')}\n")
    assert load_scenario(tmp_path / "plan.yaml").area
    assert own_files(tmp_path / "plan.yaml") == {
        "plan.yaml": tmp_path / "plan.yaml",
        "sub/base.yaml": tmp_path / "sub/base.yaml",
    }
