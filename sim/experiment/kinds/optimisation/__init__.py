"""Optimisation: the mixes of levers within a budget that no other beats on all aims at once."""
