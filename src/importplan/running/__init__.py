"""How a run uses time and processes."""
