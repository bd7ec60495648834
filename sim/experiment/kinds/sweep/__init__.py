"""Sweeps: the same troubles at many points of a space of levers, parameters, places and dates."""
