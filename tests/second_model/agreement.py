"""When two objectives are the same."""

from __future__ import annotations

RELATIVE = 1e-6


def agree(one: float | None, other: float | None) -> bool:
    """Both without a plan, or both the same to a millionth (of 1 CNY at least)."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= RELATIVE * max(1.0, abs(other))
