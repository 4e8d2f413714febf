"""Money as documents show it: exact, rounded to the fen per line. The model itself uses unrounded floats."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
LEAST_CNY = 0.005  # less is no money
WAN = 10_000  # 万元, the unit of summaries


def exact(value: float | str | Decimal) -> Decimal:
    """The decimal number that the shortest printing of `value` names (0.1 → 0.1, not its binary neighbour)."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def to_fen(amount: Decimal) -> Decimal:
    """`amount` rounded half up to 0.01 yuan, as customs documents do."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)
