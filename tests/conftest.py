"""What holds for every test."""

from __future__ import annotations

import gc


def pytest_configure() -> None:
    """A fifth of the time went into looking for cycles: every 700 objects is too often; much rarer costs gigabytes."""
    gc.set_threshold(20_000, 10, 10)


def pytest_collection_finish() -> None:
    """Thousands of tests are objects that stay to the end: nobody need look through them again and again."""
    gc.collect()
    gc.freeze()
