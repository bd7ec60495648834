"""Levers of area-wide coordination: alliances, conferences, lists, specialists, couriers, volunteers, organisations."""

import numpy as np

from sim.agents.department import FIELDS
from sim.parameters import PARAMETERS
from sim.policy.community import relieve
from sim.policy.institutions import Institutions
from sim.policy.lever import Lever, Price, Rows
from sim.policy.street import persons_from_above

REPORT = "Hubei Daily 2021-07-05"
WHOLE_MENU = 233.0
"""Services that departments and business districts offer each other."""


def _list_more(institutions: Institutions, rows: Rows, amount: float) -> None:
    """Match needs and resources at least so far; lists that go further stay as they are."""
    institutions.communities["lists"][rows] = np.maximum(institutions.communities["lists"][rows], amount)


def _set_cadence(institutions: Institutions, rows: Rows, amount: float) -> None:
    """Let the streets meet so often, and the alliances of their communities."""
    institutions.streets["meeting_days"][rows] = amount
    communities = institutions.communities
    communities["meeting_days"][np.isin(communities.street, rows)] = amount


def _promise_specialists(institutions: Institutions, rows: Rows, amount: float) -> None:
    """Divide a district's promised cases evenly over its bureaus' sectors."""
    departments = institutions.departments
    departments["specialists"][np.isin(departments.district, rows)] = amount / FIELDS


def _with_district(institutions: Institutions, rows: Rows) -> Rows:
    return np.asarray(rows[institutions.communities.business_firms[rows] > 0.0])


def _open_stations(institutions: Institutions, rows: Rows, amount: float) -> None:
    """Open a station in each business district, with a menu of so many items and staff whom the bureaus then lack.

    Where the bureaus can spare fewer people, the menu is as much the shorter.
    """
    communities, streets = institutions.communities, institutions.streets
    rows = _with_district(institutions, rows)
    each = float(institutions.rules[0].business_staff) * amount / 100.0
    wanted = each * np.bincount(communities.street[rows], minlength=len(streets)).astype(np.float64)
    asking = np.flatnonzero(wanted > 0.0)
    if len(asking) == 0:
        return
    share = np.zeros(len(streets))
    share[asking] = persons_from_above(institutions, asking, wanted[asking]) / wanted[asking]
    communities["station_staff"][rows] = each * share[communities.street[rows]]
    communities["menu"][rows] = amount * share[communities.street[rows]]


def _stations(institutions: Institutions, rows: Rows, amount: float) -> float:
    return len(_with_district(institutions, rows)) * amount / WHOLE_MENU


