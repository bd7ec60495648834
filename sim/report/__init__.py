"""The report: figures and one self-contained page, made from a run's folder and the packaged tables alone."""

from sim.report.page import write_report

__all__ = ["write_report"]
