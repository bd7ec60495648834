"""Experiments: many worlds in which the same troubles happen, compared, swept, explained, calibrated, chosen from.

Everything here uses the model as a user would: scenarios in, indicators out.
"""
