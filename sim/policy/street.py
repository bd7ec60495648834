"""Levers of the street reform: authority, posts, offices, dispatch, and calls to departments."""

import numpy as np
from numpy.typing import NDArray

from sim.agents.department import Field
from sim.parameters import PARAMETERS
from sim.policy.institutions import Institutions
from sim.policy.lever import Lever, Price, Rows
from sim.policy.quantities import per_row

Persons = NDArray[np.float64]
REPORT = "Hubei Daily 2021-07-05"
DEVOLVED = [int(Field.HOUSING), int(Field.URBAN_MANAGEMENT), int(Field.HEALTH)]
"""Fields that the report names (emergency management, the fourth, is no field of residents' cases here)."""


def _devolve(institutions: Institutions, rows: Rows, amount: float) -> None:
    institutions.streets["authority"][np.ix_(rows, np.array(DEVOLVED))] = amount


ENFORCED = [int(Field.URBAN_MANAGEMENT), int(Field.ENVIRONMENT), int(Field.MARKET)]
"""Fields of what the catalogue of enforcement items is about: building, stalls, noise, fumes, food."""
LEAST_KEPT = 0.2
"""Share of its staff that no office above gives away."""
MOVING = Price(20_000.0, 0.0, 60.0, "persons", "moving and training; pay stays what it was: assumed")
POSTED = ("streets.posted", "departments.posted", "departments.posted_elsewhere")
MANS = ("sim.grievance.offices.offices_of_day", "sim.agents.street.skill_of_staff")
"""What whoever sends persons down writes, and who reads it."""


def _enforce(institutions: Institutions, rows: Rows, amount: float) -> None:
    """Let the street finish what the catalogue lists; a field that is devolved further stays so."""
    block = np.ix_(rows, np.array(ENFORCED))
    institutions.streets["authority"][block] = np.maximum(institutions.streets["authority"][block], amount)


def persons_from_above(institutions: Institutions, rows: Rows, wanted: Persons) -> Persons:
    """Take persons from the bureaus above for some streets, from each office in proportion to what it can spare.

    Only a part of a bureau's staff handles residents' cases, and only a part of those who go did. Where the bureaus
    cannot spare as many, the streets get fewer.

    Args:
        wanted: persons for each row.

    Returns:
        Persons that each row gets.
    """
    streets, departments = institutions.streets, institutions.departments
    on_cases = float(institutions.rules[0].bureau_case_share)
    gone = departments.posted + departments.posted_elsewhere
    spare = np.maximum(0.0, (1.0 - LEAST_KEPT) * departments.staff / on_cases + gone)
    districts = len(institutions.districts)
    at = np.where(departments.district < 0, districts, departments.district)  # the city's own bureaus come last
    spare_at = np.bincount(at, spare, districts + 1)
    asked = np.bincount(streets.district[rows], wanted, districts)
    if asked.sum() <= 0.0 or spare_at.sum() <= 0.0:
        return np.zeros(len(rows))
    by_city = min(spare_at[-1], asked.sum() * spare_at[-1] / spare_at.sum())
    by_district = np.minimum(spare_at[:-1], asked - by_city * asked / asked.sum())
    taken = np.append(by_district, by_city)
    leave = spare * (taken / np.maximum(spare_at, 1e-300))[at]
    departments["posted"] -= on_cases * leave
    departments["posted_elsewhere"] -= (1.0 - on_cases) * leave
    granted = by_district + by_city * asked / asked.sum()
    return np.asarray(wanted * (granted / np.maximum(asked, 1e-300))[streets.district[rows]])


def _send_down(institutions: Institutions, rows: Rows, wanted: Persons) -> Persons:
    """Move persons from the bureaus above to some streets: what the streets gain the bureaus lose."""
    got = persons_from_above(institutions, rows, wanted)
    institutions.streets["posted"][rows] += got
    return got


def _multiply_staff(institutions: Institutions, rows: Rows, amount: float) -> None:
    _send_down(institutions, rows, (amount - 1.0) * institutions.streets.staff[rows])


def _transfer(institutions: Institutions, rows: Rows, amount: float) -> None:
    _send_down(institutions, rows, np.full(len(rows), amount))


def _post_cadres(institutions: Institutions, rows: Rows, amount: float) -> None:
    institutions.streets["ties"][rows] = _send_down(institutions, rows, np.full(len(rows), amount))


def _persons_added(institutions: Institutions, rows: Rows, amount: float) -> float:
    return float((amount - 1.0) * institutions.streets.staff[rows].sum())


