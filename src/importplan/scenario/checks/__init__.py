"""Checks of a typed scenario: generators of issues, one file a topic; `run.py` lists them."""
