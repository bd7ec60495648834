"""Residents: what they feel, whether and where they speak, and how they judge the answer."""

import math
from enum import IntEnum

import numpy as np

from sim.agents.access import ease, lends_hand
from sim.agents.ages import ELDER_FROM
from sim.agents.responses import Response
from sim.engine.agent_view import RecordAgent
from sim.engine.compiling import rule


class Receiver(IntEnum):
    """Whom a resident trusts, each apart."""

    FIRM = 0
    COMMUNITY = 1
    PLATFORM = 2


class Next(IntEnum):
    """What a resident does after an answer that did not help."""

    GIVE_UP = 0
    AGAIN = 1
    PETITION = 2


_BEAR, _TOGETHER, _NEIGHBOUR = int(Response.BEAR), int(Response.TOGETHER), int(Response.NEIGHBOUR)
_FIRST_CHANNEL, _FIRM_DESK, _GRID = int(Response.FIRM_DESK), int(Response.FIRM_DESK), int(Response.GRID)
_WALK_IN, _PETITION = int(Response.WALK_IN), int(Response.PETITION)
_FIRM, _COMMUNITY = int(Receiver.FIRM), int(Receiver.COMMUNITY)
_GIVE_UP, _AGAIN, _TO_PETITION = int(Next.GIVE_UP), int(Next.AGAIN), int(Next.PETITION)

RESIDENT = np.dtype(
    [
        ("household", "i4"),
        ("building", "i4"),
        ("community", "i4"),
        ("age", "u1"),  # years
        ("years_here", "u1"),
        ("migrant", "u1"),  # 1 if registered elsewhere (流动人口)
        ("party_member", "u1"),
        ("memory", "u1"),  # the last eight outcomes as bits, newest lowest: 1 solved
        ("memory_n", "u1"),  # how many of them are filled
        ("contacts", "u2"),  # contacts through official channels in the measured time
        ("insistence", "f4"),  # how far it has paid to ask for more than the matter needs, 0-1
        ("digital", "f8"),  # reach of digital channels, 0-1
        ("speaks", "f8"),  # personal readiness to speak (sd 1 about 0)
        ("trust_community", "f8"),  # 0-1
        ("trust_firm", "f8"),  # 0-1
        ("trust_platform", "f8"),  # 0-1
        ("fatigue", "f8"),  # learned helplessness, 0-1
        ("expectation", "f8"),  # of how well one's trouble will be handled, 0-1
        ("touched", "f8"),  # day when the state above was last brought up to date
    ],
    align=True,
)


@rule
def has_drifted(resident, rules, day):  # type: ignore[no-untyped-def]
    """Return the share 0-1 of what trust differed from its usual level when last touched that is left on a day."""
    return math.exp(-(day - resident.touched) / rules.trust_days)


@rule
def brings_up_to_date(resident, rules, day):  # type: ignore[no-untyped-def]
    """Let time work since the resident was last touched: helplessness wears off, trust drifts to its usual level.

    The closed form of exponential forgetting, so that nobody needs to be visited every day.
    """
    passed = day - resident.touched
    if passed > 0.0:
        if resident.fatigue > 0.0:
            resident.fatigue *= math.exp(-passed / rules.fatigue_days)
        kept = has_drifted(resident, rules, day)
        resident.trust_firm = rules.trust_firm_usual + kept * (resident.trust_firm - rules.trust_firm_usual)
        resident.trust_community = rules.trust_community_usual + kept * (
            resident.trust_community - rules.trust_community_usual
        )
        resident.trust_platform = rules.trust_platform_usual + kept * (
            resident.trust_platform - rules.trust_platform_usual
        )
        resident.touched = day


@rule
def trusts_community(resident, rules, day):  # type: ignore[no-untyped-def]
    """Return the trust in the community on a day, touched or not, 0-1."""
    usual = rules.trust_community_usual
    return usual + has_drifted(resident, rules, day) * (resident.trust_community - usual)


@rule
def trust_in(resident, receiver):  # type: ignore[no-untyped-def]
    """Return the trust in the firm, the community or the platform."""
    if receiver == _FIRM:
        return resident.trust_firm
    if receiver == _COMMUNITY:
        return resident.trust_community
    return resident.trust_platform


@rule
def remembers(resident):  # type: ignore[no-untyped-def]
    """Return how good the remembered outcomes let one expect the next to be, 0-1; one half where there are none.

    One outcome is weak evidence: the share of good ones is drawn to one half as by one good and one bad more (Laplace's
    rule of succession).
    """
    good = 0
    for k in range(resident.memory_n):
        good += (resident.memory >> k) & 1
    return (good + 1.0) / (resident.memory_n + 2.0)


