"""The academy of community workers: who gets a seat, what a course teaches, and the days away from the post."""

from sim.engine.compiling import rule


@rule
def gets_a_seat(community, rules, u):  # type: ignore[no-untyped-def]
    """Say whether a worker is sent on a course this month: seats go round by lot."""
    return u < community.seats / 12.0 / rules.course_days


@rule
def attends(worker, community, day, rules, u, v):  # type: ignore[no-untyped-def]
    """Take a course: each day closes a part of the gap that is left (M79); away from the post, or online beside it.

    Args:
        u, v: uniform: whether it is online; when within the next weeks it begins.
    """
    online = u < community.online
    part = 1.0 - (1.0 - rules.seat_teaches) ** rules.course_days
    if online:
        part *= 1.0 - rules.online_loses
    else:
        worker.course_left = int(rules.course_days)
        worker.course_from = day + 1 + int(28.0 * v)
    for kind in range(3):
        worker.skill[kind] += part * max(0.0, rules.skill_ceiling - worker.skill[kind])


@rule
def is_on_course(worker, day, working):  # type: ignore[no-untyped-def]
    """Say whether somebody is away on a course, and let a day of it pass. `working`: whether it is a working day."""
    if worker.course_left == 0 or day < worker.course_from or not working:
        return False
    worker.course_left -= 1
    worker.days_away += 1
    return True
