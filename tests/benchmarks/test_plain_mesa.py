"""The model against the same rules in plain Mesa: the very same troubles, and like distributions of what follows."""

import numpy as np
import pytest

from sim import GovernanceModel, build_city
from sim.grievance.ticket import FRESH
from sim.parameters import PARAMETERS
from sim.results.run import indicators_of
from tests.benchmarks.plain_mesa import PlainModel

AREA = "420106001001"
SEEDS = range(1, 9)
DAYS = 60
LOUD = PARAMETERS["voice_gain"].high
"""People who gain more by speaking: more tickets to compare for the same time, and offices under load."""
ERRORS = 5.0
"""Standard errors by which the means may differ."""
COMPARED = (
    "troubles",
    "contacts",
    "tickets",
    "hours_to_close_median",
    "burden_per_resident",
    "mean_trust",
    "voiced_share",
    "informal_share",
    "silent_share",
    "enquiry_share",
    "closure_rate",
    "on_time_rate",
    "resolution_rate_reported",
    "resolution_rate_true",
    "pseudo_closure_share",
    "local_share",
    "escalation_rate",
    "misroute_rate",
    "reopen_rate",
)


@pytest.fixture(scope="module")
def city():
    return build_city(AREA)


def _ours(scenario, city, **overrides):
    quiet = {"outputs.tickets": False, "outputs.handovers": False}
    return GovernanceModel(scenario, city=city, area=AREA, warmup=0, **quiet, **overrides)


def _plain(scenario, city, **overrides):
    return PlainModel(scenario, city=city, area=AREA, **overrides)


def test_the_very_same_troubles_befall_the_same_people(city):
    """Everybody is made to speak soon, so that nearly every trouble of ours leaves a case to look at."""
    talkative = {"voice_gain": LOUD, "enquiry_ease": 1.0, "tell_cost": 3.0, "together_cost": 4.0, "notice_hours": 12.0}
    ours = _ours("baseline", city, days=28, seed=7, **talkative)
    plain = _plain("baseline", city, days=28, seed=7, **talkative)
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
    assert len(found) > 0.8 * len(expected) > 400
    assert {number: expected[number] for number in found} == found


@pytest.fixture(scope="module", params=["baseline", "wuhan_2021"])
def pairs(request, city):
    """Give the indicators of both, one row a seed."""
    ours, plain = [], []
    for seed in SEEDS:
        model = _ours(request.param, city, days=DAYS, seed=seed, voice_gain=LOUD)
        model.run_model()
        ours.append(indicators_of(model) | {"mean_trust": _trust_today(model)})
        model = _plain(request.param, city, days=DAYS, seed=seed, voice_gain=LOUD)
        model.run_model()
        plain.append(model.indicators())
    return request.param, ours, plain


def _trust_today(model):
    """Return the mean trust, drifted up to the last midnight; a record keeps it as last touched."""
    people, rules = model.world.residents, model.world.rules[0]
    kept = np.exp(-(model.day - people.touched) / rules.trust_days)
    return np.mean(
        [
            np.mean(usual + kept * (people[f"trust_{whom}"] - usual))
            for whom, usual in (
                ("firm", rules.trust_firm_usual),
                ("community", rules.trust_community_usual),
                ("platform", rules.trust_platform_usual),
            )
        ]
    )


def _apart(name, ours, plain):
    """Return how far apart the means over the seeds are, and the standard error of that."""
    a, b = (np.array([run[name] for run in runs], dtype=float) for runs in (ours, plain))
    return abs(a.mean() - b.mean()), np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / len(a))


@pytest.mark.parametrize("name", COMPARED)
def test_what_follows_is_distributed_alike(name, pairs):
    """Means over the seeds agree within five standard errors: the handling's chance is each model's own."""
    _, ours, plain = pairs
    apart, error = _apart(name, ours, plain)
    assert apart <= ERRORS * error


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("voiced_share", "voice_gain", 0.9 * LOUD),
        ("pseudo_closure_share", "pseudo_ease", PARAMETERS["pseudo_ease"].high),
    ],
)
def test_a_changed_rule_would_be_noticed(name, parameter, value, city, pairs):
    scenario, ours, _ = pairs
    changed = []
    for seed in SEEDS:
        model = _ours(scenario, city, days=DAYS, seed=seed, **{"voice_gain": LOUD, parameter: value})
        model.run_model()
        changed.append(indicators_of(model))
    apart, error = _apart(name, ours, changed)
    assert apart > ERRORS * error