@rule
def expects(resident, raised):  # type: ignore[no-untyped-def]
    """Return how well one's trouble is expected to be handled, 0-1: by experience, and by what is told of success.

    Args:
        raised: how far reports of success raise what people expect here.
    """
    return min(1.0, resident.expectation + raised)


@rule
def hopes(resident, raised):  # type: ignore[no-untyped-def]
    """What a resident expects of any channel: expectation and memory, dulled by learned helplessness, 0-1.

    Who was let down often expects little of any channel (Maier and Seligman 1976).
    """
    return 0.5 * (expects(resident, raised) + remembers(resident)) * (1.0 - resident.fatigue)


@rule
def expected_efficacy(resident, receiver, hope, heard, rules):  # type: ignore[no-untyped-def]
    """Expect how far speaking to this receiver would help, 0-1: hope, own trust, and what neighbours say (-1..1)."""
    trust = trust_in(resident, receiver) * (1.0 - resident.fatigue)
    return max(0.0, min(1.0, (2.0 * hope + trust) / 3.0 + rules.hearsay_weight * heard))


@rule
def _weigh(chosen, total, option, utility, u):  # type: ignore[no-untyped-def]
    """Put one more option on the scales of a logit choice; one uniform number serves the whole choice."""
    weight = math.exp(utility)
    total += weight
    share = weight / total
    if u < share:
        return option, total, u / share
    return chosen, total, (u - share) / (1.0 - share)


@rule
def readiness(resident, civic, rules):  # type: ignore[no-untyped-def]
    """Habit of speaking up: the person's own and the place's, about 0."""
    return rules.speaks_sd * resident.speaks + rules.civic_sd * civic


@rule
def rootedness(resident, rules):  # type: ignore[no-untyped-def]
    """Return how rooted somebody is here, from -0.5 (newcomer) to 0.5.

    It is with length of residence that ties among neighbours grow, more than with anything else (Kasarda and Janowitz
    1974; Sampson 1988); and with it one knows where to turn.
    """
    return 0.5 - math.exp(-float(resident.years_here) / rules.rooted_years)


@rule
def voice_utility(resident, channel, severity, hope, heard, habit, rules):  # type: ignore[no-untyped-def]
    """Utility of speaking through a channel, against bearing it (0).

    Severity times expected efficacy is what there is to gain (expectancy-value; Hirschman 1970 on voice);
    against it stand the cost of the channel to this very person and the habit of keeping silent (negative
    `habit`).
    """
    efficacy = expected_efficacy(resident, channel.receiver, hope, heard, rules)
    gain = rules.voice_gain * math.sqrt(severity) * efficacy + channel.leverage * severity
    cost = channel.cost + channel.digital * (1.0 - resident.digital) * rules.digital_cost
    if resident.age >= ELDER_FROM:
        cost += channel.effort * rules.age_effort_cost
    return gain - cost + habit


@rule
def responds(  # type: ignore[no-untyped-def]
    resident,
    category,
    severity,
    can_firm,
    can_group,
    heard,
    shown,
    street,
    community,
    compound,
    owner,
    reported,
    channels,
    rules,
    u,
):
    """Choose what to do about a trouble: a random-utility choice over `Response` (McFadden 1974).

    Owners speak more than renters (O'Brien 2015: odds of three to one). Who is rooted here turns to neighbours and to
    the community sooner. Who is registered elsewhere complains less through official channels, where claims are those
    of locals (hukou; Chan 2009).

    Args:
        can_firm, can_group: whether there is a firm's desk, and whether the resident is in the WeChat group
            (the grid worker can still be met in person, at a higher cost).
        heard, shown: what neighbours say and what the message board shows of recent outcomes, -1 .. 1.
        street, community, compound: where the resident lives.
        reported: how many others are known to have reported the same cause (Darley and Latane 1968: each makes
            one more report seem less needed).
        u: a uniform number.
    """
    total = 1.0
    chosen = _BEAR
    rooted = rootedness(resident, rules)
    if category.enquiry == 0:
        together = category.self_fix * rules.together_gain + rules.civic_sd * community.civic - rules.together_cost
        together += lends_hand(community, compound, rules) + rules.rooted_ties * rooted
        chosen, total, u = _weigh(chosen, total, _TOGETHER, together, u)
        tell = rules.tell_gain * math.sqrt(severity) - rules.tell_cost + rules.rooted_ties * rooted
        chosen, total, u = _weigh(chosen, total, _NEIGHBOUR, tell, u)
    hope = hopes(resident, community.publicity)
    told = heard + rules.board_hearsay_weight * shown
    habit = readiness(resident, community.civic, rules) - rules.bystander * reported
    if owner:
        habit += rules.owner_voice
    if category.enquiry != 0:
        habit += rules.enquiry_ease
    for option in range(_FIRST_CHANNEL, len(channels)):
        if option == _FIRM_DESK and not can_firm:
            continue
        if option == _PETITION and (category.enquiry != 0 or severity < rules.petition_severity):
            continue
        channel = channels[option]
        utility = voice_utility(resident, channel, severity, hope, told, habit, rules)
        utility += ease(option, category.enquiry, resident.age, street, community, compound, rules)
        if category.enquiry != 0:
            utility += channel.asked
        elif channel.official != 0 and resident.migrant != 0:
            utility -= rules.migrant_cost
        if option == _GRID or option == _WALK_IN:
            utility += rules.rooted_knows * rooted
        if option == _GRID and not can_group:
            utility -= rules.grid_in_person_cost
        chosen, total, u = _weigh(chosen, total, option, utility, u)
    return chosen


