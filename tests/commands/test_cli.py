"""The commands as a person types them: what is printed, where, with which exit code."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from sim import cli
from sim.parameters import PARAMETERS
from sim.policy import BUNDLES, LEVERS
from sim.scenario import load_scenario

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"


def test_check_prints_every_mistake_and_leaves_with_2(huying, monkeypatch):
    monkeypatch.chdir(DATA)
    for lang in ("en", "zh"):
        code, out, err = huying("check", "bad.yaml", "--lang", lang)
        assert (code, err) == (2, "")
        assert out == (DATA / f"bad.{lang}.txt").read_text(encoding="utf-8")


def test_check_tells_all_that_contradicts_itself_with_its_place(huying, monkeypatch):
    monkeypatch.chdir(DATA)
    code, out, err = huying("check", "contradicting.yaml", "--lang", "en")
    assert (code, err) == (2, "")
    found = [line.split(": ")[:2] for line in out.splitlines()]
    assert found == [
        ["contradicting.yaml:6:3", "policy.practice_spreads"],
        ["contradicting.yaml:7:3", "policy.online_academy"],
        ["contradicting.yaml:9:3", "policy.emergency_mode"],
        ["contradicting.yaml:11:3", "policy.staff_transferred"],
        ["contradicting.yaml:12:3", "policy.meeting_cadence"],
        ["contradicting.yaml:14:3", "policy.candidate_screening"],
    ]
    assert "does nothing after 2016-06-30" in out
    chinese = huying("check", "contradicting.yaml", "--lang", "zh")[1]
    assert len(chinese.splitlines()) == len(found)
    assert "2016-06-30 之后不起作用" in chinese


def test_check_of_a_sound_scenario(huying):
    code, out, _ = huying("check", "wuhan_2021", "--lang", "en")
    levers = len(BUNDLES["2021_full"].doses) - 1  # no practice is tried out in this street
    assert code == 0
    assert out == f"wuhan_2021: nothing wrong. Area 420111001, 365 days from 2021-01-01, levers: {levers}\n"


def test_new_writes_a_sound_scenario_and_never_overwrites(huying, tmp_path):
    assert huying("new", "mine")[0] == 0
    scenario = load_scenario(tmp_path / "mine.yaml")
    assert [item.lever for item in scenario.policy] == ["task_admission"]
    (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")
    code, out, err = huying("new", "mine")
    assert (code, out) == (2, "")
    assert "mine.yaml" in err
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "mine"
    assert huying("new", "no/such/folder")[0] == 2
    assert huying("new", "a\0b")[0] == 2


def test_areas(huying):
    assert huying("areas", "珞南", "--lang", "zh")[:2] == (0, "420111001  街道  洪山区 珞南街道\n")
    code, out, _ = huying("areas", "李集街道")
    assert {"420116010", "420117005"} <= set(out.split())
    code, out, _ = huying("areas")
    assert (code, len(out.splitlines())) == (0, 14)
    code, out, err = huying("areas", "zzzzzz")
    assert (code, out, bool(err)) == (2, "", True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_levers(huying, lang):
    code, out, _ = huying("levers", "--lang", lang)
    assert code == 0
    assert all(lever in out for lever in LEVERS)
    assert all(cell_len(line) <= 80 for line in out.splitlines())
    for lever in LEVERS.values():
        code, out, _ = huying("levers", lever.zh, "--lang", lang)
        assert lever.id in out
        assert lever.mechanisms[0] in out
    assert json.loads(huying("levers", "whistle_calls", "--json")[1])["mechanisms"] == ["M20"]
    assert [one["id"] for one in json.loads(huying("levers", "--json")[1])] == [*LEVERS, *BUNDLES]
    code, out, _ = huying("levers", "street_reform", "--lang", lang)
    assert code == 0
    assert "devolved_authority" in out
    assert "M02" in out
    bundle = json.loads(huying("levers", "街道管理体制改革", "--json")[1])
    assert bundle["levers"]["whistle_calls"] == {"intensity": 0.6}
    code, out, err = huying("levers", "wistle", "--lang", lang)
    assert (code, out) == (2, "")
    assert "whistle_calls" in err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_parameters(huying, lang):
    code, out, _ = huying("parameters", "--lang", lang)
    assert code == 0
    assert all(name in out for name in PARAMETERS)
    code, out, _ = huying("parameters", "audit_penalty", "--lang", lang)
    assert "1 … 6" in out
    assert json.loads(huying("parameters", "核查惩戒", "--json")[1])["name"] == "audit_penalty"
    assert len(json.loads(huying("parameters", "--json")[1])) == len(PARAMETERS)
    code, out, err = huying("parameters", "audit_penalti")
    assert (code, out) == (2, "")
    assert "audit_penalty" in err


def test_schema_is_json(huying):
    assert "policy" in json.loads(huying("schema")[1])["properties"]


@pytest.mark.parametrize(
    "words",
    [
        ["run"],
        ["run", "baseline", "--from", "x/manifest.json"],
        ["run", "nowhere"],
        ["run", "baseline", "--set", "days"],
        ["run", "baseline", "--set", "dayz=3"],
        ["run", "baseline", "--days", "0"],
        ["run", "baseline", "--area", "nowhere"],
        ["run", "--from", "missing.json"],
        ["run", "baseline", "--replications", "0"],
        ["fly"],
        ["levers", "--lang", "fr"],
        ["trace", "nowhere", "first"],
    ],
)
def test_a_users_mistake_leaves_with_2_and_a_word_on_stderr(huying, words):
    code, out, err = huying(*words)
    assert (code, out) == (2, "")
    assert err.strip()


def test_mistakes_of_settings_are_told_together(huying):
    code, _, err = huying("run", "baseline", "--days", "0", "--set", "neglect=7", "--set", "case_rating=9")
    assert (code, len(err.splitlines())) == (2, 3)


def test_our_mistake_is_owned_in_one_sentence(huying, monkeypatch):
    monkeypatch.setattr("sim.commands.areas.search_areas", lambda text: 1 / 0)
    code, out, err = huying("areas", "x")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "ZeroDivisionError" in err


def test_debug_shows_where(monkeypatch):
    monkeypatch.setattr("sim.commands.areas.search_areas", lambda text: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.main(["areas", "x", "--debug"])


def test_an_interruption_leaves_with_130(huying, monkeypatch):
    def interrupted(text):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.commands.areas.search_areas", interrupted)
    assert huying("areas", "x")[0] == 130


def _process(*words, cwd=ROOT, **environment):
    code = "from sim.cli import main; main()"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **environment}
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, env=env, cwd=cwd, check=False)


def test_help_is_in_the_language_of_the_locale():
    chinese = _process("--help", LC_ALL="zh_CN.UTF-8", PYTHONUTF8="1")
    assert "一座城市" in chinese.stdout.decode()
    english = _process("--help", LC_ALL="C.UTF-8")
    assert "how a city hears" in english.stdout.decode()
    assert english.returncode == 0


@pytest.mark.parametrize(("lang", "said"), [("en", "99 is out of range"), ("zh", "99 超出范围")])
def test_a_mistake_in_the_models_own_registry_is_told_with_its_line(tmp_path, lang, said):
    shutil.copytree(ROOT / "sim", tmp_path / "sim")
    registry = tmp_path / "sim/parameters/registry.csv"
    rows = registry.read_text(encoding="utf-8").split("\n")
    rows[1] = rows[1].replace("voice_gain,9.0", "voice_gain,99")
    registry.write_text("\n".join(rows), encoding="utf-8")
    done = _process("levers", "--lang", lang, PYTHONPATH=str(tmp_path), PYTHONUTF8="1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"registry.csv:2: value: {said}" in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1


def test_whoever_stops_reading_early_gets_no_complaint():
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from sim.cli import main; main()"
    ends = "import sys; sys.stdin.readline()"
    writer = subprocess.Popen([sys.executable, "-c", code, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    reader = subprocess.run([sys.executable, "-c", ends], stdin=writer.stdout, check=False)
    writer.stdout.close()
    _, err = writer.communicate()
    assert (reader.returncode, writer.returncode, err) == (0, 0, b"")
