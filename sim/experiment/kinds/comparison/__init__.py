"""Comparisons: the same troubles under several policies, indicator by indicator and trouble by trouble."""
