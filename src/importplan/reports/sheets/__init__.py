"""One file per result sheet, listed in SHEETS."""
