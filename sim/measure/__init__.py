"""What is measured of a run: counts, indicators (reported | true), series. Measuring never changes the run."""