@rule
def speaks_for(neighbour, rules, u):  # type: ignore[no-untyped-def]
    """Say whether one who was told of another's trouble takes it to the grid worker: few do, Party members sooner.

    What is said among neighbours reaches others through those with ties to both (two-step flow; Katz and Lazarsfeld
    1955).
    """
    return u < rules.relay_share * (rules.relay_member if neighbour.party_member != 0 else 1.0)


@rule
def waits_before_speaking(resident, severity, civic, rules, u):  # type: ignore[no-untyped-def]
    """Return the hours from the onset of a trouble until it is spoken of; u is uniform.

    Exponential; the grave is told sooner, and so is anything by those in the habit of speaking (Liu et al. 2022
    find a factor of three between neighbourhoods for like incidents).
    """
    mean = rules.notice_hours * math.exp(-rules.delay_habit * readiness(resident, civic, rules)) * (1.0 - severity)
    return -mean * math.log(1.0 - u)


@rule
def satisfaction(resident, solved, explained, delay_share, raised, rules):  # type: ignore[no-untyped-def]
    """Score the handling, 0-1: what came against what was expected (Oliver 1980).

    Args:
        explained: closed as not solved, with reasons given; counts a little.
        delay_share: time taken as a share of the time that was reasonable to expect.
        raised: how far reports of success raise what people expect here: the same answer then falls short of more.
    """
    outcome = 1.0 if solved else (rules.explained_worth if explained else 0.0)
    disconfirmation = outcome - expects(resident, raised)
    delay = min(1.0, max(0.0, math.log(max(delay_share, 1.0e-6)) / 3.0 + 0.2))
    return max(0.0, min(1.0, 0.5 * outcome + 0.25 + 0.5 * disconfirmation - rules.delay_weight * delay))


@rule
def learns(resident, receiver, solved, satisfied, rules):  # type: ignore[no-untyped-def]
    """Take an outcome to heart: trust in who handled it, expectation, helplessness, memory."""
    if receiver == _FIRM:
        resident.trust_firm += rules.trust_gain * (satisfied - resident.trust_firm)
    elif receiver == _COMMUNITY:
        resident.trust_community += rules.trust_gain * (satisfied - resident.trust_community)
    else:
        resident.trust_platform += rules.trust_gain * (satisfied - resident.trust_platform)
    outcome = 1.0 if solved else 0.0
    resident.expectation += rules.expectation_gain * (outcome - resident.expectation)
    if solved:
        resident.fatigue *= 1.0 - rules.fatigue_relief
    else:
        resident.fatigue += rules.fatigue_gain * (1.0 - resident.fatigue)
    resident.memory = ((resident.memory << 1) | (1 if solved else 0)) & 0xFF
    resident.memory_n = min(resident.memory_n + 1, 8)


@rule
def learns_of_promise(resident, kept, rules):  # type: ignore[no-untyped-def]
    """Move trust in the community by a promise of its own, beyond what the outcome itself moves; broken ones move more.

    A promise makes an outcome an obligation, and a breach of it betrays (psychological contract; Robinson and Rousseau
    1994); bad is stronger than good (Baumeister et al. 2001).
    """
    if kept:
        resident.trust_community += rules.promise_trust * (1.0 - resident.trust_community)
    else:
        resident.trust_community *= 1.0 - min(1.0, rules.promise_trust * rules.bad_news)


