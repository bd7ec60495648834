"""What tests share: reproducible property tests, and pages opened in a headless browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from playwright.sync_api import Page, sync_playwright

from sim import cli
from sim.agents.branch import BRANCH
from sim.agents.building import BUILDING
from sim.agents.community import COMMUNITY
from sim.agents.compound import COMPOUND
from sim.agents.department import DEPARTMENT, FIELDS
from sim.agents.district import DISTRICT
from sim.agents.household import HOUSEHOLD
from sim.agents.owners_committee import COMMITTEE
from sim.agents.property_firm import FIRM
from sim.agents.resident import RESIDENT
from sim.agents.street import STREET
from sim.agents.unit import UNIT
from sim.agents.volunteer import VOLUNTEER
from sim.agents.worker import WORKER
from sim.agents.world import World
from sim.engine.queue import DESK, SERVER
from sim.grievance.block import new_block
from sim.grievance.category import CATEGORY
from sim.grievance.channel import CHANNEL
from sim.grievance.tally import TALLY
from sim.grievance.trace import NO_TRACE
from sim.parameters import PARAMETERS, rules_table

os.environ.setdefault("MPLBACKEND", "Agg")

# No deadline: the first example of a rule compiles it. `pytest --hypothesis-profile=thorough` looks harder.
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile("quick")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = ("--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1")
"""Root cannot have the sandbox; no name but this machine's is looked up, so that a test never leaves it."""


@dataclass
class Visit:
    """A page that is open in the browser, and what happened on it since.

    Attributes:
        page: Playwright's page, to click, read and photograph.
        errors: errors of the console and exceptions that no script caught.
        requests: addresses that the page asked a network for (files, `data:` and `blob:` are none).
    """

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture
def browser() -> Iterator[Callable[[Path | str], Visit]]:
    """Give a function that opens a file or an address in headless Chromium and returns the `Visit`."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: make browser")
        pytest.skip("Chromium is missing: make browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)

        def open_page(target: Path | str) -> Visit:
            visit = Visit(running.new_page())
            visit.page.on("console", lambda said: visit.errors.append(said.text) if said.type == "error" else None)
            visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
            visit.page.on("request", lambda asked: _note_request(visit, asked.url))
            visit.page.goto(target.resolve().as_uri() if isinstance(target, Path) else target, wait_until="load")
            return visit

        yield open_page
        running.close()


def _note_request(visit: Visit, url: str) -> None:
    if not url.startswith(("file:", "data:", "blob:", "about:")):
        visit.requests.append(url)


RECORDS = {
    "categories": CATEGORY, "channels": CHANNEL, "districts": DISTRICT, "streets": STREET, "communities": COMMUNITY,
    "compounds": COMPOUND, "buildings": BUILDING, "households": HOUSEHOLD, "residents": RESIDENT, "firms": FIRM,
    "committees": COMMITTEE, "branches": BRANCH, "units": UNIT, "departments": DEPARTMENT, "workers": WORKER,
    "volunteers": VOLUNTEER, "desks": DESK, "servers": SERVER, "tallies": TALLY,
}  # fmt: skip
NOBODY = {
    "compounds": ("firm", "committee", "branch", "desk", "kept_desk", "kept_committee", "helper"),
    "workers": ("mentor",),
}
"""Columns that say at first that there is none."""


@pytest.fixture(scope="session")
def paper_world():
    """Return a function (numbers of the rules, days, **rows of tables) that makes a world in which all is zero.

    Whose rows are not named has one; every day of the calendar is a working day.
    """

    def made(numbers=None, days=400, **rows) -> World:
        tables = {name: np.zeros(rows.get(name, 1), dtype).view(np.recarray) for name, dtype in RECORDS.items()}
        for name, columns in NOBODY.items():
            for column in columns:
                tables[name][column] = -1
        tables["communities"].pay_level = 1.0
        tables["communities"].key = np.arange(1, len(tables["communities"]) + 1)
        tables["compounds"].key = np.arange(1, len(tables["compounds"]) + 1)
        districts, communities = len(tables["districts"]), len(tables["communities"])
        return World(
            seed=np.uint64(1),
            city_block=np.int64(districts),
            rules=rules_table(numbers),
            span=np.array([0.0, 24.0 * days]),
            working=np.ones(days, dtype=np.bool_),
            yearday=np.arange(days) % 365 + 1,
            shocks=np.ones((days, len(tables["categories"]))),
            alarm=np.zeros(days, dtype=np.bool_),
            unit_of=np.full(communities, -1, dtype=np.int32),
            wants=np.zeros((communities, FIELDS)),
            serves=np.zeros((districts, FIELDS), dtype=np.int32),
            bureaus=np.zeros(FIELDS, dtype=np.int32),
            next_to=np.zeros(0, dtype=np.int32),
            next_starts=np.zeros(communities + 1, dtype=np.int64),
            trace=NO_TRACE,
            trace_starts=np.zeros(1, dtype=np.int64),
            **tables,
        )

    return made


@pytest.fixture(scope="session")
def rules_at():
    """Return a function (number) that draws rules at random, two in three at an end of their range.

    As searching as one number of hypothesis for each parameter, and a hundred times as fast.
    """

    def drawn(number):
        at = np.random.default_rng(number).uniform(-1.0, 2.0, len(PARAMETERS)).clip(0.0, 1.0)
        numbers = {
            name: one.low + share * (one.high - one.low)
            for (name, one), share in zip(PARAMETERS.items(), at, strict=True)
        }
        return rules_table(numbers)[0]

    return drawn


@pytest.fixture(scope="session")
def make():
    """Return a function (dtype, **columns) that makes one record, zero where nothing is said."""

    def one(dtype, **columns):
        table = np.zeros(1, dtype).view(np.recarray)
        for name, value in columns.items():
            table[name] = value
        return table[0]

    return one


@pytest.fixture(scope="session")
def rules_with():
    """Return a function (**numbers) that gives the rules with these numbers, the registry's for the rest."""

    def some(**numbers):
        return rules_table(numbers)[0]

    return some


@pytest.fixture(scope="session")
def block_of():
    """Return a function (world) that gives the block of all its communities, compounds and firms, and of no case."""

    def block(world):
        rows = [np.arange(len(getattr(world, name)), dtype=np.int32) for name in ("communities", "compounds", "firms")]
        desks = np.arange(len(world.desks), dtype=np.int32)
        return new_block(0, *rows, desks, days=10, categories=len(world.categories), logging=False)

    return block


@pytest.fixture
def huying(capsys, monkeypatch, tmp_path):
    """Give a function that runs the command in an empty folder, 80 columns wide: (exit code, output, errors)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def typed(*words):
        with pytest.raises(SystemExit) as left:
            cli.main([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return left.value.code or 0, said.out, said.err

    return typed
