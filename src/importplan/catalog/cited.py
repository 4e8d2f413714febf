"""A number with what it rests on: rule, source, and how far that was checked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

# official: the official text was seen. secondary: an account or a copy of it. computed: worked out from such figures.
# given: the user's own. unverified: general knowledge, to be checked before a decision rests on it.
CONFIDENCES = ("official", "secondary", "computed", "given", "unverified")
MOST_DOUBTFUL_FIRST = ("unverified", "secondary", "given", "computed", "official")


@dataclass(frozen=True, slots=True)
class Cited:
    """A value and its trace. `rule` is a key of the labels table or the number of a document."""

    value: Decimal
    rule: str
    source: str
    confidence: str
