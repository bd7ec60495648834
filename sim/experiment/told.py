"""Whether an interval tells a difference from none, also where seeds do not differ at all."""

from sim.results.summary import CONFIDENCE


def sign_p(runs: int) -> float:
    """Return the two-sided p value of the sign test where so many differences all have the same sign.

    Example:
        >>> sign_p(2), sign_p(6)
        (0.5, 0.03125)
    """
    return min(1.0, 2.0 * 0.5**runs)


def is_told(low: float, high: float, runs: float) -> bool:
    """Return whether a 95 % interval excludes zero.

    An interval without width is that of differences that are all the same. Two or three of them may well be so by
    chance where indicators count few things, and their spread says nothing: then the sign test decides, which takes
    six.

    Example:
        >>> is_told(0.1, 0.3, 2), is_told(1.0, 1.0, 2), is_told(1.0, 1.0, 6)
        (True, False, True)
    """
    if not (low > 0.0 or high < 0.0):
        return False
    return low < high or sign_p(int(runs)) <= 1.0 - CONFIDENCE
