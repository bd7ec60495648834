"""Sensitivity: which assumed numbers a conclusion hangs on, and where it turns round."""
