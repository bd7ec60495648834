"""Queues of a cluster: the settings of a file become the script that the queue gets."""

import pytest

from sim.experiment.cluster import jobs_of_queue, read_queue
from sim.results import ResultsError
from sim.scenario import ScenarioError

SLURM = """\
kind: slurm
queue: normal
account: city
cores: 1
memory: 3GB
walltime: "02:00:00"
job_script_prologue: ["module load python/3.11"]
"""
PBS = SLURM.replace("slurm", "pbs").replace("queue: normal", "queue: workq")


def script(tmp_path, text):
    (tmp_path / "queue.yaml").write_text(text, encoding="utf-8")
    with jobs_of_queue(read_queue(tmp_path / "queue.yaml")) as cluster:
        return cluster.job_script()


def test_a_slurm_script_asks_for_what_the_file_says(tmp_path):
    lines = script(tmp_path, SLURM).splitlines()
    for line in ("#SBATCH -p normal", "#SBATCH -A city", "#SBATCH --mem=3G", "#SBATCH -t 02:00:00"):
        assert line in lines
    assert "module load python/3.11" in lines
    assert any("dask_worker" in line and "--nthreads 1" in line for line in lines)


def test_a_pbs_script_asks_for_what_the_file_says(tmp_path):
    made = script(tmp_path, PBS)
    for line in ("#PBS -q workq", "#PBS -A city", "#PBS -l walltime=02:00:00", "#PBS -l select=1:ncpus=1:mem="):
        assert line in made
    assert "--nthreads 1" in made


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # dask-jobqueue's half-made cluster
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("queue: x", "unknown kind of queue"),
        ("kind: sge", "unknown kind of queue sge"),
        (SLURM + "colour: red\n", "slurm does not take"),
    ],
)
def test_settings_that_no_queue_takes_are_told(tmp_path, text, told):
    with pytest.raises(ResultsError, match=told):
        script(tmp_path, text)


def test_a_file_that_is_no_yaml_is_told(tmp_path):
    with pytest.raises(ScenarioError, match=r"queue\.yaml:2"):
        script(tmp_path, "kind: [slurm\n")
