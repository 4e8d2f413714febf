"""What is told of workbooks of ours that people give back, when answers in them count though nobody sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from importplan.basics.issues import Issue, Place
from importplan.tables.unseen import Unseen


def given_back_unseen(file: str, found: Sequence[Unseen]) -> Iterator[Issue]:
    """One note on all answers that are hidden, filtered, collapsed or faint; they count."""
    if any(found):
        yield Issue.warning("survey-answer-unseen", Place(file), cells=", ".join(one.addresses for one in found if one))
