"""The parts of the plain Mesa model: who lives there, the offices, and what becomes of a case."""
