"""One figure a file: `draw(run, lang)` returns a Matplotlib figure, or None where the run has nothing to show."""
