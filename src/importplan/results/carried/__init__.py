"""What a result carries for programs to read back: its plan, its settlement, what nobody can recompute."""
