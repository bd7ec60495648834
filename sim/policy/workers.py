"""Levers on community workers: how many there are, and what their appraisal rewards."""

import numpy as np

from sim.parameters import PARAMETERS
from sim.policy.institutions import Institutions
from sim.policy.lever import Lever, Price, Rows

REPORT = "Hubei Daily 2021-07-05"


def _posts_of(institutions: Institutions, rows: Rows, amount: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Posts in proportion to those of 2016, as many as rows are kept for."""
    communities = institutions.communities[rows]
    wanted = communities["posts"] * (amount / float(institutions.rules[0].posts_mean))
    return np.asarray(np.minimum(wanted, communities["worker_n"]), dtype=np.float64)


def _establish(institutions: Institutions, rows: Rows, amount: float) -> None:
    institutions.communities["posts"][rows] = _posts_of(institutions, rows, amount)


def _posts_added(institutions: Institutions, rows: Rows, amount: float) -> float:
    """Posts more (fewer: negative) than there are without the lever."""
    return float((_posts_of(institutions, rows, amount) - institutions.communities["posts"][rows]).sum())


LEVERS = (
    Lever(
        id="community_posts",
        zh="充实社区工作者",
        en="More community workers",
        mechanisms=("M75",),
        section="workers",
        table="communities",
        unit="posts",
        low=4.0,
        high=25.0,
        neutral=PARAMETERS["posts_mean"].value,
        default=15.07,
        seed_value=15.07,
        date="2020-2021",
        cost=Price(
            5_000.0,
            55_000.0,
            0.0,
            "posts",
            "41,000 yuan of pay in 2016 (Hubei Daily) and a third for insurance: assumed",
        ),
        expected_zh="人手多了，排队短了；新人要招、要学。",
        expected_en="More hands, shorter queues; newcomers must be recruited and must learn.",
        side_effect_zh="空岗填补要数月，新手办得慢；人多也更贵。",
        side_effect_en="Posts stay vacant for months and newcomers are slow; each costs a year's pay.",
        writes=("communities.posts",),
        read_by=("sim.agents.upkeep.rosters_of_day", "sim.agents.community.admin_share"),
        source=f"{REPORT}: 21,600 workers in 1,433 communities, 15.07 each; posts grow in proportion everywhere",
        confidence="seed",
        write=_establish,
        quantity=_posts_added,
    ),
    Lever(
        id="closure_scoring",
        zh="按时办结计分",
        en="Scoring of closing on time",
        mechanisms=("M77",),
        partial=True,
        section="workers",
        table="communities",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=PARAMETERS["closure_weight_start"].value,
        default=0.9,
        seed_value=None,
        date="2020-2021",
        cost=Price(0.0, 0.0, 20.0, "communities", "scores are kept: assumed"),
        expected_zh="按时办结计入考核，办得更快。",
        expected_en="Closing on time counts in the appraisal: cases are closed sooner.",
        side_effect_zh="考什么就做什么：临近时限时结而未解增多。",
        side_effect_en="What is measured is done: nearing the deadline more is closed without solving.",
        writes=("communities.closure_weight",),
        read_by=("sim.agents.worker.closes_without_solving",),
        source=f"{REPORT} names classified appraisals without weights; the weight is assumed",
        confidence="assumed",
    ),
)
