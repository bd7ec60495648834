"""Counts that the flow leaves behind where no log keeps the single event. Counting changes nothing in a run."""

import numpy as np

TALLY = np.dtype(
    [
        (name, "f8")
        for name in (
            "troubles",  # felt, enquiries not among them
            "voiced",  # troubles that somebody who could act was told of
            "informal",  # of these, told only to the firm's desk or the grid worker
            "among_neighbours",  # put right together, or only told to a neighbour
            "silent",  # borne in silence
            "contacts",  # through any channel but the firm's desk, enquiries among them
            "enquiries",  # of the contacts
            "lost",  # contacts that nobody recorded
            "merged",  # contacts joined to a ticket that was there
            "burden",  # severity-weighted person-days lived with an unsolved trouble
            "delay_hours",  # from onset to the first word, summed over voiced troubles
            "petitions",
            "asked",  # ratings asked for
            "ratings",  # ratings given
            "rating_sum",  # of 1-5
            "satisfaction_sum",  # true satisfaction 0-1, summed over judged tickets
            "judged",
            "volunteer_hours",
            "worker_hours",
            "whistles",  # calls to those who have the authority
            "whistles_answered",  # of these, those who came
            "hours_on_nothing",  # of going to see what is not there
            "quits",  # of community workers
            "post_months",  # posts filled, summed over months
            "firms_left",  # compounds that their property firm left
            "firms_dismissed",  # compounds whose owners ended the firm's contract
            # from the log of tickets (official ones, first spoken of in the measured time)
            "tickets",
            "responded",
            "due",  # closed, or open past the deadline
            "on_time",
            "closed",
            "solved_reported",
            "solved_true",
            "pseudo",
            "local",  # closed by the street or below
            "escalated",
            "misrouted",
            "reopened",
            "repeats",
        )
    ],
    align=True,
)
"""Counts by community, over the measured time."""

DAY = np.dtype(
    [
        (name, "f8")
        for name in (
            "troubles",
            "contacts",
            "enquiries",
            "tickets",
            "closed",
            "solved_true",
            "solved_reported",
            "on_time",
            "handovers",
            "reopened",
            "petitions",
            "open_tickets",  # stock at midnight, official ones
            "queue_compound",  # cases at desks at midnight, by level
            "queue_community",
            "queue_street",
            "queue_district",
            "queue_city",
        )
    ],
    align=True,
)
"""Counts by day, warm-up included."""