LEVERS = (
    Lever(
        id="street_alliances",
        zh="街道大工委",
        en="Street alliances",
        mechanisms=("M84",),
        section="area_wide",
        table="streets",
        benefits=("residents", "units"),
        default=0.8,
        date="2017-2021",
        cost=Price(0.0, 10_000.0, 120.0, "streets", "meetings: assumed"),
        expected_zh="辖区单位在会上一起凑，等资金等配件的少等些；一次会能给的有限，先给最要紧的。",
        expected_en="Resident units put together what is waited for, as much as a meeting has, the gravest first.",
        side_effect_zh="下次开会才定：等待到开会那天成批结束，成锯齿。",
        side_effect_en="It is decided when they next meet: waits end in batches on those days, a saw-tooth.",
        writes=("streets.alliance",),
        read_by=("sim.agents.alliance.saves_up", "sim.agents.alliance.gives"),
        source=f"{REPORT}: 156 alliances; how much they do is assumed",
        confidence="assumed",
    ),
    Lever(
        id="community_alliances",
        zh="社区大党委",
        en="Community alliances",
        mechanisms=("M85",),
        section="area_wide",
        table="communities",
        benefits=("residents", "units"),
        default=0.8,
        date="2017-2021",
        cost=Price(0.0, 1_000.0, 40.0, "communities", "meetings: assumed"),
        expected_zh="身边单位搭把手。",
        expected_en="Units near by lend a hand.",
        side_effect_zh="同样要等到下次开会，成批结束。",
        side_effect_en="Here too waits end in batches, when they next meet.",
        writes=("communities.alliance",),
        read_by=("sim.agents.alliance.saves_up", "sim.agents.alliance.gives"),
        source=f"{REPORT}: 1,433 alliances; how much they do is assumed",
        confidence="assumed",
    ),
    Lever(
        id="joint_conferences",
        zh="党建联席会",
        en="Joint conferences",
        mechanisms=("M86",),
        section="area_wide",
        table="streets",
        benefits=("residents", "street"),
        default=0.6,
        date="2017-2021",
        cost=Price(0.0, 5_000.0, 100.0, "streets", "minutes: assumed"),
        expected_zh="几家的事会上一次定，不必各家去求。",
        expected_en="What takes several bodies is settled at one table.",
        side_effect_zh="要等到下次开会，等待成锯齿。",
        side_effect_en="It waits for the next meeting: a saw-tooth of delays.",
        writes=("streets.conference",),
        read_by=("sim.agents.street.meets",),
        source=f"{REPORT}: three levels; the share of joint matters is assumed",
        confidence="assumed",
    ),
    Lever(
        id="meeting_cadence",
        zh="联席会间隔",
        en="Cadence of conferences",
        mechanisms=("M96",),
        section="area_wide",
        table="streets",
        benefits=("residents",),
        unit="days",
        low=7.0,
        high=365.0,
        neutral=PARAMETERS["meeting_days_start"].value,
        default=30.0,
        date="no date",
        cost=Price(0.0, 0.0, 60.0, "streets", "more meetings: assumed"),
        expected_zh="联席会、大工委和大党委会开得勤，只要拿得出，等得就短。",
        expected_en="The more often conferences and alliances meet, the shorter the wait, if there is enough to give.",
        side_effect_zh="会多；开得稀则等得长。",
        side_effect_en="There are more meetings; where they are rarer, waits are longer.",
        writes=("streets.meeting_days", "communities.meeting_days"),
        read_by=("sim.agents.street.next_meeting", "sim.agents.alliance.next_session"),
        source=f"{REPORT}: quarterly in 珞南; every 30 days is a question that one may ask",
        confidence="assumed",
        needs=("joint_conferences", "street_alliances", "community_alliances"),
        write=_set_cadence,
    ),
    Lever(
        id="area_lists",
        zh="区域“三张清单”",
        en="Area-wide three lists",
        mechanisms=("M87",),
        section="area_wide",
        table="communities",
        benefits=("residents", "units"),
        default=0.85,
        date="2017-2021",
        cost=Price(0.0, 0.0, 40.0, "communities", "lists are kept: assumed"),
        expected_zh="单位和需求每季重配一次。",
        expected_en="Units and needs are matched anew each quarter.",
        side_effect_zh="换来换去，旧关系断了。",
        side_effect_en="What changes each quarter does not grow.",
        writes=("communities.lists",),
        read_by=("sim.agents.matching.match_units", "sim.agents.unit.lends"),
        source=f"{REPORT} names it without a figure; the intensity is assumed",
        confidence="assumed",
        write=_list_more,
    ),
    Lever(
        id="alliance_appraisal",
        zh="区域化党建述职评议",
        en="Appraisal of units",
        mechanisms=("M88",),
        section="area_wide",
        table="units",
        benefits=("upper", "residents"),
        default=0.7,
        date="2017-2021",
        cost=Price(0.0, 0.0, 8.0, "units", "reports: assumed"),
        expected_zh="评议前各单位动起来。",
        expected_en="Before the appraisal units stir.",
        side_effect_zh="评完就松，一年一阵。",
        side_effect_en="After it they rest: once a year.",
        writes=("units.appraised",),
        read_by=("sim.agents.unit.season_of_appraisal",),
        source=f"{REPORT} names it without a figure; the intensity is assumed",
        confidence="assumed",
    ),
    Lever(
        id="sector_specialists",
        zh="行业党委专业力量",
        en="Specialists of sectors",
        mechanisms=("M89",),
        section="area_wide",
        table="districts",
        benefits=("residents",),
        unit="cases",
        high=3000.0,
        default=300.0,
        date="2021",
        cost=Price(0.0, 100_000.0, 100.0, "districts", "what specialists cost: assumed"),
        expected_zh="电梯、燃气、通信有专家可借。",
        expected_en="There are specialists to borrow for lifts, gas and lines.",
        side_effect_zh="名额用完为止。",
        side_effect_en="Until the year's number is used up.",
        writes=("departments.specialists",),
        read_by=("sim.agents.department.lends_specialist",),
        source=f"{REPORT} names it without a figure; the intensity is assumed",
        confidence="assumed",
        write=_promise_specialists,
    ),
    Lever(
        id="courier_sensors",
        zh="快递小哥信息员",
        en="Couriers as sensors",
        mechanisms=("M90",),
        section="area_wide",
        table="communities",
        benefits=("residents",),
        unit="per_community",
        high=50.0,
        default=6.98,
        seed_value=6.98,
        date="2021",
        cost=Price(500.0, 3_000.0, 10.0, "communities", "an app and keeping in touch: assumed"),
        expected_zh="路上看见就报，坏了没人说的也知道。",
        expected_en="What is seen on the way is reported, though nobody spoke.",
        side_effect_zh="误报要派人去看，一趟一趟白跑；已有人报的又报一遍，识别不出的另立一单。",
        side_effect_en="Somebody must go and see what is not there, hours for nothing; what is known is reported "
        "again, and where nobody notices becomes a ticket of its own.",
        writes=("communities.couriers",),
        read_by=("sim.grievance.ears.couriers_who_report", "sim.grievance.ears.false_reports"),
        source=f"{REPORT}: 10,000 couriers, 6.98 a community",
        confidence="seed",
    ),
    Lever(
        id="paid_reports",
        zh="快递员上报奖励",
        en="Reward for each courier's report",
        mechanisms=("M90",),
        partial=True,
        section="area_wide",
        table="communities",
        benefits=("residents",),
        unit="yuan_report",
        high=20.0,
        default=5.0,
        date="no date",
        cost=Price(0.0, 500.0, 5.0, "communities", "a hundred reports a year at five yuan, and paying them: assumed"),
        expected_zh="有快递员信息员的地方，看见的报得更多。",
        expected_en="Where couriers report, more of what they see is reported.",
        side_effect_zh="误报同样有奖，跟着多；真的报得完，假的报不完。",
        side_effect_en="False reports are paid for too, and rise with them: there is an end to what can be seen, none "
        "to what cannot.",
        writes=("communities.courier_reward",),
        read_by=("sim.grievance.ears.keenness",),
        source="M90 makes what is reported hang on a reward; the report states none, and five yuan is assumed",
        confidence="assumed",
    ),
    Lever(
        id="business_exchange",
        zh="产业集聚区双向融入",
        en="Exchange with business districts",
        mechanisms=("M91",),
        section="area_wide",
        table="communities",
        benefits=("firms", "residents"),
        unit="items",
        high=WHOLE_MENU,
        default=WHOLE_MENU,
        seed_value=WHOLE_MENU,
        date="2021",
        cost=Price(2_000.0, 5_000.0, 0.0, "communities", "rooms of a station: assumed; its staff come from above"),
        expected_zh="有产业集聚区的社区设驿站，知道它的企业有事在那里就问明白；办成的多，企业借出的人手和场地也多。",
        expected_en="Where there is a business district, firms that know its station are answered there; the more are, "
        "the more hands and rooms they lend.",
        side_effect_zh="守驿站的人从部门抽来，企业借出的抵不上这些工时；企业少，几乎都耗在维护清单和空等上。",
        side_effect_en="Its staff are missed at the bureaus, and firms lend less than these hours; where firms are few "
        "nearly all of them go into keeping the menu and into waiting.",
        writes=(
            "communities.menu",
            "communities.station_staff",
            "departments.posted",
            "departments.posted_elsewhere",
        ),
        read_by=("sim.agents.business_district.reach_of_menu", "sim.agents.business_district.opens_station"),
        source=f"{REPORT}: 233 two-way services of 26 departments; what they reach is assumed",
        confidence="seed",
        write=_open_stations,
        quantity=_stations,
    ),
    Lever(
        id="volunteer_time_bank",
        zh="志愿服务“时间银行”",
        en="Time bank",
        mechanisms=("M92",),
        section="area_wide",
        table="communities",
        benefits=("volunteers", "old"),
        default=0.5,
        date="2020-2021",
        cost=Price(1_000.0, 3_000.0, 20.0, "communities", "keeping accounts: assumed"),
        expected_zh="存下的时间以后能取，志愿者留得住。",
        expected_en="Hours saved come back one day, and volunteers stay.",
        side_effect_zh="存得多取得少，盼头就淡了。",
        side_effect_en="When more is saved than can be paid back, hope fades.",
        writes=("communities.time_bank",),
        read_by=("sim.agents.upkeep.volunteers_of_week", "sim.agents.volunteer.loses_heart"),
        source=f"{REPORT}: 2.44 million on the register; how much is saved is assumed",
        confidence="assumed",
    ),
    Lever(
        id="venture_grants",
        zh="公益创投",
        en="Venture philanthropy",
        mechanisms=("M93",),
        section="area_wide",
        table="communities",
        benefits=("residents", "families"),
        unit="yuan",
        high=50_000.0,
        default=5_000.0,
        date="2020-2021",
        cost=Price(0.0, 20_000.0, 10.0, "communities", "grants to some four organisations: assumed"),
        expected_zh="有资助的组织活起来，照护老小、调和家事。",
        expected_en="Organisations that are paid wake up and look after people.",
        side_effect_zh="钱停就停。",
        side_effect_en="When the money ends so do they.",
        writes=("communities.grants",),
        read_by=("sim.agents.community.reach_of_organisations",),
        source=f"{REPORT} names it without a figure; the intensity is assumed",
        confidence="assumed",
    ),
    Lever(
        id="social_organisations",
        zh="培育社区社会组织",
        en="Social organisations",
        mechanisms=("M94",),
        section="area_wide",
        table="communities",
        benefits=("residents", "old"),
        unit="per_community",
        high=60.0,
        neutral=PARAMETERS["organisations_start"].value,
        default=16.6,
        seed_value=16.6,
        date="2020-2021",
        cost=Price(10_000.0, 15_000.0, 60.0, "communities", "rooms, training, talking to each other: assumed"),
        expected_zh="有人照应，困难和家长里短少些。",
        expected_en="People are looked after, and hardship and quarrels are fewer.",
        side_effect_zh="登记的多，活跃的少；家数多了要协调。",
        side_effect_en="Many are registered, few are active; each wants to be talked to.",
        writes=("communities.organisations",),
        read_by=("sim.agents.community.reach_of_organisations",),
        source=f"{REPORT}: 23,800 organisations, 16.6 a community",
        confidence="seed",
    ),
    Lever(
        id="after_school_care",
        zh="四点半学校",
        en="After-school care",
        mechanisms=("M95",),
        section="area_wide",
        table="communities",
        benefits=("families",),
        default=0.5,
        date="2020-2021",
        cost=Price(10_000.0, 60_000.0, 80.0, "communities", "teachers and meals: assumed"),
        expected_zh="孩子有处去，家长互相认识。",
        expected_en="Children have a place to go, and parents meet.",
        side_effect_zh="只帮到报了名的家庭。",
        side_effect_en="It helps the families that are enrolled.",
        writes=("communities.relieved",),
        read_by=("sim.grievance.category.policy_factor", "sim.agents.self_governance.ties_grow"),
        source=f"{REPORT}, a picture of one; the share of families is assumed",
        confidence="assumed",
        write=relieve(2),
    ),
    Lever(
        id="success_publicity",
        zh="典型示范与宣传",
        en="Publicity of success",
        mechanisms=("M98",),
        section="area_wide",
        table="communities",
        benefits=("upper",),
        high=0.5,
        default=0.15,
        date="2021",
        cost=Price(0.0, 2_000.0, 10.0, "communities", "broadcasts: assumed"),
        expected_zh="大家更盼着有回音，更愿意说。",
        expected_en="People expect an answer, and speak up more.",
        side_effect_zh="盼得高了，同样的结果更不满意。",
        side_effect_en="With higher hopes the same answer satisfies less.",
        writes=("communities.publicity",),
        read_by=("sim.agents.resident.expects",),
        source=f"{REPORT} closes with it, without a figure; the size is assumed",
        confidence="assumed",
    ),
)
