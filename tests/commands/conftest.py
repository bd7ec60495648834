"""The command as a person types it, and a small run to type it at."""

import pytest

from sim import cli

TINY = ("tiny", "--days", "60", "--set", "warmup=20")
YEAR = ("tiny", "--days", "365", "--set", "warmup=20")


@pytest.fixture(scope="session")
def tiny_run(tmp_path_factory):
    """The folder of a small run of a year, made by the command; tests read it and leave it as it is."""
    folder = tmp_path_factory.mktemp("runs") / "tiny"
    with pytest.raises(SystemExit) as left:
        cli.main(["run", *YEAR, "--out", str(folder), "--no-report", "--quiet"])
    assert not left.value.code
    return folder
