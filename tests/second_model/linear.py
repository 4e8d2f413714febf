"""A linear expression: numbers times columns of a program, and a constant."""

from __future__ import annotations

from collections.abc import Iterable


class Linear:
    """A sum of columns (by number) with their factors, and a constant."""

    __slots__ = ("constant", "terms")

    def __init__(self, terms: dict[int, float] | None = None, constant: float = 0.0) -> None:
        self.terms: dict[int, float] = terms or {}
        self.constant = constant

    def add(self, other: Linear | float, factor: float = 1.0) -> None:
        """Add `factor` times something to this very expression."""
        if not isinstance(other, Linear):
            self.constant += factor * other
            return
        if factor == 0.0:
            return
        for column, value in other.terms.items():
            self.terms[column] = self.terms.get(column, 0.0) + factor * value
        self.constant += factor * other.constant

    def __add__(self, other: Linear | float) -> Linear:
        found = Linear(dict(self.terms), self.constant)
        found.add(other)
        return found

    __radd__ = __add__

    def __sub__(self, other: Linear | float) -> Linear:
        found = Linear(dict(self.terms), self.constant)
        found.add(other, -1.0)
        return found

    def __rsub__(self, other: float) -> Linear:
        return other + self * -1.0

    def __mul__(self, factor: float) -> Linear:
        return Linear({column: factor * value for column, value in self.terms.items()}, factor * self.constant)

    __rmul__ = __mul__


def total(parts: Iterable[Linear | float]) -> Linear:
    """The sum of expressions and numbers."""
    found = Linear()
    for part in parts:
        found.add(part)
    return found
