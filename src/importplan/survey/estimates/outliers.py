"""Answers worth a phone call, the ones that move most money first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from importplan.catalog.load import Catalog
from importplan.scenario.known_figures import NOTHING_KNOWN, KnownFigures
from importplan.survey.estimates.traps import before, budget, far_off, margin, origin, survival, ten_thousand, usage
from importplan.survey.estimates.traps.call import Call, TrapView
from importplan.survey.estimates.weighting import Weighting

TRAPS: tuple[Callable[[TrapView], Iterator[Call]], ...] = (
    ten_thousand.calls,
    budget.calls,
    far_off.calls,
    before.calls,
    usage.calls,
    survival.calls,
    margin.calls,
    origin.calls,
)


def outliers(weighting: Weighting, catalog: Catalog, known: KnownFigures = NOTHING_KNOWN) -> tuple[Call, ...]:
    """All reasons to phone a firm, by the money that they move in the region; what has no price comes last."""
    look = TrapView(weighting, catalog, known)
    found = [call for trap in TRAPS for call in trap(look)]
    return tuple(sorted(found, key=lambda call: (call.moves_cny is None, -(call.moves_cny or 0.0), call.firm.firm)))
