"""The story in a few functions, one file each: open a case, plan it, collect a survey. The Python interface."""
