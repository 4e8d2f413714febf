"""One file per constraint family, listed in FAMILIES."""
