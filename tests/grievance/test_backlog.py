"""What waits at communities and their street, by field."""

import numpy as np

from sim.grievance.backlog import backlog_by_field
from sim.grievance.level import Level


def test_what_waits_below_the_district_is_counted_by_field(quiet):
    quiet.world.servers.present = 0
    quiet.categories["field"] = np.arange(len(quiet.categories)) % 10
    for trouble, category in enumerate((0, 0, 4, 3)):
        quiet.spoken(trouble=trouble + 1, category=category)
    quiet.categories.owner[3] = Level.DISTRICT  # goes to the bureau and waits there
    quiet.days(1)
    backlog = backlog_by_field(quiet.world, quiet.model._blocks[:-1])
    assert backlog.tolist() == [[2, 0, 0, 0, 1] + [0] * 5]
