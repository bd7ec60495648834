"""EMA Workbench, loaded when it is wanted and no sooner, and kept quiet."""

import importlib
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from sim.text import language, text


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what EMA Workbench and its libraries warn of on import and in their own code to themselves."""
    logger = logging.getLogger("EMA")
    level = logger.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            logger.setLevel(level)


def load_workbench() -> None:
    """Import EMA Workbench, before hours of runs that want it afterwards.

    Raises:
        ModuleNotFoundError: it is not installed; the message says how to.
    """
    with quiet():
        try:
            importlib.import_module("ema_workbench")
        except ModuleNotFoundError as error:
            message = text("study.no_extra", language(), name=error.name)
            raise ModuleNotFoundError(message, name=error.name) from None
