"""Ctrl-C between two days: an exception in the middle of loading compiled code can crash the process."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def between_days() -> Iterator[Callable[[], None]]:
    """Hold back Ctrl-C in the block; yields a function that raises it where that is safe.

    A second Ctrl-C is not held back. Outside the main thread, where no signal arrives, nothing is done.

    Raises:
        KeyboardInterrupt: by the function, if it was asked for.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    asked = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    def stop_if_asked() -> None:
        if asked:
            raise KeyboardInterrupt

    earlier = signal.signal(signal.SIGINT, note)
    try:
        yield stop_if_asked
        stop_if_asked()
    finally:
        signal.signal(signal.SIGINT, earlier)
