"""Levers of the street reform: authority handed down, departments called in."""

import numpy as np

from sim.agents.department import Field
from sim.parameters import PARAMETERS
from sim.policy.institutions import Institutions
from sim.policy.lever import Lever, Price, Rows

REPORT = "Hubei Daily 2021-07-05"
DEVOLVED = [int(Field.HOUSING), int(Field.URBAN_MANAGEMENT), int(Field.HEALTH)]
"""Fields that the report names (emergency management, the fourth, is no field of residents' cases here)."""


def _devolve(institutions: Institutions, rows: Rows, amount: float) -> None:
    institutions.streets["authority"][np.ix_(rows, np.array(DEVOLVED))] = amount


LEVERS = (
    Lever(
        id="devolved_authority",
        zh="赋权事项下放街道",
        en="Authority devolved to streets",
        mechanisms=("M09",),
        section="street",
        table="streets",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=PARAMETERS["authority_start"].value,
        default=0.6,
        seed_value=None,
        date="2020-2021",
        cost=Price(150_000.0, 0.0, 400.0, "streets", "training, handing over of files and seals: assumed"),
        expected_zh="住建、城管、卫健事项可在街道办结，少一次上转。",
        expected_en="Housing, urban management and health cases are finished at the street, one hand-over fewer.",
        side_effect_zh="权下放而人不增，队伍排到街道：有责无力。",
        side_effect_en="Without more staff the queue moves to the street: responsibility without capacity.",
        writes=("streets.authority",),
        read_by=("sim.agents.street.may_finish",),
        source=f"{REPORT} names the fields and no share; the share is assumed",
        confidence="assumed",
        write=_devolve,
    ),
    Lever(
        id="whistle_calls",
        zh="吹哨报到",
        en="Whistle calls to departments",
        mechanisms=("M20",),
        section="street",
        table="streets",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
        default=0.6,
        seed_value=None,
        date="2020-2021",
        cost=Price(0.0, 0.0, 200.0, "streets", "joint sessions are called and minuted: assumed"),
        expected_zh="街道无权办的事，叫部门到现场一起办，而不是一级级上转。",
        expected_en="For cases beyond its authority the street calls the department in instead of passing the case up.",
        side_effect_zh="人人吹哨则部门拥堵，来得越来越少。",
        side_effect_en="When everybody whistles departments congest and come more rarely.",
        writes=("streets.whistle",),
        read_by=("sim.agents.street.whistles", "sim.agents.department.answers_whistle"),
        source=f"{REPORT} names it without a figure; the share is assumed",
        confidence="assumed",
    ),
)
