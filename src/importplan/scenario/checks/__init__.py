"""Checks of the typed case: generators of issues, listed in CHECKS."""
