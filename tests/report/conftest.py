import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from made_run import make_run

from sim.report import write_report


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A made-up run of one street, with its report in Chinese."""
    folder = make_run(tmp_path_factory.mktemp("made") / "run", days=120, tickets=1500)
    write_report(folder, "zh")
    return folder
