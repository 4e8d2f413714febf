"""One file per kind of charge."""
