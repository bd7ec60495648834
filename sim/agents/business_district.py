"""Business districts (产业集聚区): a station there answers firms' own questions, and firms lend hands and rooms back.

Only some communities have one. There are no agents of these firms: how many there are, how many of them know of the
station, and what they asked and got this month are numbers of the community.
"""

import math

from sim.agents.alliance import days_between
from sim.engine.clock import DAYS_A_MONTH, WORKING_DAYS_A_WEEK, WORKING_DAYS_A_YEAR
from sim.engine.compiling import rule


@rule
def reach_of_menu(community, rules):  # type: ignore[no-untyped-def]
    """Return the share of firms' questions that are on the station's menu, 0-1.

    The commonest come first, so each further item answers fewer (diminishing returns; as of Zipf-like demand).
    """
    return 1.0 - math.exp(-community.menu / rules.business_items)


@rule
def share_of_firms(community, category, rules):  # type: ignore[no-untyped-def]
    """Return the share of a kind of question that firms of the business district ask for themselves, 0-1.

    The number of questions is the category's, as of any community; firms' are as many of them as they have.
    """
    asked = category.rate_per_1000 / 1_000.0 * community.resident_n
    return min(1.0, community.business_firms * rules.business_asks / asked) if asked > 0.0 else 0.0


@rule
def opens_station(community, works, rules):  # type: ignore[no-untyped-def]
    """Let a day bring the hours of those whom departments sent, less what keeping the menu up to date takes.

    Hours that nobody asks for within a week are gone. given = spent + lost + what is left for this week.
    """
    a_day = community.station_staff * rules.working_hours
    upkeep = min(a_day, community.menu * rules.business_upkeep / WORKING_DAYS_A_YEAR)
    if works:
        community.station_given += a_day
        community.station_spent += upkeep
        community.station_hours += a_day - upkeep
    kept = min(community.station_hours, WORKING_DAYS_A_WEEK * (a_day - upkeep))
    community.station_lost += community.station_hours - kept
    community.station_hours = kept


@rule
def answers_at_station(community, category, rules, own, found):  # type: ignore[no-untyped-def]
    """Say whether a question is a firm's own and is answered at the station, so that no window is asked.

    The firm must know of the station, the question be on its menu, and its staff have time.

    Args:
        own, found: uniform marks of the question.
    """
    if own >= share_of_firms(community, category, rules):
        return False
    community.matters += 1.0
    if found >= community.menu_known * reach_of_menu(community, rules):
        return False
    if community.station_hours < rules.business_matter_hours:
        return False
    community.station_hours -= rules.business_matter_hours
    community.station_spent += rules.business_matter_hours
    community.matters_answered += 1.0
    return True


@rule
def share_answered(community):  # type: ignore[no-untyped-def]
    """Return the share of firms' own questions of this month that the station answered, 0 where there were none."""
    return community.matters_answered / community.matters if community.matters > 0.0 else 0.0


@rule
def firms_hear(community, rules):  # type: ignore[no-untyped-def]
    """Let a month tell more firms of the station: its staff some, those whom it answered others; and some forget.

    Bass (1969): from outside at a steady pace, from others the more of them know. Word goes round as far as it helped.
    """
    kept = community.menu_known * math.exp(-DAYS_A_MONTH / rules.business_forget_days)
    if community.menu <= 0.0:
        community.menu_known = kept
        return
    word = rules.business_word * community.menu_known * share_answered(community)
    heard = 1.0 - (1.0 - rules.business_tells) * (1.0 - word)
    community.menu_known = kept + (1.0 - kept) * heard


@rule
def firms_lend(community, rules):  # type: ignore[no-untyped-def]
    """Let firms lend a month's hours of people and rooms: those who know the station, and more the more it answered.

    A part is lent unasked, the rest in return for what was received (norm of reciprocity; Gouldner 1960). What two
    meetings do not use is taken back, and all of it where the station is closed: lent = used + taken back + left.
    """
    lent = 0.0
    if community.menu > 0.0:
        in_return = rules.business_unasked + (1.0 - rules.business_unasked) * share_answered(community)
        lent = community.business_firms * community.menu_known * rules.business_lends * in_return
    total = community.firm_hours + lent
    of_two_meetings = 2.0 * lent * days_between(community) / DAYS_A_MONTH
    most = max(rules.business_gift_hours, of_two_meetings) if community.menu > 0.0 else 0.0
    community.firm_hours = min(total, most)
    community.firm_hours_lent += lent
    community.firm_hours_back += total - community.firm_hours


@rule
def month_at_station(community, rules):  # type: ignore[no-untyped-def]
    """Close a month's account of a station: firms lend by what it answered, then hear of it, and a new month begins."""
    firms_lend(community, rules)
    firms_hear(community, rules)
    community.matters = 0.0
    community.matters_answered = 0.0


@rule
def firms_give(community, rules, day):  # type: ignore[no-untyped-def]
    """Put lent hours into what one case waits for, on a day of the community's meetings, if they suffice."""
    if community.firm_hours < rules.business_gift_hours or day % days_between(community) != 0:
        return False
    community.firm_hours -= rules.business_gift_hours
    community.firm_hours_used += rules.business_gift_hours
    return True
