"""The model against the same rules in plain Mesa: the very same troubles, and like distributions of what follows."""

import numpy as np
import pandas as pd
import pytest

from sim import GovernanceModel, build_city
from sim.grievance.level import Level
from sim.grievance.ticket import FRESH, Outcome
from sim.parameters import PARAMETERS
from tests.benchmarks.plain_mesa import PlainModel

AREA = "420106001001"
SEEDS = range(1, 13)
DAYS = 60
LOUD = PARAMETERS["voice_gain"].high
"""People who gain more by speaking: more tickets to compare for the same time, and offices under load."""
ERRORS = 4.0
"""Standard errors by which the means may differ."""
POLICIES = {"no policy": {}, "reforms of 2021": {"start": "2021-01-01", "2021_reforms": {}}}
"""What the baseline is run under, from the first day on: levers that the plain model knows."""
FELT = ("troubles", "voiced_share", "informal_share", "silent_share", "contacts", "enquiry_share", "tickets")
OUTCOMES = (
    "burden_per_resident", "mean_trust", "closure_rate", "on_time_rate", "resolution_rate_reported", "merged_share",
    "volunteer_hours",
)  # fmt: skip
HANDLING = (
    "closed", "solved", "pseudo", "hours", "office_hours", "response_hours", "level", "escalated", "misrouted",
    "reopened",
)  # fmt: skip
"""Of all recorded cases, informal ones too: ten times as many as tickets on the platform's clock."""
COLUMNS = ("reported", "first_response", "closed", "outcome", "level", "escalated", "misrouted", "reopened")


@pytest.fixture(scope="module")
def city():
    return build_city(AREA)


def test_the_very_same_troubles_befall_the_same_people(city):
    """All are counted by day; those that are spoken of, and here that is made easy, leave a case to look at."""
    talkative = {"voice_gain": LOUD, "enquiry_ease": 1.0, "tell_cost": 3.0, "together_cost": 4.0, "notice_hours": 12.0}
    ours = GovernanceModel("baseline", city=city, area=AREA, warmup=0, days=28, seed=7, **talkative)
    plain = PlainModel("baseline", city=city, area=AREA, days=28, seed=7, **talkative)
    for model in (ours, plain):
        while model.day < 28:
            model.needs()
            model.day += 1
    block = ours._blocks[0]
    felt = np.zeros(28)
    row_of = {resident: row for row, resident in enumerate(plain.residents)}
    category_of = {id(category): row for row, category in enumerate(plain.categories)}
    expected = {}
    for trouble in plain.troubles:
        felt[int(trouble.onset // 24)] += not trouble.category.enquiry
        expected[trouble.number] = (
            category_of[id(trouble.category)],
            row_of[trouble.resident],
            pytest.approx(trouble.severity, rel=1e-12),
            pytest.approx(trouble.onset, rel=1e-12),
            pytest.approx(trouble.fades, rel=1e-12),
        )
    assert block.days["troubles"][:28].tolist() == felt.tolist()
    cases = block.cases[: block.pointers[FRESH]]
    first = cases[cases["nth"] == 0]
    found = {
        int(case["trouble"]) % 2**64: tuple(
            case[name].item() for name in ("category", "resident", "severity", "onset", "fades")
        )
        for case in first
    }
    assert len(found) > 200
    assert {number: expected[number] for number in found} == found


class _Log:
    """Keeps a run's log of tickets."""

    def __init__(self):
        self.parts = []

    def take(self, tickets, handovers):
        self.parts.append(tickets)

    def table(self, categories):
        rows = np.concatenate(self.parts)
        rows = rows[(rows["outcome"] != Outcome.MERGED) & (categories.enquiry[rows["category"]] == 0)]
        return pd.DataFrame({name: rows[name] for name in COLUMNS}).replace(-1.0, np.nan)


def _run_ours(city, **overrides):
    model = GovernanceModel("baseline", city=city, area=AREA, warmup=0, days=DAYS, **{"voice_gain": LOUD, **overrides})
    model.record.sink = log = _Log()
    model.run_model()
    return model.indicators() | _handling(log.table(model.world.categories))


def _run_plain(city, **overrides):
    model = PlainModel("baseline", city=city, area=AREA, days=DAYS, voice_gain=LOUD, **overrides)
    model.run_model()
    rows = [[getattr(t, name) for name in COLUMNS] for t in model.tickets if not t.trouble.category.enquiry]
    return model.indicators() | _handling(pd.DataFrame(rows, columns=COLUMNS).astype(float))


def _handling(tickets):
    closed = tickets[tickets.closed.notna()]
    by_offices = closed[closed.level >= Level.STREET]
    return {
        "closed": len(closed) / len(tickets),
        "solved": (closed.outcome == Outcome.SOLVED).mean(),
        "pseudo": (closed.outcome == Outcome.PSEUDO).mean(),
        "hours": (closed.closed - closed.reported).median(),
        "office_hours": np.exp(np.log(by_offices.closed - by_offices.reported).mean()),
        "response_hours": (tickets.first_response - tickets.reported).median(),
        "level": closed.level.mean(),
        "escalated": tickets.escalated.mean(),
        "misrouted": tickets.misrouted.mean(),
        "reopened": (tickets.reopened > 0).mean(),
    }


@pytest.fixture(scope="module", params=POLICIES)
def pairs(request, city):
    """Give what both measure, one row a seed."""
    policy = POLICIES[request.param]
    ours = [_run_ours(city, seed=seed, **policy) for seed in SEEDS]
    plain = [_run_plain(city, seed=seed, **policy) for seed in SEEDS]
    return policy, ours, plain


def _apart(name, ours, plain):
    """Return how far apart the means over the seeds are, and the standard error of that."""
    a, b = (np.array([run[name] for run in runs], dtype=float) for runs in (ours, plain))
    return abs(a.mean() - b.mean()), np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / len(a))


@pytest.mark.parametrize("name", [*FELT, *OUTCOMES, *HANDLING])
def test_what_follows_is_distributed_alike(name, pairs):
    """Means over the seeds agree within four standard errors: the handling's chance is each model's own."""
    _, ours, plain = pairs
    apart, error = _apart(name, ours, plain)
    assert apart <= ERRORS * error


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("voiced_share", "voice_gain", 0.85 * LOUD),
        ("pseudo", "pseudo_ease", PARAMETERS["pseudo_ease"].high),
        ("reopened", "again_ease", PARAMETERS["again_ease"].high),
    ],
)
def test_a_changed_rule_would_be_noticed(name, parameter, value, city, pairs):
    policy, ours, _ = pairs
    changed = [_run_ours(city, seed=seed, **policy, **{parameter: value}) for seed in SEEDS]
    apart, error = _apart(name, ours, changed)
    assert apart > ERRORS * error
