"""Calibration: every set of parameters that fits what is known, not one best point."""
