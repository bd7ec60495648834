"""How a run is getting on: a bar on the terminal, with the time left."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from sim.results.run import Progress as Told
from sim.text import Language, text


@contextmanager
def shown_progress(lang: Language, quiet: bool) -> Iterator[Told]:
    """Give a function that a run tells how far it is; nothing is shown when quiet, or where nobody watches."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda stage, done, whole: None
        return
    words = TextColumn("{task.description}")
    with Progress(
        words, BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("", total=None)
        before = ""

        def told(stage: str, done: int, whole: int) -> None:
            nonlocal before
            if stage != before:
                before = stage
                total = whole if whole > 1 else None  # a stage of one piece has no length
                bar.reset(task, description=text(f"run.stage_{stage}", lang), total=total)
            bar.update(task, completed=done)

        yield told
