"""How a community worker's post falls vacant: the seven cases of leaving (七种退出情形).

The report names seven without saying which; these are the usual ones of such rules (assumed). All but leaving by one's
own wish need a rule that is carried out. Secretaries are elected, and no such rule is for them.
"""

from enum import IntEnum

from sim.agents.appraisal import mean_skill
from sim.engine.compiling import rule


class ExitCase(IntEnum):
    """Why somebody left."""

    NONE = 0
    OWN_WISH = 1
    """Resignation (`worker.quits`), with or without a rule."""
    FAILED_APPRAISALS = 2
    """The yearly appraisal failed again and again."""
    UNABLE = 3
    """Too little skill at the end of the first year."""
    RETIREMENT = 4
    """The age of retirement; without a rule those who like stay on. Who goes then knows the place best."""
    COMPLAINT = 5
    """Closings without solving that came to light, laid to one of those who work there."""
    LONG_ABSENCE = 6
    """Ill for long, the exhausted more often. That others stand in meanwhile, unheard of, is not in the model."""
    DISCIPLINE = 7
    """A breach of discipline, of which the model knows no cause."""


EXITS = len(ExitCase)
_NONE, _FAILED, _UNABLE = int(ExitCase.NONE), int(ExitCase.FAILED_APPRAISALS), int(ExitCase.UNABLE)
_RETIREMENT, _COMPLAINT = int(ExitCase.RETIREMENT), int(ExitCase.COMPLAINT)
_ABSENCE, _DISCIPLINE = int(ExitCase.LONG_ABSENCE), int(ExitCase.DISCIPLINE)


@rule
def case_at_review(worker, rules):  # type: ignore[no-untyped-def]
    """Return the case that a year's review finds, if any: by appraisals, skill after a year, or age."""
    if worker.secretary != 0:
        return _NONE
    if worker.failed >= rules.exit_failed_years:
        return _FAILED
    if worker.tenure < 1.5 and mean_skill(worker) < rules.exit_skill:
        return _UNABLE
    if worker.hired_age + worker.tenure >= rules.exit_age:
        return _RETIREMENT
    return _NONE


@rule
def case_of_month(worker, community, workers, rules, u):  # type: ignore[no-untyped-def]
    """Return the case that befalls somebody this month and is acted on, if any.

    Args:
        workers: who are in post; what came to light is laid to each of them alike.
        u: uniform.
    """
    if worker.secretary != 0:
        return _NONE
    strict = community.exit_rule
    below = strict * rules.exit_complaint * community.caught / max(1, workers)
    if u < below:
        return _COMPLAINT
    below += strict * 2.0 * worker.burnout * rules.exit_absence_year / 12.0
    if u < below:
        return _ABSENCE
    below += strict * rules.exit_discipline_year / 12.0
    return _DISCIPLINE if u < below else _NONE


@rule
def threatened(worker, community, rules):  # type: ignore[no-untyped-def]
    """Return how far somebody must fear to be sent away, 0-1: who failed the last appraisal, and less so all others."""
    if worker.secretary != 0:
        return 0.0
    return community.exit_rule * (1.0 if worker.failed > 0 else rules.exit_unsettles)
