"""What stands for a run in tests of the machinery: quick, and failing in every way that a run can."""

import os
import signal
import time


def adds(world, after_day=lambda: None):
    return {"seed": float(world.scenario.seed)}


def slow(world, after_day=lambda: None):
    time.sleep(0.15)
    return {"seed": float(world.scenario.seed), "pid": float(os.getpid())}


def raises_at_103(world, after_day=lambda: None):
    if world.scenario.seed == 103:
        raise ZeroDivisionError("of all runs\nthis one")
    return {"seed": float(world.scenario.seed)}


def kills_its_process_at_103(world, after_day=lambda: None):
    if world.scenario.seed == 103:
        os.kill(os.getpid(), signal.SIGKILL)
    return {"seed": float(world.scenario.seed)}
