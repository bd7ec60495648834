"""What a quality director finds is the firm's job as any other, but nobody complained of it."""

import pytest

from sim.agents.responses import Response
from sim.grievance.ticket import INSPECTED, State


@pytest.mark.parametrize(("found", "complaints", "lost"), [(0, 0, 30), (INSPECTED, 0, 0)])
def test_a_firm_that_keeps_complaints_out_of_its_books_cannot_keep_out_what_a_director_enters(
    quiet, found, complaints, lost
):
    compound = quiet.compound(with_firm=True)
    quiet.world.channels.capture, quiet.rules.suppression = 1.0, 1.0
    quiet.world.firms.rated = 1.0
    rows = [
        quiet.spoken(Response.FIRM_DESK, trouble=n, resident=quiet.resident_of(compound, n), promised=found)
        for n in range(30)
    ]
    quiet.days(1)
    assert int(quiet.world.compounds.complaints.sum()) == complaints
    assert sum(int(quiet.case(row).state) == State.LOST for row in rows) == lost
    assert all(int(quiet.case(row).promised) == 0 for row in rows)


def test_what_residents_say_counts_and_what_a_director_finds_does_not(quiet):
    compound = quiet.compound(with_firm=True)
    quiet.world.channels.capture = 1.0
    for n in range(10):
        found = INSPECTED if n < 4 else 0
        quiet.spoken(Response.FIRM_DESK, trouble=n, resident=quiet.resident_of(compound, n), promised=found)
    quiet.days(1)
    assert int(quiet.world.compounds.complaints.sum()) == 6
