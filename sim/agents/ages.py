"""Ages at which life turns, in years."""

GROWN_UP = 18
ELDER_FROM = 60
"""Where the census and the law on the rights of older persons begin to count the old."""
