"""Levers of community governance and call-and-respond: one platform, tiers, ratings, audits, fewer tasks."""

import numpy as np

from sim.parameters import PARAMETERS
from sim.policy.institutions import Institutions
from sim.policy.lever import Lever, Price, Rows

REPORT = "Hubei Daily 2021-07-05"


def _rate(institutions: Institutions, rows: Rows, amount: float) -> None:
    """Residents rate the community's cases; communities rate departments, as far as they are covered themselves.

    The weight of their rating goes from nothing at neutral to all when residents' ratings are all that counts.
    """
    communities, n = institutions.communities, len(institutions.districts)
    communities["rating_weight"][rows] = amount
    covered = np.zeros(len(communities))
    covered[rows] = 1.0
    district = institutions.streets.district[communities.street]
    share = np.bincount(district, covered, n) / np.maximum(1, np.bincount(district, minlength=n))
    share = np.append(share, covered.mean())  # last: of the whole city, whose bureaus are of district -1
    start = float(institutions.rules[0].rating_weight_start)
    weight = max(0.0, (amount - start) / (1.0 - start)) if start < 1.0 else 0.0
    institutions.departments["rated_below"] = weight * share[institutions.departments.district]


LEVERS = (
    Lever(
        id="unified_platform",
        zh="民呼我应平台（渠道整合）",
        en="Unified platform",
        mechanisms=("M28",),
        section="community",
        table="communities",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
        default=1.0,
        seed_value=1.0,
        date="2019",
        cost=Price(30_000.0, 12_000.0, 50.0, "communities", "a city's order of 100 million yuan for 3,500: assumed"),
        expected_zh="一号、一网、一微进同一个库：少漏登、少重复、少错派、流转更快。",
        expected_en="Hotline, board and WeChat share one store: fewer losses, duplicates, wrong desks; quicker.",
        side_effect_zh="口头说的也入库，登记量上升而实际需求不变。",
        side_effect_en="What was only said is now recorded: measured volume rises though needs do not.",
        writes=("communities.shared_store",),
        read_by=("sim.grievance.intake", "sim.grievance.handover"),
        source=f"{REPORT}: three channels are integrated",
        confidence="seed",
    ),
    Lever(
        id="tiered_response",
        zh="自下而上分级响应",
        en="Tiered response",
        mechanisms=("M33",),
        section="community",
        table="communities",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
        default=1.0,
        seed_value=None,
        date="2019",
        cost=Price(0.0, 0.0, 40.0, "communities", "deadlines are watched: assumed"),
        expected_zh="先到最近的一级；无权、超时或两次不满意才上一级。",
        expected_en="A case starts at the nearest level; it climbs without authority, out of time, or failed twice.",
        side_effect_zh="需要上级的事多走几级，反而更慢。",
        side_effect_en="What needs an upper level climbs there rung by rung, and takes longer.",
        writes=("communities.tiered",),
        read_by=("sim.grievance.intake", "sim.grievance.work", "sim.grievance.judgement"),
        source=f"{REPORT} names it; that all cases follow it is assumed",
        confidence="assumed",
    ),
    Lever(
        id="case_rating",
        zh="一事一评、以下评上",
        en="Per-case rating, lower rates upper",
        mechanisms=("M34",),
        section="community",
        table="communities",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=PARAMETERS["rating_weight_start"].value,
        default=0.6,
        seed_value=None,
        date="2019",
        cost=Price(0.0, 6_000.0, 60.0, "communities", "call-backs and messages: assumed"),
        expected_zh="群众评分计入考核，部门也由下级评，办得更实、哨声更有人应。",
        expected_en="Ratings count in appraisals, departments are rated from below: better work, whistles answered.",
        side_effect_zh="权重高而少核查时，劝改评分、结而未解增多。",
        side_effect_en="High weight with little audit brings pressure to rate well and closing without solving.",
        writes=("communities.rating_weight", "departments.rated_below"),
        read_by=(
            "sim.agents.worker.closes_without_solving",
            "sim.agents.worker.presses_for_rating",
            "sim.agents.department.answers_whistle",
        ),
        source=f"{REPORT} names it without a figure; the weight is assumed",
        confidence="assumed",
        write=_rate,
    ),
    Lever(
        id="closure_audit",
        zh="办结核查",
        en="Audit of closures",
        mechanisms=("M38",),
        partial=True,
        section="community",
        table="communities",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=PARAMETERS["audit_start"].value,
        default=0.4,
        seed_value=None,
        date="2019",
        cost=Price(0.0, 10_000.0, 240.0, "communities", "a check of a closing takes about half an hour: assumed"),
        expected_zh="核查一部分办结，结而未解和劝改评分减少。",
        expected_en="A share of closings is checked: fewer are closed without solving, fewer are talked round.",
        side_effect_zh="账面办结率、满意度会下降，看起来变差。",
        side_effect_en="Closure and satisfaction as reported may fall: it looks worse while it is better.",
        writes=("communities.audit",),
        read_by=("sim.agents.worker.closes_without_solving", "sim.agents.worker.presses_for_rating"),
        source=f"{REPORT} names whole-process evaluation without a figure; the share is assumed",
        confidence="assumed",
    ),
    Lever(
        id="task_admission",
        zh="社区工作准入（清单减负）",
        en="Task admission",
        mechanisms=("M24",),
        section="community",
        table="communities",
        unit="items",
        low=20.0,
        high=330.0,
        neutral=PARAMETERS["items_2016"].value,
        default=56.0,
        seed_value=56.0,
        date="2018-2021",
        cost=Price(0.0, 0.0, 12.0, "communities", "lists are reviewed once a month: assumed"),
        expected_zh="行政事项减少，社区工作者有更多时间办居民的事。",
        expected_en="Fewer administrative items leave workers more hours for residents.",
        side_effect_zh="事项不等于工时：减三分之二的项，远减不了三分之二的时间。",
        side_effect_en="Items are not hours: two thirds fewer items free far less than two thirds of the time.",
        writes=("communities.work_items",),
        read_by=("sim.agents.community.admin_share",),
        source=f"{REPORT}: from 165 items to 56",
        confidence="seed",
    ),
)
