"""Scenario discovery: where in the space of what is uncertain a policy fails."""