LEVERS = (
    Lever(
        id="powers_list",
        zh="街道通用权责清单",
        en="List of powers and duties",
        mechanisms=("M08",),
        section="street",
        table="streets",
        benefits=("residents", "street"),
        default=0.8,
        date="2020-2021",
        cost=Price(60_000.0, 0.0, 100.0, "streets", "drawing up and renewing the list: assumed"),
        expected_zh="谁家的事写明白，派错的少，来回踢的少。",
        expected_en="It is written down whose a matter is: fewer wrong dispatches, fewer returns.",
        side_effect_zh="清单之外的事照旧无人认领。",
        side_effect_en="What no list names stays as it was.",
        writes=("streets.listed",),
        read_by=("sim.agents.street.knows_whose",),
        source=f"{REPORT} names it without a figure; the share is assumed",
        confidence="assumed",
    ),
    Lever(
        id="devolved_authority",
        zh="赋权事项下放街道",
        en="Authority devolved to streets",
        mechanisms=("M09",),
        section="street",
        table="streets",
        benefits=("residents", "street"),
        neutral=PARAMETERS["authority_start"].value,
        default=0.6,
        date="2020-2021",
        cost=Price(150_000.0, 0.0, 400.0, "streets", "training, handing over of files and seals: assumed"),
        expected_zh="住建、城管、卫健事项可在街道办结，少一次上转。",
        expected_en="Housing, urban management and health cases are finished at the street, one hand-over fewer.",
        side_effect_zh="权下放而人不增，队伍排到街道：有责无力；没有准入把关，随权而来的报表检查也占工时。",
        side_effect_en="Without more staff the queue moves to the street; without a gate reports come along with it.",
        writes=("streets.authority",),
        read_by=("sim.agents.street.may_finish", "sim.agents.street.hours_for_cases"),
        source=f"{REPORT} names the fields and no share; the share is assumed",
        confidence="assumed",
        write=_devolve,
    ),
    Lever(
        id="enforcement_catalogue",
        zh="街道行政执法事项目录",
        en="Catalogue of enforcement items",
        mechanisms=("M10",),
        section="street",
        table="streets",
        benefits=("residents", "street"),
        low=PARAMETERS["authority_start"].value,
        neutral=PARAMETERS["authority_start"].value,
        default=0.5,
        date="2020-2021",
        cost=Price(100_000.0, 0.0, 200.0, "streets", "training of enforcers, papers and seals: assumed"),
        expected_zh="违建、占道、油烟、食品等由街道执法，不必上转。",
        expected_en="Illegal building, stalls, fumes and food are enforced by the street and not passed up.",
        side_effect_zh="执法池人手不变，排队更长。",
        side_effect_en="The enforcement pool has no more hands, and its queue grows.",
        writes=("streets.authority",),
        read_by=("sim.agents.street.may_finish", "sim.agents.street.hours_for_cases"),
        source=f"{REPORT} names it without a figure; the share is assumed",
        confidence="assumed",
        write=_enforce,
    ),
    Lever(
        id="enforcement_team",
        zh="综合执法一支队伍",
        en="One enforcement team",
        mechanisms=("M14",),
        section="street",
        table="streets",
        benefits=("residents", "street"),
        default=0.7,
        date="2020-2021",
        cost=Price(120_000.0, 0.0, 300.0, "streets", "joint quarters and training: assumed"),
        expected_zh="几家执法合成一队，联合办理不再互等。",
        expected_en="One team stands for several enforcers: joint matters no longer wait for each other.",
        side_effect_zh="本该几家分担的活由街道一队扛；模型中省下的协调更多，街道排队反而变短。",
        side_effect_en="Work of several falls on one team; in the model the coordination that is spared outweighs it.",
        writes=("streets.integrated",),
        read_by=("sim.agents.street.one_team_handles",),
        source=f"{REPORT} names it without a figure; the share is assumed",
        confidence="assumed",
    ),
    Lever(
        id="posts_shifted_down",
        zh="减上补下充实街道",
        en="Posts shifted down to streets",
        mechanisms=("M07", "M15"),
        section="street",
        table="streets",
        benefits=("street", "residents"),
        unit="ratio",
        low=1.0,
        high=4.0,
        neutral=1.0,
        default=2.0,
        date="2020-2021",
        cost=MOVING,
        expected_zh="街道人手成倍，街道的排队变短。",
        expected_en="The street has many more hands, and its queues grow shorter.",
        side_effect_zh="总数守恒：上级部门少了同样多的人，排队上移；新来的要学几个月。",
        side_effect_en="The total is kept: bureaus above lose as many, and queues move up; newcomers learn for months.",
        writes=POSTED,
        read_by=MANS,
        source=f"{REPORT}: administrative posts +14 %, institutional posts more than threefold, bases unstated; "
        "2.07 with half of each kind and times three, 2.57 with times four; the default is assumed",
        confidence="assumed",
        write=_multiply_staff,
        quantity=_persons_added,
    ),
    Lever(
        id="staff_transferred",
        zh="事业单位人员转隶街道",
        en="Institution staff transferred to streets",
        mechanisms=("M16",),
        section="street",
        table="streets",
        benefits=("street", "residents"),
        unit="persons",
        high=40.0,
        default=14.7,
        seed_value=14.7,
        date="2020-2021",
        cost=MOVING,
        expected_zh="三个中心有了人，街道的排队变短。",
        expected_en="The three centres get staff, and queues at the street grow shorter.",
        side_effect_zh="头几个月生手办得慢；原单位少了人。",
        side_effect_en="For some months the new hands are slow; where they came from work is left undone.",
        writes=POSTED,
        read_by=MANS,
        source=f"{REPORT}: 2,300 and more over the 156 streets that it counts alliances of, 14.7 each",
        confidence="seed",
        same_as=("posts_shifted_down",),
        write=_transfer,
        quantity=per_row,
    ),
    Lever(
        id="cadres_posted",
        zh="市区选派年轻干部到街道",
        en="Young cadres posted to streets",
        mechanisms=("M17",),
        section="street",
        table="streets",
        benefits=("street",),
        unit="persons",
        high=10.0,
        default=2.3,
        seed_value=2.3,
        date="2020-2021",
        cost=Price(10_000.0, 12_000.0, 40.0, "persons", "allowances while posted: assumed"),
        expected_zh="人手略增；有熟人，吹哨更有人应。",
        expected_en="A few more hands; who knows the bureaus is answered sooner.",
        side_effect_zh="新到的要几个月才上手；原部门少了同样多的人。",
        side_effect_en="Newcomers take months to learn, and the bureaus are as many fewer.",
        writes=("streets.ties", *POSTED),
        read_by=("sim.agents.department.answers_whistle", *MANS),
        source=f"{REPORT}: 357 over the 156 streets that it counts alliances of, 2.3 each",
        confidence="seed",
        write=_post_cadres,
        quantity=per_row,
    ),
    Lever(
        id="task_gate",
        zh="职责下沉街道准入",
        en="Gate for tasks handed to streets",
        mechanisms=("M18",),
        section="street",
        table="streets",
        benefits=("street", "residents"),
        default=0.6,
        date="2020-2021",
        cost=Price(0.0, 0.0, 40.0, "streets", "requests are examined: assumed"),
        expected_zh="部门派下来的杂事和随权而来的报表少了，街道有更多工时办居民的事。",
        expected_en="Fewer tasks and reports are handed down, and more of the street's hours go to residents' cases.",
        side_effect_zh="挡回去的事有一部分换个名目再来。",
        side_effect_en="A part of what is turned away comes back under another name.",
        writes=("streets.gate",),
        read_by=("sim.agents.street.hours_for_cases",),
        source=f"{REPORT} names it without a figure; the share is assumed",
        confidence="assumed",
    ),
    Lever(
        id="whistle_calls",
        zh="吹哨报到",
        en="Whistle calls to departments",
        mechanisms=("M20",),
        section="street",
        table="streets",
        benefits=("street", "residents"),
        default=0.6,
        date="2020-2021",
        cost=Price(0.0, 0.0, 200.0, "streets", "joint sessions are called and minuted: assumed"),
        expected_zh="街道无权办的事，叫区里部门到现场一起办；区里也无权的叫市里，而不是一级级上转。",
        expected_en="For cases beyond its authority the street calls in the district's bureau, or the city's for what "
        "the district may not finish either, instead of passing the case up.",
        side_effect_zh="街道自己的队更长；到场一趟费大半天、部门人又少时，人人吹哨则部门拥堵，来得越来越少。",
        side_effect_en="The street's own queue grows. Where coming takes most of a day and bureaus are short of staff, "
        "they congest when everybody whistles, and come more rarely.",
        writes=("streets.whistle",),
        read_by=("sim.agents.street.whistles", "sim.grievance.parts.calls_in"),
        source=f"{REPORT} names it without a figure; the share is assumed",
        confidence="assumed",
    ),
    Lever(
        id="community_whistles",
        zh="社区吹哨",
        en="Whistle calls by communities",
        mechanisms=("M20",),
        partial=True,
        section="street",
        table="communities",
        benefits=("residents", "workers"),
        default=0.3,
        date="2020-2021",
        cost=Price(0.0, 0.0, 40.0, "communities", "sessions are called and minuted: assumed"),
        expected_zh="社区办不了的事，由社区叫街道、区和市的部门来一起办，街道和部门的队短些。",
        expected_en="For what it may not finish a community calls in the street, or bureaus of district or city, "
        "and queues there are shorter.",
        side_effect_zh="主办仍是社区，社区的队长得多；隔得越远越叫不动，多数哨没人应。",
        side_effect_en="The case stays with the community, whose queue grows by much; the further above, the fewer "
        "come, and most calls are not answered.",
        writes=("communities.whistle",),
        read_by=("sim.agents.street.whistles", "sim.grievance.parts.calls_in"),
        source=f"{REPORT} names whistles without saying who may call; that communities may, and the share, are assumed",
        confidence="assumed",
    ),
    Lever(
        id="street_pools",
        zh="街道“4+2+3”机构",
        en="4+2+3 offices of the street",
        mechanisms=("M11",),
        section="street",
        table="streets",
        benefits=("residents", "street"),
        default=0.8,
        date="2020-2021",
        cost=Price(80_000.0, 0.0, 120.0, "streets", "moving offices and files: assumed"),
        expected_zh="机构归并，谁空谁办，同样人手排队变短。",
        expected_en="Offices are pooled: whoever is free takes the case, and waits fall at equal staff.",
        side_effect_zh="什么都办的人，每样都办得稍差。",
        side_effect_en="Who does everything does each thing a little worse.",
        writes=("streets.pooled",),
        read_by=("sim.grievance.routing.shortest_queue", "sim.agents.street.skill_of_staff"),
        source=f"{REPORT}: four offices, up to two more, three centres; the share of pooled work is assumed",
        confidence="assumed",
    ),
    Lever(
        id="one_window",
        zh="审批服务一个窗口",
        en="One window for errands",
        mechanisms=("M12",),
        section="street",
        table="streets",
        benefits=("residents",),
        default=0.8,
        date="2020-2021",
        cost=Price(200_000.0, 40_000.0, 200.0, "streets", "a hall and its screens: assumed"),
        expected_zh="一次办成，去窗口咨询更容易，问的人也多了；部分从热线转来。",
        expected_en="One trip does it: asking at the counter is easier, and more is asked, some of it off the hotline.",
        side_effect_zh="窗口和社区接待更忙。",
        side_effect_en="Those at the counters have more to do.",
        writes=("streets.window",),
        read_by=("sim.agents.access.ease",),
        source=f"{REPORT} names it without a figure; the intensity is assumed",
        confidence="assumed",
    ),
    Lever(
        id="grid_dispatch",
        zh="指挥调度一张网",
        en="One dispatch centre",
        mechanisms=("M13",),
        section="street",
        table="streets",
        benefits=("residents", "street"),
        default=0.8,
        date="2020-2021",
        cost=Price(300_000.0, 80_000.0, 600.0, "streets", "a centre that is manned every day: assumed"),
        expected_zh="一个中心看全部队列：少错派、少重复、流转快、巡查能发现。",
        expected_en="One centre sees all queues: fewer wrong desks and duplicates, faster papers, patrols.",
        side_effect_zh="巡查发现的事多了，队列更长。",
        side_effect_en="What patrols find adds to the queues.",
        writes=("streets.one_net",),
        read_by=(
            "sim.agents.street.knows_whose",
            "sim.grievance.handover.hop_hours",
            "sim.grievance.ears.hears_of_silent",
        ),
        source=f"{REPORT} names it without a figure; the intensity is assumed",
        confidence="assumed",
    ),
    Lever(
        id="unified_command",
        zh="统一指挥协调派驻机构",
        en="Unified command of field stations",
        mechanisms=("M19",),
        section="street",
        table="streets",
        benefits=("residents", "street"),
        default=0.7,
        date="2020-2021",
        cost=Price(20_000.0, 0.0, 200.0, "streets", "rosters and appraisals of stations: assumed"),
        expected_zh="需几家办的事，街道直接派站所，等得短。",
        expected_en="For what takes several agencies the street orders the stations, and waits are short.",
        side_effect_zh="站所先办街道的，条线自己的案子往后排。",
        side_effect_en="Stations do the street's cases first, and those of their own bureau wait.",
        writes=("streets.command",),
        read_by=("sim.agents.street.commands",),
        source=f"{REPORT}: four things under one command, no figure; the share is assumed",
        confidence="assumed",
    ),
)
