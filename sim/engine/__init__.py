"""What every day runs on: compiled rules, keyed randomness, the clock, queues, the agenda, agent sets.

Nothing here knows what a grievance or a resident is.
"""