@rule
def sees_works_done(resident, vote, rules):  # type: ignore[no-untyped-def]
    """Gain trust in the community by works done at home; more where residents chose them (`vote`, 0-1).

    The same result is liked better by those who had a voice in it (fair process; Lind and Tyler 1988, Tyler 2006).
    """
    step = rules.works_trust * (1.0 + rules.vote_pride * vote)
    resident.trust_community += min(1.0, step) * (1.0 - resident.trust_community)


@rule
def hears(resident, receiver, told, rules):  # type: ignore[no-untyped-def]
    """Take a neighbour's story (-1 bad .. 1 good) as weak evidence about whom it was told of."""
    toward = 1.0 if told > 0.0 else 0.0
    step = rules.talk_gain * abs(told)
    if receiver == _FIRM:
        resident.trust_firm += step * (toward - resident.trust_firm)
    elif receiver == _COMMUNITY:
        resident.trust_community += step * (toward - resident.trust_community)
    else:
        resident.trust_platform += step * (toward - resident.trust_platform)


@rule
def next_step(resident, severity, times, rules, u):  # type: ignore[no-untyped-def]
    """Decide after an answer that did not help: give up, complain again, or petition.

    The grave is pressed further, the helpless give up, and each round costs patience. Petition, as costly at first as
    `responds` has it, comes nearer when a matter has been pressed again in vain.
    """
    again = rules.again_ease + rules.again_severity * severity
    again -= rules.again_fatigue * resident.fatigue + rules.again_round * times
    chosen, total, u = _weigh(_GIVE_UP, 1.0, _AGAIN, again, u)
    if times >= 1 and severity >= rules.petition_severity:
        petition = rules.petition_ease + rules.petition_gain * severity
        chosen, total, u = _weigh(chosen, total, _TO_PETITION, petition, u)
    return chosen


@rule
def demands_more(resident, rating_weight, rules, u):  # type: ignore[no-untyped-def]
    """Say whether a claimant uses the score as a lever, and asks for more than the matter needs.

    The more, the more a bad rating costs the office, and the more it has paid before (a case in a Beijing town:
    北京航空航天大学学报, 社会科学版, 2025 no. 1; size assumed).
    """
    counts = max(0.0, rating_weight - rules.rating_weight_start)
    return u < rules.leverage * counts * float(resident.insistence)


@rule
def learns_to_insist(resident, paid, rules):  # type: ignore[no-untyped-def]
    """Learn whether asking for more pays: 1 if the office gave in, 0 if nothing came of it.

    Reinforcement with forgetting (Erev and Roth 1998): what paid is done more, and the last time counts most.
    """
    before = float(resident.insistence)
    resident.insistence = before + rules.insist_gain * (paid - before)


@rule
def gives_rating(asked, satisfied, rules, u):  # type: ignore[no-untyped-def]
    """Say whether a rating is given when one was asked for; the very content and the very angry answer more."""
    return u < asked * (rules.rating_base + rules.rating_extreme * abs(2.0 * satisfied - 1.0))


@rule
def pays_fee(resident, service, suspicion, rules, u):  # type: ignore[no-untyped-def]
    """Decide whether to pay the year's property fee: trust in the firm and its service, else withholding as voice.

    Args:
        suspicion: that common income is misused, 0-1.
    """
    return u < 1.0 / (1.0 + math.exp(-readiness_to_pay(resident.trust_firm, service, suspicion, rules)))


@rule
def readiness_to_pay(trust, service, suspicion, rules):  # type: ignore[no-untyped-def]
    """Return how ready (logit) somebody of this trust in the firm is to pay the year's fee."""
    z = rules.fee_ease + rules.fee_trust * (trust - 0.5) + rules.fee_service * (service - 0.5)
    return z - rules.fee_suspicion * (suspicion - rules.suspicion_usual)


class Resident(RecordAgent):
    """A resident as a Mesa agent: a view of one record, with the rules as methods."""

    table_name = "residents"

    @property
    def trust(self) -> float:
        """Mean trust in firm, community and platform, as last touched."""
        record = self.record
        return float(record.trust_firm + record.trust_community + record.trust_platform) / 3.0

    def brings_up_to_date(self) -> None:
        """Let the time since the last event work on trust and helplessness."""
        brings_up_to_date(self.record, self.model.rules[0], self.model.day)

    def expects(self, receiver: Receiver, heard: float = 0.0) -> float:
        """How far speaking to this receiver would help, in the resident's eyes, 0-1."""
        return float(expected_efficacy(self.record, receiver, hopes(self.record, 0.0), heard, self.model.rules[0]))
