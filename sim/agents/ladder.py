"""The career ladder of community workers: four kinds of post, eighteen grades, pay by grade, and a rise in sight."""

import math
from enum import IntEnum

from sim.agents.appraisal import expects_to_pass
from sim.engine.compiling import rule

GRADES = 18
"""Grades of the ladder (M81: 四岗十八级)."""


class Post(IntEnum):
    """The four kinds of post. What they are is not stated; these are the usual ones (assumed)."""

    SECRETARY = 0
    DEPUTY = 1
    MEMBER = 2
    STAFF = 3


LAST_OF_POST = (0, 2, 5)
"""Number of a community's last post of each kind but the staff: a secretary, two deputies, three members (assumed)."""


@rule
def lowest_grade(worker, rules):  # type: ignore[no-untyped-def]
    """Return the grade at which a kind of post begins, 1-18: that of a higher post lies some grades higher."""
    return 1 + int(rules.grade_post_step) * (3 - worker.post)


@rule
def highest_grade(worker, rules):  # type: ignore[no-untyped-def]
    """Return the last grade of a kind of post, 1-18."""
    return GRADES - int(rules.grade_post_step) * worker.post


@rule
def pay_of_grade(worker, grade, community, rules):  # type: ignore[no-untyped-def]
    """Return pay at a grade, against that of the post without a ladder (1)."""
    steps = max(0.0, grade - lowest_grade(worker, rules)) if worker.grade > 0 else 0.0
    return 1.0 + community.ladder * rules.grade_step * steps


@rule
def pay_now(worker, community, rules):  # type: ignore[no-untyped-def]
    """Return what a worker is paid, yuan a year."""
    return worker.pay * community.pay_level * pay_of_grade(worker, worker.grade, community, rules)


@rule
def paid_for_grade(worker, community, rules):  # type: ignore[no-untyped-def]
    """Return what a month of a worker's grade costs beyond the post's pay, insurance with it, yuan."""
    more = pay_of_grade(worker, worker.grade, community, rules) - 1.0
    return worker.pay * community.pay_level * more * (1.0 + rules.pay_insurance) / 12.0


@rule
def rise_in_sight(worker, community, rules):  # type: ignore[no-untyped-def]
    """Return the logarithm of the pay that is expected in some years against today's.

    Who stays waits for promotions (Lazear and Rosen 1981; Ippolito 1991 on deferred pay): as many as the years allow to
    somebody who passes the appraisal, at the chance of passing; none are left at the top of the post.
    """
    if worker.grade == 0:
        return 0.0
    steps = expects_to_pass(worker, rules) * rules.grade_horizon / rules.grade_years
    then = min(float(highest_grade(worker, rules)), worker.grade + steps)
    now = pay_of_grade(worker, worker.grade, community, rules)
    return math.log(pay_of_grade(worker, max(then, worker.grade), community, rules) / now)


@rule
def is_graded(worker, community, rules):  # type: ignore[no-untyped-def]
    """Give a worker the first grade when a ladder comes: by years in the post, as far as the post reaches."""
    if community.ladder <= 0.0 or worker.grade > 0:
        return
    steps = int(worker.tenure / rules.grade_years)
    worker.grade = min(highest_grade(worker, rules), lowest_grade(worker, rules) + steps)
    worker.grade_since = steps * rules.grade_years


@rule
def is_promoted(worker, community, verdict, rules):  # type: ignore[no-untyped-def]
    """Raise a worker by a grade at the year's review: for passing, after the years it takes; a year sooner for more."""
    if community.ladder <= 0.0 or worker.grade == 0 or worker.grade >= highest_grade(worker, rules):
        return
    if verdict < rules.appraisal_pass:
        return
    served = worker.tenure - worker.grade_since + (1.0 if verdict >= rules.appraisal_excellent else 0.0)
    if served >= rules.grade_years - 0.05:  # reviews are held by the month
        worker.grade += 1
        worker.grade_since = worker.tenure
